//! Embargoed articles: a store is given them when their time has come, and not before.
//!
//! The loop of a store that comes upon one writes it to the topic of held articles, in the transaction that goes past it: its
//! key is the store's group, the article's id and where it stood. A later version empties its place in the transaction in which
//! it is held or stored itself. One loop for all stores lets go what is due: the record stands at the end of its topic then,
//! for that one group, and the held one is gone in the same transaction.

mod letting_go;
mod standing;
mod waiting;

pub use letting_go::run_held;

pub(crate) use standing::{Holding, Turn};
