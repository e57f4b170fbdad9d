//! A feed as a source, on recorded answers.

mod answers;
mod articles;
mod documents;
mod entries;
mod hosts;
mod pages;
mod polled;
mod wire;
