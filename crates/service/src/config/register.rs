//! What the configuration was asked for: each key with what it may hold, what holds without it, and what it says.
//!
//! Filled as the keys are read, so that what is shown and described is what is read. Holds no secrets.

use super::problem::Origin;
use super::units::{duration_text, size_text};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What a key may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Any text.
    Text,
    /// A text that is read further, such as an address; what it must look like its documentation says.
    Parsed,
    /// A file or directory.
    Path,
    /// An http or https URL.
    Url,
    /// A length of time, from the first to the second.
    Duration(Duration, Duration),
    /// Bytes, from the first to the second.
    Size(u64, u64),
    /// A whole number, from the first to the second.
    Integer(i64, i64),
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    OneOf(Vec<String>),
    /// A list of texts.
    List,
    /// A secret, or the file that holds it.
    Secret,
    /// A table of secrets by names of the operator's choice.
    Secrets,
}

impl Form {
    /// The least and the most, as they are written; `None`: it has no such limits.
    pub fn range(&self) -> Option<(String, String)> {
        match self {
            Self::Duration(least, most) => Some((duration_text(*least), duration_text(*most))),
            Self::Size(least, most) => Some((size_text(*least), size_text(*most))),
            Self::Integer(least, most) => Some((least.to_string(), most.to_string())),
            Self::Text
            | Self::Parsed
            | Self::Path
            | Self::Url
            | Self::Boolean
            | Self::OneOf(_)
            | Self::List
            | Self::Secret
            | Self::Secrets => None,
        }
    }
}

/// A value as it would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// In quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
    /// Texts in brackets.
    List(Vec<String>),
    /// There is one, and it is not shown.
    Secret,
}

/// One key that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedKey {
    /// Its table: `topics`, `source.wire`, `source.wire.headers`; empty at the top of the file.
    pub table: String,
    /// The kind of its table, if that is one of a list.
    pub kind: String,
    /// How it is called.
    pub key: String,
    /// What it may hold.
    pub form: Form,
    /// Whether it must be there.
    pub is_required: bool,
    /// What holds without it; `None`: nothing, or what others say decides.
    pub default: Option<Written>,
    /// What it says, and where; variables in it are replaced. `None`: it is not given, or wrong.
    pub given: Option<(Written, Origin)>,
    /// The environment variable that overrides it.
    pub variable: Option<String>,
}

impl AskedKey {
    /// How it is called in the whole file: `topics.partitions`, `source.wire.url`.
    pub fn path(&self) -> String {
        self.path_in(&self.table)
    }

    /// How it would be called in another table, such as `source.feed`.
    pub fn path_in(&self, table: &str) -> String {
        dotted(table, &self.key)
    }

    /// The environment variables that override it: of a secret also the one of the file that holds it.
    pub fn variables(&self) -> impl Iterator<Item = String> + use<> {
        let file =
            (self.form == Form::Secret).then(|| self.variable.as_ref().map(|variable| format!("{variable}_FILE")));
        self.variable.clone().into_iter().chain(file.flatten())
    }
}

/// How a key is called in the whole file; the table at its top has no name.
pub(super) fn dotted(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

/// All keys that were asked for, table by table in the order in which they were read. Clones share it.
#[derive(Clone, Default)]
pub struct Register(Arc<Mutex<Vec<AskedKey>>>);

impl Register {
    pub(super) fn add(&self, keys: Vec<AskedKey>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    }

    /// What was asked for so far.
    pub fn keys(&self) -> Vec<AskedKey> {
        self.keys_where(|_| true)
    }

    /// Those of them that are wanted.
    pub fn keys_where(&self, is_wanted: impl Fn(&AskedKey) -> bool) -> Vec<AskedKey> {
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.iter().filter(|key| is_wanted(key)).cloned().collect()
    }
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Register").finish_non_exhaustive()
    }
}
