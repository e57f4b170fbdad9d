//! The tests of the program as a shell and an operator see it.
#![cfg(test)]

mod beside;
mod check;
mod closed_pipes;
mod config;
mod dead_letters;
mod demo;
mod discover;
mod feed_secrets;
mod files;
mod filters;
mod hostile_text;
mod links_inwards;
mod listed_topics;
mod looking;
mod manual;
mod many_sources;
mod pipes;
mod private_files;
mod program;
mod readme;
mod reload;
mod slow_feed;
mod source_lists;
mod terminal;
mod told_versions;
mod traces;
