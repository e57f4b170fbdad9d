//! The kind `postgres`: how its table is read, and what comes of it.

use super::settings::PostgresSettings;
use super::store::PostgresStore;
use crate::search::Searchable;
use crate::stores::store_settings::StoreSettings;
use pipeline::Store;
use service::config::Keys;

/// Reads the keys of its table.
pub(crate) fn read(keys: Keys<'_>) -> Option<Box<dyn StoreSettings>> {
    Some(Box::new(PostgresSettings::read(keys)?))
}

impl StoreSettings for PostgresSettings {
    fn name(&self) -> &str {
        &self.name
    }

    fn takes_embargoed(&self) -> bool {
        self.embargoed
    }

    fn build(&self) -> Box<dyn Store> {
        Box::new(PostgresStore::new(self.clone()))
    }

    fn searchable(&self) -> Option<&dyn Searchable> {
        Some(self)
    }
}
