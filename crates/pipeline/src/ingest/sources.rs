//! The sources to poll, and those that take their place.

use crate::Source;
use std::fmt;

/// Answers with all sources there are to be from now on, whenever these are others.
pub(super) type OtherSources = Box<dyn FnMut() -> Option<Vec<Box<dyn Source>>> + Send>;

/// The sources to poll.
pub struct Sources {
    pub(super) first: Vec<Box<dyn Source>>,
    pub(super) others: OtherSources,
}

impl Sources {
    /// These and no others.
    pub fn fixed(sources: Vec<Box<dyn Source>>) -> Self {
        Self::changing(sources, || None)
    }

    /// These, until `others` answers with those that take their place. It is asked many times a second.
    pub fn changing(
        first: Vec<Box<dyn Source>>,
        others: impl FnMut() -> Option<Vec<Box<dyn Source>>> + Send + 'static,
    ) -> Self {
        Self { first, others: Box::new(others) }
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.first.iter().map(|source| source.name()).collect();
        f.debug_struct("Sources").field("first", &names).finish_non_exhaustive()
    }
}
