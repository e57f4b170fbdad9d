//! Who says what stands between marks, and whether anybody does.

use super::cues::{self, Cue};
use super::indirect;
use super::phrase;
use super::preceding;
use super::speaker::{Discourse, Subject};
use super::words::Item;

/// How a quotation is tied to its speaker.
#[derive(Debug, Clone)]
pub(super) struct Attribution {
    pub(super) subject: Option<Subject>,
    pub(super) cue: String,
    /// Whether nothing but a mark stands between the quotation and its attribution.
    pub(super) adjacent: bool,
}

/// The attribution printed beside the quotation at `quote` in a sentence; `inside` is its text.
pub(super) fn of(discourse: &Discourse<'_>, sentence: &[Item<'_>], quote: usize, inside: &str) -> Option<Attribution> {
    // Beyond it is no sentence.
    const WITHIN: usize = 120;
    let from = quote.saturating_sub(WITHIN);
    let sentence = sentence.get(from..sentence.len().min(quote + WITHIN))?;
    let quote = quote - from;
    let ends_open = inside.ends_with([',', '?', '!', '—', '–']);
    let opens = quote == 0;
    if ends_open || opens {
        let found = behind(discourse, sentence, quote, inside);
        // `Ana Ruiz said, “…,” he said`: the name tells more.
        let pronoun =
            found.as_ref().and_then(|found| found.subject.as_ref()).is_some_and(|subject| is_pronoun(&subject.mention));
        if found.is_some() && !pronoun {
            return found;
        }
        let named = before(discourse, sentence, quote).filter(|before| found.is_none() || before.adjacent);
        if let Some(found) = named.or(found) {
            return Some(found);
        }
    }
    let before = before(discourse, sentence, quote);
    if before.as_ref().is_some_and(|before| before.adjacent) {
        return before;
    }
    // `The city began “four years of work” this week, the mayor said.`
    let at_end = || {
        let (subject, cue) = preceding::attribution(discourse, sentence, quote)?;
        let cue = sentence.get(cue)?.word();
        made(discourse, sentence.get(..subject.start)?, sentence.get(subject)?, cue, false)
    };
    at_end().or(before).or_else(|| behind(discourse, sentence, quote, inside))
}

fn behind(discourse: &Discourse<'_>, sentence: &[Item<'_>], quote: usize, inside: &str) -> Option<Attribution> {
    const MOST: usize = 36;
    let rest = sentence.get(quote + 1..)?;
    let until = rest.iter().take(MOST).position(|item| matches!(item, Item::Quote(..) | Item::Stop(..)));
    let rest = rest.get(..until.unwrap_or(rest.len().min(MOST)))?;
    let tied =
        inside.ends_with([',', '?', '!', '.', '—', '–', '…']) || rest.first().is_some_and(Item::is_comma) || quote == 0;
    if !tied {
        return None;
    }
    let pauses = rest.iter().take_while(|item| matches!(item, Item::Pause(..))).count();
    let rest = rest.get(pauses..)?;
    let before = sentence.get(..quote)?;
    // `“…,” officially announced the university`
    let adverb = rest.first().and_then(Item::word).is_some_and(|word| word.ends_with("ly") || word == "also");
    let cue = usize::from(adverb);
    if let Some(word) = rest.get(cue).and_then(Item::word).filter(|word| cues::of(word).is_some())
        && let Some(range) = phrase::behind_cue(rest, cue + usize::from(is_according(rest, cue)))
    {
        return made(discourse, before, rest.get(discourse.apposed(rest, range))?, Some(word), true);
    }
    let (at, range) = rest.iter().enumerate().find_map(|(at, item)| {
        item.word().and_then(cues::of).filter(|_| at > 0 && !is_noun(rest, at))?;
        phrase::before_cue(rest, at).map(|range| (at, range))
    })?;
    // An attribution begins right behind the quotation; a clause of its own may not.
    let adjacent = range.start == 0;
    let cue = rest.get(at).and_then(Item::word);
    let made = made(discourse, before, rest.get(range)?, cue, adjacent);
    made.filter(|_| adjacent || inside.ends_with([',', '?', '!']))
}

