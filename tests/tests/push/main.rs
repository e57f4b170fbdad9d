//! Records that are pushed over HTTP, on both buses: what is taken, what is refused, and what a kill leaves.
#![cfg(test)]

mod kills;
mod openapi;
mod refused;
mod scene;
mod strained;
mod taken;
