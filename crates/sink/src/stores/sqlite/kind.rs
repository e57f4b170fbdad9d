//! The kind `sqlite`: how its table is read, and what comes of it.

use super::settings::SqliteSettings;
use super::store::SqliteStore;
use crate::search::Searchable;
use crate::stores::store_settings::StoreSettings;
use pipeline::Store;
use service::config::Keys;

/// Reads the keys of its table.
pub(crate) fn read(keys: Keys<'_>) -> Option<Box<dyn StoreSettings>> {
    Some(Box::new(SqliteSettings::read(keys)?))
}

impl StoreSettings for SqliteSettings {
    fn name(&self) -> &str {
        &self.name
    }

    fn takes_embargoed(&self) -> bool {
        self.embargoed
    }

    fn build(&self) -> Box<dyn Store> {
        Box::new(SqliteStore::new(self.clone()))
    }

    fn searchable(&self) -> Option<&dyn Searchable> {
        Some(self)
    }
}
