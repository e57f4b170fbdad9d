//! What `docker-compose.yml` promises, without Docker.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "all of it is test")]

mod agreement;
mod confinement;
mod file;
