//! The sink service: enriched articles to stores, and searching in them.
//!
//! In: articles from the enriched topic, as deliveries of the pipeline loop. Out: rows and lines, each version once.
//! A new store is one new folder in `stores/` and its line in the list there. This crate never changes what
//! an article says.

mod app;
pub mod search;
mod stores;

pub use app::start;
#[cfg(feature = "contract")]
pub use stores::contract;
pub use stores::http::{HttpSettings, HttpStore, SecretError, Signer};
pub use stores::postgres::{PostgresSettings, PostgresStore, UrlError};
pub use stores::sqlite::{SqliteSettings, SqliteStore};
pub use stores::stdout::{StdoutSettings, StdoutStore};
pub use stores::{SEARCHABLE_KINDS, StoreSettings, filter_keys, meets, read_store, store_kinds};
