//! Whether a sentence speaks of what has been or of what is to come, seen from one of its words.
//!
//! The nearest verb before the word decides (`said it would open on Friday`), else the first behind it (`On Friday the
//! court will hear …`). It never looks further than the sentence and [`REACH`] words.

use super::tokens::{Kind, Token};
use crate::words::Kind as WordKind;
use text::calendar::weekdays::english_weekday;

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
pub(super) fn around(tokens: &[Token<'_>], at: usize) -> Tense {
    if is_put_off(tokens, at) || is_from_then(tokens, at) {
        return Tense::Future;
    }
    let found = before(tokens, at).find_map(|at| of_verb(tokens, at));
    let ahead = || (at + 1..at + REACH).take_while(|at| !is_end(tokens, *at)).find_map(|at| of_verb(tokens, at));
    found.or_else(ahead).unwrap_or(Tense::Unknown)
}

/// The tokens of the sentence before this one, the nearest first.
fn before(tokens: &[Token<'_>], at: usize) -> impl Iterator<Item = usize> {
    (at.saturating_sub(REACH)..at).rev().take_while(|at| !is_end(tokens, *at))
}

/// Whether something is given another day with this token: `postponed until Friday`, `moved from May 3 to`, `have until`.
fn is_put_off(tokens: &[Token<'_>], at: usize) -> bool {
    let kinds = |at: &usize| tokens.get(*at).filter(|token| token.kind == Kind::Word).map(|token| token.meaning);
    let new_day =
        before(tokens, at).filter_map(|at| kinds(&at)).next().is_some_and(|word| word.is(WordKind::UntilOrTo));
    let verb = || before(tokens, at).find(|at| of_verb(tokens, *at).is_some());
    new_day && verb().is_some_and(|verb| kinds(&verb).is_some_and(|verb| verb.is(WordKind::PutsOff)))
}

/// Whether something is so from this token on: `are on sale from Friday`, `is closed from May`.
fn is_from_then(tokens: &[Token<'_>], at: usize) -> bool {
    const WITHIN: usize = 4;
    let is = |at: usize, kind| tokens.get(at).is_some_and(|word| word.meaning.is(kind));
    let Some(from) = at.checked_sub(1).filter(|from| is(*from, WordKind::From)) else { return false };
    let verb =
        before(tokens, from).take(WITHIN).find(|at| is(*at, WordKind::GoesTo) || is(*at, WordKind::MakesPassive));
    verb.is_some_and(|verb| is(verb, WordKind::GoesTo))
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

fn of_verb(tokens: &[Token<'_>], at: usize) -> Option<Tense> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    let verb = token.meaning;
    let is = |at: Option<usize>, kind| at.and_then(|at| tokens.get(at)).is_some_and(|word| word.meaning.is(kind));
    let (last, next) = (at.checked_sub(1), Some(at + 1));
    let future = verb.is(WordKind::Future) && !verb.is(WordKind::NameOfFuture);
    // `did not go on` tells with `did`.
    let finite = || ![WordKind::BeforeInfinitive, WordKind::AnyTo, WordKind::Past].iter().any(|kind| is(last, *kind));
    let is_day = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|word| is_weekday(word));
    // `polls open`, not `the open`
    let many = || last.and_then(|last| tokens.get(last)).is_some_and(|many| many.text.ends_with('s'));
    let day = |at: Option<usize>| is(at, WordKind::AnyTo) || is(at, WordKind::On) || is_day(at);
    // `comes out on Friday`, `comes into force`
    let particle = || is(next, WordKind::VerbParticle) && day(Some(at + 2)) || is(next, WordKind::Into);
    let goes = || day(next) || particle();
    // `Rovers host City on Friday`
    let fixture = || {
        let team = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|team| team.is_capital());
        verb.is(WordKind::GoOn) && !token.is_capital() && team(last) && team(next)
    };
    // `agreed to meet`, not `agreed to a truce` or `agreed to talks`
    let infinitive = || {
        let verb = tokens.get(at + 2).filter(|verb| verb.kind == Kind::Word && !verb.is_capital());
        verb.is_some_and(|verb| !verb.text.ends_with('s') && !verb.meaning.is(WordKind::BeforeNoun))
    };
    if future
        || verb.is(WordKind::GoesTo) && is(next, WordKind::AnyTo)
        || verb.is(WordKind::PlansTo) && is(next, WordKind::AnyTo) && infinitive()
        || (verb.is(WordKind::GoesOn) || verb.is(WordKind::GoOn) && many()) && goes() && finite()
        || fixture()
        || verb.is(WordKind::IsComing) && is(last, WordKind::GoesTo)
    {
        return Some(Tense::Future);
    }
    if !is_past(token) {
        return None;
    }
    // `are being flown home on Friday`
    if is(last, WordKind::Being) && is(at.checked_sub(2), WordKind::GoesTo) {
        return Some(Tense::Future);
    }
    match passive(tokens, at) {
        None => Some(Tense::Past),
        // `a vote to be held` lies ahead; `believed to be`, `will be` and `was to be` tell with the verb before.
        Some(be) => {
            let to = be.checked_sub(1).filter(|to| is(Some(*to), WordKind::AnyTo));
            let verb = to.and_then(|to| tokens.get(to.checked_sub(1)?)).filter(|verb| verb.kind == Kind::Word);
            let told = |verb: &Token<'_>| is_past(verb) || verb.meaning.is_any(&[WordKind::GoesTo, WordKind::Future]);
            (to.is_some() && !verb.is_some_and(told)).then_some(Tense::Future)
        }
    }
}

fn is_weekday(token: &Token<'_>) -> bool {
    token.is_capital() && token.text.len() >= 6 && english_weekday(token.text).is_some()
}

/// Whether a word is a verb in the past or its participle.
fn is_past(token: &Token<'_>) -> bool {
    let verb = token.meaning;
    let regular = token.text.len() > 4 && verb.is(WordKind::Participle) && !token.is_capital();
    verb.is(WordKind::Past) || regular && !verb.is(WordKind::NoRegularVerb)
}

/// Where the `be` of a participle at `at` stands: `be held`, `be formally opened`, `be opened in May and closed`.
fn passive(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let is_be = |at: usize| tokens.get(at).is_some_and(|word| word.meaning.is(WordKind::Be));
    let mut participle = at;
    loop {
        let adverb =
            |at: &usize| tokens.get(*at).is_some_and(|word| word.kind == Kind::Word && word.text.ends_with("ly"));
        let first = before(tokens, participle).find(|at| !adverb(at))?;
        if is_be(first) {
            return Some(first);
        }
        // The second participle of one `be`.
        tokens.get(first).filter(|and| and.meaning.is(WordKind::AnyAnd))?;
        participle = before(tokens, first).find(|at| tokens.get(*at).is_some_and(|word| is_past(word)))?;
    }
}
