//! The document in the body of an HTTP answer: chunks joined, codings undone.
//!
//! Archives keep bodies as they were sent or as they were read, under the same fields. So a coding is undone if the bytes are
//! in it to their end; else they are the document already.

use super::chunks::joined;
use super::fields::Fields;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Codings of one body, at most.
const MOST: usize = 4;
/// What bytes in these codings begin with.
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// Of a window of zstd, as RFC 9659 has it for HTTP: 8 MiB.
const WINDOW_LOG: u32 = 23;
const BUFFER: usize = 4 << 10;

/// The document that was sent in this body. An error says why there is none; it has at most `limit` bytes.
pub(super) fn unpack(http: &Fields, body: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
    let named: Vec<String> = http.list("Content-Encoding").chain(http.list("Transfer-Encoding")).collect();
    let mut bytes = body;
    for coding in named.iter().rev().take(MOST) {
        if let Some(undone) = undo(coding, &bytes, limit)? {
            bytes = undone;
        }
    }
    if bytes.len() > limit { Err(too_large(bytes.len() as u64, limit)) } else { Ok(bytes) }
}

/// What a document is told that is too large.
pub(super) fn too_large(length: u64, limit: usize) -> String {
    format!("{length} bytes, a document has at most {limit}; raise limits.ingest")
}

/// `None`: the bytes are not in this coding.
fn undo(coding: &str, bytes: &[u8], limit: usize) -> Result<Option<Vec<u8>>, String> {
    let undone = match coding {
        "chunked" => joined(bytes),
        "gzip" | "x-gzip" => whole(MultiGzDecoder::new(bytes), limit)?,
        "deflate" => match whole(ZlibDecoder::new(bytes), limit)? {
            // As some servers understand it.
            None => whole(DeflateDecoder::new(bytes), limit)?,
            zlib => zlib,
        },
        "br" => whole(brotli_decompressor::Decompressor::new(bytes, BUFFER), limit)?,
        "zstd" => match zstd_decoder(bytes) {
            Ok(decoder) => whole(decoder, limit)?,
            Err(_) => None,
        },
        _ => None,
    };
    let is_packed = match coding {
        "gzip" | "x-gzip" => bytes.starts_with(GZIP),
        "zstd" => bytes.starts_with(ZSTD),
        _ => false,
    };
    if undone.is_none() && is_packed {
        return Err(format!("its body breaks off or is damaged: the {coding} in it cannot be read to its end"));
    }
    Ok(undone)
}

fn zstd_decoder(bytes: &[u8]) -> std::io::Result<impl Read> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes)?;
    decoder.window_log_max(WINDOW_LOG)?;
    Ok(decoder)
}

/// All of it, if it can be read to its end and there is something.
fn whole(unpacked: impl Read, limit: usize) -> Result<Option<Vec<u8>>, String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match unpacked.take(most).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > limit => {
            Err(format!("it unpacks to more than {limit} bytes, the most a document has; raise limits.ingest"))
        }
        Ok(_) if !bytes.is_empty() => Ok(Some(bytes)),
        Ok(_) | Err(_) => Ok(None),
    }
}
