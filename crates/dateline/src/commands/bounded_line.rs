//! Lines of a file, each of bounded size.

use std::io::{self, BufRead, Read};

/// The largest file or record line that is read; extraction takes less, also of a document in base64.
pub(super) const MAX_INPUT_BYTES: u64 = 16 << 20;

/// A line with its line break; empty at the end of the input.
pub(super) struct Line {
    pub(super) bytes: Vec<u8>,
    /// Past the limit: the bytes are only its beginning, the rest is read over.
    pub(super) too_long: bool,
}

/// The next line.
pub(super) fn read_line(reader: &mut dyn BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    (&mut *reader).take(MAX_INPUT_BYTES).read_until(b'\n', &mut bytes)?;
    let too_long = bytes.len() as u64 == MAX_INPUT_BYTES && !bytes.ends_with(b"\n");
    if too_long {
        reader.skip_until(b'\n')?;
    }
    Ok(Line { bytes, too_long })
}

/// What is said of one that is past the limit.
pub(super) fn too_long() -> String {
    format!("longer than {} MiB", MAX_INPUT_BYTES >> 20)
}
