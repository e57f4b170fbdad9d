//! A site's map as a source, on recorded answers.

mod bad;
mod index;
mod long;
mod pages;
mod polled;
