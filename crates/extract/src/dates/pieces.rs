//! What dates are made of: runs of digits and of letters, and each mark between them. In scripts that set no spaces
//! between words each letter is a piece.
//!
//! In: a text. Out: its pieces in their order, and what each could be in a date.

use super::calendars::from_buddhist;
use super::digits::{digit, number};
use text::belongs_to_letter;

/// Digits, letters or what stands between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    /// The bytes before it.
    pub(super) start: usize,
    /// Whether white space stands before it.
    pub(super) is_spaced: bool,
}

/// What a piece is made of.
#[derive(Debug, PartialEq, Clone, Copy)]
pub(super) enum Kind {
    Digit,
    Letter,
    /// One letter of Chinese, Japanese or Korean.
    Ideograph,
    Space,
    Mark,
}

fn kind(c: char) -> Kind {
    match c {
        _ if digit(c).is_some() => Kind::Digit,
        '\u{1100}'..='\u{11ff}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => {
            Kind::Ideograph
        }
        _ if c.is_whitespace() || is_unseen(c) => Kind::Space,
        _ if c.is_alphabetic() || belongs_to_letter(c) || takes_vowel(c) => Kind::Letter,
        _ => Kind::Mark,
    }
}

/// Signs that take the vowel from a letter: those of Gurmukhi, Gujarati, Odia, Sinhala, Burmese, Khmer.
fn takes_vowel(c: char) -> bool {
    matches!(c, '\u{a4d}' | '\u{acd}' | '\u{b4d}' | '\u{dca}' | '\u{1039}' | '\u{103a}' | '\u{1037}' | '\u{17d2}')
}

/// Marks of the direction of a text, and spaces without width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The pieces of a text, white space left out.
pub(super) fn pieces_of(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let (mut start, mut last, mut is_spaced) = (0, Kind::Space, false);
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\0'))) {
        let now = kind(c);
        let goes_on = at < text.len() && last == now && matches!(now, Kind::Digit | Kind::Letter | Kind::Space);
        if goes_on {
            continue;
        }
        if last == Kind::Space {
            is_spaced |= at > start;
        } else if let Some(text) = text.get(start..at) {
            pieces.push(Piece { text, kind: last, start, is_spaced });
            is_spaced = false;
        }
        (start, last) = (at, now);
    }
    pieces
}

impl Piece<'_> {
    /// The bytes up to its end.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn number(&self) -> Option<u32> {
        if self.kind == Kind::Digit { number(self.text) } else { None }
    }

    /// The number of a piece of so many digits.
    pub(super) fn number_of(&self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        self.number().filter(|_| digits.contains(&self.length()))
    }

    /// How many digits or letters it has.
    pub(super) fn length(&self) -> usize {
        self.text.chars().count()
    }

    pub(super) fn is_year(&self) -> bool {
        self.number_of(4..=4).is_some_and(|year| (1900..2100).contains(&year))
    }

    pub(super) fn day(&self) -> Option<u32> {
        self.number_of(1..=2).filter(|day| (1..=31).contains(day))
    }

    pub(super) fn year(&self) -> Option<i32> {
        let year = self.number_of(4..=4).and_then(|year| i32::try_from(year).ok())?;
        if (1900..2100).contains(&year) { Some(year) } else { from_buddhist(year) }
    }

    /// Whether it is one of these marks or signs.
    pub(super) fn is(&self, signs: &[&str]) -> bool {
        signs.contains(&self.text)
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Letter | Kind::Ideograph)
    }
}
