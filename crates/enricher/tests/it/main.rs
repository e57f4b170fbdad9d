//! The tests of the enricher from outside.
#![cfg(test)]

mod fits;
