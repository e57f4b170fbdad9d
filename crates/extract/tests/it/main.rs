//! The tests of extraction from outside: documents in, articles or the reason of a refusal out.
#![cfg(test)]

mod bad_input;
mod boxes;
mod feed_identity;
mod feeds;
mod fuzz_corpus;
mod golden;
mod hostile_pages;
mod never_panics;
mod newsml;
mod ninjs;
mod nitf;
mod opml;
mod page_dates;
mod page_facts;
mod read;
mod same_story;
mod sitemaps;
mod wire_messages;