/// The attribution in front of the quotation at `quote`, which may be the end of the sentence.
pub(super) fn before(discourse: &Discourse<'_>, sentence: &[Item<'_>], quote: usize) -> Option<Attribution> {
    // A verb further back has other words to report, and a longer sentence is none.
    const MOST: usize = 40;
    const WITHIN: usize = 120;
    let skipped = quote.saturating_sub(WITHIN);
    let (sentence, quote) = (sentence.get(skipped..)?, quote - skipped);
    let from = sentence.get(..quote)?.iter().rposition(|item| matches!(item, Item::Quote(..))).map_or(0, |at| at + 1);
    let from = from.max(quote.saturating_sub(MOST));
    let cue = (from..quote).rev().find(|at| {
        let word = sentence.get(*at).and_then(Item::word);
        word.and_then(cues::of).is_some() && !is_noun(sentence, *at) && !is_passive(sentence, *at)
    })?;
    let word = sentence.get(cue).and_then(Item::word)?;
    let between = sentence.get(cue + 1..quote)?;
    let adjacent = between.iter().all(|item| match item {
        Item::Pause(..) | Item::Stop(..) => true,
        Item::Word(word, _) => matches!(*word, "that" | "as" | "of"),
        Item::Quote(..) => false,
    });
    // `Said Ruiz: “…”`, `told Ruiz` is the other way round.
    let according = is_according(sentence, cue);
    let inverted = cue == from && !word.ends_with("ing");
    let range = if according {
        phrase::behind_cue(sentence, cue + 1)
    } else if inverted {
        phrase::behind_cue(sentence, cue)
    } else {
        phrase::before_cue(sentence, cue)
    };
    if matches!(cues::of(word), Some(Cue::Weak)) && !adjacent {
        return None;
    }
    match range {
        Some(range) if according || !word.ends_with("ing") => {
            let (before, phrase) = (sentence.get(..range.start)?, sentence.get(range)?);
            let own = made(discourse, before, phrase, Some(word), adjacent);
            own.or_else(|| {
                let subject = main_subject(discourse, sentence, cue)?;
                Some(Attribution { subject: Some(subject), cue: word.to_owned(), adjacent })
            })
        }
        // `…, adding “…”`: the subject of the sentence goes on speaking.
        Some(_) | None if word.ends_with("ing") => {
            let subject =
                main_subject(discourse, sentence, cue).or_else(|| indirect::sentence_subject(discourse, sentence, cue));
            Some(Attribution { subject, cue: word.to_owned(), adjacent })
        }
        // `She went home, but says “…”`
        None => {
            let subject = main_subject(discourse, sentence, cue)?;
            Some(Attribution { subject: Some(subject), cue: word.to_owned(), adjacent })
        }
        Some(_) => None,
    }
}

/// The subject of the first reporting verb of the sentence, before the one at `cue`.
pub(super) fn main_subject(discourse: &Discourse<'_>, sentence: &[Item<'_>], cue: usize) -> Option<Subject> {
    let first = (0..cue).find(|at| sentence.get(*at).and_then(Item::word).and_then(cues::of).is_some())?;
    let range = phrase::before_cue(sentence, first).or_else(|| phrase::behind_cue(sentence, first))?;
    discourse.subject(sentence.get(..range.start)?, sentence.get(range)?)
}

fn made(
    discourse: &Discourse<'_>,
    before: &[Item<'_>],
    phrase: &[Item<'_>],
    cue: Option<&str>,
    adjacent: bool,
) -> Option<Attribution> {
    let subject = discourse.subject(before, phrase)?;
    Some(Attribution { subject: Some(subject), cue: cue?.to_owned(), adjacent })
}

/// Whether the word at `at` is a noun (`the report`) or an infinitive (`to say`) here.
pub(super) fn is_noun(items: &[Item<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| items.get(before)).and_then(Item::word) else {
        return false;
    };
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
    let word = items.get(at).and_then(Item::word).unwrap_or_default();
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
        || names_possessive(before) && cues::of(word) != Some(Cue::Bare)
}

/// Whether `according to` stands here.
fn is_according(items: &[Item<'_>], at: usize) -> bool {
    let is = |at: usize, word: &str| {
        items.get(at).and_then(Item::word).is_some_and(|found| found.eq_ignore_ascii_case(word))
    };
    is(at, "according") && is(at + 1, "to")
}

/// Whether the verb at `at` is passive: `was proposed by`.
pub(super) fn is_passive(sentence: &[Item<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| sentence.get(before)).and_then(Item::word);
    let by = sentence.get(at + 1).is_some_and(|next| next.is_word("by"));
    by && before.is_some_and(cues::is_passive)
}

fn is_pronoun(mention: &str) -> bool {
    matches!(mention.to_lowercase().as_str(), "he" | "she" | "they" | "it")
}

fn names_possessive(word: &str) -> bool {
    super::names::is_possessive(word)
}
