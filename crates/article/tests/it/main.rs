//! The tests of the messages, as whoever reads or writes them sees them.
#![cfg(test)]

mod message;
