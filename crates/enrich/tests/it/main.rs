//! The tests of reading articles from outside: an article in, what reading it tells out.
#![cfg(test)]

mod dateline;
mod dateline_forms;
mod enrichment;
mod entities;
mod keywords;
mod languages;
mod mentioned_dates;
mod places;
mod quantities;
mod quote_forms;
mod quotes;
mod read;
mod sample_article;
mod sureness;
mod title_forms;
mod topics;
