//! Clear indirect speech: a reporting verb with its subject and the clause that is reported.

use super::attribution;
use super::preceding::{self, Preceding};
use super::subject::{main_subject, sentence_subject};
use crate::enrichers::quotes::sentence::{Item, clause, clause_end, phrase, verb};
use crate::enrichers::quotes::speaker::{Discourse, Named, named};
use crate::words::Kind;
use std::ops::Range;

/// A reported clause.
#[derive(Debug, Clone)]
pub(crate) struct Reported {
    pub(crate) bytes: Range<usize>,
    pub(crate) subject: Named,
    pub(crate) cue: String,
}

/// Words of the shortest clause.
const MIN_WORDS: usize = 3;

/// Items of the longest sentence that is read; beyond it is no sentence.
const MAX_ITEMS: usize = 160;

/// The clauses that a sentence reports.
pub(crate) fn find(discourse: &Discourse<'_>, sentence: &[Item<'_>]) -> Vec<Reported> {
    let mut found: Vec<Reported> = Vec::new();
    let sentence = sentence.get(..sentence.len().min(MAX_ITEMS)).unwrap_or_default();
    let mut from = 0;
    if let Some(preceding) = preceding::find(discourse, sentence)
        && let Some(reported) = of_preceding(discourse, sentence, &preceding)
    {
        found.push(reported);
        from = preceding.cue + 1;
    }
    let mut speaking = None;
    while let Some(cue) = next_cue(sentence, from) {
        from = cue + 1;
        let verb = made_clear(sentence, cue).unwrap_or(cue);
        let Some(start) = clause::begin(sentence, cue) else { continue };
        let before = found.last().map(|last| &last.subject);
        let subject = if sentence.get(cue).is_some_and(|verb| verb.is(Kind::GoingOn)) {
            attribution::quoted(discourse, sentence, cue)
                .or_else(|| before.or(speaking.as_ref()).cloned())
                .or_else(|| main_subject(discourse, sentence, cue))
                .or_else(|| sentence_subject(discourse, sentence, cue))
        } else {
            before.cloned().filter(|_| goes_on(sentence, verb)).or_else(|| own_subject(discourse, sentence, verb))
        };
        let Some(subject) = subject else { continue };
        speaking = Some(subject.clone());
        let end = clause_end::end(sentence, cue, start);
        let Some(bytes) = bytes(sentence, start..end) else { continue };
        if words(sentence, start..end) >= MIN_WORDS {
            let cue = sentence.get(verb..=cue).and_then(|cue| discourse.text_of(cue)).unwrap_or_default();
            found.push(Reported { bytes, subject, cue: cue.to_owned() });
            from = end;
        }
    }
    found
}

/// `She said …, and added that …`: the verb at `verb` has the subject of the one before it.
fn goes_on(sentence: &[Item<'_>], verb: usize) -> bool {
    let before = verb.checked_sub(1).and_then(|before| sentence.get(before));
    before.is_some_and(|before| before.is_any(&[Kind::AndOrBut, Kind::Also]))
}

fn own_subject(discourse: &Discourse<'_>, sentence: &[Item<'_>], verb: usize) -> Option<Named> {
    let range = phrase::before_cue(sentence, verb)?;
    named::subject(discourse, sentence.get(..range.start)?, sentence.get(range)?)
}

fn of_preceding(discourse: &Discourse<'_>, sentence: &[Item<'_>], preceding: &Preceding) -> Option<Reported> {
    let before = sentence.get(..preceding.subject.start)?;
    let subject = named::subject(discourse, before, sentence.get(preceding.subject.clone())?)?;
    let cue = sentence.get(preceding.cue)?.word()?.to_owned();
    Some(Reported { bytes: bytes(sentence, preceding.clause.clone())?, subject, cue })
}

/// The next reporting verb that is a verb with a reported clause.
fn next_cue(sentence: &[Item<'_>], from: usize) -> Option<usize> {
    (from..sentence.len()).find(|at| {
        sentence.get(*at).is_some_and(verb::reports_clauses) && !verb::is_noun(sentence, *at)
            || made_clear(sentence, *at).is_some()
    })
}

/// `made clear that`, `made it clear that` with `clear` at `at`: where the verb stands.
fn made_clear(sentence: &[Item<'_>], at: usize) -> Option<usize> {
    let is = |at: usize, kind: Kind| sentence.get(at).is_some_and(|item| item.is(kind));
    if !(is(at, Kind::Clear) && is(at + 1, Kind::That)) {
        return None;
    }
    let before = at.checked_sub(1)?;
    let verb = if is(before, Kind::It) { before.checked_sub(1)? } else { before };
    is(verb, Kind::MakesClear).then_some(verb)
}

fn bytes(sentence: &[Item<'_>], range: Range<usize>) -> Option<Range<usize>> {
    let first = sentence.get(range.start)?;
    let last = sentence.get(range.end.checked_sub(1)?)?;
    (range.start < range.end).then(|| first.bytes().start..last.bytes().end)
}

fn words(sentence: &[Item<'_>], range: Range<usize>) -> usize {
    sentence.get(range).unwrap_or_default().iter().filter(|item| item.is_word()).count()
}
