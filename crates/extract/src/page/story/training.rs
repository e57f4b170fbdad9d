//! What the trainer needs to see: the rows of a page, exactly as the reader makes them.

use super::blocks::{Block, blocks};
use super::choose::least_chance;
use super::declared_story::DeclaredStory;
use super::features::rows;
use super::repeated;
use super::surroundings::Surroundings;
use crate::charset::decode_markup;
use crate::notes::Notes;
use crate::page::document::Document;
use crate::page::facts::{PageFacts, facts};
use article::CanonicalUrl;

/// A page as the model sees it.
pub struct SeenPage {
    document: Document,
    facts: PageFacts,
    blocks: Vec<Block>,
}

impl SeenPage {
    /// Reads a page; none when it cannot be parsed.
    #[must_use]
    pub fn read(html: &[u8], url: Option<&str>) -> Option<Self> {
        let document = Document::parse(&decode_markup(html, Some("text/html"))).ok()?;
        let url = url.and_then(|url| CanonicalUrl::parse(url).ok());
        let facts = facts(&document, url.as_ref(), &Notes::off());
        let blocks = blocks(&document);
        Some(Self { document, facts, blocks })
    }

    /// The text and the number of words of each block.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, u32)> {
        self.blocks.iter().map(|block| (block.text.as_str(), block.words))
    }

    /// The numbers of each block.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<f32>> {
        let body = self.facts.declared.json_ld.body.as_deref().map(repeated::as_text);
        rows(&Surroundings::new(&self.document, &self.blocks), &DeclaredStory::of(&self.facts, body.as_deref()))
    }

    /// Which blocks are kept with these chances.
    #[must_use]
    pub fn kept(&self, chances: &[f32]) -> Vec<bool> {
        let words = self.blocks.iter().map(|block| block.words);
        let least = least_chance(chances.iter().copied().zip(words));
        chances.iter().map(|chance| *chance >= least).collect()
    }

    /// The elements around a block, for a person to read.
    #[must_use]
    pub fn path(&self, block: usize) -> String {
        let Some(block) = self.blocks.get(block) else { return String::new() };
        let around = std::iter::once(block.at).chain(self.document.ancestors(block.at)).take(6);
        let names = around.filter_map(|id| {
            let class = self.document.attribute(id, "class").unwrap_or_default();
            let own = self.document.attribute(id, "id").unwrap_or_default();
            Some(format!("{}.{}#{own}", self.document.name(id)?, class.replace(' ', ".")))
        });
        names.collect::<Vec<_>>().join(" < ")
    }
}
