//! From the words of an attribution to a speaker.
//!
//! Reads on through the text: whom pronouns and roles mean depends on who was spoken of last.

use super::cues;
use super::names::{self, Gender, People};
use super::words::Item;
use article::Speaker;
use std::ops::Range;

/// Who is who at this point of the text.
pub(super) struct Discourse<'a> {
    pub(super) text: &'a str,
    pub(super) people: &'a People,
    /// People in the order of their mentions, latest last.
    latest: Vec<usize>,
    /// Who spoke last.
    pub(super) last: Option<Speaker>,
    /// The last person who was the subject of a sentence or spoke.
    focus: Option<usize>,
}

/// A speaker with the words that name them.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) mention: String,
    pub(super) speaker: Speaker,
}

/// Nouns for people who speak.
const ROLES: &[&str] = &[
    "minister",
    "president",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "director",
    "mayor",
    "governor",
    "chairman",
    "chairwoman",
    "chairperson",
    "chair",
    "secretary",
    "ambassador",
    "envoy",
    "commissioner",
    "chief",
    "captain",
    "coach",
    "player",
    "manager",
    "professor",
    "judge",
    "lawyer",
    "attorney",
    "senator",
    "lawmaker",
    "leader",
    "mother",
    "father",
    "researcher",
    "scientist",
    "doctor",
    "author",
    "artist",
    "actor",
    "actress",
    "singer",
    "teacher",
    "expert",
    "analyst",
    "economist",
    "official",
    "officer",
    "politician",
    "premier",
    "pm",
    "cm",
    "mp",
    "ceo",
    "founder",
    "head",
    "boss",
    "woman",
    "man",
    "farmer",
    "activist",
    "candidate",
    "pope",
    "bishop",
    "king",
    "queen",
    "prince",
    "rapper",
    "star",
    "coordinator",
    "representative",
    "advocate",
    "deputy",
    "superintendent",
    "inspector",
    "councillor",
    "striker",
    "midfielder",
    "defender",
    "goalkeeper",
    "skipper",
    "veteran",
    "writer",
    "historian",
    "diplomat",
    "statesman",
    "dg",
];

impl<'a> Discourse<'a> {
    pub(super) fn new(text: &'a str, people: &'a People) -> Self {
        Self { text, people, latest: Vec::new(), last: None, focus: None }
    }

