//! Searching in a store: by text, place, agency, language and time; and showing what was found.

mod hit;
mod postgres;
pub mod print;
mod query;
mod snippet;
mod sqlite;
mod words;

pub use hit::Hit;
pub use postgres::search_postgres;
pub use query::{Query, SearchError};
pub use sqlite::search_sqlite;
