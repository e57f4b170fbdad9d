//! Whom an article names, and what it says of them.

mod beside;
mod cast;
mod description;
pub(crate) mod gender;
mod member;
mod office;

pub(crate) use cast::{Cast, LOOKED_AT};
pub(crate) use member::CastMember;
pub(crate) use office::Office;
