//! The dictionary that archives of the web in zstd carry: the first frame of the file, one that other readers skip, holds it
//! as it is or compressed itself.

use std::io::{self, BufRead, Error, ErrorKind, Read};

/// What such a frame begins with. Its length follows, in four bytes.
const MARK: &[u8] = &0x184D_2A5D_u32.to_le_bytes();
const HEAD: usize = 8;
/// What a compressed one begins with.
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// Larger ones are meant to harm: writers make a few MiB at most.
const MAX_BYTES: u64 = 32 << 20;

/// Reads the dictionary at the beginning of a file, and goes past it. Empty: there is none.
pub(super) fn read_dictionary(file: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let Some(head) = file.fill_buf()?.first_chunk::<HEAD>().copied().filter(|head| head.starts_with(MARK)) else {
        return Ok(Vec::new());
    };
    let [_, _, _, _, length @ ..] = head;
    let length = u64::from(u32::from_le_bytes(length));
    if length > MAX_BYTES {
        return Err(too_large());
    }
    file.consume(HEAD);
    let mut frame = Vec::new();
    file.take(length).read_to_end(&mut frame)?;
    if frame.len() as u64 != length {
        return Err(Error::new(ErrorKind::UnexpectedEof, "it ends inside its dictionary"));
    }
    if !frame.starts_with(ZSTD) {
        return Ok(frame);
    }
    let mut dictionary = Vec::new();
    zstd::stream::read::Decoder::with_buffer(frame.as_slice())?.take(MAX_BYTES + 1).read_to_end(&mut dictionary)?;
    if dictionary.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    Ok(dictionary)
}

fn too_large() -> Error {
    Error::new(ErrorKind::InvalidData, format!("its dictionary has more than {MAX_BYTES} bytes"))
}
