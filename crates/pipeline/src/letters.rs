//! Reading the dead letters of a lane back: which there are, which of them are done with, and what gives one a second
//! way.
//!
//! Kafka cannot delete one record, so a letter that was retried or dropped gets a mark, in a compacted topic; whoever
//! lists letters leaves out what is marked. A retry and its mark are one transaction.

mod id;
mod letter;
mod marks;
mod retry;
mod scan;

pub use id::{InvalidLetterId, LetterId};
pub use letter::Letter;
pub use marks::{Mark, MarkKind, Marks};
pub use retry::{NoRetry, Retries};
pub use scan::{LetterRange, scan};
