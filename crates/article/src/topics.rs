//! Topic names: a lane's prefix, the kind of record, a format version.

use std::fmt;

/// The name of a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicName(std::sync::Arc<str>);

impl TopicName {
    /// A name as given, for topics outside the scheme.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TopicName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which flow a topic belongs to: live news, or old news loaded beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lane(std::sync::Arc<str>);

impl Lane {
    /// News as it is published.
    pub fn live() -> Self {
        Self("news".into())
    }

    /// A lane of this name: lower-case letters, digits, `-` and `_`.
    pub fn named(name: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        (!name.is_empty() && name.len() <= 40 && name.chars().all(fits)).then(|| Self(name.into()))
    }

    /// The prefix of its topics, without the dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A stage that reads a topic and can send dead letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StageName {
    /// Source to raw record.
    Ingest,
    /// Raw record to article.
    Extract,
    /// Article to enriched article.
    Enrich,
    /// Enriched article to stores.
    Store,
}

impl StageName {
    /// All stages in the order of the data's way.
    pub const ALL: [Self; 4] = [Self::Ingest, Self::Extract, Self::Enrich, Self::Store];

    /// The stage that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }

    /// As written in topic names, metrics and provenance.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Extract => "extract",
            Self::Enrich => "enrich",
            Self::Store => "store",
        }
    }
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The topics of one lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topics {
    lane: Lane,
}

impl Topics {
    /// The topics of this lane.
    pub fn of(lane: Lane) -> Self {
        Self { lane }
    }

    /// The lane.
    pub fn lane(&self) -> &Lane {
        &self.lane
    }

    /// Raw records, keyed by requested URL, else source and its id.
    pub fn raw(&self) -> TopicName {
        self.name("raw")
    }

    /// Articles, keyed by id.
    pub fn articles(&self) -> TopicName {
        self.name("articles")
    }

    /// Enriched articles, keyed by id.
    pub fn enriched(&self) -> TopicName {
        self.name("enriched")
    }

    /// Source positions, keyed by source name; compacted.
    pub fn cursors(&self) -> TopicName {
        self.name("cursors")
    }

    /// Which dead letters were retried or dropped, keyed by the letter; compacted.
    pub fn dead_letter_marks(&self) -> TopicName {
        self.name("dlq.marks")
    }

    /// Embargoed articles that wait for their time, keyed by the group of the store, the article's id and where it stood; compacted.
    pub fn held(&self) -> TopicName {
        self.name("held")
    }

    /// What a stage could not take.
    pub fn dead_letters(&self, stage: StageName) -> TopicName {
        self.name(&format!("{stage}.dlq"))
    }

    fn name(&self, kind: &str) -> TopicName {
        TopicName::new(&format!("{}.{kind}.v1", self.lane.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_scheme() {
        let topics = Topics::of(Lane::live());
        assert_eq!(topics.raw().as_str(), "news.raw.v1");
        assert_eq!(topics.dead_letters(StageName::Extract).as_str(), "news.extract.dlq.v1");
        assert_eq!(topics.dead_letter_marks().as_str(), "news.dlq.marks.v1");
        assert_eq!(topics.held().as_str(), "news.held.v1");
        assert_eq!(StageName::named("enrich"), Some(StageName::Enrich));
        assert_eq!(Topics::of(Lane::named("backfill").unwrap()).enriched().as_str(), "backfill.enriched.v1");
        assert!(Lane::named("News ").is_none());
    }
}
