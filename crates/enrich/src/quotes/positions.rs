//! Spans as bytes, where they come in the order of the text: each is looked for from where the last one began.

use article::Span;
use std::ops::Range;

/// A place in a text, as the message counts and as bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Positions<'a> {
    text: &'a str,
    char: u32,
    byte: usize,
}

impl<'a> Positions<'a> {
    /// The beginning of a text.
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, char: 0, byte: 0 }
    }

    /// The bytes of a span; `None` if it begins before the last one or does not lie in the text.
    pub(super) fn bytes(&mut self, span: Span) -> Option<Range<usize>> {
        self.advance(span.start)?;
        let mut end = *self;
        end.advance(span.end)?;
        Some(self.byte..end.byte)
    }

    fn advance(&mut self, char: u32) -> Option<()> {
        let mut left = char.checked_sub(self.char)?;
        let rest = self.text.as_bytes().get(self.byte..)?;
        let is_first = |byte: u8| byte & 0b1100_0000 != 0b1000_0000;
        let found = rest.iter().position(|byte| {
            let here = is_first(*byte) && left == 0;
            left -= u32::from(is_first(*byte) && !here);
            here
        });
        if found.is_none() && left > 0 {
            return None;
        }
        self.byte += found.unwrap_or(rest.len());
        self.char = char;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_in_order_are_found_and_others_are_not() {
        let mut positions = Positions::of("“é” said Ana");
        assert_eq!(positions.bytes(Span { start: 1, end: 2 }), Some(3..5));
        assert_eq!(positions.bytes(Span { start: 9, end: 12 }), Some(14..17));
        assert_eq!(positions.bytes(Span { start: 1, end: 2 }), None);
        assert_eq!(positions.bytes(Span { start: 9, end: 13 }), None);
    }
}
