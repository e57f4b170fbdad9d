//! The tests of the tagger from outside.
#![cfg(test)]

mod hostile;
