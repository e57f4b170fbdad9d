//! Where a reported clause begins.

use super::items::Item;
use super::phrase;
use super::verb::{is_finite, is_surely_finite, reports};
use crate::words::Kind;

/// Where the clause begins that the verb at `cue` reports.
pub(crate) fn begin(sentence: &[Item<'_>], cue: usize) -> Option<usize> {
    let words = Words { sentence };
    let verb = sentence.get(cue)?;
    let next = cue + 1;
    if words.is(next, Kind::That) {
        return Some(next + 1);
    }
    if words.is(next, Kind::HowOrWhy) {
        return verb.is(Kind::Explains).then_some(next + 1);
    }
    if let Some(that) = words.that_further_on(next, verb) {
        return Some(that + 1);
    }
    if !verb.is(Kind::ReportsBare) {
        return None;
    }
    if matches!(sentence.get(next), Some(Item::Quote(..))) && words.holds(next + 1, is_finite) {
        return Some(next);
    }
    if words.is_comma(next) && words.is_word(next + 1) {
        return words.behind_inserted(cue);
    }
    if !words.is_word(next) {
        return None;
    }
    if verb.is(Kind::Tells) {
        return words.behind_listeners(next);
    }
    let next = words.past_time(next);
    let says = verb.is(Kind::SaysPlainly);
    let opens = words.opens_with_adverbial(next) || says && words.denies(next) || words.may_start_clause(next);
    (opens && (says || words.is_clause(next))).then_some(next)
}

/// A sentence asked for the words at its places.
#[derive(Clone, Copy)]
struct Words<'s, 'a> {
    sentence: &'s [Item<'a>],
}

impl<'a> Words<'_, 'a> {
    fn is(self, at: usize, kind: Kind) -> bool {
        self.holds(at, |item| item.is(kind))
    }

    fn is_word(self, at: usize) -> bool {
        self.holds(at, Item::is_word)
    }

    fn is_comma(self, at: usize) -> bool {
        self.holds(at, Item::is_comma)
    }

    fn holds(self, at: usize, is: impl Fn(&Item<'a>) -> bool) -> bool {
        self.sentence.get(at).is_some_and(is)
    }

    /// How many items from `at` on, of so many, are capitalised words.
    fn capitals(self, at: usize, most: usize) -> usize {
        (at..at + most).take_while(|at| self.holds(*at, Item::is_capital)).count()
    }

    /// `told reporters in Geneva on Tuesday that`: where `that` stands.
    fn that_further_on(self, next: usize, verb: &Item<'_>) -> Option<usize> {
        const THAT_WITHIN: usize = 10;
        let that = (next..next + THAT_WITHIN).find(|at| self.is(*at, Kind::That))?;
        let verb_between = |item: &Item<'a>| reports(item) || is_finite(item);
        let ends = |item: &Item<'a>| matches!(item, Item::Quote(..) | Item::Stop(..));
        let reaches = !(next..that).any(|at| self.holds(at, verb_between) || self.holds(at, ends));
        let adverbial = !self.is_word(next) || self.is(next, Kind::AdverbialBeforeThat);
        (reaches && (verb.is(Kind::Addresses) || adverbial)).then_some(that)
    }

    /// `The road, she said, is closed.`
    fn behind_inserted(self, cue: usize) -> Option<usize> {
        let subject = phrase::before_cue(self.sentence, cue)?;
        let inserted = subject.start > 2 && self.is_comma(subject.start - 1) && subject.len() <= 4;
        (inserted && self.holds(cue + 2, is_finite)).then_some(cue + 2)
    }

    /// Behind whoever is told: `told Reuters`, `told the Lok Sabha on Monday`, `told a news conference in Geneva`.
    fn behind_listeners(self, next: usize) -> Option<usize> {
        const NAME: usize = 4;
        let plain = usize::from(self.is(next, Kind::Listener));
        let outlet = if self.is(next, Kind::The) { 1 + self.capitals(next + 1, NAME) } else { 0 };
        let object = self.capitals(next, NAME).max(plain).max(outlet).max(self.audience(next));
        let start = self.past_time(next + object);
        (object > 0 && !self.is(start, Kind::BeginsOccasion) && self.may_start_clause(start)).then_some(start)
    }

    /// Words that name who listens: `a news conference in Geneva`, `a crowd of supporters`.
    fn audience(self, at: usize) -> usize {
        const MOST: usize = 6;
        if !self.is(at, Kind::BeginsAudience) {
            return 0;
        }
        let mut words = (at + 1..at + MOST).take_while(|at| self.is_word(*at));
        let Some(noun) = words.find(|at| self.is(*at, Kind::Audience)) else { return 0 };
        let place = usize::from(self.is(noun + 1, Kind::In) && self.holds(noun + 2, Item::is_capital)) * 2;
        noun + 1 + place - at
    }

    /// Past `Monday`, `on Monday`, `this week`.
    fn past_time(self, at: usize) -> usize {
        let is_day = |at: usize| {
            self.is(at, Kind::DayEnding) && (self.is(at, Kind::TodayOrYesterday) || self.holds(at, Item::is_capital))
        };
        if is_day(at) {
            at + 1
        } else if self.is(at, Kind::On) && is_day(at + 1)
            || self.is(at, Kind::ThisOrLast) && self.is(at + 1, Kind::WeekOrMonth)
        {
            at + 2
        } else {
            at
        }
    }

    /// `said in recent years, the country has grown`
    fn opens_with_adverbial(self, next: usize) -> bool {
        let within = if self.is(next, Kind::BeginsShortAdverbial) {
            7
        } else if self.is(next, Kind::BeginsLongAdverbial) {
            18
        } else {
            2
        };
        let comma = (next + 2..next + within).find(|at| self.is_comma(*at));
        comma.is_some_and(|comma| self.may_start_clause(comma + 1) && !self.is(comma + 1, Kind::GoingOn))
    }

    /// `said no road was open`, but not `said no to it`.
    fn denies(self, next: usize) -> bool {
        const FINITE_WITHIN: usize = 10;
        self.is(next, Kind::No)
            && self.is_word(next + 1)
            && !self.is(next + 1, Kind::BehindNo)
            && (next + 2..next + FINITE_WITHIN).any(|at| self.holds(at, is_surely_finite))
    }

    /// Whether a reported clause without `that` can begin here.
    fn may_start_clause(self, at: usize) -> bool {
        self.is_word(at) && !self.is(at, Kind::NoClauseStart)
    }

    /// Whether a finite verb stands in the next words.
    fn is_clause(self, next: usize) -> bool {
        const REACH: usize = 14;
        let within = |at: &usize| matches!(self.sentence.get(*at), Some(Item::Word(..) | Item::Quote(..)));
        (next..next + REACH).take_while(within).any(|at| self.holds(at, is_surely_finite))
    }
}
