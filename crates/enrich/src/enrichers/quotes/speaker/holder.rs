//! Who holds a role: `the minister`, `the presiding judge`, `the 43-year-old`.
//!
//! Only whom the text says to hold it, or a role by another word for it, and who holds it of the same thing: a finance
//! minister is no defence minister. What only says how somebody is (`the teenager`) may be whoever is spoken of. Else it
//! is nobody of those that are named: words put into the mouth of the wrong one are worse than a speaker without a name.

use super::candidate::Candidate;
use super::discourse::Discourse;
use crate::enrichers::quotes::people::{CastMember, LOOKED_AT, Office, gender};
use crate::enrichers::quotes::sentence::Item;
use crate::enrichers::quotes::sentence::head_noun::is_preposition;
use crate::given_names::Gender;
use crate::words::{Kind, Words};
use std::rc::Rc;

/// A phrase that speaks of a person by a role.
pub(crate) struct Asked<'s, 'a> {
    discourse: &'s Discourse<'a>,
    /// As it is printed.
    items: &'s [Item<'s>],
    office: Office,
    age: Option<u8>,
    gender: Option<Gender>,
    /// `his lawyer`, `Ruiz’s lawyer`: of somebody else.
    owned: bool,
}

/// What a role is worth that is said by the same word or by one for the same, and by a narrower one.
const SAME: i32 = 8;
const NARROWER: i32 = 6;

