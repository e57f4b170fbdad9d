//! The store `sqlite`: one file, for a laptop and for small installations. Columns and semantics are those of
//! `postgres`; docs/stores.md describes both.

mod batch;
mod errors;
mod kind;
mod schema;
mod search;
mod settings;
mod store;
mod text;

pub(crate) use kind::read;
pub use settings::SqliteSettings;
pub use store::SqliteStore;
