//! The kinds of stores: the one list, and what every entry brings.

use super::postgres::PostgresSettings;
use super::sqlite::SqliteSettings;
use super::stdout::StdoutSettings;
use crate::search::{Hit, Query, SearchError};
use async_trait::async_trait;
use pipeline::Store;
use service::config::{Keys, Problems, Section};
use std::fmt::Debug;

/// Reads the keys of a store's table.
type Read = fn(Keys<'_>) -> Option<Box<dyn StoreSettings>>;

/// Every kind: its name in the configuration and how its keys are read. A new kind is its file and its line here.
const KINDS: &[(&str, Read)] = &[
    ("postgres", |keys| PostgresSettings::read(keys).map(boxed)),
    ("sqlite", |keys| SqliteSettings::read(keys).map(boxed)),
    ("stdout", |keys| StdoutSettings::read(keys).map(boxed)),
];

/// A store as configured: what it takes to build it and to search in it.
#[async_trait]
pub trait StoreSettings: Debug + Send + Sync {
    /// Its name in the configuration.
    fn name(&self) -> &str;

    /// The store, not open yet.
    fn build(&self) -> Box<dyn Store>;

    /// Whether it keeps articles that can be searched.
    fn is_searchable(&self) -> bool {
        true
    }

    /// Looks for articles in it.
    async fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError>;
}

/// Reads one `[[store]]` table. `None`: it has problems, which are added.
pub fn read_store(section: &Section, problems: &mut Problems) -> Option<Box<dyn StoreSettings>> {
    match KINDS.iter().find(|(name, _)| *name == section.kind()) {
        Some((_, read)) => read(section.keys(problems)),
        None => {
            let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            section.refuse_kind(&known, problems);
            None
        }
    }
}

fn boxed(settings: impl StoreSettings + 'static) -> Box<dyn StoreSettings> {
    Box::new(settings)
}
