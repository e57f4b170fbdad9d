//! What can be searched.

use super::hit::Hit;
use super::query::{Query, SearchError};
use async_trait::async_trait;

/// Articles that are kept somewhere.
#[async_trait]
pub trait Searchable: Send + Sync {
    /// Looks for articles: best first when there is text, else newest first.
    async fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError>;
}
