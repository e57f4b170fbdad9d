//! Clear indirect speech: a reporting verb with its subject and the clause that is reported.

use super::preceding::{self, Preceding};
use super::subject::{self, sentence_subject};
use crate::quotes::sentence::cues::{self, Cue};
use crate::quotes::sentence::{Item, clause, clause_end, phrase, verb};
use crate::quotes::speaker::{Discourse, Named, named};
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
        let word = sentence.get(cue).and_then(Item::word).unwrap_or_default();
        let verb = made_clear(sentence, cue).unwrap_or(cue);
        let Some(start) = clause::begin(sentence, cue, word) else { continue };
        let going_on = word.ends_with("ing");
        let subject = if going_on {
            let said = found.last().map(|last| last.subject.clone());
            said.or_else(|| speaking.clone())
                .or_else(|| subject::main_subject(discourse, sentence, cue))
                .or_else(|| sentence_subject(discourse, sentence, cue))
        } else {
            let again = verb.checked_sub(1).and_then(|before| sentence.get(before));
            // `She said …, and added that …`
            let again = again.filter(|before| before.is_word("and") || before.is_word("but") || before.is_word("also"));
            let said = found.last().map(|last| last.subject.clone()).filter(|_| again.is_some());
            let own = || {
                phrase::before_cue(sentence, verb)
                    .and_then(|range| named::subject(discourse, sentence.get(..range.start)?, sentence.get(range)?))
            };
            said.or_else(own)
        };
        let Some(subject) = subject else { continue };
        speaking = Some(subject.clone());
        let end = clause_end::end(sentence, cue, start);
        let Some(bytes) = bytes(sentence, start..end) else { continue };
        if words(sentence, start..end) >= MIN_WORDS {
            let cue = sentence.get(verb..=cue).and_then(|cue| discourse.text_of(cue)).unwrap_or(word);
            found.push(Reported { bytes, subject, cue: cue.to_owned() });
            from = end;
        }
    }
    found
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
        let cue = sentence.get(*at).and_then(Item::word).and_then(cues::of);
        matches!(cue, Some(Cue::Bare | Cue::That)) && !verb::is_noun(sentence, *at)
            || made_clear(sentence, *at).is_some()
    })
}

/// `made clear that`, `made it clear that` with `clear` at `at`: where the verb stands.
fn made_clear(sentence: &[Item<'_>], at: usize) -> Option<usize> {
    let is =
        |at: usize, words: &[&str]| sentence.get(at).and_then(Item::word).is_some_and(|word| words.contains(&word));
    if !(is(at, &["clear"]) && is(at + 1, &["that"])) {
        return None;
    }
    let before = at.checked_sub(1)?;
    let verb = if is(before, &["it"]) { before.checked_sub(1)? } else { before };
    is(verb, &["made", "makes", "making"]).then_some(verb)
}

fn bytes(sentence: &[Item<'_>], range: Range<usize>) -> Option<Range<usize>> {
    let first = sentence.get(range.start)?;
    let last = sentence.get(range.end.checked_sub(1)?)?;
    (range.start < range.end).then(|| first.bytes().start..last.bytes().end)
}

fn words(sentence: &[Item<'_>], range: Range<usize>) -> usize {
    sentence.get(range).unwrap_or_default().iter().filter(|item| item.word().is_some()).count()
}
