//! Which versions of which files were taken: the position of a folder source.
//!
//! A file's version is known by 48 bits of a hash over its path, date and length. In a folder of 100,000 files a new
//! file is mistaken for a taken one with a probability of 100,000 / 2⁴⁸, one in three thousand million. Sorted and
//! written as differences that makes 5 bytes a file, 7 in base64. Files that are gone are forgotten.

use super::scan::Found;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The form of the position that is written and read.
const FORM: u32 = 1;

/// Bits of a hash that are kept.
const MASK: u64 = (1 << 48) - 1;

/// The state of a file, in 48 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileVersion(u64);

/// The versions taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Seen(BTreeSet<FileVersion>);

/// Why a position cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum SeenError {
    #[error("it is not the position of a folder")]
    Json(#[from] serde_json::Error),
    #[error("it has form {0}, this version reads form {FORM}")]
    Form(u32),
    #[error("its list of files is damaged")]
    List,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    form: u32,
    seen: String,
}

impl Seen {
    pub(super) fn decode(cursor: Option<&Value>) -> Result<Self, SeenError> {
        let Some(cursor) = cursor else { return Ok(Self::default()) };
        let cursor = Cursor::deserialize(cursor)?;
        if cursor.form != FORM {
            return Err(SeenError::Form(cursor.form));
        }
        let bytes = STANDARD_NO_PAD.decode(cursor.seen).map_err(|_| SeenError::List)?;
        let mut seen = BTreeSet::new();
        let (mut last, mut difference, mut shift) = (0_u64, 0_u64, 0);
        for byte in bytes {
            if shift > 42 {
                return Err(SeenError::List);
            }
            difference |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                last = last.checked_add(difference).filter(|version| *version <= MASK).ok_or(SeenError::List)?;
                seen.insert(FileVersion(last));
                (difference, shift) = (0, 0);
            }
        }
        if shift == 0 { Ok(Self(seen)) } else { Err(SeenError::List) }
    }

    pub(super) fn encode(&self) -> Value {
        let mut bytes = Vec::with_capacity(self.0.len() * 5);
        let mut last = 0;
        for FileVersion(version) in &self.0 {
            let mut difference = version - last;
            while difference > 0x7f {
                bytes.push(low_bits(difference) | 0x80);
                difference >>= 7;
            }
            bytes.push(low_bits(difference));
            last = *version;
        }
        serde_json::json!({ "form": FORM, "seen": STANDARD_NO_PAD.encode(bytes) })
    }

    /// Whether this version of the file is done with.
    pub(super) fn contains(&self, file: &Found) -> bool {
        self.0.contains(&file.version) || self.0.contains(&file.version_with_permissions)
    }

    pub(super) fn insert_taken(&mut self, file: &Found) {
        self.0.insert(file.version);
    }

    /// Done with until its content or its permissions change.
    pub(super) fn insert_unreadable(&mut self, file: &Found) {
        self.0.insert(file.version_with_permissions);
    }

    /// Forgets what is not there any more.
    pub(super) fn retain(&mut self, found: &[Found]) {
        let there = found.iter().flat_map(|file| [file.version, file.version_with_permissions]);
        self.0 = there.filter(|version| self.0.contains(version)).collect();
    }
}

impl FileVersion {
    /// Of a path, a date in nanoseconds since 1970, a length and possibly the date of the last change of permissions.
    pub(super) fn of(path: &Path, modified_ns: i128, length: u64, status_changed_ns: Option<i128>) -> Self {
        let mut hash = Sha256::new();
        hash.update(modified_ns.to_be_bytes());
        hash.update(length.to_be_bytes());
        hash.update(status_changed_ns.unwrap_or(i128::MIN).to_be_bytes());
        hash.update(path.as_os_str().as_bytes());
        Self(hash.finalize().iter().take(6).fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
    }
}

fn low_bits(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn file(number: u64, status_changed_ns: i128) -> Found {
        let relative = PathBuf::from(format!("2024/10/wire-{number}.txt"));
        let modified_ns = i128::from(number);
        Found {
            version: FileVersion::of(&relative, modified_ns, 100, None),
            version_with_permissions: FileVersion::of(&relative, modified_ns, 100, Some(status_changed_ns)),
            path: PathBuf::from("/news").join(&relative),
            relative,
            modified_ns,
            length: 100,
        }
    }

    #[test]
    fn a_position_of_a_hundred_thousand_files_is_read_as_written_and_stays_small() {
        let mut seen = Seen::default();
        for number in 0..100_000 {
            seen.insert_taken(&file(number, 7));
        }
        let cursor = seen.encode();
        assert!(cursor.to_string().len() < 700_000, "{}", cursor.to_string().len());
        assert_eq!(Seen::decode(Some(&cursor)).unwrap(), seen);
        assert!(seen.contains(&file(99_999, 7)) && !seen.contains(&file(100_000, 7)));
        seen.retain(&[file(3, 7), file(100_000, 7)]);
        assert_eq!(seen.0.len(), 1);
    }

    #[test]
    fn an_unreadable_file_is_tried_again_when_its_permissions_change() {
        let mut seen = Seen::default();
        seen.insert_unreadable(&file(1, 7));
        assert!(seen.contains(&file(1, 7)));
        assert!(!seen.contains(&file(1, 8)));
    }

    #[test]
    fn a_damaged_position_is_an_error_and_never_a_fresh_start() {
        for cursor in [
            serde_json::json!({ "form": 1, "seen": "////////////////" }),
            serde_json::json!({ "form": 1, "seen": "gA" }),
            serde_json::json!({ "form": 1, "seen": "%%" }),
            serde_json::json!({ "form": 2, "seen": "" }),
            serde_json::json!({ "etag": "x" }),
            serde_json::json!(null),
        ] {
            assert!(Seen::decode(Some(&cursor)).is_err(), "{cursor}");
        }
    }
}
