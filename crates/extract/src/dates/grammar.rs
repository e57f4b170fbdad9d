//! What the readers of the parts of a date share: the pieces of the text, what is known of its document, how strictly it
//! is read.

use super::pieces::{Kind, Piece};
use super::setting::Setting;
use super::words::{Role, can};
use text::calendar::{key, weekdays};

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In a field for a date: what looks like one is one.
    Stated,
    /// Among other words.
    Printed,
}

/// A text to be read. Readers are asked for the piece at which something may begin, and answer with the piece after it.
pub(super) struct Grammar<'a> {
    pub(super) pieces: &'a [Piece<'a>],
    pub(super) setting: &'a Setting,
    pub(super) form: Form,
}

impl<'a> Grammar<'a> {
    pub(super) fn piece(&self, at: usize) -> Option<&'a Piece<'a>> {
        self.pieces.get(at)
    }

    pub(super) fn is_stated(&self) -> bool {
        self.form == Form::Stated
    }

    /// Whether one of these marks stands here.
    pub(super) fn is(&self, at: usize, signs: &[&str]) -> bool {
        self.piece(at).is_some_and(|piece| piece.is(signs))
    }

    /// Whether a piece follows the one before it without a space.
    pub(super) fn is_joined(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| !piece.is_spaced)
    }

    /// What the longest run of at most so many words from here on means, if it means something.
    pub(super) fn words<T>(&self, at: usize, most: usize, meaning: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
        /// What may stand between the letters of an abbreviation or in a word.
        const JOINTS: &[&str] = &[".", "'", "’", "-", "/", "׳", "״", "॰", "․"];
        const STOPS: &[&str] = &[".", "׳", "॰", "․"];
        let mut run = String::new();
        let (mut next, mut found) = (at, None);
        for _ in 0..most {
            let after_joint = next + usize::from(next > at && self.is_joined(next) && self.is(next, JOINTS));
            let Some(piece) = self.piece(after_joint).filter(|piece| piece.is_word()) else { break };
            if piece.text.is_ascii() {
                run.extend(piece.text.chars().map(|c| c.to_ascii_lowercase()));
            } else {
                run.push_str(&key(piece.text));
            }
            next = after_joint + 1;
            if let Some(meaning) = meaning(&run) {
                // A full stop of an abbreviation is part of it.
                let end = next + usize::from(self.is_joined(next) && self.is(next, STOPS));
                found = Some((meaning, end));
            }
        }
        found
    }

    /// The piece after the words that can do one of these here, if there are any.
    pub(super) fn word(&self, at: usize, roles: &[Role]) -> Option<usize> {
        /// The longest of them, in words; each letter of some scripts is one.
        const MOST: usize = 4;
        self.words(at, MOST, |word| can(word, roles).then_some(())).map(|((), next)| next)
    }

    /// Goes past marks and words of these kinds, as many as stand in dates.
    pub(super) fn past(&self, at: usize, marks: &[&str], roles: &[Role]) -> usize {
        /// Most of them in a row.
        const MOST: usize = 3;
        (0..MOST).fold(at, |at, _| if self.is(at, marks) { at + 1 } else { self.word(at, roles).unwrap_or(at) })
    }

    /// The piece after the name of a day of the week, in whatever language.
    pub(super) fn weekday(&self, at: usize) -> Option<usize> {
        const MOST: usize = 3;
        self.words(at, MOST, |word| weekdays::is_weekday_of_date(word).then_some(())).map(|((), next)| next)
    }

    /// Whether nothing follows that could belong to a number before it.
    pub(super) fn ends(&self, at: usize) -> bool {
        /// Marks that make a sum or a share of a number.
        const OF_NUMBERS: &[&str] = &["€", "$", "£", "¥", "%", "₹", "°"];
        self.piece(at).is_none_or(|piece| piece.kind == Kind::Mark && !piece.is(OF_NUMBERS))
    }
}
