//! The bytes of an archive, whatever it is compressed with, and how many of the file were read.

use super::dictionary::read_dictionary;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What compressed files begin with: RFC 1952, RFC 8878. Frames that are skipped begin with one of sixteen numbers.
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const SKIPPED: &[u8] = b"\x2a\x4d\x18";
const BUFFER: usize = 64 << 10;

/// A file that is being read.
pub(super) struct Unpacked {
    /// What it holds.
    pub(super) content: Box<dyn BufRead + Send>,
    /// Bytes of the file that were read so far.
    pub(super) read: Arc<AtomicU64>,
}

impl Unpacked {
    /// Opens a file. What it is compressed with, its first bytes tell.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted { file: File::open(path)?, read: Arc::clone(&read) };
        let mut file = BufReader::with_capacity(BUFFER, counted);
        let first = file.fill_buf()?;
        let content: Box<dyn BufRead + Send> = if first.starts_with(GZIP) {
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file)))
        } else if is_zstd(first) {
            let dictionary = read_dictionary(&mut file)?;
            let frames = zstd::stream::read::Decoder::with_dictionary(file, &dictionary)?;
            Box::new(BufReader::with_capacity(BUFFER, frames))
        } else {
            Box::new(file)
        };
        Ok(Self { content, read })
    }
}

fn is_zstd(first: &[u8]) -> bool {
    let skipped = first.split_first().is_some_and(|(number, rest)| number >> 4 == 5 && rest.starts_with(SKIPPED));
    skipped || first.starts_with(ZSTD)
}

/// A file whose bytes are counted as they are read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
