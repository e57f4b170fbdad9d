//! Where a reported clause begins, and which words are its verb.

use super::cues::{self, Cue};
use super::items::Item;
use super::phrase;
use super::verb::{is_finite, is_surely_finite};

/// Where the clause begins that the verb at `cue` reports.
pub(crate) fn begin(sentence: &[Item<'_>], cue: usize, verb: &str) -> Option<usize> {
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
        let subject = phrase::before_cue(sentence, cue)?;
        let inserted = subject.start > 2 && comma(subject.start - 1) && subject.len() <= 4;
        return (inserted && is_finite(word(next + 1))).then_some(next + 1);
    }
    if word(next).is_empty() {
        return None;
    }
    if matches!(verb.as_str(), "told" | "tells" | "telling" | "tell") {
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
        let object = capitals.max(usize::from(plain)).max(outlet).max(audience(sentence, next));
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
    let within = match word(next) {
        "in" | "during" | "as" | "after" | "for" => 7,
        "while" | "when" | "despite" | "since" | "with" | "under" => 18,
        _ => 0,
    };
    let goes_on = |at: usize| comma(at) && is_clause_start(word(at + 1)) && !word(at + 1).ends_with("ing");
    let opening = (next + 2..next + within.max(2)).find(|at| comma(*at)).is_some_and(goes_on);
    // `said no road was open`, but not `said no to it`.
    const FINITE_WITHIN: usize = 10;
    let denies = says
        && word(next) == "no"
        && !matches!(word(next + 1), "" | "to" | "more" | "and")
        && (next + 2..next + FINITE_WITHIN).any(|at| is_surely_finite(word(at)));
    if !opening && !denies && !is_clause_start(word(next)) {
        return None;
    }
    if says {
        return Some(next);
    }
    const REACH: usize = 14;
    let finite =
        (next..next + REACH).take_while(|at| matches!(sentence.get(*at), Some(Item::Word(..) | Item::Quote(..))));
    finite.into_iter().any(|at| is_finite(word(at)) && !word(at).ends_with("ed")).then_some(next)
}

/// Words that name who listens: `a news conference in Geneva`, `a crowd of supporters`.
fn audience(sentence: &[Item<'_>], at: usize) -> usize {
    const MOST: usize = 6;
    let word = |at: usize| sentence.get(at).and_then(Item::word).unwrap_or_default();
    if !matches!(word(at), "a" | "an" | "the" | "his" | "her" | "their") {
        return 0;
    }
    let listens = |word: &str| {
        matches!(
            word,
            "conference"
                | "briefing"
                | "meeting"
                | "parliament"
                | "court"
                | "inquiry"
                | "committee"
                | "hearing"
                | "audience"
                | "crowd"
                | "rally"
                | "gathering"
                | "newspaper"
                | "agency"
                | "station"
                | "broadcaster"
                | "programme"
                | "program"
                | "press"
                | "media"
                | "house"
                | "council"
                | "summit"
                | "forum"
                | "investigators"
        )
    };
    let Some(noun) = (at + 1..at + MOST).take_while(|at| !word(*at).is_empty()).find(|at| listens(word(*at))) else {
        return 0;
    };
    let place = usize::from(word(noun + 1) == "in" && sentence.get(noun + 2).is_some_and(Item::is_capital)) * 2;
    noun + 1 + place - at
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
            | "after"
            | "afterwards"
            | "when"
            | "while"
            | "following"
            | "repeatedly"
            | "only"
            | "previously"
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
            | "via"
            | "after"
            | "when"
            | "while"
            | "following"
            | "ahead"
            | "amid"
            | "through"
            | "outside"
            | "inside"
            | "are"
            | "have"
            | "where"
            | "which"
            | "farewell"
            | "sorry"
    );
    !word.is_empty() && !not
}
