//! The names of an article around the tokens of a title.

use super::super::found::FoundName;
use super::super::tokens::Text;
use crate::words::Kind;
use article::MentionKind;

/// Tokens of a title before or after a name; what is longer is prose.
pub(super) const MOST_TOKENS: usize = 18;

/// The text and the names found in it, in order.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) found: &'a [FoundName],
}

impl Names<'_> {
    /// What the name around this token names.
    pub(super) fn kind(self, at: usize) -> Option<MentionKind> {
        let start = self.text.tokens.get(at)?.start;
        let name = self.found.get(self.found.partition_point(|name| name.bytes.end <= start))?;
        (name.bytes.start <= start).then_some(name.kind)
    }

    /// Whether a role stands a little to the left, with nothing but words of titles between.
    pub(super) fn role_left_of(self, at: usize) -> bool {
        const WITHIN: usize = 8;
        let text = self.text;
        let mut left = at;
        while left > 0 && at - left < WITHIN && !text.begins(left) {
            left -= 1;
            if text.is_role(left) {
                return true;
            }
            let inside = text.is_capital(left)
                || text.is(left, Kind::TitleLink)
                || text.is(left, Kind::BeforeRole)
                || text.word(left) == "-";
            if !inside {
                return false;
            }
        }
        false
    }
}
