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

impl<'a> Names<'a> {
    /// What the name around this token names.
    pub(super) fn kind(self, at: usize) -> Option<MentionKind> {
        self.around(at).map(|name| name.kind)
    }

    pub(super) fn is_person(self, at: usize) -> bool {
        self.kind(at) == Some(MentionKind::Person)
    }

    fn around(self, at: usize) -> Option<&'a FoundName> {
        let start = self.text.tokens.get(at)?.start;
        let name = self.found.get(self.found.partition_point(|name| name.bytes.end <= start))?;
        (name.bytes.start <= start).then_some(name)
    }

    /// The first token of the name around this token.
    pub(super) fn begin(self, at: usize) -> Option<usize> {
        let start = self.around(at)?.bytes.start;
        Some(self.text.tokens.partition_point(|token| token.end <= start))
    }

    /// The token behind the name around this token.
    pub(super) fn end(self, at: usize) -> Option<usize> {
        let end = self.around(at)?.bytes.end;
        Some(self.text.tokens.partition_point(|token| token.start < end))
    }

    /// Whether a role stands a little to the left, with nothing but words of titles between.
    pub(super) fn role_left_of(self, at: usize) -> bool {
        const WITHIN: usize = 8;
        let text = self.text;
        let (mut left, mut listed) = (at, false);
        while left > 0 && at - left < WITHIN && !text.begins(left) {
            left -= 1;
            if text.is_role(left) {
                // `Minister for Planning, Development and …`
                return !listed || text.is(left + 1, Kind::OfOrFor);
            }
            listed |= text.word(left) == ",";
            let inside = text.is_capital(left)
                || text.is(left, Kind::TitleLink)
                || text.is(left, Kind::BeforeRole)
                || matches!(text.word(left), "-" | ",") && text.is_capital(left + 1);
            if !inside {
                return false;
            }
        }
        false
    }
}
