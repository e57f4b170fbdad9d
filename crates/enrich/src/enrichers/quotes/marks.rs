//! What stands between quotation marks.

mod characters;
mod find;
mod scare_quotes;
mod style;

pub(crate) use find::{Marked, closes_in, find};
pub(crate) use scare_quotes::Terms;
pub(crate) use style::of as style;
