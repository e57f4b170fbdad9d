//! The tests of fetching, over the loopback and recorded.
#![cfg(test)]

mod http;
mod reach;
mod post;
mod recorded;
