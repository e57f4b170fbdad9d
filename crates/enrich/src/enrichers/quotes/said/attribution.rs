//! Who says what stands between marks, and whether anybody does.

use super::preceding;
use super::subject::{main_subject, sentence_subject};
use crate::enrichers::quotes::sentence::verb::{is_finite, is_noun, is_passive, reports};
use crate::enrichers::quotes::sentence::{Item, phrase};
use crate::enrichers::quotes::speaker::{Discourse, Named, named, noun_phrase};
use crate::words::Kind;
use std::ops::Range;

/// How a quotation is tied to its speaker.
#[derive(Debug, Clone)]
pub(crate) struct Attribution {
    pub(crate) subject: Option<Named>,
    /// None where the name stands alone: `“…” – Ana Ruiz`.
    pub(crate) cue: Option<String>,
    /// Whether nothing but a mark stands between the quotation and its attribution.
    pub(crate) adjacent: bool,
    pub(crate) place: Place,
}

/// Where an attribution stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Behind,
    Before,
    AtEnd,
}

impl Place {
    /// In words.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Behind => "behind it",
            Self::Before => "in front of it",
            Self::AtEnd => "at the end of its sentence",
        }
    }
}

/// The attribution printed beside the quotation at `quote` in a sentence; `inside` is its text.
pub(crate) fn of(discourse: &Discourse<'_>, sentence: &[Item<'_>], quote: usize, inside: &str) -> Option<Attribution> {
    // Beyond it is no sentence.
    const WITHIN: usize = 120;
    let from = quote.saturating_sub(WITHIN);
    let sentence = sentence.get(from..sentence.len().min(quote + WITHIN))?;
    let quote = quote - from;
    if let Some(found) = credited(discourse, sentence, quote) {
        return Some(found);
    }
    let ends_open = inside.ends_with([',', '?', '!', '—', '–']);
    let opens = quote == 0;
    if ends_open || opens {
        let found = behind(discourse, sentence, quote, inside);
        // `Ana Ruiz said, “…,” he said`: the name tells more.
        let pronoun = found
            .as_ref()
            .and_then(|found| found.subject.as_ref())
            .is_some_and(|subject| is_pronoun(discourse, &subject.mention));
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
        made(discourse, sentence.get(..subject.start)?, sentence.get(subject)?, cue, false, Place::AtEnd)
    };
    at_end().or(before).or_else(|| behind(discourse, sentence, quote, inside))
}

/// Whoever a sentence names with `according to`.
pub(crate) fn according(discourse: &Discourse<'_>, sentence: &[Item<'_>]) -> Option<Named> {
    let at = (0..sentence.len()).find(|at| is_according(sentence, *at))?;
    let range = phrase::behind_cue(sentence, at + 1)?;
    named::subject(discourse, sentence.get(..range.start)?, sentence.get(range)?)
}

/// What names a speaker right behind a quotation and nowhere else: `according to`, `per`, `described by`, a dash.
fn credited(discourse: &Discourse<'_>, sentence: &[Item<'_>], quote: usize) -> Option<Attribution> {
    const LONGEST: usize = 8;
    let before = sentence.get(..quote)?;
    let rest = sentence.get(quote + 1..)?;
    if matches!(rest.first()?, Item::Pause("—" | "–" | "-" | "―", _)) {
        let end = rest.iter().position(|item| matches!(item, Item::Stop(..) | Item::Quote(..))).unwrap_or(rest.len());
        let words = rest.get(1..end)?;
        let words = words.get(..words.iter().position(Item::is_comma).unwrap_or(words.len()))?;
        let named = words.first().is_some_and(|first| first.is_capital()) && words.len() <= LONGEST;
        let verb = words.iter().any(reports);
        let last = end == rest.len() && quote == 0 && words.iter().filter(|item| item.is_capital()).count() >= 2;
        return if named && last && !verb { made(discourse, before, words, None, true, Place::Behind) } else { None };
    }
    let comma = usize::from(rest.first().is_some_and(Item::is_comma));
    let word = rest.get(comma).filter(|item| item.is_word())?;
    let by = rest.get(comma + 1).is_some_and(|next| next.is(Kind::By));
    let verb = if is_according(rest, comma) || by && word.is_any(&[Kind::Participle, Kind::MadeBy]) {
        comma + 1
    } else if word.is(Kind::CreditsSource) {
        comma
    } else {
        return None;
    };
    let range = phrase::behind_cue(rest, verb)?;
    made(discourse, before, rest.get(noun_phrase::apposed(discourse, rest, range))?, word.word(), true, Place::Behind)
}

