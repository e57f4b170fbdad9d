//! What was read of one key, and what holds where nothing was.

use super::register::{AskedKey, Written};
use super::units::duration_text;
use std::path::PathBuf;
use std::time::Duration;

/// What was read of one key.
#[derive(Debug)]
#[must_use]
pub struct Setting<'k, T> {
    asked: Option<&'k mut AskedKey>,
    value: Option<T>,
}

impl<'k, T> Setting<'k, T> {
    pub(super) fn new(asked: Option<&'k mut AskedKey>, value: Option<T>) -> Self {
        Self { asked, value }
    }

    /// The value; `None` when the key is absent, empty or wrong.
    pub fn given(self) -> Option<T> {
        self.value
    }

    /// The value, or what holds without one.
    pub fn or(self, default: T) -> T
    where
        T: AsWritten,
    {
        note(self.asked, default.as_written());
        self.value.unwrap_or(default)
    }

    /// As [`Self::given`], where the caller puts in the default, which would be written so.
    pub fn given_or(self, default: &str) -> Option<T> {
        note(self.asked, Written::Text(default.to_owned()));
        self.value
    }
}

fn note(asked: Option<&mut AskedKey>, default: Written) {
    if let Some(asked) = asked {
        asked.default = Some(default);
    }
}

/// What can be a default.
pub trait AsWritten {
    /// As it would be written; bytes as a number.
    fn as_written(&self) -> Written;
}

impl AsWritten for bool {
    fn as_written(&self) -> Written {
        Written::Boolean(*self)
    }
}

impl AsWritten for Duration {
    fn as_written(&self) -> Written {
        Written::Text(duration_text(*self))
    }
}

impl AsWritten for PathBuf {
    fn as_written(&self) -> Written {
        Written::Text(self.display().to_string())
    }
}

impl AsWritten for i32 {
    fn as_written(&self) -> Written {
        Written::Integer((*self).into())
    }
}

impl AsWritten for u32 {
    fn as_written(&self) -> Written {
        Written::Integer((*self).into())
    }
}

impl AsWritten for u64 {
    fn as_written(&self) -> Written {
        Written::Integer(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl AsWritten for usize {
    fn as_written(&self) -> Written {
        Written::Integer(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}
