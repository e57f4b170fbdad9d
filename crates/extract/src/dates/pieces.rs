//! What printed dates are made of: runs of digits and of letters, and each mark between them.
//!
//! In: a text. Out: its pieces in their order, and what each could be in a date.

use super::calendars::from_buddhist;
use super::digits::{digit, number};
use text::belongs_to_letter;

/// Digits, letters or what stands between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// The bytes before it.
    pub(super) start: usize,
}

#[derive(PartialEq, Clone, Copy)]
enum Kind {
    Digit,
    Letter,
    Ideograph,
    Space,
    Mark,
}

fn kind(c: char) -> Kind {
    match c {
        _ if digit(c).is_some() => Kind::Digit,
        '年' | '月' | '日' | '년' | '월' | '일' => Kind::Ideograph,
        _ if c.is_whitespace() => Kind::Space,
        _ if c.is_alphabetic() || belongs_to_letter(c) => Kind::Letter,
        _ => Kind::Mark,
    }
}

/// The pieces of a text, white space left out.
pub(super) fn pieces_of(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\0'))) {
        let now = kind(c);
        let goes_on = at < text.len() && last == Some(now) && matches!(now, Kind::Digit | Kind::Letter | Kind::Space);
        if !goes_on && at > start {
            if last != Some(Kind::Space)
                && let Some(text) = text.get(start..at)
            {
                pieces.push(Piece { text, start });
            }
            start = at;
        } else if !goes_on {
            start = at;
        }
        last = Some(now);
    }
    pieces
}

impl Piece<'_> {
    pub(super) fn number(&self) -> Option<u32> {
        number(self.text)
    }

    /// How many digits or letters it has.
    pub(super) fn length(&self) -> usize {
        self.text.chars().count()
    }

    pub(super) fn is_year(&self) -> bool {
        self.length() == 4 && self.number().is_some_and(|year| (1900..2100).contains(&year))
    }

    pub(super) fn day(&self) -> Option<u32> {
        self.number().filter(|day| (1..=31).contains(day) && self.length() <= 2)
    }

    pub(super) fn year(&self) -> Option<i32> {
        let year = self.number().and_then(|year| i32::try_from(year).ok()).filter(|_| self.length() == 4)?;
        if (1900..2100).contains(&year) { Some(year) } else { from_buddhist(year) }
    }

    pub(super) fn is(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }
}
