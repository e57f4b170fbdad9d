//! The story that was found in a page.

use crate::page::document::NodeId;
use std::ops::Range;

/// A story and where it stands.
pub(crate) struct StoryText {
    pub(crate) text: String,
    /// From its first words up to the first that follow it and are not part of it.
    pub(crate) place: Option<Range<NodeId>>,
}
