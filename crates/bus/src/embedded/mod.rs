//! The embedded log: topics, groups, offsets and transactions in one SQLite file.
//!
//! In: [`EmbeddedSettings`], or the path alone for a guest. Out: [`EmbeddedLog`], a [`crate::Bus`]. One process, the
//! runner, has members on it; others look and append. It never replicates, never listens, and never splits a group
//! over several members.

mod append;
mod bell;
mod compaction;
mod fault;
mod fetch;
mod file;
mod header_code;
mod housekeeping;
mod lock;
mod log;
mod member;
mod offsets;
mod position;
mod reader;
mod retention;
mod schema;
mod shared;
mod tail;
mod topics;

pub use file::EmbeddedSettings;
pub use housekeeping::Housekept;
pub use log::EmbeddedLog;