/// `Ana Ruiz was quoted as saying`, `the agency quoted Ana Ruiz as saying`: where the speaker stands and the verb.
fn quoted_as(discourse: &Discourse<'_>, rest: &[Item<'_>]) -> Option<(Range<usize>, usize)> {
    const WITHIN: usize = 24;
    let is = |at: usize, kind: Kind| rest.get(at).is_some_and(|item| item.is(kind));
    let saying = (2..rest.len().min(WITHIN)).find(|at| is(*at, Kind::Saying) && is(at - 1, Kind::As))?;
    let quoted = (0..saying).find(|at| is(*at, Kind::Quoted))?;
    if let Some(passive) = quoted.checked_sub(1).filter(|before| is(*before, Kind::MakesPassive)) {
        return Some((0..passive, saying));
    }
    let object = quoted + 1..saying - 1;
    let comma = rest.get(object.clone())?.iter().position(Item::is_comma).map_or(object.end, |at| object.start + at);
    Some((noun_phrase::apposed(discourse, rest, object.start..comma), saying))
}

/// Whoever is quoted as saying what stands behind the `saying` at `cue`: `The paper quoted Ana Ruiz as saying`.
pub(crate) fn quoted(discourse: &Discourse<'_>, sentence: &[Item<'_>], cue: usize) -> Option<Named> {
    const WITHIN: usize = 24;
    let before = sentence.get(..cue)?;
    let from = before.iter().rposition(|item| matches!(item, Item::Quote(..) | Item::Stop(..))).map_or(0, |at| at + 1);
    let from = from.max(cue.saturating_sub(WITHIN - 1));
    let (speaker, saying) = quoted_as(discourse, sentence.get(from..=cue)?)?;
    let speaker = speaker.start + from..speaker.end + from;
    let named = || named::subject(discourse, sentence.get(..speaker.start)?, sentence.get(speaker.clone())?);
    if saying + from == cue { named() } else { None }
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
    if let Some((speaker, saying)) = quoted_as(discourse, rest) {
        let word = rest.get(saying).and_then(Item::word);
        return made(discourse, before, rest.get(speaker)?, word, true, Place::Behind);
    }
    // `“…,” officially announced the university`
    let adverb = rest.first().is_some_and(|first| first.is(Kind::AdverbBeforeVerb));
    let cue = usize::from(adverb);
    if let Some(verb) = rest.get(cue).filter(|item| reports(item))
        && let Some(range) = phrase::behind_cue(rest, cue + usize::from(is_according(rest, cue)))
    {
        let speaker = rest.get(noun_phrase::apposed(discourse, rest, range))?;
        return made(discourse, before, speaker, verb.word(), true, Place::Behind);
    }
    let listed = (1..rest.len()).filter(|at| rest.get(*at).is_some_and(reports) && !is_noun(rest, *at));
    let listed = listed.into_iter().find_map(|at| phrase::before_cue(rest, at).map(|range| (at, range)));
    let Some((at, range)) = listed else { return unlisted(discourse, before, rest, inside) };
    // An attribution begins right behind the quotation; a clause of its own may not.
    let adjacent = range.start == 0;
    let cue = rest.get(at).and_then(Item::word);
    let made = made(discourse, before, rest.get(range)?, cue, adjacent, Place::Behind);
    made.filter(|_| adjacent || inside.ends_with([',', '?', '!']))
}

/// Behind a comma inside the marks stands an attribution, whatever its verb: `“…,” groused Ana Ruiz`.
fn unlisted(discourse: &Discourse<'_>, before: &[Item<'_>], rest: &[Item<'_>], inside: &str) -> Option<Attribution> {
    const WITHIN: usize = 6;
    if !inside.ends_with(',') || !before.is_empty() {
        return None;
    }
    let past = |at: usize| {
        let item = rest.get(at).filter(|item| item.is_lowercase() && item.is(Kind::Participle))?;
        item.word().filter(|word| word.len() > 4)
    };
    let speaks = |range: Range<usize>| rest.get(range).filter(|phrase| noun_phrase::is_speaker(discourse, phrase));
    if let Some(verb) = past(0) {
        let range = phrase::behind_cue(rest, 0)?;
        return made(discourse, before, speaks(range)?, Some(verb), true, Place::Behind);
    }
    let at = (1..WITHIN).find(|at| past(*at).is_some())?;
    made(discourse, before, speaks(0..at)?, past(at), true, Place::Behind)
}

