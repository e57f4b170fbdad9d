//! Names in running text: tokens, features, the trained sequence tagger and, with the feature `training`, its trainer.
//!
//! In: a text and a model as bytes. Out: the names in the text with what they name. This crate is pure: it reads no
//! clock, file or network; it never panics, whatever the text; its time grows with the length of the text and not
//! faster.
//!
//! A text is labelled twice. The first pass sees each token with its neighbours; the second also sees what the first
//! made of the same words elsewhere in the article, since a name that is clear in one place is the same in another.

mod decode;
mod features;
mod first_pass;
mod hash;
mod label;
mod lexicon;
mod memory;
mod met;
mod model;
mod table;
mod tagger;
mod tokens;
#[cfg(feature = "training")]
pub mod training;
mod wide;
mod word;
mod words;

pub use label::Kind;
pub use memory::Memory;
pub use model::{Model, ModelError};
pub use tagger::{Name, Tagger};
pub use tokens::{Token, tokenize};
