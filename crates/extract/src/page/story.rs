//! The story out of a whole page: its text, paragraph by paragraph, and nothing that stands beside it.
//!
//! In: the parsed page and what it says elsewhere about its story. Out: the text, blocks separated by a blank line, in
//! the order of the page. The page is cut into blocks, a trained model judges how likely each belongs to the story, and
//! the likeliest are kept. Never rewrites, never reorders, never takes text that is not in the page.

mod blocks;
mod boxes;
mod choose;
mod class_names;
mod declared_story;
mod features;
mod kinds;
pub(crate) mod model;
mod phrases;
mod repeated;
mod story_text;
mod surroundings;
mod text_shape;
#[cfg(feature = "training")]
pub mod training;
mod write;

use super::document::Document;
use super::facts::PageFacts;
use crate::Reject;
use crate::notes::Notes;
use article::has_words;
use blocks::blocks;
pub(crate) use blocks::{count_words, has_more_words};
use choose::least_chance;
use declared_story::DeclaredStory;
use features::rows;
use model::Trees;
use story_text::StoryText;
use surroundings::Surroundings;

/// The class of the refusal of a page that holds no story.
pub(crate) const NO_TEXT: &str = "no_text";

/// The story of a page.
pub(crate) fn story(document: &Document, facts: &PageFacts, notes: &Notes) -> Result<StoryText, Reject> {
    let article_body = facts.declared.json_ld.body.as_deref().map(repeated::as_text);
    let blocks = blocks(document);
    let around = Surroundings::new(document, &blocks);
    let rows = rows(&around, &DeclaredStory::of(facts, article_body.as_deref()));
    let chances = Trees::built_in().judge(&rows);
    let names: Vec<&str> = facts.byline.iter().flat_map(|byline| byline.split(", ")).collect();
    let least = least_chance(chances.iter().copied().zip(blocks.iter().map(|block| block.words)));
    let StoryText { text, place } = write::story_text(&around, &chances, least, &names, notes);
    if let Some(body) = article_body.filter(|body| repeated::is_better(body, &text)) {
        notes.chose("body", "json_ld articleBody", || body.clone());
        return Ok(StoryText { text: body, place });
    }
    // Figures without a word are no story.
    if !text.contains(char::is_alphabetic) || !has_words(&text) {
        return Err(Reject::new(NO_TEXT, "no story was found in the page"));
    }
    Ok(StoryText { text, place })
}
