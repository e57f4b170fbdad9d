//! Whom a phrase of nouns names: its name, or the noun that the phrase is about.

use super::candidate::Candidate;
use super::discourse::Discourse;
use super::roles;
use crate::enrichers::quotes::people::gender;
use crate::enrichers::quotes::sentence::head_noun::{self, HeadNoun, is_owned, is_preposition, trimmed};
use crate::enrichers::quotes::sentence::{Item, names, verb};
use crate::words::Kind;
use std::ops::Range;
use std::rc::Rc;

/// The words before a verb or a relative clause of their own.
pub(crate) fn words<'i, 'b>(items: &'i [Item<'b>]) -> Option<&'i [Item<'b>]> {
    // `Ana Ruiz who is the head of the mission there`, `The mayor gave a speech and said`
    let ends = |item: &Item<'_>| item.is(Kind::RelativeForPeople) || verb::is_surely_finite(item);
    let length = items.iter().skip(1).position(ends).map_or(items.len(), |at| at + 1);
    items.get(..length)
}

/// Whom a phrase of nouns means.
pub(crate) fn meant(discourse: &Discourse<'_>, items: &[Item<'_>]) -> Option<Candidate> {
    // `who months before had agreed`: whoever is named there is not the one.
    if items.len() > 1 && items.first().is_some_and(|first| first.is(Kind::Who)) {
        return None;
    }
    let phrase = Phrase::of(discourse, items)?;
    phrase
        .writer()
        .or_else(|| discourse.candidate(phrase.person()?))
        .or_else(|| discourse.candidate(roles::abbreviated_role(discourse, phrase.head)?))
        .or_else(|| roles::compatriot(discourse, phrase.head))
        .or_else(|| discourse.candidate(phrase.body()?))
        .or_else(|| roles::bearer(discourse, items, phrase.head))
        .or_else(|| discourse.candidate(phrase.shortened()?))
        .or_else(|| discourse.candidate(phrase.person_inside()?))
        .or_else(|| if phrase.can_be_name() { printed(discourse, items) } else { None })
}

/// A phrase of nouns, cut at the first preposition that is no part of a name.
#[derive(Clone, Copy)]
struct Phrase<'s, 'a, 'd> {
    discourse: &'s Discourse<'d>,
    items: &'s [Item<'a>],
    head: &'s [Item<'a>],
    tail: &'s [Item<'a>],
    /// `Ana Ruiz and others`: it is not only who is named.
    others: bool,
}

