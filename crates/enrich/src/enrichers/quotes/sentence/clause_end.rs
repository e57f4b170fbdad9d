//! Where a reported clause ends: with its sentence, or where somebody reports again.

use super::items::Item;
use super::verb;
use crate::words::Kind;

/// Whether `he said` or `Ruiz said` begins here and ends the sentence.
fn is_attribution(sentence: &[Item<'_>], at: usize) -> bool {
    const MOST: usize = 5;
    let words = sentence.iter().skip(at).take_while(|item| item.is_word()).count();
    let ends = matches!(sentence.get(at + words), None | Some(Item::Stop(..)));
    let verb = (at + words).checked_sub(1).and_then(|last| sentence.get(last));
    (2..=MOST).contains(&words) && ends && verb.is_some_and(|verb| verb.is(Kind::ReportsBare))
}

/// Whether `and added that`, `but warned` goes on here with another report of the same speaker.
fn reports_again(sentence: &[Item<'_>], at: usize, behind_comma: bool) -> bool {
    let is = |at: usize, kind: Kind| sentence.get(at).is_some_and(|item| item.is(kind));
    if !is(at, Kind::AndOrBut) {
        return false;
    }
    let verb = at + 1 + usize::from(is(at + 1, Kind::BetweenAndAndVerb));
    let past = is(verb, Kind::Participle) || is(verb, Kind::ReportsInPast);
    sentence.get(verb).is_some_and(verb::reports) && past && (behind_comma || is(verb + 1, Kind::That))
}

/// Whether `but villagers said` begins here: somebody else's words.
fn another_reports(sentence: &[Item<'_>], at: usize) -> bool {
    const WITHIN: usize = 7;
    if !sentence.get(at).is_some_and(|item| item.is(Kind::JoinsClauses)) {
        return false;
    }
    let mut words = sentence.iter().skip(at + 1).take(WITHIN).take_while(|item| item.is_word());
    let verb = words.position(|item| item.is(Kind::ReportsBare) || verb::is_finite(item));
    verb.filter(|verb| *verb > 0).is_some_and(|verb| {
        let verb = at + 1 + verb;
        sentence.get(verb).is_some_and(|item| item.is(Kind::ReportsBare)) && !verb::is_noun(sentence, verb)
    })
}

/// Where the clause that begins at `start` and is reported by the verb at `cue` ends.
pub(crate) fn end(sentence: &[Item<'_>], cue: usize, start: usize) -> usize {
    // `Although Ruiz denied that it was lost, …`
    let subordinate = sentence.first().is_some_and(|first| first.is(Kind::Subordinates))
        && !sentence.iter().take(cue).any(Item::is_comma);
    let is_cut = |at: &usize| match sentence.get(*at) {
        Some(Item::Pause(",", _)) => subordinate || is_cut_at_comma(sentence, *at),
        Some(word @ Item::Word(..)) => word.is(Kind::AndOrBut) && reports_again(sentence, *at, false),
        Some(Item::Stop(":", _)) => matches!(sentence.get(at + 1), Some(Item::Quote(..))),
        Some(Item::Stop(..) | Item::Pause(..) | Item::Quote(..)) | None => false,
    };
    let mut end = (start..sentence.len()).find(is_cut).unwrap_or(sentence.len());
    while end > start && matches!(sentence.get(end - 1), Some(Item::Stop(..) | Item::Pause(",", _))) {
        end -= 1;
    }
    end
}

/// Whether what stands behind the comma at `at` is no part of the clause before it.
fn is_cut_at_comma(sentence: &[Item<'_>], at: usize) -> bool {
    let next = sentence.get(at + 1);
    let participle = next.is_some_and(|item| item.is(Kind::GoingOn) && verb::reports(item));
    let quoted = matches!(next, Some(Item::Quote(..)));
    let last = sentence.iter().skip(at + 2).all(|item| matches!(item, Item::Stop(..)));
    participle
        || is_attribution(sentence, at + 1)
        || quoted && last
        || reports_again(sentence, at + 1, true)
        || another_reports(sentence, at + 1)
}
