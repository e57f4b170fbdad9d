//! What a verb is in its sentence: finite, passive, or no verb at all.

use super::cues::{self, Cue};
use super::items::Item;
use super::names;

/// Whether the word at `at` is a noun (`the report`) or an infinitive (`to say`) here.
pub(crate) fn is_noun(items: &[Item<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| items.get(before)).and_then(Item::word) else {
        return false;
    };
    let word = items.get(at).and_then(Item::word).unwrap_or_default();
    // `Plateau State`, `the chief of staff, Said Amrani`; at the beginning of a sentence a verb may be a capital.
    if word.starts_with(char::is_uppercase) {
        return true;
    }
    let next = items.get(at + 1).and_then(Item::word).unwrap_or_default();
    if word.starts_with("point") && !(next.is_empty() || matches!(next, "out" | "to" | "at")) {
        return true;
    }
    let noun = matches!(
        before,
        "the"
            | "The"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "this"
            | "This"
            | "these"
            | "any"
            | "such"
            | "no"
            | "of"
            | "my"
            | "our"
            | "your"
            | "some"
            | "many"
            | "media"
            | "news"
            | "press"
            | "for"
            | "by"
            | "with"
            | "from"
            | "other"
    );
    // `member states`, `alleged abuses`
    let adjective =
        before.ends_with("an") || before.ends_with("ern") || matches!(before, "member" | "neighboring" | "All" | "all");
    let named =
        matches!(items.get(at).and_then(Item::word), Some("states" | "demands" | "claims" | "reports")) && adjective;
    let on = at.checked_sub(2).and_then(|at| items.get(at)).is_some_and(|item| item.is_word("on"));
    let infinitive = before == "to" && word != "demand" && !on;
    // `they don’t tell`, `nobody can say`
    let denied =
        matches!(before, "not" | "can" | "cannot" | "could" | "never" | "might" | "may" | "should" | "must" | "’ll")
            || before.ends_with("n't")
            || before.ends_with("n’t");
    noun || named
        || infinitive
        || denied && cues::of(word) == Some(Cue::Bare) && !word.ends_with("ed")
        || names::is_possessive(before) && cues::of(word) != Some(Cue::Bare)
}

/// Whether a word can be the finite verb of a clause.
pub(crate) fn is_finite(word: &str) -> bool {
    let listed = matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "should"
            | "may"
            | "might"
            | "must"
            | "do"
            | "does"
            | "did"
            | "cannot"
            | "won't"
            | "won’t"
            | "didn't"
            | "didn’t"
            | "don't"
            | "don’t"
            | "isn't"
            | "isn’t"
            | "wasn't"
            | "wasn’t"
            | "went"
            | "came"
            | "took"
            | "made"
            | "got"
            | "gave"
            | "saw"
            | "felt"
            | "left"
            | "led"
            | "knew"
            | "wants"
            | "needs"
            | "makes"
            | "gives"
            | "takes"
            | "shows"
            | "began"
            | "became"
            | "lost"
            | "won"
            | "found"
            | "needed"
            | "wanted"
            | "means"
            | "meant"
            | "remains"
            | "seems"
            | "goes"
            | "gets"
            | "comes"
            | "ran"
            | "fell"
            | "rose"
            | "held"
            | "kept"
            | "want"
            | "need"
            | "brought"
            | "hit"
            | "put"
            | "set"
            | "met"
            | "spent"
            | "grew"
            | "stood"
    );
    listed || is_contracted(word) || word.len() > 4 && word.ends_with("ed")
}

/// Whether it is one, and no participle.
pub(crate) fn is_surely_finite(word: &str) -> bool {
    !word.ends_with("ed") && is_finite(word)
}

fn is_contracted(word: &str) -> bool {
    ["'s", "’s", "'d", "’d", "'ll", "’ll", "'re", "’re", "'ve", "’ve"].into_iter().any(|ending| {
        word.strip_suffix(ending).is_some_and(|rest| {
            matches!(rest.to_lowercase().as_str(), "he" | "she" | "it" | "they" | "we" | "i" | "there" | "that" | "you")
        })
    })
}

/// Words before a participle that make it passive: the subject hears.
pub(crate) fn makes_passive(word: &str) -> bool {
    word.ends_with("'m")
        || word.ends_with("’m")
        || matches!(word, "was" | "were" | "is" | "are" | "been" | "be" | "being" | "it's" | "it’s" | "get" | "got")
}

/// Whether the verb at `at` is passive: `was proposed by`.
pub(crate) fn is_passive(sentence: &[Item<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| sentence.get(before)).and_then(Item::word);
    let by = sentence.get(at + 1).is_some_and(|next| next.is_word("by"));
    by && before.is_some_and(makes_passive)
}

/// Words between a subject and its verb.
pub(crate) fn is_between(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "also"
            | "later"
            | "then"
            | "further"
            | "again"
            | "today"
            | "yesterday"
            | "earlier"
            | "will"
            | "would"
            | "did"
            | "recently"
            | "previously"
            | "once"
            | "repeatedly"
            | "reportedly"
            | "now"
            | "who"
            | "still"
            | "even"
            | "often"
            | "always"
            | "just"
            | "simply"
            | "clearly"
            | "strongly"
            | "publicly"
            | "already"
            | "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "himself"
            | "herself"
            | "themselves"
            | "itself"
            | "however"
            | "therefore"
            | "meanwhile"
            | "all"
            | "both"
            | "immediately"
            | "tearfully"
    )
}
