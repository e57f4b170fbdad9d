//! Whom the words of a text mean at each point of it.

mod candidate;
mod discourse;
mod focus;
mod holder;
pub(crate) mod named;
pub(crate) mod noun_phrase;
pub(crate) mod pronouns;
mod roles;

pub(crate) use candidate::{Candidate, Named};
pub(crate) use discourse::Discourse;
