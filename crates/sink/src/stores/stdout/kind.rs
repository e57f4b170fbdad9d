//! The kind `stdout`: how its table is read, and what comes of it.

use super::settings::StdoutSettings;
use super::store::StdoutStore;
use crate::stores::store_settings::StoreSettings;
use pipeline::Store;
use service::config::Keys;

/// Reads the keys of its table.
pub(crate) fn read(keys: Keys<'_>) -> Option<Box<dyn StoreSettings>> {
    Some(Box::new(StdoutSettings::read(keys)?))
}

impl StoreSettings for StdoutSettings {
    fn name(&self) -> &str {
        &self.name
    }

    fn takes_replays(&self) -> bool {
        self.replays
    }

    fn takes_embargoed(&self) -> bool {
        self.embargoed
    }

    fn build(&self) -> Box<dyn Store> {
        Box::new(StdoutStore::new(self.clone()))
    }
}
