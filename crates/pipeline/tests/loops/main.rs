//! The loops as a whole, on the embedded log: what is read, worked on, committed and counted.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what the tests share fails by panicking, as they do")]

mod ingest;
mod limits;
mod refusals;
mod scene;
mod stage;
mod store;
