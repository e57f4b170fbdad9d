//! Where a reported clause ends: with its sentence, or where somebody reports again.

use super::cues::{self, Cue};
use super::items::Item;
use super::verb;

/// Whether `he said` or `Ruiz said` begins here and ends the sentence.
fn is_attribution(sentence: &[Item<'_>], at: usize) -> bool {
    const MOST: usize = 5;
    let words = sentence.iter().skip(at).take_while(|item| item.word().is_some()).count();
    let ends = matches!(sentence.get(at + words), None | Some(Item::Stop(..)));
    let verb = (at + words).checked_sub(1).and_then(|last| sentence.get(last)).and_then(Item::word);
    (2..=MOST).contains(&words) && ends && verb.is_some_and(|verb| cues::of(verb) == Some(Cue::Bare))
}

/// Whether `and added that`, `but warned` goes on here with another report of the same speaker.
fn reports_again(sentence: &[Item<'_>], at: usize, behind_comma: bool) -> bool {
    let word = |at: usize| sentence.get(at).and_then(Item::word).unwrap_or_default();
    if !matches!(word(at), "and" | "but") {
        return false;
    }
    let verb = at + 1 + usize::from(matches!(word(at + 1), "also" | "further" | "later" | "then" | "has" | "had"));
    let past =
        word(verb).ends_with("ed") || matches!(word(verb), "said" | "told" | "says" | "wrote" | "tells" | "adds");
    cues::of(word(verb)).is_some() && past && (behind_comma || word(verb + 1) == "that")
}

/// Whether `but villagers said` begins here: somebody else's words.
fn another_reports(sentence: &[Item<'_>], at: usize) -> bool {
    const WITHIN: usize = 7;
    let joins = sentence.get(at).and_then(Item::word);
    if !joins.is_some_and(|word| matches!(word, "and" | "but" | "while" | "whereas" | "though" | "although" | "yet")) {
        return false;
    }
    let words = sentence.iter().skip(at + 1).take(WITHIN).map_while(Item::word);
    let verb = words.into_iter().position(|word| cues::of(word) == Some(Cue::Bare) || verb::is_finite(word));
    verb.filter(|verb| *verb > 0).is_some_and(|verb| {
        let verb = at + 1 + verb;
        sentence.get(verb).and_then(Item::word).is_some_and(|word| cues::of(word) == Some(Cue::Bare))
            && !verb::is_noun(sentence, verb)
    })
}

/// Where the clause that begins at `start` and is reported by the verb at `cue` ends.
pub(crate) fn end(sentence: &[Item<'_>], cue: usize, start: usize) -> usize {
    let mut end = sentence.len();
    // `Although Ruiz denied that it was lost, …`
    let subordinate = sentence.first().and_then(Item::word).is_some_and(|word| {
        matches!(word, "Although" | "While" | "When" | "After" | "As" | "Though" | "Because" | "Since" | "If")
    }) && !sentence.iter().take(cue).any(Item::is_comma);
    for at in start..sentence.len() {
        let after = sentence.get(at + 1).and_then(Item::word);
        let participle = after.is_some_and(|word| word.ends_with("ing") && cues::of(word).is_some());
        let colon = matches!(sentence.get(at), Some(Item::Stop(":", _)));
        let cut = match sentence.get(at) {
            Some(Item::Pause(",", _)) => {
                let quoted = matches!(sentence.get(at + 1), Some(Item::Quote(..)));
                let last = sentence.iter().skip(at + 2).all(|item| matches!(item, Item::Stop(..)));
                participle
                    || subordinate
                    || is_attribution(sentence, at + 1)
                    || quoted && last
                    || reports_again(sentence, at + 1, true)
                    || another_reports(sentence, at + 1)
            }
            Some(Item::Word("and" | "but", _)) => reports_again(sentence, at, false),
            Some(Item::Stop(..)) => colon && matches!(sentence.get(at + 1), Some(Item::Quote(..))),
            Some(Item::Pause(..) | Item::Word(..) | Item::Quote(..)) | None => false,
        };
        if cut {
            end = at;
            break;
        }
    }
    while end > start && matches!(sentence.get(end - 1), Some(Item::Stop(..) | Item::Pause(",", _))) {
        end -= 1;
    }
    end
}
