//! A name that was found in the text.

use article::MentionKind;
use std::ops::Range;

/// A name in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundName {
    pub(super) kind: MentionKind,
    pub(super) bytes: Range<usize>,
}

impl FoundName {
    /// The kind in words, for reasons.
    pub(super) fn kind_name(&self) -> &'static str {
        match self.kind {
            MentionKind::Person => "a person",
            MentionKind::Organisation => "an organisation",
            MentionKind::Place => "a place",
            MentionKind::Event => "an event",
            MentionKind::Nationality => "a nationality",
            MentionKind::Product => "a product",
            MentionKind::Other => "another name",
        }
    }
}
