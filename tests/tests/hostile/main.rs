//! What cannot be used, and what is made to be expensive, harms nothing else.
#![cfg(test)]

mod bad_input;
mod bounded_memory;
mod long_sitemap;
