//! The store `postgres`: for a server that others query too. docs/stores.md describes tables and semantics.

mod batch;
mod columns;
mod connect;
mod errors;
mod find;
mod found;
mod kind;
mod rebuild;
mod refill;
mod schema;
mod search;
mod settings;
mod sql;
mod statements;
mod store;
mod text_search;
mod tls;
mod tsvector;
mod vocabulary;
mod words;
mod write_found;

pub(crate) use kind::read;
pub use settings::{PostgresSettings, UrlError};
pub use store::PostgresStore;
