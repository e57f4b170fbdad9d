//! The tests of what services share, from outside.
#![cfg(test)]

mod configuration;
mod signals;
