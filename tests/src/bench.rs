//! What Dateline costs: each measure taken of one build, or of two in turn, so that a noisy machine is the same for both.
//!
//! `docs/benchmarks.md` is written from what the program `bench` prints.

mod backlog;
mod beside;
mod build;
mod commands;
mod disk;
mod example;
mod figure;
mod flow;
mod latency;
mod list;
mod loops;
mod plot;
mod processor_time;
mod pushes;
mod stages;
mod wish;

pub use build::Build;
pub use figure::{Figure, Line, compare, table};
pub use list::{BENCHES, Bench};
pub use plot::plot;
pub use wish::Wish;
