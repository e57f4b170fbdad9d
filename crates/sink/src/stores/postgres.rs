//! The store `postgres`: for a server that others query too. docs/stores.md describes tables and semantics.

mod batch;
mod connect;
mod errors;
mod kind;
mod rebuild;
mod schema;
mod search;
mod settings;
mod statements;
mod store;
mod text_search;
mod tsvector;
mod vocabulary;

pub(crate) use kind::read;
pub use settings::{PostgresSettings, UrlError};
pub use store::PostgresStore;
