//! The tests of the consumer from outside: its sources, and its configuration.
#![cfg(test)]

mod claims;
mod configuration;
mod discovery;
mod feed;
mod folder;
mod folder_swaps;
mod sitemap;
