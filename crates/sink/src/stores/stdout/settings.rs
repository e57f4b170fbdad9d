//! What the configuration says about a store that prints.

use service::config::Keys;

/// What the configuration says about a store that prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StdoutSettings {
    /// Name of the store.
    pub name: String,
    /// Whether it also prints what a replay writes.
    pub replays: bool,
    /// Whether it is given embargoed articles before their time.
    pub embargoed: bool,
}

impl StdoutSettings {
    /// Reads the keys of its table: `replays`, `embargoed`.
    pub fn read(mut keys: Keys<'_>) -> Option<Self> {
        let name = keys.name().to_owned();
        let replays = keys.boolean("replays").or(false);
        let embargoed = keys.boolean("embargoed").or(false);
        keys.finish();
        Some(Self { name, replays, embargoed })
    }
}
