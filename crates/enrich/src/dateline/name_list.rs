//! A list of names in the source, found in constant time without regard to case.

use foldhash::HashSet;
use std::sync::OnceLock;

/// Names with bars between them. They are read when one is first looked for.
pub(super) struct NameList {
    written: &'static str,
    names: OnceLock<HashSet<String>>,
}

impl NameList {
    pub(super) const fn new(written: &'static str) -> Self {
        Self { written, names: OnceLock::new() }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        let names = self.names.get_or_init(|| self.written.split('|').map(str::to_lowercase).collect());
        names.contains(name.to_lowercase().as_str())
    }
}