    /// Notes who is named in a sentence; whoever begins it becomes the one that pronouns mean.
    pub(super) fn read(&mut self, sentence: &[Item<'_>]) {
        // Later names of a long sentence are seldom meant by the next pronoun.
        const SUBJECT_WITHIN: usize = 9;
        // Enough to look back at.
        const KEPT: usize = 64;
        let mut first = None;
        for (at, item) in sentence.iter().enumerate() {
            if !item.is_capital() || item.word().is_some_and(names::is_title) {
                continue;
            }
            let Some(person) = self.people.find(std::slice::from_ref(item)) else { continue };
            let possessive = item.word().is_some_and(names::is_possessive);
            if first.is_none() && at < SUBJECT_WITHIN && !possessive {
                first = Some(person);
            }
            if self.latest.last() != Some(&person) {
                self.latest.push(person);
            }
        }
        if self.latest.len() > 2 * KEPT {
            self.latest.drain(..KEPT);
        }
        let begins_with_pronoun = sentence.iter().take(3).any(|item| {
            item.word().is_some_and(|word| names::gender_of(word).is_some() && word.to_lowercase().ends_with('e'))
        });
        if let Some(person) = first.filter(|_| !begins_with_pronoun) {
            self.focus = Some(person);
        }
    }

    /// The speaker spoke: later pronouns mean them.
    pub(super) fn spoke(&mut self, subject: &Subject, person: Option<usize>) {
        self.last = Some(subject.speaker.clone());
        if person.is_some() {
            self.focus = person;
        }
    }

    /// Whoever is spoken of, when a quotation stands alone.
    pub(super) fn continuing(&self) -> Option<Speaker> {
        self.last.clone().or_else(|| self.focus.and_then(|person| self.speaker(person)))
    }

    fn speaker(&self, person: usize) -> Option<Speaker> {
        let person = self.people.get(person)?;
        Some(Speaker { name: person.name.clone(), reference: person.reference })
    }

    /// The subject printed by these items, and who it is if a person.
    pub(super) fn subject(&self, items: &[Item<'_>]) -> Option<(Subject, Option<usize>)> {
        let items = trimmed(items);
        let (first, last) = (items.first()?, items.last()?);
        let printed = self.text.get(first.bytes().start..last.bytes().end)?;
        let of_person = |person: usize| {
            self.speaker(person).map(|speaker| (Subject { mention: printed.to_owned(), speaker }, Some(person)))
        };
        let as_printed = || {
            let speaker = Speaker { name: printed.to_owned(), reference: None };
            Some((Subject { mention: printed.to_owned(), speaker }, None))
        };
        if let [only] = items
            && let Some(word) = only.word()
        {
            match word.to_lowercase().as_str() {
                "he" | "she" | "who" => {
                    let person = self.pronoun(names::gender_of(word));
                    return match person.and_then(of_person) {
                        Some(found) => Some(found),
                        None => {
                            let speaker = self.last.clone()?;
                            Some((Subject { mention: printed.to_owned(), speaker }, None))
                        }
                    };
                }
                "it" | "they" | "we" | "i" => {
                    let speaker = self.last.clone()?;
                    return Some((Subject { mention: printed.to_owned(), speaker }, None));
                }
                "this" | "that" | "there" | "which" | "what" | "you" | "these" | "those" => return None,
                _ => {}
            }
        }
        let institution = items.iter().rev().find(|item| item.is_capital());
        let institution = institution.and_then(Item::word).is_some_and(names::is_institution);
        // What somebody's statement says, they say.
        let writing = items.last().and_then(Item::word).is_some_and(|word| {
            matches!(word, "statement" | "tweet" | "post" | "letter" | "message" | "email" | "testimony")
        });
        let owner = items.iter().rposition(|item| item.word().is_some_and(names::is_possessive)).filter(|_| writing);
        if let Some(person) = owner.and_then(|at| self.people.find(items.get(..=at)?)) {
            return of_person(person);
        }
        if !institution && let Some(person) = self.people.find(unpossessed(items)) {
            return of_person(person);
        }
        if let Some(person) = self.role(items) {
            return of_person(person);
        }
        as_printed()
    }

    fn pronoun(&self, gender: Option<Gender>) -> Option<usize> {
        let fits = |person: usize| {
            let known = self.people.get(person).and_then(|person| person.gender);
            gender.is_none() || known.is_none() || known == gender
        };
        self.focus
            .filter(|focus| fits(*focus))
            .or_else(|| self.latest.iter().rev().copied().find(|person| fits(*person)))
    }

    /// `the minister`: who has that role, or else who was spoken of last.
    fn role(&self, items: &[Item<'_>]) -> Option<usize> {
        let definite =
            items.first().and_then(Item::word).is_some_and(|word| matches!(word, "the" | "The" | "his" | "her"));
        if !definite {
            return None;
        }
        let head =
            items.iter().position(|item| item.word().is_some_and(|word| matches!(word, "of" | "for" | "in" | "at")));
        let head = items.get(..head.unwrap_or(items.len()))?.last()?.word()?.to_lowercase();
        let head = head.rsplit('-').next().unwrap_or_default();
        if !ROLES.contains(&head) {
            return None;
        }
        self.people.with_role(head, &self.latest).or(self.focus)
    }
}

/// The items without the adverbs, commas and conjunctions at their ends.
fn trimmed<'i, 'a>(mut items: &'i [Item<'a>]) -> &'i [Item<'a>] {
    let idle = |item: &Item<'_>| match item {
        Item::Word(word, _) => {
            matches!(*word, "and" | "but" | "And" | "But" | "as" | "while" | "because" | "so" | "that")
        }
        Item::Pause(..) | Item::Stop(..) | Item::Quote(..) => true,
    };
    while let [first, rest @ ..] = items
        && idle(first)
    {
        items = rest;
    }
    while let [rest @ .., last] = items
        && (idle(last) || last.word().is_some_and(cues::is_between))
        && !(rest.is_empty() && last.is_word("who"))
    {
        items = rest;
    }
    items
}

