//! Clear indirect speech: a reporting verb with its subject and the clause that is reported.

use super::attribution;
use super::clause;
use super::cues::{self, Cue};
use super::phrase;
use super::speaker::{Discourse, Subject};
use super::words::Item;
use std::ops::Range;

/// A reported clause.
#[derive(Debug, Clone)]
pub(super) struct Reported {
    pub(super) bytes: Range<usize>,
    pub(super) subject: Subject,
    pub(super) cue: String,
}

/// Words of the shortest clause.
const MIN_WORDS: usize = 3;

/// Items of the longest sentence that is read; beyond it is no sentence.
const MAX_ITEMS: usize = 160;

/// The clauses that a sentence reports.
pub(super) fn find(discourse: &Discourse<'_>, sentence: &[Item<'_>]) -> Vec<Reported> {
    let mut found: Vec<Reported> = Vec::new();
    let sentence = sentence.get(..sentence.len().min(MAX_ITEMS)).unwrap_or_default();
    if let Some(reported) = before_attribution(discourse, sentence) {
        return vec![reported];
    }
    let mut from = 0;
    let mut speaking = None;
    while let Some(cue) = next_cue(sentence, from) {
        from = cue + 1;
        let word = sentence.get(cue).and_then(Item::word).unwrap_or_default();
        let Some(start) = clause::begin(sentence, cue, word) else { continue };
        let going_on = word.ends_with("ing");
        let subject = if going_on {
            let said = found.last().map(|last| last.subject.clone());
            said.or_else(|| speaking.clone())
                .or_else(|| attribution::main_subject(discourse, sentence, cue))
                .or_else(|| sentence_subject(discourse, sentence, cue))
        } else {
            phrase::before_cue(sentence, cue)
                .and_then(|range| discourse.subject(sentence.get(..range.start)?, sentence.get(range)?))
        };
        let Some(subject) = subject else { continue };
        speaking = Some(subject.clone());
        let end = clause::end(sentence, start);
        let Some(bytes) = bytes(sentence, start..end) else { continue };
        if words(sentence, start..end) >= MIN_WORDS {
            found.push(Reported { bytes, subject, cue: word.to_owned() });
            from = end;
        }
    }
    found
}

/// The next reporting verb that is a verb with a reported clause.
fn next_cue(sentence: &[Item<'_>], from: usize) -> Option<usize> {
    (from..sentence.len()).find(|at| {
        let cue = sentence.get(*at).and_then(Item::word).and_then(cues::of);
        matches!(cue, Some(Cue::Bare | Cue::That)) && !attribution::is_noun(sentence, *at)
    })
}

/// `The road is closed, the police said on Monday.`: the clause stands before its attribution.
fn before_attribution(discourse: &Discourse<'_>, sentence: &[Item<'_>]) -> Option<Reported> {
    // Behind the verb only a time, a place or whoever was told.
    const BEHIND: usize = 9;
    const SUBJECT: usize = 26;
    let end = sentence.iter().rposition(|item| !matches!(item, Item::Stop(..)))? + 1;
    let from = end.saturating_sub(SUBJECT);
    let cue = (from..end).rev().find(|at| {
        let cue = sentence.get(*at).and_then(Item::word).and_then(cues::of);
        matches!(cue, Some(Cue::Bare | Cue::That)) && !attribution::is_noun(sentence, *at)
    })?;
    let word = sentence.get(cue)?.word()?;
    if word.ends_with("ing") {
        return None;
    }
    let comma = |at: usize| at.checked_sub(1).and_then(|at| sentence.get(at)).is_some_and(Item::is_comma);
    let (range, first) = if comma(cue)
        && sentence.get(cue + 1).is_some()
        && matches!(cues::of(word), Some(Cue::Bare))
        && phrase::behind_cue(sentence, cue).is_some()
        && end - cue <= SUBJECT
    {
        let range = phrase::behind_cue(sentence, cue)?;
        // `…, said Ruiz, who leads the team.`
        (range, cue)
    } else {
        let tail = sentence.get(cue + 1..end)?;
        let clause_behind =
            tail.iter().any(|item| item.word().is_some_and(|word| clause::is_finite(word) || word == "that"));
        // `claims the prize` has an object, not a clause.
        let object =
            tail.first().and_then(Item::word).is_some_and(|next| matches!(next, "the" | "a" | "an" | "his" | "her"));
        if object && !matches!(word, "told" | "tells") || cues::of(word) == Some(Cue::That) && !word.ends_with("ed") {
            return None;
        }
        if tail.len() > BEHIND || clause_behind || tail.iter().any(|item| matches!(item, Item::Quote(..))) {
            return None;
        }
        let subject = phrase::before_cue(sentence, cue)?;
        let preposition = sentence.get(subject.start).and_then(Item::word);
        if preposition
            .is_some_and(|word| matches!(word, "with" | "in" | "on" | "at" | "of" | "by" | "for" | "and" | "from"))
        {
            return None;
        }
        let first = (from..=subject.start).rev().find(|at| comma(*at))?;
        (subject.clone(), first.min(subject.start))
    };
    let clause_end = first.checked_sub(1)?;
    let mut start = 0;
    // `However,`, `Meanwhile,`
    if sentence.get(1).is_some_and(Item::is_comma)
        && sentence.first().and_then(Item::word).is_some_and(|word| !word.ends_with("ed"))
    {
        start = 2;
    }
    let reported = sentence.get(start..clause_end)?;
    let finite = reported.iter().any(|item| item.word().is_some_and(clause::is_finite));
    let quoted = matches!(reported.last(), Some(Item::Quote(..))) || matches!(reported.first(), Some(Item::Quote(..)));
    let reporting = reported.iter().any(|item| item.word().and_then(cues::of) == Some(Cue::Bare));
    if !finite || quoted || reporting || words(sentence, start..clause_end) < MIN_WORDS + 1 {
        return None;
    }
    let subject = discourse.subject(sentence.get(..range.start)?, sentence.get(range)?)?;
    Some(Reported { bytes: bytes(sentence, start..clause_end)?, subject, cue: word.to_owned() })
}

/// The subject of a sentence whose own verb does not report: what stands at its beginning.
pub(super) fn sentence_subject(discourse: &Discourse<'_>, sentence: &[Item<'_>], cue: usize) -> Option<Subject> {
    // Past `On Monday,`.
    let start =
        if phrase::is_adverbial(sentence, 0) { sentence.iter().take(cue).position(Item::is_comma)? + 1 } else { 0 };
    let length = sentence.iter().take(cue).skip(start).position(|item| {
        matches!(item, Item::Pause(..) | Item::Quote(..))
            || item.word().is_some_and(|word| clause::is_finite(word) || cues::of(word).is_some())
    })?;
    discourse.subject(sentence.get(..start)?, sentence.get(start..start + length)?)
}

fn bytes(sentence: &[Item<'_>], range: Range<usize>) -> Option<Range<usize>> {
    let first = sentence.get(range.start)?;
    let last = sentence.get(range.end.checked_sub(1)?)?;
    (range.start < range.end).then(|| first.bytes().start..last.bytes().end)
}

fn words(sentence: &[Item<'_>], range: Range<usize>) -> usize {
    sentence.get(range).unwrap_or_default().iter().filter(|item| item.word().is_some()).count()
}
