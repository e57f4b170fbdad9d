//! What every reading of a text begins with.
//!
//! In: a text, or words of it. Out: pieces of it by their bytes, and what is known of words as such. This crate is
//! pure and knows no article: it never panics, whatever the text, and its time grows with the length of the text and
//! not faster.

mod accents;
mod lowercase;
mod word_list;

pub use accents::without_accents;
pub use lowercase::Lowercase;
pub use word_list::WordList;
