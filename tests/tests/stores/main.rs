//! Stores on a real PostgreSQL: their contract, and what somebody does to their tables.
#![cfg(test)]

mod contract;
mod hooks;
mod hooks_at_random;
mod trouble;
