//! Headers as the bytes of one column: per header the length of the name, the name, the length of the value, the value.
//!
//! Lengths are LEB128, so that a usual header costs two bytes more than itself. Names that repeat, order and any
//! bytes come back as they were.

use article::Headers;

/// Bytes in the headers column that are no headers.
#[derive(Debug, thiserror::Error)]
#[error("headers of a record are damaged")]
pub(super) struct DamagedHeaders;

/// Appends the headers to `code`.
pub(super) fn encode(headers: &Headers, code: &mut Vec<u8>) {
    for (name, value) in headers.iter() {
        encode_bytes(name.as_bytes(), code);
        encode_bytes(value, code);
    }
}

/// Reads what [`encode`] wrote.
pub(super) fn decode(mut code: &[u8]) -> Result<Headers, DamagedHeaders> {
    let mut headers = Headers::new();
    while !code.is_empty() {
        let name = decode_bytes(&mut code)?;
        let name = std::str::from_utf8(name).map_err(|_| DamagedHeaders)?;
        headers.push(name, decode_bytes(&mut code)?);
    }
    Ok(headers)
}

/// Appends bytes behind their length.
pub(super) fn encode_bytes(bytes: &[u8], code: &mut Vec<u8>) {
    let mut length = bytes.len();
    while length >= 0x80 {
        code.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    code.push(length as u8);
    code.extend_from_slice(bytes);
}

/// Takes what [`encode_bytes`] wrote off the front.
pub(super) fn decode_bytes<'a>(code: &mut &'a [u8]) -> Result<&'a [u8], DamagedHeaders> {
    let mut length = 0_usize;
    let mut shift = 0;
    loop {
        let (byte, rest) = code.split_first().ok_or(DamagedHeaders)?;
        *code = rest;
        let bits = usize::from(byte & 0x7f);
        length |= bits.checked_shl(shift).filter(|part| part >> shift == bits).ok_or(DamagedHeaders)?;
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    let (bytes, rest) = code.split_at_checked(length).ok_or(DamagedHeaders)?;
    *code = rest;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};

    proptest! {
        #[test]
        fn headers_come_back_as_they_were(given in vec((".{0,200}", vec(any::<u8>(), 0..300)), 0..8)) {
            let headers: Headers = given.into_iter().collect();
            let mut code = Vec::new();
            encode(&headers, &mut code);
            assert_eq!(decode(&code).unwrap(), headers);
        }

        #[test]
        fn damaged_headers_are_refused_or_read_but_never_panic(code in vec(any::<u8>(), 0..64)) {
            drop(decode(&code));
        }
    }

    #[test]
    fn a_header_cut_short_is_refused() {
        let mut headers = Headers::new();
        headers.push("content-type", "text/html");
        let mut code = Vec::new();
        encode(&headers, &mut code);
        for end in 1..code.len() {
            assert!(decode(&code[..end]).is_err(), "{end}");
        }
        assert!(decode(&[0xff; 32]).is_err());
    }
}
