//! The tests of the sink from outside.
#![cfg(test)]

mod configuration;
mod sqlite;
mod stdout;
