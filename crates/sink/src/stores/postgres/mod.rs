//! The store `postgres`: for a server that others query too. docs/stores.md describes tables and semantics.

mod batch;
mod connect;
mod errors;
mod pieces;
mod schema;
mod settings;
mod statements;
mod store;
mod text_search;
mod tsvector;
mod vocabulary;

pub(crate) use connect::Session;
pub(crate) use errors::trouble;
pub use settings::{PostgresSettings, UrlError};
pub use store::PostgresStore;
pub(crate) use text_search::config_of;
