//! Real brokers: the contract of the bus, outages, and the harness that starts them.
#![cfg(test)]

mod addresses;
mod asked;
mod beside;
mod come_back;
mod contract;
mod cut_back;
mod dead_letters;
mod embargo;
mod faults;
mod harness;
mod health;
mod left_open;
mod limits;
mod listed_topics;
mod looking;
mod planned;
mod readme;
mod scene;

/// The group of tests that mostly wait and keep no time of their own: all but those that say how soon something shows.
const UNHURRIED: &str = "unhurried";
