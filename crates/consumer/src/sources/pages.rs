//! Following what a source lists to pages: politely, a few in one harvest, again at later polls where one fails, and
//! with a way out where there is none.
//!
//! In: things that are [`Listed`], in a [`Queue`]. Out: a record for each page, and what is left for the next harvest.

mod follow;
mod listed;
mod page;
mod queue;
mod waiting;

pub(crate) use follow::follow;
pub(crate) use listed::{Ledger, Listed};
pub(crate) use page::{Going, Pages};
pub(crate) use queue::{Open, Queue, Rest, host_of};
pub(crate) use waiting::{MOST_WAITING, Waiting};
