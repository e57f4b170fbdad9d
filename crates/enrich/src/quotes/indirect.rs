//! Clear indirect speech: a reporting verb with its subject and the clause that is reported.

use super::attribution;
use super::cues::{self, Cue};
use super::speaker::{self, Discourse, Subject};
use super::words::Item;
use std::ops::Range;

/// A reported clause.
#[derive(Debug, Clone)]
pub(super) struct Reported {
    pub(super) bytes: Range<usize>,
    pub(super) subject: Subject,
    pub(super) person: Option<usize>,
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
        let Some(start) = clause(sentence, cue, word) else { continue };
        let going_on = word.ends_with("ing");
        let subject = if going_on {
            let said = found.last().map(|last| (last.subject.clone(), last.person));
            said.or_else(|| speaking.clone())
                .or_else(|| attribution::main_subject(discourse, sentence, cue))
                .or_else(|| sentence_subject(discourse, sentence, cue))
        } else {
            speaker::before_cue(sentence, cue).and_then(|range| discourse.subject(sentence.get(range)?))
        };
        let Some((subject, person)) = subject else { continue };
        speaking = Some((subject.clone(), person));
        let end = clause_end(sentence, start);
        let Some(bytes) = bytes(sentence, start..end) else { continue };
        if words(sentence, start..end) >= MIN_WORDS {
            found.push(Reported { bytes, subject, person, cue: word.to_owned() });
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

/// Where the clause begins that the verb at `cue` reports.
fn clause(sentence: &[Item<'_>], cue: usize, verb: &str) -> Option<usize> {
    // `told reporters in Geneva on Tuesday that`
    const THAT_WITHIN: usize = 10;
    let next = cue + 1;
    let word = |at: usize| sentence.get(at).and_then(Item::word).unwrap_or_default();
    if word(next) == "that" {
        return Some(next + 1);
    }
    let verb = verb.to_lowercase();
    if matches!(word(next), "how" | "why") {
        return matches!(verb.as_str(), "explained" | "explains" | "explain" | "described" | "describes" | "describe")
            .then_some(next + 1);
    }
    let addressed = matches!(
        verb.as_str(),
        "told"
            | "tells"
            | "telling"
            | "informed"
            | "informs"
            | "assured"
            | "assures"
            | "reminded"
            | "warned"
            | "advised"
            | "assuring"
            | "informing"
            | "tell"
            | "reminds"
            | "warns"
            | "promised"
    );
    let verb_between = |at: usize| cues::of(word(at)).is_some() || is_finite(word(at));
    let that = (next..next + THAT_WITHIN).find(|at| word(*at) == "that");
    let reaches = |that: usize| {
        (next..that).all(|at| !verb_between(at) && !matches!(sentence.get(at), Some(Item::Quote(..) | Item::Stop(..))))
    };
    if let Some(that) = that.filter(|that| reaches(*that) && (addressed || begins_adverbial(word(next)))) {
        return Some(that + 1);
    }
    if cues::of(&verb) != Some(Cue::Bare) {
        return None;
    }
    let quoted = matches!(sentence.get(next), Some(Item::Quote(..)));
    if quoted && is_finite(word(next + 1)) {
        return Some(next);
    }
    // `The road, she said, is closed.`
    let comma = |at: usize| sentence.get(at).is_some_and(Item::is_comma);
    if comma(next) && !word(next + 1).is_empty() {
        let subject = speaker::before_cue(sentence, cue)?;
        let inserted = subject.start > 2 && comma(subject.start - 1) && subject.len() <= 4;
        return (inserted && is_finite(word(next + 1))).then_some(next + 1);
    }
    if word(next).is_empty() {
        return None;
    }
    if matches!(verb.as_str(), "told" | "tells" | "telling") {
        let capitals = (next..next + 4).take_while(|at| sentence.get(*at).is_some_and(Item::is_capital)).count();
        let plain = matches!(
            word(next),
            "reporters" | "journalists" | "me" | "him" | "her" | "them" | "us" | "lawmakers" | "parliament"
        );
        let outlet = if word(next) == "the" {
            1 + (next + 1..next + 5).take_while(|at| sentence.get(*at).is_some_and(Item::is_capital)).count()
        } else {
            0
        };
        let object = capitals.max(usize::from(plain)).max(outlet);
        let start = past_time(sentence, next + object);
        let when =
            matches!(word(start), "after" | "when" | "following" | "outside" | "ahead" | "inside" | "while" | "since");
        return (object > 0 && !when && is_clause_start(word(start))).then_some(start);
    }
    let next = past_time(sentence, next);
    let says = matches!(
        verb.as_str(),
        "said" | "says" | "say" | "saying" | "added" | "adds" | "adding" | "explained" | "explains"
    );
    // `said in recent years, the country has grown`
    let opening =
        says && word(next) == "in" && (next + 2..next + 6).any(|at| comma(at) && is_clause_start(word(at + 1)));
    if !opening && !is_clause_start(word(next)) {
        return None;
    }
    if says {
        return Some(next);
    }
    const REACH: usize = 14;
    let finite = (next..next + REACH)
        .take_while(|at| matches!(sentence.get(*at), Some(Item::Word(..) | Item::Quote(..) | Item::Pause(..))));
    finite.into_iter().any(|at| is_finite(word(at)) && !word(at).ends_with("ed")).then_some(next)
}

/// Past `Monday`, `on Monday`, `this week`.
fn past_time(sentence: &[Item<'_>], at: usize) -> usize {
    let word = |at: usize| sentence.get(at).and_then(Item::word).unwrap_or_default();
    let is_day = |word: &str| {
        word.ends_with("day") && matches!(word, "today" | "yesterday") | word.starts_with(char::is_uppercase)
    };
    if is_day(word(at)) {
        at + 1
    } else if word(at) == "on" && is_day(word(at + 1))
        || matches!(word(at), "this" | "last") && matches!(word(at + 1), "week" | "month")
    {
        at + 2
    } else {
        at
    }
}

/// Words with which an adverbial between verb and `that` begins.
fn begins_adverbial(word: &str) -> bool {
    matches!(
        word,
        "on" | "in"
            | "at"
            | "during"
            | "to"
            | "last"
            | "earlier"
            | "yesterday"
            | "today"
            | "later"
            | "this"
            | "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "out"
            | "also"
            | "through"
            | "via"
            | "recently"
            | ""
            | "further"
            | "again"
            | "clearly"
            | "categorically"
    )
}

/// Whether a reported clause without `that` can begin with this word.
fn is_clause_start(word: &str) -> bool {
    let not = matches!(
        word,
        "in" | "on"
            | "at"
            | "to"
            | "of"
            | "by"
            | "for"
            | "with"
            | "about"
            | "during"
            | "as"
            | "from"
            | "before"
            | "so"
            | "nothing"
            | "goodbye"
            | "no"
            | "yes"
            | "and"
            | "or"
            | "but"
            | "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "yesterday"
            | "today"
            | "earlier"
            | "later"
            | "last"
            | "than"
            | "what"
            | "how"
            | "who"
            | "is"
            | "was"
            | "were"
            | "has"
            | "had"
            | "will"
            | "would"
            | "would-be"
            | "recently"
            | "simply"
            | "who's"
            | "otherwise"
    );
    !word.is_empty() && !not
}

/// Whether a word can be the finite verb of a clause.
fn is_finite(word: &str) -> bool {
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
    let contracted = ["'s", "’s", "'d", "’d", "'ll", "’ll", "'re", "’re", "'ve", "’ve"].into_iter().any(|ending| {
        word.strip_suffix(ending).is_some_and(|rest| {
            matches!(rest.to_lowercase().as_str(), "he" | "she" | "it" | "they" | "we" | "i" | "there" | "that" | "you")
        })
    });
    listed || contracted || word.len() > 4 && word.ends_with("ed")
}

/// Where the clause that begins at `start` ends.
fn clause_end(sentence: &[Item<'_>], start: usize) -> usize {
    let mut end = sentence.len();
    for at in start..sentence.len() {
        let after = sentence.get(at + 1).and_then(Item::word);
        let participle = after.is_some_and(|word| word.ends_with("ing") && cues::of(word).is_some());
        let colon = matches!(sentence.get(at), Some(Item::Stop(":", _)));
        let cut = match sentence.get(at) {
            Some(Item::Pause(",", _)) => participle,
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
        && speaker::behind_cue(sentence, cue).is_some()
        && end - cue <= SUBJECT
    {
        let range = speaker::behind_cue(sentence, cue)?;
        // `…, said Ruiz, who leads the team.`
        (range, cue)
    } else {
        let tail = sentence.get(cue + 1..end)?;
        let clause_behind = tail.iter().any(|item| item.word().is_some_and(|word| is_finite(word) || word == "that"));
        // `claims the prize` has an object, not a clause.
        let object =
            tail.first().and_then(Item::word).is_some_and(|next| matches!(next, "the" | "a" | "an" | "his" | "her"));
        if object && !matches!(word, "told" | "tells") || cues::of(word) == Some(Cue::That) && !word.ends_with("ed") {
            return None;
        }
        if tail.len() > BEHIND || clause_behind || tail.iter().any(|item| matches!(item, Item::Quote(..))) {
            return None;
        }
        let subject = speaker::before_cue(sentence, cue)?;
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
    let finite = reported.iter().any(|item| item.word().is_some_and(is_finite));
    let quoted = matches!(reported.last(), Some(Item::Quote(..))) || matches!(reported.first(), Some(Item::Quote(..)));
    let reporting = reported.iter().any(|item| item.word().and_then(cues::of) == Some(Cue::Bare));
    if !finite || quoted || reporting || words(sentence, start..clause_end) < MIN_WORDS + 1 {
        return None;
    }
    let (subject, person) = discourse.subject(sentence.get(range)?)?;
    Some(Reported { bytes: bytes(sentence, start..clause_end)?, subject, person, cue: word.to_owned() })
}

/// The subject of a sentence whose own verb does not report: what stands at its beginning.
fn sentence_subject(discourse: &Discourse<'_>, sentence: &[Item<'_>], cue: usize) -> Option<(Subject, Option<usize>)> {
    // Past `On Monday,`.
    let start =
        if speaker::is_adverbial(sentence, 0) { sentence.iter().take(cue).position(Item::is_comma)? + 1 } else { 0 };
    let length = sentence.iter().take(cue).skip(start).position(|item| {
        matches!(item, Item::Pause(..) | Item::Quote(..))
            || item.word().is_some_and(|word| is_finite(word) || cues::of(word).is_some())
    })?;
    discourse.subject(sentence.get(start..start + length)?)
}

fn bytes(sentence: &[Item<'_>], range: Range<usize>) -> Option<Range<usize>> {
    let first = sentence.get(range.start)?;
    let last = sentence.get(range.end.checked_sub(1)?)?;
    (range.start < range.end).then(|| first.bytes().start..last.bytes().end)
}

fn words(sentence: &[Item<'_>], range: Range<usize>) -> usize {
    sentence.get(range).unwrap_or_default().iter().filter(|item| item.word().is_some()).count()
}
