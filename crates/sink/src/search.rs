//! Searching: what is asked, what is found, and showing it. How a store is searched stands in its folder.

mod hit;
pub mod print;
mod query;
mod search_word;
mod searchable;
mod snippet;
mod term;
mod words;

pub use hit::Hit;
pub use query::{Query, SearchError};
pub(crate) use search_word::{Cut, SearchWord, beginning, folded_text, search_words};
pub use searchable::Searchable;
pub(crate) use term::{Term, TermWord};
pub(crate) use words::Words;
