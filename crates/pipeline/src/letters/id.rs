//! The name of a dead letter: where it stands.

use article::{StageName, TopicName, Topics};
use bus::TopicPartition;
use std::fmt;
use std::str::FromStr;

/// Where a dead letter stands, written `extract/0/17`: the stage of its topic, partition, offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LetterId {
    /// The stage in whose topic it is.
    pub stage: StageName,
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
}

/// A text that names no dead letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no dead letter's id; they look like extract/0/17, as `dateline dlq list` shows them")]
pub struct InvalidLetterId(String);

impl LetterId {
    /// The id of what stands there; `None`: that topic holds no dead letters.
    pub(super) fn at(topics: &Topics, topic: &TopicName, partition: i32, offset: i64) -> Option<Self> {
        let stage = StageName::ALL.into_iter().find(|stage| topics.dead_letters(*stage) == *topic)?;
        Some(Self { stage, partition, offset })
    }

    /// The partition it is in.
    pub fn place(self, topics: &Topics) -> TopicPartition {
        TopicPartition::new(topics.dead_letters(self.stage), self.partition)
    }
}

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.stage, self.partition, self.offset)
    }
}

impl FromStr for LetterId {
    type Err = InvalidLetterId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('/');
        let mut read = || {
            let stage = StageName::named(parts.next()?)?;
            let partition: i32 = parts.next()?.parse().ok()?;
            let offset: i64 = parts.next()?.parse().ok()?;
            (partition >= 0 && offset >= 0 && parts.next().is_none()).then_some(Self { stage, partition, offset })
        };
        read().ok_or_else(|| InvalidLetterId(text.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::Lane;

    #[test]
    fn an_id_is_read_as_it_is_written_and_anything_else_is_refused() {
        let topics = Topics::of(Lane::live());
        let id = LetterId::at(&topics, &TopicName::new("news.enrich.dlq.v1"), 2, 17).unwrap();
        assert_eq!((id.to_string().as_str(), id.to_string().parse()), ("enrich/2/17", Ok(id)));
        assert_eq!(LetterId::at(&topics, &topics.raw(), 0, 0), None);
        for text in ["", "enrich", "enrich/1", "enrich/1/2/3", "enrich/-1/2", "enrich/1/-2", "translate/1/2", "x"] {
            assert!(text.parse::<LetterId>().is_err(), "{text}");
        }
    }
}
