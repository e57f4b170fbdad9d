//! What tells two things apart that a position remembers, in eight bytes.

use sha2::{Digest, Sha256};
use std::fmt;

/// The first 64 bits of a hash. Among the 5,000 entries of a feed two are mistaken for each other with a probability
/// below one in a thousand thousand million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint([u8; 8]);

impl Fingerprint {
    /// Of some parts; where one ends and the next begins counts.
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        let mut start = [0; 8];
        for (kept, byte) in start.iter_mut().zip(hash.finalize()) {
            *kept = byte;
        }
        Self(start)
    }

    pub(crate) fn to_bytes(self) -> [u8; 8] {
        self.0
    }

    /// Zeros stand for none.
    pub(crate) fn from_bytes(bytes: [u8; 8]) -> Option<Self> {
        (bytes != [0; 8]).then_some(Self(bytes))
    }

    /// Reads the written form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| u64::from_str_radix(text, 16).ok().map(|bits| Self(bits.to_be_bytes()))).flatten()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}
