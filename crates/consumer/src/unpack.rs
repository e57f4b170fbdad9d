//! Sitemaps in gzip, which travel as files, not as an encoding of the answer.

use flate2::bufread::MultiGzDecoder;
use std::io::Read;

/// The longest sitemap, in bytes: what sitemaps.org allows. It is counted when nothing is packed any more.
pub(crate) const MAX_BYTES: u64 = 50 << 20;

/// The bytes themselves, or what they unpack to; the error names what is wrong with them.
pub(crate) fn unpack(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes.as_slice()).take(MAX_BYTES + 1).read_to_end(&mut unpacked);
    let length = unpacked.len();
    match read {
        Ok(_) if u64::try_from(length).is_ok_and(|length| length <= MAX_BYTES) => Ok(unpacked),
        Ok(_) => Err(format!("{} bytes of gzip that unpack to more than {MAX_BYTES}", bytes.len())),
        Err(error) => Err(format!("gzip that breaks off or is damaged behind its byte {length}: {error}")),
    }
}
