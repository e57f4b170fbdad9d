//! What holds for the whole repository: its crates, documents, deployment and release.
#![cfg(test)]

mod circles;
mod compose;
mod config_schema;
mod extending;
mod kubernetes;
mod ninjs;
mod observability;
mod reasons;
mod release_build;
mod workspace;
