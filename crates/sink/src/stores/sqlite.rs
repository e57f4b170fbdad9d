//! The store `sqlite`: one file, for a laptop and for small installations. Columns and semantics are those of
//! `postgres`; docs/stores.md describes both.

mod article;
mod batch;
mod errors;
mod expression;
mod find;
mod found;
mod key;
mod kind;
mod quotes;
mod refill;
mod schema;
mod search;
mod settings;
mod store;
mod stored;
mod text;
mod values;

pub(crate) use kind::read;
pub use settings::SqliteSettings;
pub use store::SqliteStore;
