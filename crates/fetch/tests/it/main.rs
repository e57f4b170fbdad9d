//! The tests of fetching, over the loopback and recorded.
#![cfg(test)]

mod http;
mod post;
mod reach;
mod recorded;
mod robots;
