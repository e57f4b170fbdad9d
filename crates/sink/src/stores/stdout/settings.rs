//! What the configuration says about a store that prints: its name.

use service::config::Keys;

/// What the configuration says about a store that prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StdoutSettings {
    /// Name of the store.
    pub name: String,
}

impl StdoutSettings {
    /// Reads the keys of its table: none.
    pub fn read(keys: Keys<'_>) -> Option<Self> {
        let name = keys.name().to_owned();
        keys.finish();
        Some(Self { name })
    }
}
