//! The store `sqlite`: one file, for a laptop and for small installations. Columns and semantics are those of
//! `postgres`; docs/stores.md describes both.

mod batch;
mod errors;
mod schema;
mod settings;
mod store;

pub(crate) use batch::sortable;
pub(crate) use schema::open_for_reading;
pub use settings::SqliteSettings;
pub use store::SqliteStore;