impl<'s, 'a> Asked<'s, 'a> {
    /// The role that a phrase names; `None` if it names none.
    pub(crate) fn of(
        discourse: &'s Discourse<'a>,
        items: &'s [Item<'s>],
        gender: Option<Gender>,
        owned: bool,
    ) -> Option<Self> {
        let words: Vec<&str> = items.iter().filter_map(Item::word).collect();
        let office = Office::of(discourse.words(), &words)?;
        let aged = items.iter().find(|item| item.is(Kind::AgeEnding)).and_then(Item::word);
        let age = aged.and_then(|word| word.split('-').next()).and_then(|years| years.parse().ok());
        Some(Self { discourse, items, office, age, gender, owned })
    }

    /// Whether somebody of the cast is said to be so, whatever the word.
    pub(crate) fn is_held(&self) -> bool {
        let plural = self.office.noun.ends_with('s') && !self.office.noun.ends_with("ss");
        !plural && self.people().any(|(_, member)| member.offices.iter().any(|held| held.noun == self.office.noun))
    }

    /// Whether the list of roles knows it.
    pub(crate) fn is_listed(&self) -> bool {
        self.discourse.words().roles().has(&self.office.noun)
    }

    /// Whoever it is, as far as the text tells.
    pub(crate) fn holder(&self) -> Option<Candidate> {
        if self.items.iter().any(|item| item.is(Kind::Another)) {
            return None;
        }
        let discourse = self.discourse;
        let is_unnamed = |candidate: &&Candidate| candidate.member.is_none() && self.is_told_of(candidate);
        let speaking = discourse.person().filter(is_unnamed).cloned();
        let named = || self.best().and_then(|member| discourse.candidate(member));
        let earlier = || discourse.unnamed().iter().rev().find(is_unnamed).cloned();
        let found = speaking.or_else(named).or_else(earlier).or_else(|| self.spoken_of())?;
        let printed = discourse.text_of(self.items).filter(|printed| printed.eq_ignore_ascii_case(&found.name));
        Some(Candidate { name: printed.map_or_else(|| Rc::clone(&found.name), Rc::from), ..found })
    }

    fn people(&self) -> impl Iterator<Item = (usize, &'a CastMember)> {
        self.discourse.cast().members().filter(|(_, member)| member.is_person).take(LOOKED_AT)
    }

    /// The one who holds it, of several the one who fits best.
    fn best(&self) -> Option<usize> {
        let cast = self.discourse.cast();
        let mut best: Option<(i32, usize)> = None;
        for (at, member) in self.people() {
            let is_owner = self.items.iter().any(|item| cast.named(item) == Some(at));
            if is_owner || !gender::fits(self.gender, member.gender) || self.is_of_other_age(member.age) {
                continue;
            }
            let points = self.points(at, member);
            if let Some(points) = points.filter(|points| best.is_none_or(|(most, _)| *points > most)) {
                best = Some((points, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn is_of_other_age(&self, age: Option<u8>) -> bool {
        self.age.is_some_and(|asked| age.is_some_and(|age| age != asked))
    }

    /// How well this one fits; `None` if it is not said to hold the role.
    fn points(&self, at: usize, member: &CastMember) -> Option<i32> {
        let told = member.offices.iter().filter_map(|held| self.fits(held, Some(at))).max();
        let aged = (self.age.is_some() && self.age == member.age).then_some(SAME);
        let told = told.max(aged)?;
        let says = |word: &&String| member.is_said_to_be(word);
        let more =
            i32::try_from(self.office.of.iter().chain(&self.office.people).filter(says).count()).unwrap_or(i32::MAX);
        let is_current = self.discourse.person().is_some_and(|candidate| candidate.member == Some(at));
        let known = self.discourse.latest().contains(&at);
        // A wider word goes on with somebody, and tells of nobody who comes later.
        if told < SAME && !known {
            return None;
        }
        Some(told + 3 * more + 3 * i32::from(is_current) + i32::from(known))
    }

    /// What it says for somebody that they hold this role; `None` if it is another.
    fn fits(&self, held: &Office, member: Option<usize>) -> Option<i32> {
        let roles = self.discourse.words().roles();
        let (asked, noun) = (&self.office.noun, &held.noun);
        // Whoever was president is no president.
        let same = roles.are_same(asked, noun) && (self.office.former || !held.former);
        let points = if same {
            SAME
        } else if roles.is_wider(asked, noun) {
            NARROWER
        } else {
            return None;
        };
        (!self.is_of_another(held, !same, member)).then_some(points)
    }

    /// Whether both roles say what they are of, and it is not the same. `within`: a narrower noun says so itself.
    fn is_of_another(&self, held: &Office, within: bool, member: Option<usize>) -> bool {
        let cast = self.discourse.cast();
        // `the senior party leader` says more of whoever speaks.
        let speaks = member.is_some() && self.discourse.last_speaker().and_then(|last| last.member) == member;
        if speaks && self.items.iter().any(|item| item.is(Kind::DescribesAnybody)) {
            return false;
        }
        let found = member.and_then(|at| cast.get(at));
        let of: Vec<&String> = held.of.iter().chain(held.inside.iter().filter(|_| within)).collect();
        let people: Vec<&String> = held.people.iter().collect();
        let told = |word: &String| {
            of.iter().chain(&people).any(|of| are_alike(of, word))
                || found.is_some_and(|member| member.is_said_to_be(word))
                || self.abbreviates(word, found)
        };
        // Whoever has no name is told by all that is said.
        let differs =
            |asked: &[String], says: bool| !asked.is_empty() && (says || member.is_none()) && !asked.iter().any(told);
        let asked = &self.office;
        differs(&asked.of, !of.is_empty())
            || differs(&asked.people, !held.people.is_empty())
            || self.is_of_another_people(found)
    }

    /// Whether the people asked for is said of somebody, and not of this one.
    fn is_of_another_people(&self, member: Option<&CastMember>) -> bool {
        let others = |people: &String| self.people().any(|(_, other)| other.is_said_to_be(people));
        let is_other = |people: &String, member: &CastMember| !member.is_said_to_be(people) && others(people);
        member.is_some_and(|member| self.office.people.iter().any(|people| is_other(people, member)))
    }

    /// Whether an abbreviation stands for an organisation that is named with this one.
    fn abbreviates(&self, word: &str, member: Option<&CastMember>) -> bool {
        let long = self.discourse.cast().abbreviated(&word.to_uppercase()).and_then(|at| self.discourse.cast().get(at));
        long.zip(member).is_some_and(|(long, member)| member.is_named_with(&long.name.to_lowercase()))
    }

    /// Whether somebody without a name was spoken of by this role.
    fn is_told_of(&self, candidate: &Candidate) -> bool {
        let held = self.office_of(candidate);
        held.is_some_and(|held| self.fits(&held, None).is_some()) && gender::fits(self.gender, candidate.gender)
    }

    fn office_of(&self, candidate: &Candidate) -> Option<Office> {
        Office::of(self.discourse.words(), &candidate.name.split_whitespace().collect::<Vec<_>>())
    }

    /// Whoever is spoken of, by a word that says no office: `the teenager`.
    fn spoken_of(&self) -> Option<Candidate> {
        let words = self.discourse.words();
        let is_introduced = self.discourse.is_introduced(&self.office.noun);
        // `the clerk from Ostrava`: whoever the text begins with.
        let latest = self.discourse.latest();
        let from = self.items.iter().find(|item| is_preposition(item)).is_some_and(|first| first.is(Kind::From));
        let only = from && latest.iter().all(|at| latest.first() == Some(at));
        if self.owned || is_introduced || !(self.age.is_some() || only || is_epithet(words, &self.office.noun)) {
            return None;
        }
        let can_be = |candidate: &Candidate| gender::fits(self.gender, candidate.gender) && self.can_be(candidate);
        let current = self.discourse.person().into_iter().chain(self.discourse.spoken_of(self.gender));
        let named = || latest.iter().rev().filter_map(|at| self.discourse.candidate(*at));
        let is_person = |candidate: &Candidate| candidate.is_person == Some(true);
        let found = current.into_iter().find(|candidate| can_be(candidate)).cloned();
        found.or_else(|| named().find(|candidate| is_person(candidate) && can_be(candidate)))
    }

    /// Whether nothing that is said of somebody speaks against calling them so.
    fn can_be(&self, candidate: &Candidate) -> bool {
        let words = self.discourse.words();
        let member = candidate.member.and_then(|member| self.discourse.cast().get(member));
        // Whoever holds an office is not called by what anybody can be.
        let is_office = |held: &Office| held.is_somebody(words) && !is_epithet(words, &held.noun);
        let once = self.items.iter().any(|item| item.is(Kind::Formerly));
        match member {
            Some(member) if self.is_of_other_age(member.age) => false,
            Some(member) => self.age.is_some() || once || !member.offices.iter().any(is_office),
            None => !self.office_of(candidate).is_some_and(|held| is_office(&held)),
        }
    }
}

/// Whether the noun says how somebody is, and no office.
fn is_epithet(words: &Words, noun: &str) -> bool {
    words.is(noun.rsplit(' ').next().unwrap_or(noun), Kind::Epithet)
}

/// Whether two words have one stem, or one is short for the other: `finance`, `financial`; `met`, `meteorological`.
fn are_alike(one: &str, other: &str) -> bool {
    const SHORT: usize = 3;
    // Letters of the shorter word that the stem may lack.
    const ENDING: usize = 2;
    let shorter = one.chars().count().min(other.chars().count());
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    one == other || common >= SHORT && common + ENDING >= shorter && (common == shorter || common > SHORT)
}

#[cfg(test)]
mod tests {
    #[test]
    fn stems_tell_what_roles_are_of() {
        for (one, other) in [("finance", "financial"), ("met", "meteorological"), ("defence", "defense"), ("a", "a")] {
            assert!(super::are_alike(one, other) && super::are_alike(other, one), "{one}, {other}");
        }
        for (one, other) in [("interior", "international"), ("commerce", "communications"), ("war", "water"), ("", "a")]
        {
            assert!(!super::are_alike(one, other), "{one}, {other}");
        }
    }
}