impl<'s, 'a, 'd> Phrase<'s, 'a, 'd> {
    fn of(discourse: &'s Discourse<'d>, items: &'s [Item<'a>]) -> Option<Self> {
        let (head, tail) = items.split_at_checked(head_length(discourse, items))?;
        let others = items.iter().any(|item| item.is(Kind::Others));
        Some(Self { discourse, items, head, tail, others })
    }

    /// The person named by this item.
    fn named(self, item: &Item<'_>) -> Option<usize> {
        let cast = self.discourse.cast();
        let is_person = |at: &usize| cast.get(*at).is_some_and(|member| member.is_person);
        cast.named(item).filter(|at| !item.is(Kind::Possessive) && is_person(at))
    }

    /// Who wrote what is said to read so: `Fontaine’s statement`, `a JSC statement`.
    fn writer(self) -> Option<Candidate> {
        let writing = self.items.last()?.is(Kind::Writing);
        let mut before = self.items.iter().rev().skip(1).filter(|_| writing);
        let owner = before.find_map(|item| self.discourse.cast().named(item));
        // `the statement added`: that of whoever is heard already.
        let heard = writing && self.items.len() == 2 && self.items.first()?.is(Kind::Definite);
        let last = || self.discourse.last_speaker().cloned().filter(|_| heard);
        owner.and_then(|member| self.discourse.candidate(member)).or_else(last)
    }

    /// The person at the end of the head or of the tail.
    fn person(self) -> Option<usize> {
        if self.others {
            return None;
        }
        // `Ana Ruiz of Example Corp`
        if let Some(named) = self.head.last().and_then(|item| self.named(item)) {
            return Some(namesake(self.discourse, self.head, named));
        }
        // `Minister of Health Ana Ruiz`, but not `a lawyer for Ana Ruiz`.
        let named = self.tail.last().and_then(|item| self.named(item))?;
        let is_named = |item: &&Item<'_>| self.discourse.cast().named(item) == Some(named);
        let names = self.tail.iter().rev().take_while(is_named).count();
        // `The minister in a meeting with party leader Ana Ruiz`
        let others = self.tail.iter().skip(1).any(|item| item.is(Kind::WithOrBy));
        let before = self.tail.len().checked_sub(names + 1).and_then(|at| self.tail.get(at))?;
        // `the man accused of killing Ana Ruiz`, `the coach of striker Ana Ruiz`
        let governs = before.is_lowercase() && before.is_any(&[Kind::GoingOn, Kind::Participle]);
        let titled = self.is_role(before) && is_role(self.discourse, self.head);
        (!others && !is_preposition(before) && !governs && !titled).then_some(named)
    }

    fn is_role(self, item: &Item<'_>) -> bool {
        let word = item.word().filter(|_| item.is_lowercase());
        word.is_some_and(|word| head_noun::is_role_word(self.discourse.words(), word))
    }

    /// Whoever else the head ends with.
    fn body(self) -> Option<usize> {
        self.head.last().and_then(|item| self.discourse.cast().named(item)).filter(|_| !is_owned(self.head))
    }

    /// An organisation by its initials, or a person by a slip of the pen.
    fn shortened(self) -> Option<usize> {
        let cast = self.discourse.cast();
        let word = self.head.last().filter(|last| last.is_capital() && cast.mention(last).is_none())?.word()?;
        cast.abbreviated(word).or_else(|| cast.misspelled(word).filter(|_| self.head.len() <= 2))
    }

    /// `Hunter herself`, `Minister Ruiz for the first time`
    fn person_inside(self) -> Option<usize> {
        let named = self.head.iter().rev().find_map(|item| self.named(item));
        named.filter(|_| !self.others && !is_role(self.discourse, self.head))
    }

    /// Whether these words can be the name of somebody not known: a clause is none.
    fn can_be_name(self) -> bool {
        const LONGEST: usize = 18;
        let clause = self.items.iter().any(|item| item.is(Kind::ClauseWord));
        let begins = self.items.first().filter(|first| first.is_word()).is_some_and(|first| {
            let verb = first.is(Kind::GoingOn) && first.is_lowercase() || verb::is_surely_finite(first);
            let participle = first.is(Kind::Participle) && first.is_lowercase() && self.items.len() > 3;
            !(first.is(Kind::BeginsNoName) || verb || participle)
        });
        // `Recently`, `Finally`: no name.
        let adverb = matches!(self.items, [only] if only.is(Kind::NoNameAlone));
        !clause && begins && !adverb && self.items.len() <= LONGEST
    }
}

/// Where the first preposition stands that is no part of a name, or what somebody does: `the officer leading the search`.
fn head_length(discourse: &Discourse<'_>, items: &[Item<'_>]) -> usize {
    let words = discourse.words();
    let is_role = |item: &Item<'_>| item.word().is_some_and(|word| head_noun::is_role_word(words, word));
    let ends = |at: &usize| {
        items.get(*at).is_some_and(|item| {
            let does = || item.is_lowercase() && item.is_any(&[Kind::GoingOn, Kind::Participle]);
            let behind_role = || at.checked_sub(1).and_then(|at| items.get(at)).is_some_and(is_role);
            is_preposition(item) && discourse.cast().mention(item).is_none() || does() && behind_role()
        })
    };
    (1..items.len()).find(ends).unwrap_or(items.len())
}

