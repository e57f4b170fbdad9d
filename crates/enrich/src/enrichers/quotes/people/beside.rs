//! The roles and the age that stand beside a name: `the retired judge Ana Ruiz`, `Ana Ruiz, 43, a lawyer`.

use super::description::is_apposed;
use super::office::Office;
use crate::enrichers::quotes::sentence::{Item, head_noun, names, verb};
use crate::words::{Kind, Words};

/// A name and what stands around it.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'i, 'a> {
    pub(crate) words: &'i Words,
    pub(crate) items: &'i [Item<'a>],
    /// The first item of the name.
    pub(crate) name: usize,
    /// Where another name ends before this one, in bytes.
    pub(crate) from: usize,
    /// Where the name ends, in bytes.
    pub(crate) end: usize,
    /// Where the next person is named, in bytes.
    pub(crate) next: usize,
}

/// Words of a description; what goes on is prose.
const MOST: usize = 14;

impl<'i, 'a> Beside<'i, 'a> {
    /// What the words say that the one named is.
    pub(crate) fn offices(self) -> Vec<Office> {
        let mut offices = self.read(self.title());
        offices.extend(self.read(self.title_before_comma().unwrap_or_default()));
        offices.extend(self.read(self.apposition().unwrap_or_default()));
        offices
    }

    /// The age right behind the name: `, 43,`.
    pub(crate) fn age(self) -> Option<u8> {
        let behind = self.behind()?;
        let number = self.items.get(behind + 1)?.word()?;
        let alone = self.items.get(behind + 2).is_none_or(|item| !item.is_word());
        number.parse().ok().filter(|_| alone && self.items.get(behind).is_some_and(|item| !item.is_word()))
    }

    fn read(self, items: &[Item<'_>]) -> Vec<Office> {
        Office::all(self.words, items.iter().map(Item::word))
    }

    fn is_role(self, at: usize) -> bool {
        let word = self.items.get(at).and_then(Item::word);
        word.is_some_and(|word| head_noun::is_role_word(self.words, &names::bare(word).to_lowercase()))
    }

    /// The words right before the name that can be a title: `Minister of Health`, `head of the clinic`.
    fn title(self) -> &'i [Item<'a>] {
        let mut start = self.name;
        let mut role = false;
        while self.name - start < MOST {
            let Some(at) = start.checked_sub(1) else { break };
            let Some(item) = self.items.get(at).filter(|item| item.is_word() && item.bytes().start >= self.from) else {
                break;
            };
            let governed = at.checked_sub(1);
            let goes_on = if head_noun::is_preposition(item) || item.is(Kind::And) {
                let after_role = governed.is_some_and(|before| self.is_role(before));
                start < self.name && after_role && (item.is(Kind::And) || !role)
            } else if item.is_any(&[Kind::Article, Kind::Definite]) {
                let governed =
                    governed.and_then(|before| self.items.get(before)).is_some_and(head_noun::is_preposition);
                governed && !role
            } else {
                let other = [Kind::HisOrHer, Kind::ThirdPerson, Kind::Who, Kind::That, Kind::Subordinates];
                let verb = verb::is_finite(item) || verb::reports(item) && item.is_lowercase();
                !(verb || item.is_any(&other))
            };
            if !goes_on {
                break;
            }
            role |= self.is_role(at);
            start = at;
        }
        self.items.get(start..self.name).unwrap_or_default()
    }

    /// `The Police Public Relations Officer, Ana Ruiz, said`: what stands before a comma that another answers.
    fn title_before_comma(self) -> Option<&'i [Item<'a>]> {
        let comma = self.name.checked_sub(1).filter(|at| self.items.get(*at).is_some_and(Item::is_comma))?;
        let closes = self.past_name().is_none_or(|at| self.items.get(at).is_none_or(|item| !item.is_word()));
        let sentence =
            self.items.get(..comma)?.iter().rposition(|item| matches!(item, Item::Stop(..) | Item::Quote(..)));
        let sentence = sentence.map_or(0, |stop| stop + 1).max(comma.saturating_sub(4 * MOST));
        let begins = [Kind::Article, Kind::Definite, Kind::Possessive, Kind::HisOrHer];
        let determined = |at: &usize| self.items.get(*at).is_some_and(|item| item.is_any(&begins));
        // `the head of the clinic, Ana Ruiz`
        let governed =
            |at: &usize| at.checked_sub(1).and_then(|at| self.items.get(at)).is_some_and(head_noun::is_preposition);
        let start =
            (sentence.max(comma.saturating_sub(MOST))..comma).rev().find(|at| determined(at) && !governed(at))?;
        // `After a talk with the mayor, Ana Ruiz, a teacher, said`
        let leads = [Kind::Subordinates, Kind::BeginsAdverbial, Kind::GoingOn];
        let led = self.items.get(sentence).is_some_and(|first| first.is_any(&leads))
            && !self.items.get(sentence..start)?.iter().any(Item::is_comma);
        let title = self.items.get(start + 1..comma)?;
        let plain =
            title.iter().all(|item| item.is_word() && item.bytes().start >= self.from && !verb::is_surely_finite(item));
        (closes && plain && !led).then_some(title)
    }

    /// `Ana Ruiz, 43, a lawyer from here`, `Ana Ruiz is a lawyer`
    fn apposition(self) -> Option<&'i [Item<'a>]> {
        let behind = self.behind()?;
        let aged = if self.age().is_some() { 2 } else { 0 };
        let start = behind + aged + usize::from(self.items.get(behind + aged).is_some_and(|item| !item.is_word()));
        let rest = self.items.get(start..)?;
        let words = rest.iter().take(MOST).take_while(|item| item.is_word()).count();
        let words = rest.get(..words)?;
        // `Ana Ruiz, prosecutors said`, `Ana Ruiz, whose lawyer came late`
        let speaks = words.iter().any(|item| item.is(Kind::ReportsBare));
        if speaks || words.first()?.is(Kind::RelativeForPeople) && !words.first()?.is(Kind::Apposes) {
            return None;
        }
        let other = words.iter().position(|item| item.bytes().end > self.next);
        let Some(other) = other else { return Some(words) };
        // `Ana Ruiz, Mayor Tom Reed`: it is the title of another.
        let own = words.get(..other)?;
        own.iter().any(head_noun::is_preposition).then_some(own)
    }

    /// The item behind the name, if what explains the name may follow it.
    fn behind(self) -> Option<usize> {
        self.past_name().filter(|at| self.items.get(*at).is_some_and(is_apposed))
    }

    fn past_name(self) -> Option<usize> {
        let past = self.items.iter().skip(self.name).position(|item| item.bytes().start >= self.end)?;
        Some(self.name + past)
    }
}
