//! Bodies that are packed: unpacked up to a size, and up to so many times what was sent.

use super::budget::Held;
use super::problem::{Kind, Problem};
use axum::http::{HeaderMap, header};
use flate2::bufread::MultiGzDecoder;
use std::io::Read;

/// Text of news packs to a fifth, lines that repeat each other to a fiftieth. More is meant to harm.
const MOST_TIMES: usize = 100;
/// Below this many bytes the ratio does not matter.
const HARMLESS: usize = 1 << 20;
/// Of a window of zstd, as RFC 9659 has it for HTTP: 8 MiB.
const WINDOW_LOG: u32 = 23;
const CHUNK: usize = 64 << 10;

/// What a body is packed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Identity,
    Gzip,
    Zstd,
}

impl Encoding {
    /// What `Content-Encoding` says.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let unknown = || Problem::new(Kind::UnknownEncoding, "send the body as it is, or in one of gzip and zstd");
        let mut named = headers.get_all(header::CONTENT_ENCODING).iter();
        let Some(name) = named.next() else { return Ok(Self::Identity) };
        let name = name.to_str().map_err(|_| unknown())?.trim().to_ascii_lowercase();
        match (name.as_str(), named.next()) {
            ("identity", None) => Ok(Self::Identity),
            ("gzip" | "x-gzip", None) => Ok(Self::Gzip),
            ("zstd", None) => Ok(Self::Zstd),
            _ => Err(unknown()),
        }
    }

    /// Unpacks a body.
    pub(super) fn unpack(self, packed: Vec<u8>, limit: usize, held: &mut Held) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Identity => Ok(packed),
            Self::Gzip => bounded(MultiGzDecoder::new(packed.as_slice()), packed.len(), limit, held),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(packed.as_slice()).map_err(broken)?;
                decoder.window_log_max(WINDOW_LOG).map_err(broken)?;
                bounded(decoder, packed.len(), limit, held)
            }
        }
    }
}

fn bounded(mut unpacked: impl Read, packed: usize, limit: usize, held: &mut Held) -> Result<Vec<u8>, Problem> {
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; CHUNK]);
    loop {
        let count = unpacked.read(&mut chunk).map_err(broken)?;
        let Some(more) = chunk.get(..count).filter(|more| !more.is_empty()) else { return Ok(bytes) };
        let whole = bytes.len() + count;
        if whole > HARMLESS && whole > packed.saturating_mul(MOST_TIMES) {
            let detail = format!("it unpacks to more than {MOST_TIMES} times the {packed} bytes that were sent");
            return Err(Problem::new(Kind::InflatesTooMuch, detail));
        }
        if whole > limit {
            let detail = format!("it unpacks to more than {limit} bytes; send less at once");
            return Err(Problem::new(Kind::TooLarge, detail));
        }
        held.grow(count)?;
        bytes.extend_from_slice(more);
    }
}

fn broken(error: std::io::Error) -> Problem {
    Problem::new(Kind::BrokenBody, format!("it cannot be unpacked as its Content-Encoding says: {error}"))
}
