//! What can be searched.

use super::answer::Answer;
use super::hit::Hit;
use super::query::{Query, SearchError};
use super::quote_hit::QuoteHit;
use article::ArticleId;
use async_trait::async_trait;
use serde_json::Value;

/// Articles that are kept somewhere.
#[async_trait]
pub trait Searchable: Send + Sync {
    /// Looks for articles: best first when there is text, else newest first. Of more than [`super::RANKED`] articles that have the
    /// words the best of the newest are given.
    async fn search(&self, query: &Query) -> Result<Answer<Hit>, SearchError>;

    /// Looks for quotes, those of the newest articles first. The words must stand in the quote itself, all speakers that are
    /// asked for must be who says it, and everything else must hold of its article.
    async fn quotes(&self, query: &Query) -> Result<Answer<QuoteHit>, SearchError>;

    /// The messages of all versions of these articles that it keeps, the one that stands last.
    async fn versions(&self, articles: &[ArticleId]) -> Result<Vec<Value>, SearchError>;
}
