//! One article's way through every stage, from what the topics, the groups, the stores and the dead letters tell of it.
//!
//! In: a name, as somebody has it: an article's id, a URL, the id at a source. Out: a [`Trail`]. Records of a key stand in
//! one partition, so one partition of the enriched topic is looked through, newest first, for as long as there is time;
//! of the topics before it only what is not read yet: what is read of them stands in the provenance of what came of it.

mod evidence;
mod fate;
mod names;
#[cfg(test)]
mod samples;
mod search;
mod trail;

pub use evidence::{Evidence, Placed, Reader};
pub use fate::EntryState;
pub use names::Names;
pub use search::{Search, search};
pub use trail::{Entry, Step, Trail};