/// The items behind the last possessive: in `Hlophe’s lawyer` nobody is named. All if nothing is left to name.
fn unpossessed<'i, 'a>(items: &'i [Item<'a>]) -> &'i [Item<'a>] {
    let last = items.iter().rposition(|item| item.word().is_some_and(names::is_possessive));
    last.and_then(|last| items.get(last + 1..)).unwrap_or(items)
}

/// The items that name who does what the verb at `cue` says, in a sentence or part of it that begins with `items`.
///
/// `The minister, a lawyer from here, said`: what stands before the comma is asked first, and what stands in
/// apposition only if a name is there.
pub(super) fn before_cue(items: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    const MOST: usize = 40;
    let mut end = cue;
    while end > 0 && items.get(end - 1).and_then(Item::word).is_some_and(|word| cues::is_between(word) && word != "who")
    {
        end -= 1;
    }
    end = without_time(items, end);
    let before = items.get(..end)?;
    if before.last().and_then(Item::word).is_some_and(cues::is_passive) {
        return None;
    }
    if before.last()?.is_comma() {
        return apposed(items, end - 1);
    }
    let is_pronoun =
        |item: &Item<'_>| item.word().is_some_and(|word| matches!(word, "he" | "she" | "they" | "it" | "I" | "we"));
    if before.last().is_some_and(is_pronoun) {
        return Some(end - 1..end);
    }
    let start = before.iter().rposition(breaks).map_or(0, |at| at + 1).max(end.saturating_sub(MOST));
    // `Ana Ruiz, a teacher from here said`: the second comma is missing.
    let apposition = before.get(start).and_then(Item::word).is_some_and(|word| word.starts_with(char::is_lowercase));
    if apposition
        && let Some(comma) = start.checked_sub(1).filter(|comma| before.get(*comma).is_some_and(Item::is_comma))
    {
        let from = before.get(..comma)?.iter().rposition(breaks).map_or(0, |at| at + 1).max(comma.saturating_sub(MOST));
        let named = before.get(comma - comma.min(1)).is_some_and(|last| {
            last.is_capital() && !last.word().is_some_and(|word| names::is_title(word) || names::is_institution(word))
        });
        if named && !is_adverbial(items, from) {
            return Some(from..comma);
        }
    }
    (start < end).then_some(start..end)
}

/// What no name phrase reaches across.
fn breaks(item: &Item<'_>) -> bool {
    match item {
        Item::Pause(sign, _) => !matches!(*sign, "'" | "’" | "&" | "/"),
        Item::Stop(..) | Item::Quote(..) => true,
        Item::Word(word, _) => {
            matches!(
                *word,
                "that" | "but" | "while" | "when" | "because" | "although" | "as" | "after" | "if" | "which"
            )
        }
    }
}

