//! What the configuration says about an SQLite store.

use service::config::Keys;
use std::path::PathBuf;

/// A store in one SQLite file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteSettings {
    /// Name of the store.
    pub name: String,
    /// The database file. It and its folder are created.
    pub path: PathBuf,
    /// Whether it is given embargoed articles before their time.
    pub embargoed: bool,
}

/// Where the articles are kept when the configuration does not say.
const DEFAULT_PATH: &str = "dateline-data/articles.db";

impl SqliteSettings {
    /// Reads the keys of its table: `path`, `embargoed`.
    pub fn read(mut keys: Keys<'_>) -> Option<Self> {
        let name = keys.name().to_owned();
        let path = keys.path("path").or(PathBuf::from(DEFAULT_PATH));
        let embargoed = keys.boolean("embargoed").or(false);
        keys.finish();
        Some(Self { name, path, embargoed })
    }
}
