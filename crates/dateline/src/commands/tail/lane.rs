//! What can be followed.

use article::{StageName, TopicName, Topics};
use service::ReadingLoop;
use std::fmt;
use std::str::FromStr;

/// A topic, or what a store takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Followed {
    Raw,
    Articles,
    Enriched,
    Letters,
    /// By the store's name.
    Store(String),
}

impl FromStr for Followed {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.strip_prefix("store/")) {
            ("raw", _) => Ok(Self::Raw),
            ("articles", _) => Ok(Self::Articles),
            ("enriched", _) => Ok(Self::Enriched),
            ("letters", _) => Ok(Self::Letters),
            (_, Some(store)) if !store.is_empty() => Ok(Self::Store(store.to_owned())),
            _ => Err("there are raw, articles, enriched, letters, and store/NAME"),
        }
    }
}

impl fmt::Display for Followed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raw => f.write_str("raw"),
            Self::Articles => f.write_str("articles"),
            Self::Enriched => f.write_str("enriched"),
            Self::Letters => f.write_str("letters"),
            Self::Store(store) => write!(f, "store/{store}"),
        }
    }
}

impl Followed {
    /// The topics to read.
    pub(super) fn topics(&self, topics: &Topics) -> Vec<TopicName> {
        match self {
            Self::Raw => vec![topics.raw()],
            Self::Articles => vec![topics.articles()],
            Self::Enriched | Self::Store(_) => vec![topics.enriched()],
            Self::Letters => StageName::ALL.map(|stage| topics.dead_letters(stage)).into(),
        }
    }

    /// The group that must have read a record; `None`: nobody. An error says which stores there are.
    pub(super) fn group(&self, loops: &[ReadingLoop]) -> Result<Option<ReadingLoop>, String> {
        let Self::Store(_) = self else { return Ok(None) };
        let name = self.to_string();
        let known = || {
            let stores: Vec<&str> =
                loops.iter().map(|one| one.name.as_str()).filter(|name| name.starts_with("store/")).collect();
            format!("there is no {name} in this configuration; there are: {}", stores.join(", "))
        };
        loops.iter().find(|one| one.name == name).cloned().map(Some).ok_or_else(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::Lane;

    #[test]
    fn what_is_followed_is_named_as_stages_are() {
        let topics = Topics::of(Lane::live());
        for (text, count) in [("raw", 1), ("articles", 1), ("enriched", 1), ("letters", 4), ("store/a", 1)] {
            let what: Followed = text.parse().unwrap();
            assert_eq!((what.to_string().as_str(), what.topics(&topics).len()), (text, count));
        }
        for text in ["", "store", "store/", "news.raw.v1"] {
            assert!(text.parse::<Followed>().is_err(), "{text}");
        }
        let one =
            ReadingLoop { name: "store/a".to_owned(), group: "news.store.a".to_owned(), topic: topics.enriched() };
        let loops = [one.clone()];
        assert_eq!(Followed::Store("a".to_owned()).group(&loops), Ok(Some(one)));
        assert_eq!(Followed::Raw.group(&loops), Ok(None));
        let missing = Followed::Store("b".to_owned()).group(&loops).unwrap_err();
        assert!(missing.contains("store/b") && missing.contains("there are: store/a"), "{missing}");
    }
}