/// Before `on Monday`, `this week`, `in a statement` and the like.
fn without_time(items: &[Item<'_>], end: usize) -> usize {
    let word =
        |back: usize| end.checked_sub(back).and_then(|at| items.get(at)).and_then(Item::word).unwrap_or_default();
    let time = matches!(
        word(1),
        "week" | "month" | "year" | "morning" | "statement" | "interview" | "conference" | "afternoon"
    );
    if time && matches!(word(2), "this" | "last" | "a" | "an" | "news" | "press") {
        let more = usize::from(matches!(word(3), "in" | "at" | "a")) + usize::from(matches!(word(4), "in" | "at"));
        return end.saturating_sub(2 + more);
    }
    if word(1) == "on" { end - 1 } else { end }
}

/// The phrase before an apposition that ends at `comma`.
fn apposed(items: &[Item<'_>], comma: usize) -> Option<Range<usize>> {
    // A sentence with more parts is a list.
    const PARTS: usize = 8;
    let before = items.get(..comma)?;
    let mut starts: Vec<usize> = vec![0];
    for (at, item) in before.iter().enumerate() {
        match item {
            Item::Stop(..) | Item::Quote(..) => starts = vec![at + 1],
            Item::Pause(",", _) => starts.push(at + 1),
            Item::Pause(..) | Item::Word(..) => {}
        }
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([comma]);
    let parts: Vec<Range<usize>> =
        starts.iter().copied().zip(ends).filter(|(start, end)| start < end).map(|(start, end)| start..end).collect();
    let is_name = |part: &Range<usize>| {
        let words = items.get(part.clone()).unwrap_or_default();
        let capitals = words.iter().filter(|item| item.is_capital()).count();
        let institution = words.iter().any(|item| item.word().is_some_and(names::is_institution));
        let ends = words.last().is_some_and(|last| last.is_capital() && !last.word().is_some_and(names::is_possessive));
        capitals >= 2 && ends && !institution
    };
    let parts = parts.get(..parts.len().min(PARTS))?;
    let mut subjects = parts.iter().skip_while(|part| is_adverbial(items, part.start));
    let first = subjects.next().or_else(|| parts.last())?;
    let words = items.get(first.clone()).unwrap_or_default();
    let described = words.iter().any(|item| item.word().is_some_and(|word| matches!(word, "of" | "for" | "at" | "in")));
    let named = words.last().is_some_and(|last| {
        last.is_capital() && !last.word().is_some_and(|word| names::is_title(word) || names::is_possessive(word))
    });
    if named && !described {
        return Some(first.clone());
    }
    let pure = |part: &&Range<usize>| {
        is_name(part) && items.get((*part).clone()).is_some_and(|words| words.iter().all(Item::is_capital))
    };
    Some(subjects.take(2).find(pure).unwrap_or(first).clone())
}

/// Whether a part of a sentence that begins here says when or where: `On Monday`, `Meanwhile`.
pub(super) fn is_adverbial(items: &[Item<'_>], start: usize) -> bool {
    items.get(start).and_then(Item::word).is_some_and(|word| {
        matches!(
            word,
            "On" | "In"
                | "At"
                | "Meanwhile"
                | "However"
                | "During"
                | "After"
                | "Earlier"
                | "Also"
                | "For"
                | "But"
                | "By"
                | "Last"
                | "Yesterday"
                | "Today"
                | "Later"
                | "Moreover"
                | "Furthermore"
                | "Additionally"
                | "According"
                | "With"
                | "While"
                | "Speaking"
                | "Addressing"
                | "Asked"
                | "When"
                | "As"
                | "Since"
                | "Following"
                | "To"
                | "From"
                | "on"
                | "in"
                | "at"
        )
    })
}

/// The items that name who does what the verb says, standing right behind it: `said Ana Ruiz, a lawyer`.
pub(super) fn behind_cue(items: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    const MOST: usize = 14;
    let start = cue + 1;
    let ends = |item: &Item<'_>| match item {
        Item::Word(word, _) => matches!(
            *word,
            "in" | "on"
                | "at"
                | "during"
                | "as"
                | "while"
                | "after"
                | "when"
                | "who"
                | "to"
                | "about"
                | "with"
                | "before"
                | "that"
                | "by"
                | "from"
                | "last"
                | "this"
                | "yesterday"
                | "today"
                | "but"
                | "via"
        ),
        Item::Pause(sign, _) => !matches!(*sign, "'" | "’" | "&" | "/"),
        Item::Stop(..) | Item::Quote(..) => true,
    };
    let rest = items.get(start..)?;
    let length = rest.iter().take(MOST).position(ends).unwrap_or(rest.len().min(MOST));
    let speaks = rest.first()?;
    let begins = speaks.is_capital()
        || speaks.word().is_some_and(|word| {
            matches!(word, "the" | "a" | "an" | "he" | "she" | "they" | "one" | "his" | "her" | "their" | "its" | "it")
                || ROLES.contains(&word)
        });
    (begins && length > 0).then_some(start..start + length)
}
