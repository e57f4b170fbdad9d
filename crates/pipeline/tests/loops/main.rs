//! The loops as a whole, on the embedded log: what is read, worked on, committed and counted.

mod ingest;
mod scene;
mod stage;
mod store;
