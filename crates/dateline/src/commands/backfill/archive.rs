//! The lines of one archive, whatever it is compressed with.

use crate::commands::bounded_line::{Line, read_line};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What compressed files begin with: RFC 1952, RFC 8878.
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const BUFFER: usize = 64 << 10;

/// An archive that is being read.
pub(super) struct Archive {
    lines: Box<dyn BufRead + Send>,
    /// Bytes of the file that were read so far.
    read: Arc<AtomicU64>,
}

impl Archive {
    /// Opens a file. What it is compressed with, its first bytes tell.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted { file: File::open(path)?, read: Arc::clone(&read) };
        let mut file = BufReader::with_capacity(BUFFER, counted);
        let first = file.fill_buf()?;
        let lines: Box<dyn BufRead + Send> = if first.starts_with(GZIP) {
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file)))
        } else if first.starts_with(ZSTD) {
            Box::new(BufReader::with_capacity(BUFFER, zstd::stream::read::Decoder::with_buffer(file)?))
        } else {
            Box::new(file)
        };
        Ok(Self { lines, read })
    }

    /// The next line; empty at the end.
    pub(super) fn next(&mut self) -> io::Result<Line> {
        read_line(&mut self.lines)
    }

    /// Goes past so many lines.
    pub(super) fn skip(&mut self, lines: u64) -> io::Result<()> {
        (0..lines).try_for_each(|_| self.lines.skip_until(b'\n').map(|_| ()))
    }

    /// Bytes of the file that were read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const TEXT: &[u8] = b"one\ntwo\nthree\n";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn lines(bytes: &[u8], skip: u64) -> io::Result<Vec<String>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let mut archive = Archive::open(file.path())?;
        archive.skip(skip)?;
        let mut lines = Vec::new();
        loop {
            let line = archive.next()?;
            if line.bytes.is_empty() {
                assert_eq!(archive.bytes_read(), bytes.len() as u64);
                return Ok(lines);
            }
            lines.push(String::from_utf8(line.bytes).unwrap().trim_end().to_owned());
        }
    }

    #[test]
    fn the_lines_are_the_same_whatever_they_are_compressed_with() {
        let zstd = |bytes: &[u8]| zstd::stream::encode_all(bytes, 1).unwrap();
        // Both are often written piece by piece.
        let pieces = |pack: &dyn Fn(&[u8]) -> Vec<u8>| [pack(b"one\ntw"), pack(b"o\nthree\n")].concat();
        for bytes in [TEXT.to_vec(), gzip(TEXT), zstd(TEXT), pieces(&gzip), pieces(&zstd)] {
            assert_eq!(lines(&bytes, 0).unwrap(), ["one", "two", "three"]);
            assert_eq!(lines(&bytes, 2).unwrap(), ["three"]);
        }
        assert_eq!(lines(b"", 0).unwrap(), [""; 0]);
        assert_eq!(lines(b"no break", 0).unwrap(), ["no break"]);
    }

    #[test]
    fn what_ends_too_early_is_an_error() {
        let packed = gzip(&TEXT.repeat(1_000));
        assert!(lines(&packed[..packed.len() - 20], 0).is_err());
        let packed = zstd::stream::encode_all(&TEXT.repeat(1_000)[..], 1).unwrap();
        assert!(lines(&packed[..packed.len() - 5], 0).is_err());
    }
}