/// The subject, or the name in apposition behind it: `Ruiz’s mother, Lili Solheim`, `the spokesman, Tor Lund`.
pub(crate) fn apposed(discourse: &Discourse<'_>, items: &[Item<'_>], subject: Range<usize>) -> Range<usize> {
    let phrase = items.get(subject.clone()).unwrap_or_default();
    let last = phrase.get(..head_length(discourse, phrase)).and_then(<[Item<'_>]>::last);
    let plain = phrase.first().is_some_and(|first| first.is_any(&[Kind::Article, Kind::HisOrHer]))
        && last.is_some_and(|last| !last.is_capital());
    let unnamed =
        last.is_some_and(|last| discourse.cast().named(last).is_none()) && (plain || is_role(discourse, phrase));
    let name = subject.end + 1;
    let member = items.get(name).and_then(|item| discourse.cast().named(item));
    let person = member.filter(|member| discourse.cast().get(*member).is_some_and(|member| member.is_person));
    let comma = items.get(subject.end).is_some_and(Item::is_comma);
    if !(unnamed && comma) || person.is_none() {
        return subject;
    }
    let length = items.iter().skip(name).take_while(|item| discourse.cast().named(item) == person).count();
    name..name + length
}

/// Whether these words name somebody who may speak.
pub(crate) fn is_speaker(discourse: &Discourse<'_>, items: &[Item<'_>]) -> bool {
    let items = trimmed(items);
    let phrase = items.get(..head_length(discourse, items)).unwrap_or_default();
    let pronoun = items.first().is_some_and(|first| first.is_any(&[Kind::He, Kind::She, Kind::They]));
    let noun = || {
        let head = HeadNoun::of(discourse.words(), items)?;
        let singular = discourse.words().kinds(head.noun.trim_end_matches('s'));
        Some(head.is_noun() || head_noun::is_noun(singular))
    };
    pronoun && items.len() == 1
        || phrase.last().is_some_and(|last| last.is_capital() || discourse.cast().named(last).is_some())
        || noun().unwrap_or(false)
}

/// Of several people with one name, the one spoken of.
fn namesake(discourse: &Discourse<'_>, printed: &[Item<'_>], named: usize) -> usize {
    let [only] = printed else { return named };
    let word = only.word().map_or("", names::bare);
    let spoken_of = discourse.person().and_then(|candidate| candidate.member);
    let bears = |member: usize| {
        discourse
            .cast()
            .get(member)
            .is_some_and(|member| member.is_person && member.name.split(' ').any(|part| part == word))
    };
    spoken_of.filter(|member| bears(*member)).unwrap_or(named)
}

/// Whether the noun that a phrase is about is one for people.
pub(crate) fn is_role(discourse: &Discourse<'_>, phrase: &[Item<'_>]) -> bool {
    HeadNoun::of(discourse.words(), phrase).is_some_and(|head| head.is_person())
}

/// Somebody who is known by these words alone.
fn printed(discourse: &Discourse<'_>, items: &[Item<'_>]) -> Option<Candidate> {
    let name = Rc::from(discourse.text_of(items)?);
    let head = HeadNoun::of(discourse.words(), items);
    let is_body = head.as_ref().is_some_and(HeadNoun::is_body);
    let gender = head.as_ref().and_then(|head| gender::of_noun(head.kinds()));
    let is_name =
        items.iter().all(Item::is_capital) && !items.iter().any(|item| discourse.cast().mention(item).is_some());
    // `the Eastern Command`
    let proper = items.len() > 2 && items.iter().skip(1).all(Item::is_capital);
    let proper = proper && items.first().is_some_and(|first| first.is(Kind::Definite));
    let is_somebody = |head: HeadNoun| head.is_person() || head.is_what_one_is() && !head.is_body();
    let is_person = if head.is_some_and(is_somebody) || gender.is_some() || is_name {
        Some(true)
    } else if is_body || proper {
        Some(false)
    } else {
        None
    };
    Some(Candidate { name, reference: None, member: None, gender, is_person })
}
