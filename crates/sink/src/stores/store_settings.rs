//! What every kind of store brings.

use crate::search::Searchable;
use pipeline::Store;
use std::fmt::Debug;

/// A store as configured: what it takes to build it and to search in it.
pub trait StoreSettings: Debug + Send + Sync {
    /// Its name in the configuration.
    fn name(&self) -> &str;

    /// The store, not open yet.
    fn build(&self) -> Box<dyn Store>;

    /// What it keeps, where that can be searched.
    fn searchable(&self) -> Option<&dyn Searchable> {
        None
    }
}
