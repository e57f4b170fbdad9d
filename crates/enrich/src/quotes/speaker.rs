//! From the words of an attribution to a speaker.
//!
//! Reads on through the text: whom pronouns and roles mean depends on who was spoken of last.

use super::cues;
use super::names::{self, Gender, People};
use super::words::Item;
use article::Speaker;

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
    /// Whether a sentence since then began with somebody.
    turned: bool,
}

/// A speaker with the words that name them.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) mention: String,
    pub(super) speaker: Speaker,
}

/// Nouns for people who speak.
pub(super) const ROLES: &[&str] = &[
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
        Self { text, people, latest: Vec::new(), last: None, focus: None, turned: false }
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
            self.turned |= self.focus != Some(person);
            self.focus = Some(person);
        }
    }

    /// The speaker spoke: later pronouns mean them.
    pub(super) fn spoke(&mut self, subject: &Subject, person: Option<usize>) {
        self.last = Some(subject.speaker.clone());
        self.turned = false;
        if person.is_some() {
            self.focus = person;
        }
    }

    /// Whoever is spoken of, when a quotation stands alone.
    pub(super) fn continuing(&self) -> Option<Speaker> {
        let focus = || self.focus.and_then(|person| self.speaker(person));
        if self.turned { focus().or_else(|| self.last.clone()) } else { self.last.clone().or_else(focus) }
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
        // A clause is no name.
        const LONGEST: usize = 18;
        let clause = items
            .iter()
            .any(|item| item.word().is_some_and(|word| matches!(word, "he" | "she" | "where" | "was" | "is")));
        if clause || items.len() > LONGEST {
            return None;
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
