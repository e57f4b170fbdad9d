//! What every reading of a text begins with.
//!
//! In: a text, or words of it. Out: pieces of it by their bytes, and what is known of words as such. This crate is
//! pure and knows no article: it never panics, whatever the text, and its time grows with the length of the text and
//! not faster.

mod abbreviations;
mod accents;
mod atoms;
pub mod calendar;
mod forms;
mod lowercase;
mod sentences;
mod token;
mod word_list;

pub use abbreviations::{StopFor, keeps_stop};
pub use accents::without_accents;
pub use atoms::{Atom, AtomKind, Atoms, atoms, belongs_to_letter};
pub use forms::Forms;
pub use lowercase::Lowercase;
pub use sentences::sentences;
pub use token::Token;
pub use word_list::WordList;
