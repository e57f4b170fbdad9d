//! XML as it comes, however badly it is written: elements with the vocabulary they belong to, handed on one by one.
//!
//! In: text. Out: trees of the pieces that a reader asks for ([`events::Visit`]), or why the document cannot be read.

pub(crate) mod element;
pub(crate) mod entities;
pub(crate) mod events;
pub(crate) mod namespace;
