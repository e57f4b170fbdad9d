//! What every kind of store brings.

use crate::search::Searchable;
use article::Article;
use async_trait::async_trait;
use pipeline::Store;
use std::fmt::Debug;

/// A store as configured: what it takes to build it and to search in it.
#[async_trait]
pub trait StoreSettings: Debug + Send + Sync {
    /// Its name in the configuration.
    fn name(&self) -> &str;

    /// The store, not open yet.
    fn build(&self) -> Box<dyn Store>;

    /// Why an article is not for it, as [`Store::passes_over`] says.
    fn passes_over(&self, _article: &Article) -> Option<&'static str> {
        None
    }

    /// Whether it takes what replays write. A store that replaces what it has does; one that hands on news to somebody, who
    /// has had it, does only if it is told so.
    fn takes_replays(&self) -> bool {
        true
    }

    /// Whether it is given embargoed articles before their time.
    fn takes_embargoed(&self) -> bool {
        false
    }

    /// Whether it can be connected to, and how that is told, where it can be asked without writing to it and cannot be
    /// searched.
    async fn connects(&self) -> Option<Result<String, String>> {
        None
    }

    /// What it keeps, where that can be searched.
    fn searchable(&self) -> Option<&dyn Searchable> {
        None
    }
}
