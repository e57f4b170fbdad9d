//! The dates a text speaks of, in its order, each with the words that say it.
//!
//! Absolute dates are read in every language whose months are known; relative ones in English, from the day of writing.
//! Where that day is unknown there are only absolute ones. What the dateline prints is not among them.

use super::days::{self, Setting};
use super::moment::Moment;
use super::tokens::{Kind, Token, join};
use super::{periods, relative, weekdays};
use crate::words::{Kind as WordKind, KnownAtoms};
use std::ops::Range;

/// More dates than any article speaks of; a table of dates is cut here.
const MOST: usize = 200;

/// A date in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) moment: Moment,
    pub(super) bytes: Range<usize>,
}

/// All dates of these atoms.
pub(super) fn find(atoms: KnownAtoms<'_>, setting: Setting) -> Vec<Said> {
    let tokens = join(atoms);
    let mut found: Vec<Said> = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() < MOST {
        match read(&tokens, at, setting) {
            Some(Read { moment, bytes, after }) => {
                if let Some(moment) = moment.filter(|moment| periods::is_plausible(*moment)) {
                    found.push(Said { moment, bytes });
                }
                at = after.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

struct Read {
    moment: Option<Moment>,
    bytes: Range<usize>,
    after: usize,
}

fn read(tokens: &[Token<'_>], at: usize, setting: Setting) -> Option<Read> {
    let token = tokens.get(at).filter(|token| can_begin(token, setting))?;
    if let Some((moment, after, end)) = days::read(tokens, at, setting) {
        return Some(Read { moment, bytes: token.start..end, after });
    }
    if !setting.is_read {
        return None;
    }
    if let Some(day) = setting.anchor.and_then(|anchor| weekdays::read(setting.words, tokens, at, anchor)) {
        return piece(tokens, day.from, day.after, day.moment);
    }
    let told = setting.anchor.and_then(|anchor| relative::read(setting.words, tokens, at, anchor));
    let (moment, after) = told.or_else(|| periods::read(tokens, at, setting))?;
    // `last October` is one phrase.
    let said = at.checked_sub(1).filter(|before| {
        matches!(moment, Moment::Month(_))
            && tokens.get(*before).is_some_and(|before| before.meaning.is(WordKind::NeighbourOfMonth))
    });
    piece(tokens, said.unwrap_or(at), after, moment)
}

fn piece(tokens: &[Token<'_>], from: usize, after: usize, moment: Moment) -> Option<Read> {
    let (first, last) = (tokens.get(from)?, tokens.get(after.checked_sub(1)?)?);
    Some(Read { moment: Some(moment), bytes: first.start..last.end, after })
}

/// A quick no for most words: no date begins with them.
fn can_begin(token: &Token<'_>, setting: Setting) -> bool {
    match token.kind {
        Kind::Number | Kind::Ordinal => token.text.len() <= 4,
        Kind::Mark => false,
        Kind::Word if !setting.is_read => true,
        Kind::Word => token.is_capital() || token.meaning.is(WordKind::BeginsDate),
    }
}
