//! Searching: what is asked, what is found, and showing it. How a store is searched stands in its folder.

mod answer;
mod hit;
pub mod lines;
mod name_key;
pub mod print;
pub mod print_quotes;
mod query;
mod quote_hit;
mod search_word;
mod searchable;
mod snippet;
mod term;
mod words;

pub use answer::{Answer, Filling, RANKED};
pub use hit::Hit;
pub(crate) use name_key::{name_key, person_keys, titled_keys, topic_keys};
pub use query::{Query, SearchError};
pub use quote_hit::QuoteHit;
pub(crate) use search_word::{Cut, SearchWord, beginning, folded_text, search_words};
pub use searchable::Searchable;
pub(crate) use term::{Term, TermWord};
pub(crate) use words::Words;