/// The attribution in front of the quotation at `quote`, which may be the end of the sentence.
pub(crate) fn before(discourse: &Discourse<'_>, sentence: &[Item<'_>], quote: usize) -> Option<Attribution> {
    // A verb further back has other words to report, and a longer sentence is none.
    const MOST: usize = 40;
    const WITHIN: usize = 120;
    let skipped = quote.saturating_sub(WITHIN);
    let (sentence, quote) = (sentence.get(skipped..)?, quote - skipped);
    let from = sentence.get(..quote)?.iter().rposition(|item| matches!(item, Item::Quote(..))).map_or(0, |at| at + 1);
    let from = from.max(quote.saturating_sub(MOST));
    let speaks =
        |at: &usize| sentence.get(*at).is_some_and(reports) && !is_noun(sentence, *at) && !is_passive(sentence, *at);
    let cue = (from..quote).rev().find(speaks)?;
    let verb = sentence.get(cue)?;
    let (word, going_on) = (verb.word()?, verb.is(Kind::GoingOn));
    let between = sentence.get(cue + 1..quote)?;
    // `told the upper house: “…”`
    let told = verb.is(Kind::Told) && matches!(between.last(), Some(Item::Stop(":", _)));
    let told = told && between.iter().take(between.len() - 1).all(|item| item.is_word() && !is_finite(item));
    let adjacent = told
        || between.iter().all(|item| match item {
            Item::Pause(..) | Item::Stop(..) => true,
            Item::Word(..) => item.is(Kind::LeadsToQuote),
            Item::Quote(..) => false,
        });
    // `Said Ruiz: “…”`, `told Ruiz` is the other way round.
    let according = is_according(sentence, cue);
    let inverted = cue == from && !going_on;
    let range = if according {
        phrase::behind_cue(sentence, cue + 1)
    } else if inverted {
        phrase::behind_cue(sentence, cue)
    } else {
        phrase::before_cue(sentence, cue)
    };
    // `agreed to a test which “…”`: another verb stands nearer.
    let clause = || between.iter().any(|item| item.is(Kind::WhichOrWho));
    let far = verb.is(Kind::ReportsWeakly) || verb.is(Kind::ReportsThat) && clause();
    if far && !adjacent {
        return None;
    }
    let of_subject = |subject| Attribution { subject, cue: Some(word.to_owned()), adjacent, place: Place::Before };
    let of_main = || Some(of_subject(Some(main_subject(discourse, sentence, cue)?)));
    match range {
        Some(range) if according || !going_on => {
            let (before, phrase) = (sentence.get(..range.start)?, sentence.get(range)?);
            made(discourse, before, phrase, Some(word), adjacent, Place::Before).or_else(of_main)
        }
        // `…, adding “…”`: the subject of the sentence goes on speaking.
        Some(_) | None if going_on => {
            let main = quoted(discourse, sentence, cue).or_else(|| main_subject(discourse, sentence, cue));
            Some(of_subject(main.or_else(|| sentence_subject(discourse, sentence, cue))))
        }
        // `She went home, but says “…”`
        None => of_main(),
        Some(_) => None,
    }
}

fn made(
    discourse: &Discourse<'_>,
    before: &[Item<'_>],
    phrase: &[Item<'_>],
    cue: Option<&str>,
    adjacent: bool,
    place: Place,
) -> Option<Attribution> {
    let subject = named::subject(discourse, before, phrase);
    // `“…,” she said`, and nobody was named yet: somebody said it.
    let only = phrase.first().filter(|_| adjacent && phrase.len() == 1).and_then(Item::word);
    let unknown = only.is_some_and(|word| is_pronoun(discourse, word));
    (subject.is_some() || unknown).then(|| Attribution { subject, cue: cue.map(str::to_owned), adjacent, place })
}

/// Whether `according to` stands here.
fn is_according(items: &[Item<'_>], at: usize) -> bool {
    let is = |at: usize, kind: Kind| items.get(at).is_some_and(|item| item.is(kind));
    is(at, Kind::According) && is(at + 1, Kind::AnyTo)
}

fn is_pronoun(discourse: &Discourse<'_>, mention: &str) -> bool {
    discourse.words().is(&mention.to_lowercase(), Kind::ThirdPerson)
}
