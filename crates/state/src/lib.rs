//! The state of a pipeline as one picture, made from what its bus tells: how far the topics reach, where the groups stand.
//!
//! In: a bus, what is configured, the time. Out: a [`Look`], which is what was seen at one moment, and what follows from one
//! look or from two. Whoever shows how a pipeline is, reads it here. Looking reads and never writes; what follows from
//! looks is pure.

mod count;
mod lag;
mod letters;
mod look;
mod metrics;
mod picture;
mod reach;
mod sources;
pub mod trace;
mod unread;

pub use count::Count;
pub use lag::{GroupLag, PartitionLag};
pub use letters::Letters;
pub use look::{GroupLook, Look, TopicLook};
pub use metrics::{Told, Took};
pub use picture::{Picture, StagePicture};
pub use reach::Reach;
pub use sources::{NextPoll, SourceLook};
pub use unread::{Range, Unread, unread};
