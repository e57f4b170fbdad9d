//! The story out of a whole page: its text, paragraph by paragraph, and nothing that stands beside it.
//!
//! In: the parsed page and what it says elsewhere about its story. Out: the text, blocks separated by a blank line, in
//! the order of the page. The page is cut into blocks, a trained model judges how likely each belongs to the story, and
//! the likeliest are kept. Never rewrites, never reorders, never takes text that is not in the page.

mod blocks;
mod choose;
mod features;
mod hints;
pub(crate) mod model;
mod phrases;
mod repeated;
mod surroundings;
mod text_shape;
pub(crate) mod training;
mod witness;
mod words;
mod write;

use super::document::{Document, NodeId};
use super::facts::PageFacts;
use crate::Reject;
use crate::explain::Notes;
use blocks::blocks;
pub(crate) use blocks::count_words;
use choose::least_chance;
use features::rows;
use model::Trees;
use std::ops::Range;
use surroundings::Surroundings;
use witness::Witness;

/// The class of the refusal of a page that holds no story.
pub(crate) const NO_TEXT: &str = "no_text";

/// A story and where it stands.
pub(crate) struct Found {
    pub(crate) text: String,
    /// From its first words up to the first that follow it and are not part of it.
    pub(crate) place: Option<Range<NodeId>>,
}

/// The story of a page.
pub(crate) fn story(document: &Document, facts: &PageFacts, notes: &Notes) -> Result<Found, Reject> {
    let article_body = facts.declared.json_ld.body.as_deref().map(repeated::as_text);
    let blocks = blocks(document);
    let around = Surroundings::new(document, &blocks);
    let trees = Trees::built_in();
    let rows = rows(&around, &Witness::of(facts, article_body.as_deref()));
    let chances: Vec<f32> = rows.iter().map(|row| trees.judge(row)).collect();
    let least = least_chance(chances.iter().copied().zip(blocks.iter().map(|block| block.words)));
    let Found { text, place } = write::found(&around, &chances, least, notes);
    if let Some(body) = article_body.filter(|body| repeated::is_better(body, &text)) {
        notes.chose("body", "json_ld articleBody", || body.clone());
        return Ok(Found { text: body, place });
    }
    // Figures without a word are no story.
    if !text.contains(char::is_alphabetic) {
        return Err(Reject::new(NO_TEXT, "no story was found in the page"));
    }
    Ok(Found { text, place })
}
