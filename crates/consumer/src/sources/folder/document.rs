//! Reading one file.

use super::scan::{FoundFile, is_changed};
use super::tree::{Facts, Tree};
use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// How much of a file that is too large is read for its hash, in bytes: a few seconds of work.
const MAX_HASHED: u64 = 1 << 30;

/// What reading a file gave.
#[derive(Debug)]
pub(super) enum Document {
    /// Its bytes.
    Whole(Vec<u8>),
    /// It is over the limit; its bytes are not kept.
    TooLarge {
        /// In bytes.
        length: u64,
        /// `sha256:` of its content, of the first GiB if it has more.
        hash: String,
    },
    /// The system does not let us read it.
    Unreadable(io::Error),
    /// It changed or went since it was found.
    Changed,
}

/// Reads a file up to a limit in bytes.
pub(super) fn read_document(tree: &Tree, file: &FoundFile, limit: u64) -> Document {
    match read(tree, file, limit) {
        Ok(document) => document,
        Err(error) => classify(error),
    }
}

/// What an error of the system means for the file.
fn classify(error: io::Error) -> Document {
    if is_changed(&error) { Document::Changed } else { Document::Unreadable(error) }
}

fn read(tree: &Tree, file: &FoundFile, limit: u64) -> io::Result<Document> {
    let mut opened = tree.file(file.target.as_ref().unwrap_or(&file.relative))?;
    if !file.is_still(&Facts::of(&opened)?) {
        return Ok(Document::Changed);
    }
    let document = if file.length > limit {
        let mut hash = Sha256::new();
        let mut block = vec![0; 1 << 16];
        let mut content = opened.by_ref().take(MAX_HASHED);
        loop {
            let read = content.read(&mut block)?;
            if read == 0 {
                break;
            }
            hash.update(block.get(..read).unwrap_or_default());
        }
        let hash = hash.finalize().iter().fold(String::from("sha256:"), |text, byte| format!("{text}{byte:02x}"));
        Document::TooLarge { length: file.length, hash }
    } else {
        let mut bytes = Vec::with_capacity(usize::try_from(file.length).unwrap_or(0));
        opened.by_ref().take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Document::Whole(bytes)
    };
    // Written to while it was read.
    Ok(if file.is_still(&Facts::of(&opened)?) { document } else { Document::Changed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_is_gone_or_replaced_is_passed_over_without_a_word() {
        use rustix::io::Errno;
        for errno in [Errno::NOENT, Errno::LOOP, Errno::NOTDIR, Errno::NXIO] {
            assert!(matches!(classify(errno.into()), Document::Changed), "{errno}");
        }
        for errno in [Errno::ACCESS, Errno::IO, Errno::MFILE] {
            assert!(matches!(classify(errno.into()), Document::Unreadable(_)), "{errno}");
        }
    }
}
