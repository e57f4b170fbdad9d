//! The embedded log: topics, groups, offsets and transactions in one SQLite file.
//!
//! In: [`EmbeddedSettings`], or the path alone for a guest. Out: [`EmbeddedLog`], a [`crate::Bus`]. One process, the
//! runner, has members on it; others look and append. It never replicates, never listens, and never splits a group
//! over several members.

mod append;
mod compaction;
mod database;
mod fetch;
mod find;
mod header_code;
mod housekeeping;
mod kept;
mod lock;
mod log;
mod member;
mod offsets;
mod packed;
mod position;
mod reader;
mod retention;
mod schema;
mod shared;
mod sqlite_errors;
mod stamp;
mod stored;
mod tail;
mod topics;
mod wakeup;

pub use database::EmbeddedSettings;
pub use housekeeping::Housekept;
pub use log::EmbeddedLog;
