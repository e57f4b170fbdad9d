//! What `docker-compose.yml` promises, without Docker.

mod agreement;
mod confinement;
mod file;
