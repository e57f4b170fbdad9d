//! What was found of an article, before anything follows from it.

use article::{Article, RecordRef, Timestamp, Version};
use pipeline::letters::{Letter, Mark};
use std::collections::HashMap;

/// Something that stands in a topic.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    /// Where.
    pub place: RecordRef,
    /// The time of its record.
    pub at: Timestamp,
    /// What.
    pub what: T,
}

/// A loop that reads a topic.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// `extract`, `enrich`, `store/NAME`.
    pub stage: String,
    /// Where it reads on, by partition; absent: it has read nothing there.
    pub positions: HashMap<i32, i64>,
}

/// All that was found.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Versions that stores keep, by the stores that can be asked.
    pub stored: Vec<(String, Vec<Article>)>,
    /// Stores that leave a version out by what they are to take, and the reason.
    pub left_out: Vec<(String, Version, &'static str)>,
    /// Stores that are not given a version before the end of its embargo, and when that is; `None`: a later version took its
    /// place before.
    pub held: Vec<(String, Version, Option<Timestamp>)>,
    /// Records of the enriched topic.
    pub enriched: Vec<Placed<Article>>,
    /// Records of the articles topic that are not read yet.
    pub articles: Vec<Placed<Article>>,
    /// Raw records that are not read yet: the name of the source.
    pub raw: Vec<Placed<Option<String>>>,
    /// Dead letters, and what was done with them.
    pub letters: Vec<(Letter, Option<Mark>)>,
    /// Extract, enrich and the stores.
    pub readers: Vec<Reader>,
    /// Whether there was time to look everywhere.
    pub is_whole: bool,
    /// If there was none to look through the enriched topic: what is in it before this was not looked at.
    pub unseen_before: Option<Timestamp>,
}

impl Evidence {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.stored.iter().all(|(_, versions)| versions.is_empty())
            && self.enriched.is_empty()
            && self.articles.is_empty()
            && self.raw.is_empty()
            && self.letters.is_empty()
    }
}

impl Reader {
    /// How many offsets it has to read before it comes to this one; `None`: it has read it.
    pub fn before(&self, place: &RecordRef) -> Option<u64> {
        let position = self.positions.get(&place.partition).copied().unwrap_or(0);
        u64::try_from(place.offset - position).ok()
    }
}
