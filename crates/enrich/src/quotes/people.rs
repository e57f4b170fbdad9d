//! Whom an article names, and what it says of them.

mod cast;
mod description;
pub(crate) mod gender;
mod member;

pub(crate) use cast::{Cast, LOOKED_AT};
pub(crate) use member::CastMember;
