//! Whether a sentence speaks of what has been or of what is to come, seen from one of its words.
//!
//! The nearest verb before the word decides (`said it would open on Friday`), else the first behind it (`On Friday the
//! court will hear …`). It never looks further than the sentence and [`REACH`] words.

use super::tokens::{Kind, Token};
use crate::words::{Kind as WordKind, Words};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// No verb tells.
    Unknown,
}

/// Words of a sentence that are looked at on either side.
const REACH: usize = 30;

/// The tense around the token at `at`.
pub(super) fn around(words: &Words, tokens: &[Token<'_>], at: usize) -> Tense {
    let before = (at.saturating_sub(REACH)..at).rev();
    let found = before.take_while(|at| !is_end(tokens, *at)).find_map(|at| of_verb(words, tokens, at));
    let ahead = || (at + 1..at + REACH).take_while(|at| !is_end(tokens, *at)).find_map(|at| of_verb(words, tokens, at));
    found.or_else(ahead).unwrap_or(Tense::Unknown)
}

/// Whether the sentence ends with this token.
fn is_end(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    match token.text {
        "\n" | "!" | "?" | "“" | "”" | "\"" | ";" => true,
        "." => tokens.get(at + 1).is_none_or(|next| next.spaced && (next.is_capital() || next.kind == Kind::Mark)),
        _ => false,
    }
}

fn of_verb(words: &Words, tokens: &[Token<'_>], at: usize) -> Option<Tense> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    let verb = words.kinds(token.text);
    let to = || tokens.get(at + 1).is_some_and(|next| words.is(next.text, WordKind::AnyTo));
    let future = verb.is(WordKind::Future) && !verb.is(WordKind::NameOfFuture);
    if future || (verb.is(WordKind::GoesTo) && to()) {
        return Some(Tense::Future);
    }
    let regular = token.text.len() > 4 && verb.is(WordKind::Participle) && !token.is_capital();
    (verb.is(WordKind::Past) || regular && !verb.is(WordKind::NoRegularVerb)).then_some(Tense::Past)
}
