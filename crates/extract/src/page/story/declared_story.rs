//! What the page says about its story in other places: its headline, its summary, the story repeated for machines.
//!
//! In: those texts. Out: how each block agrees with them.

use super::blocks::Block;
use super::surroundings::Surroundings;
use crate::page::document::NodeId;
use crate::page::facts::PageFacts;
use crate::page::words::{Runs, words};
use foldhash::HashSet;

/// The texts beside the story.
#[derive(Clone, Copy, Default)]
pub(crate) struct DeclaredStory<'a> {
    pub(crate) headline: Option<&'a str>,
    /// Where the headline stands.
    pub(crate) headline_at: Option<NodeId>,
    pub(crate) summary: Option<&'a str>,
    /// The story as JSON-LD repeats it, as plain text.
    pub(crate) article_body: Option<&'a str>,
    pub(crate) byline: Option<&'a str>,
}

impl<'a> DeclaredStory<'a> {
    /// What the page's facts say; `article_body` is theirs as plain text.
    pub(crate) fn of(facts: &'a PageFacts, article_body: Option<&'a str>) -> Self {
        Self {
            headline: facts.headline.as_deref(),
            headline_at: facts.headline_at,
            summary: facts.summary.as_deref(),
            article_body,
            byline: facts.byline.as_deref(),
        }
    }
}

/// Most words of a block that is compared with headline and byline.
const MOST_WORDS: u32 = 60;

/// How the blocks of a page agree with it.
pub(super) struct Agreement {
    /// The words of each block, as far as something is to be compared with them.
    words: Vec<Vec<u64>>,
    headline: HashSet<u64>,
    headline_block: Option<usize>,
    byline: HashSet<u64>,
    summary: Runs,
    has_body: bool,
    /// How much of each block the story for machines holds.
    in_body: Vec<f32>,
    /// The first and the last block that it surely holds.
    body_span: Option<(usize, usize)>,
}

impl Agreement {
    pub(super) fn new(around: &Surroundings<'_>, story: &DeclaredStory<'_>) -> Self {
        let of_words = |text: Option<&str>| text.map(|text| words(text).collect()).unwrap_or_default();
        let (headline, byline): (HashSet<u64>, HashSet<u64>) = (of_words(story.headline), of_words(story.byline));
        let body = story.article_body.map(Runs::of).unwrap_or_default();
        let summary = story.summary.map(Runs::of).unwrap_or_default();
        let runs_matter = !(body.is_empty() && summary.is_empty());
        let words_matter = !(headline.is_empty() && byline.is_empty());
        let matter = |block: &&Block| runs_matter || words_matter && block.words <= MOST_WORDS;
        let words_of = |block: &Block| Some(block).filter(matter).map(|block| words(&block.text).collect());
        let words: Vec<Vec<u64>> = around.blocks.iter().map(|block| words_of(block).unwrap_or_default()).collect();
        let in_body: Vec<f32> = words.iter().map(|words| body.share_of(words)).collect();
        let sure = |at: &usize| around.is_running(*at) && in_body.get(*at).is_some_and(|share| *share > 0.7);
        let first = (0..in_body.len()).find(sure);
        let last = (0..in_body.len()).rev().find(sure);
        let headline_block = story.headline_at.map(|id| around.blocks.partition_point(|block| block.first < id));
        Self {
            words,
            headline,
            headline_block,
            byline,
            summary,
            has_body: !body.is_empty() && first.is_some(),
            in_body,
            body_span: first.zip(last),
        }
    }

    pub(super) fn is_in_article_body(&self, block: usize) -> bool {
        self.in_body.get(block).is_some_and(|share| *share > 0.7)
    }

    /// How one block agrees with it.
    pub(super) fn row(&self, around: &Surroundings<'_>, at: usize, block: &Block) -> [f32; 12] {
        let flag = |is: bool| if is { 1.0 } else { 0.0 };
        let words = self.words.get(at).map(Vec::as_slice).unwrap_or_default();
        let (same, names) = if block.words <= MOST_WORDS {
            let mut own = words.to_vec();
            own.sort_unstable();
            own.dedup();
            (likeness(&own, &self.headline), likeness(&own, &self.byline))
        } else {
            (0.0, 0.0)
        };
        let from_headline = match self.headline_block {
            Some(headline) => (at as f32 - headline as f32).clamp(-60.0, 60.0),
            None => 100.0,
        };
        let running_before = match self.headline_block {
            Some(headline) if headline < at => around.sums_of(headline..at).running,
            Some(_) | None => -1.0,
        };
        let (after_first, before_last) = match self.body_span {
            Some((first, last)) => {
                ((at as f32 - first as f32).clamp(-30.0, 30.0), (last as f32 - at as f32).clamp(-30.0, 30.0))
            }
            None => (99.0, 99.0),
        };
        [
            same,
            names,
            flag(self.headline_block == Some(at)),
            from_headline,
            running_before,
            flag(!self.summary.is_empty()),
            self.summary.share_of(words),
            flag(self.has_body),
            if self.has_body { self.in_body.get(at).copied().unwrap_or_default() } else { -1.0 },
            after_first,
            before_last,
            flag(self.has_body && after_first >= 0.0 && before_last >= 0.0),
        ]
    }
}

/// How alike different words and a set of words are, 0 to 1.
fn likeness(one: &[u64], other: &HashSet<u64>) -> f32 {
    let both = one.iter().filter(|word| other.contains(word)).count() as f32;
    let any = (one.len() + other.len()) as f32;
    if any > 0.0 { 2.0 * both / any } else { 0.0 }
}
