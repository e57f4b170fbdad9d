//! Versions of files: what a file is known by from walk to walk, and lists of them.
//!
//! A file's version is known by 48 bits of a hash over its path, date and length. In a folder of 100,000 files a new
//! file is mistaken for a taken one with a probability of 100,000 / 2⁴⁸, one in three thousand million. Sorted and
//! written as differences that makes 5 bytes a file, 7 in base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Bits of a hash that are kept.
const MASK: u64 = (1 << 48) - 1;

/// The state of a file, in 48 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FileVersion(u64);

/// A list that nobody wrote.
#[derive(Debug, thiserror::Error)]
#[error("a list of files is damaged")]
pub(super) struct Damaged;

/// Versions in order, as differences of seven bits a byte, the lowest first, in base64.
pub(super) fn list_of(versions: &BTreeSet<FileVersion>) -> String {
    let mut bytes = Vec::with_capacity(versions.len() * 5);
    let mut last = 0;
    for FileVersion(version) in versions {
        let mut difference = version - last;
        while difference > 0x7f {
            bytes.push(low_bits(difference) | 0x80);
            difference >>= 7;
        }
        bytes.push(low_bits(difference));
        last = *version;
    }
    STANDARD_NO_PAD.encode(bytes)
}

/// The versions of such a list.
pub(super) fn read_list(list: &str) -> Result<BTreeSet<FileVersion>, Damaged> {
    let bytes = STANDARD_NO_PAD.decode(list).map_err(|_| Damaged)?;
    let mut versions = BTreeSet::new();
    let (mut last, mut difference, mut shift) = (0_u64, 0_u64, 0);
    for byte in bytes {
        if shift > 42 {
            return Err(Damaged);
        }
        difference |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            last = last.checked_add(difference).filter(|version| *version <= MASK).ok_or(Damaged)?;
            versions.insert(FileVersion(last));
            (difference, shift) = (0, 0);
        }
    }
    if shift == 0 { Ok(versions) } else { Err(Damaged) }
}

impl fmt::Display for FileVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0)
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
