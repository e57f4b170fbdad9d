//! What holds for the whole repository: its crates, documents, deployment and release.
#![cfg(test)]

mod alerts;
mod circles;
mod compose;
mod extending;
mod ninjs;
mod reasons;
mod release_build;
mod workspace;
