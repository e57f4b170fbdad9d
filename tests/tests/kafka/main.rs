//! Real brokers: the contract of the bus, outages, and the harness that starts them.
#![cfg(test)]

mod contract;
mod faults;
mod harness;
mod health;
mod left_open;
