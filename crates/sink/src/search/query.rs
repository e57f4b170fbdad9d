//! What is asked, and why there may be no answer.

use super::words::Words;
use article::Timestamp;
use pipeline::StoreError;
use std::error::Error;
use std::path::PathBuf;

/// How many hits are given unless the query says otherwise.
const DEFAULT_LIMIT: u32 = 20;

/// What to look for. Every part that is given must hold. Names are compared without case and accents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Words that must occur; `"…"`: a phrase; `or` between words: either; `-word`: must not occur. Anything else a
    /// person types is taken as words, never as an error. Hits then come best first, else newest first.
    pub text: Option<String>,
    /// A place the article was filed from or names, or an ISO 3166 code; case does not matter.
    pub place: Option<String>,
    /// An agency; case does not matter.
    pub agency: Option<String>,
    /// People, each by name, last name, another form in the article, or with a title before the name.
    pub people: Vec<String>,
    /// Organisations, each by name or another form in the article.
    pub organisations: Vec<String>,
    /// Topics, each by name or code, such as `medtop:20000337`.
    pub topics: Vec<String>,
    /// Sources by their names in the configuration, or outlets that items name.
    pub sources: Vec<String>,
    /// Who must be quoted, each known as people are.
    pub speakers: Vec<String>,
    /// A BCP 47 tag; `en` also finds `en-GB`.
    pub language: Option<String>,
    /// Published at this time or later; an article that states no date counts as of when it was first seen.
    pub since: Option<Timestamp>,
    /// Published before this time.
    pub until: Option<Timestamp>,
    /// At most this many hits.
    pub limit: u32,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: None,
            place: None,
            agency: None,
            people: Vec::new(),
            organisations: Vec::new(),
            topics: Vec::new(),
            sources: Vec::new(),
            speakers: Vec::new(),
            language: None,
            since: None,
            until: None,
            limit: DEFAULT_LIMIT,
        }
    }
}

impl Query {
    /// Everything that holds these words.
    pub fn of_text(text: &str) -> Self {
        Self { text: Some(text.to_owned()), ..Self::default() }
    }

    /// What is asked for in words; `None`: none are given.
    pub(crate) fn words(&self) -> Option<Words> {
        self.text.as_deref().filter(|text| !text.trim().is_empty()).map(Words::parse)
    }
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// No file yet.
    #[error("there is no database at {0} yet; start `dateline run` or `dateline sink` with this store first")]
    NoDatabase(PathBuf),
    /// A database without our tables.
    #[error("there are no articles in {0} yet; start `dateline run` or `dateline sink` with this store first")]
    NoTables(String),
    /// Tables of an earlier release.
    #[error(
        "the tables in {0} are of an earlier release; start `dateline run` or `dateline sink` with this store once"
    )]
    OldTables(String),
    /// What is kept there cannot be searched.
    #[error("search {at}")]
    Failed {
        /// The store: its file, or its address.
        at: String,
        /// What its library says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The store cannot be reached or refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search was cut off.
    #[error("the search did not end")]
    Stopped(#[source] tokio::task::JoinError),
    /// A stored item is not an article message.
    #[error("read a stored item")]
    Item(#[from] serde_json::Error),
}
