//! Sentences as items, and what their words do in them.

pub(crate) mod clause;
pub(crate) mod clause_end;
pub(crate) mod head_noun;
mod items;
pub(crate) mod names;
pub(crate) mod phrase;
mod sentences;
pub(crate) mod verb;

pub(crate) use items::{Item, items};
pub(crate) use sentences::sentences;
