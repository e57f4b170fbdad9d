//! The entries of one archive: the lines of NDJSON, or the records of a web archive.

use super::entry::Entry;
use super::unpacked::Unpacked;
use super::warc::Warc;
use crate::commands::bounded_line::{read_line, too_long};
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What web archives begin with.
const WARC: &[u8] = b"WARC/";

/// An archive that is being read.
pub(super) struct Archive {
    form: Form,
    read: Arc<AtomicU64>,
}

enum Form {
    Lines(Box<dyn BufRead + Send>),
    Warc(Warc),
}

impl Archive {
    /// Opens a file. What it is, its first bytes tell.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let Unpacked { mut content, read } = Unpacked::open(path)?;
        let is_warc = content.fill_buf()?.starts_with(WARC);
        let form = if is_warc { Form::Warc(Warc::of(content)) } else { Form::Lines(content) };
        Ok(Self { form, read })
    }

    /// The next entry; `None` at the end. Documents have at most `limit` bytes.
    pub(super) fn next(&mut self, limit: usize) -> io::Result<Option<Entry>> {
        match &mut self.form {
            Form::Warc(warc) => warc.next(limit),
            Form::Lines(lines) => {
                let line = read_line(lines)?;
                Ok(match line.bytes.is_empty() {
                    _ if line.too_long => Some(Entry::Refused(too_long())),
                    true => None,
                    false => Some(Entry::Line(line.bytes)),
                })
            }
        }
    }

    /// Goes past so many entries.
    pub(super) fn skip(&mut self, entries: u64) -> io::Result<()> {
        match &mut self.form {
            Form::Warc(warc) => warc.skip(entries),
            Form::Lines(lines) => (0..entries).try_for_each(|_| lines.skip_until(b'\n').map(|_| ())),
        }
    }

    /// Bytes of the file that were read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use harness::{WarcRecord, Wrapping, http_answer};
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
        while let Some(entry) = archive.next(1_000)? {
            let Entry::Line(line) = entry else { panic!("{entry:?}") };
            lines.push(String::from_utf8(line).unwrap().trim_end().to_owned());
        }
        assert_eq!(archive.bytes_read(), bytes.len() as u64);
        Ok(lines)
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

    #[test]
    fn a_web_archive_is_read_in_whatever_form_and_gone_on_with() {
        let url = |number: u32| format!("https://example.org/{number}");
        // Of many different words, so that the end of a file is the end of its last record whatever it is packed with.
        let answer = |number: u32| {
            let words: String =
                (0..400).map(|at| format!("{:x} ", (at + 400 * number).wrapping_mul(2_654_435_761))).collect();
            http_answer("200 OK", &[("Content-Type", "text/html")], words.as_bytes())
        };
        let records: Vec<_> = (0..5).map(|number| WarcRecord::response(&url(number), answer(number))).collect();
        for wrapping in Wrapping::ALL {
            let bytes = wrapping.file(&records).unwrap();
            for cut in [0, 40] {
                let mut file = tempfile::NamedTempFile::new().unwrap();
                file.write_all(&bytes[..bytes.len() - cut]).unwrap();
                let mut archive = Archive::open(file.path()).unwrap();
                archive.skip(2).unwrap();
                for number in 2..if cut == 0 { 5 } else { 4 } {
                    let Some(Entry::Document(raw)) = archive.next(4_000).unwrap() else { panic!("{wrapping:?}") };
                    assert_eq!(raw.url, Some(url(number)), "{wrapping:?}");
                }
                assert_eq!(archive.next(4_000).is_err(), cut > 0, "{wrapping:?}");
            }
        }
    }
}
