//! What `docker-compose.yml` promises, without Docker.

mod agreement;
mod confinement;
pub(crate) mod file;
