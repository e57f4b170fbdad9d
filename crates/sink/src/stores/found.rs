//! What an article is found by besides its words: labels, names and quotes.

use super::labels::labels;
use super::names::{Name, names};
use super::origin::{agencies, places};
use super::said::{Said, said};
use article::Article;

/// All of it, the same in every SQL store.
#[derive(Debug)]
pub(crate) struct Found {
    /// Folded `kind:value` words that filters look up.
    pub(crate) labels: Vec<String>,
    /// The rows of `article_names`.
    pub(crate) names: Vec<Name>,
    /// The rows of `article_quotes`.
    pub(crate) said: Vec<Said>,
}

impl Found {
    /// Of an article as it arrives, or as it is stored.
    pub(crate) fn of(article: &Article) -> Self {
        let names = names(article);
        let said = said(article, &names);
        Self { labels: labels(article, &agencies(article), &places(article), &names, &said), names, said }
    }
}
