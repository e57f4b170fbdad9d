//! Searching: what is asked, what is found, and showing it. How a store is searched stands in its folder.

mod hit;
pub mod print;
mod query;
mod searchable;
mod snippet;
mod words;

pub use hit::Hit;
pub use query::{Query, SearchError};
pub use searchable::Searchable;
pub(crate) use words::Words;
