//! From the words of an attribution to a speaker.
//!
//! Reads on through the text: whom pronouns and roles mean depends on who was spoken of last. One file for each way of
//! speaking of somebody: `pronouns`, `role_bearer`, `noun_phrase`.

use super::cast::Cast;
use super::clause;
use super::focus::{Focus, Part};
use super::gender::{self, Gender};
use super::names;
use super::noun_phrase::{self, first_word, head, is_preposition, trimmed};
use super::pronouns::Reference;
use super::roles;
use super::words::Item;
use article::Speaker;
use std::rc::Rc;

/// Who is who at this point of the text.
pub(super) struct Discourse<'a> {
    pub(super) text: &'a str,
    pub(super) cast: &'a Cast,
    /// People and organisations in the order of their mentions, latest last.
    pub(super) latest: Vec<usize>,
    /// Who spoke last.
    pub(super) last: Option<Voice>,
    /// The person that was the subject of a sentence or spoke last: `he`, `she`.
    pub(super) person: Option<Voice>,
    /// The organisation that was the subject of a sentence or spoke last: `it`, `the company`.
    pub(super) body: Option<Voice>,
    /// Whom pronouns mean.
    pub(super) focus: Focus,
    /// A text or a place that spoke last: `it` for as long as no body is spoken of.
    pub(super) thing: Option<Voice>,
    /// Speakers without a name.
    pub(super) unnamed: Vec<Voice>,
    /// Whether a sentence since the last speech began with somebody else.
    pub(super) turned: Option<Voice>,
}

/// Somebody who may speak.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    pub(super) name: Rc<str>,
    /// Index into the item's `people`.
    pub(super) reference: Option<u32>,
    pub(super) figure: Option<usize>,
    pub(super) gender: Option<Gender>,
    /// What it is: `None` if that cannot be told.
    pub(super) is_person: Option<bool>,
}

impl Voice {
    /// Whether both are one person.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.figure == other.figure && (self.figure.is_some() || self.name == other.name)
    }

    pub(super) fn speaker(&self) -> Speaker {
        Speaker { name: self.name.to_string(), reference: self.reference }
    }
}

/// A speaker with the words that name them.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) mention: String,
    pub(super) voice: Voice,
}

impl<'a> Discourse<'a> {
    pub(super) fn new(text: &'a str, cast: &'a Cast) -> Self {
        Self {
            text,
            cast,
            latest: Vec::new(),
            last: None,
            person: None,
            body: None,
            focus: Focus::default(),
            thing: None,
            unnamed: Vec::new(),
            turned: None,
        }
    }

    /// Notes who is named in a sentence; whoever begins it becomes the one that pronouns mean.
    pub(super) fn read(&mut self, sentence: &[Item<'_>]) {
        // Later names of a long sentence are seldom meant by the next pronoun.
        const SUBJECT_WITHIN: usize = 9;
        // Enough to look back at.
        const KEPT: usize = 64;
        self.focus.next_sentence();
        let pronoun = subject_pronoun(sentence);
        if let Some(gender) = pronoun.flatten()
            && let Some(voice) = self.focus.person(Some(gender)).cloned()
        {
            self.focus.mention(&voice, Part::Subject);
            self.focus.learn(&voice, gender);
        }
        let mut first = None;
        let mut before = None;
        for (at, item) in sentence.iter().enumerate() {
            let plain = item.word().is_none_or(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
            let Some(figure) = (if plain { None } else { self.cast.named(item) }) else { continue };
            let possessive = item.word().is_some_and(names::is_possessive);
            let behind = at.checked_sub(1).and_then(|before| sentence.get(before)).is_some_and(is_preposition);
            if first.is_none() && at < SUBJECT_WITHIN && !possessive && !behind {
                first = Some(figure);
            }
            if before != Some(figure)
                && let Some(voice) = self.voice(figure)
            {
                let part = match (possessive, first == Some(figure) && pronoun.is_none()) {
                    (true, _) => Part::Owner,
                    (false, true) => Part::Subject,
                    (false, false) => Part::Other,
                };
                self.focus.mention(&voice, part);
            }
            before = Some(figure);
            if self.latest.last() != Some(&figure) {
                self.latest.push(figure);
            }
        }
        if self.latest.len() > 2 * KEPT {
            self.latest.drain(..KEPT);
        }
        let unnamed = if first.is_none() { self.described_subject(sentence) } else { None };
        if let Some(voice) = unnamed {
            self.focus.mention(&voice, Part::Subject);
            self.attend(&voice);
            // Whoever a story begins with is named soon.
            if !self.latest.is_empty() {
                self.remember(&voice);
            }
        }
        if let Some(voice) = first.filter(|_| pronoun.is_none()).and_then(|figure| self.voice(figure)) {
            self.attend(&voice);
            self.turned = Some(voice);
        }
    }

    /// Whoever begins a sentence without a name: `The weather service warned`, `His mother lost her home`.
    fn described_subject(&self, sentence: &[Item<'_>]) -> Option<Voice> {
        const WITHIN: usize = 9;
        let begins = matches!(first_word(sentence)?, "The" | "A" | "An" | "His" | "Her" | "Its" | "Their");
        let words = sentence.iter().take(WITHIN).take_while(|item| item.word().is_some()).filter(|_| begins);
        let words: Vec<&Item<'_>> = words.collect();
        let finite = words.iter().skip(1).position(|item| item.word().is_some_and(clause::is_finite)).map(|at| at + 1);
        // `A senior official, speaking in Geneva, was blunter`
        let comma = sentence.get(words.len()).is_some_and(Item::is_comma).then_some(words.len());
        let length = finite.or(comma.filter(|length| *length > 1))?;
        let phrase = sentence.get(..length)?;
        let noun = head(phrase).is_some_and(|head| noun_phrase::is_noun(&head));
        self.subject(&[], phrase).filter(|_| noun).map(|subject| subject.voice)
    }

    /// The speaker spoke: later pronouns mean them.
    pub(super) fn spoke(&mut self, voice: &Voice, directly: bool) {
        self.attend(voice);
        self.focus.mention(voice, Part::Speaker);
        if voice.is_person.is_none() {
            self.thing = Some(voice.clone());
        }
        self.turned = None;
        self.remember(voice);
        // `Appendix 2C says` is no speech that goes on.
        if directly || voice.is_person.is_some() || self.last.is_none() {
            self.last = Some(voice.clone());
        }
    }

    /// Somebody without a name may be `the official` later.
    fn remember(&mut self, voice: &Voice) {
        const KEPT: usize = 16;
        if voice.figure.is_none() && self.unnamed.len() < KEPT && !self.unnamed.iter().any(|known| known.is_same(voice))
        {
            self.unnamed.push(voice.clone());
        }
    }

    pub(super) fn attend(&mut self, voice: &Voice) {
        match voice.is_person {
            Some(false) => {
                self.body = Some(voice.clone());
                self.thing = None;
            }
            Some(true) => self.person = Some(voice.clone()),
            // `Appendix 2C says`: nobody whom a pronoun means.
            None => {}
        }
    }

    /// Whoever is spoken of, when a quotation stands behind these words, or alone, without attribution.
    pub(super) fn continuing(&self, before: &[Item<'_>]) -> Option<Voice> {
        if let Some(subject) = self.same_sentence(before, None) {
            return Some(subject);
        }
        let turned = self.turned.clone().filter(|voice| voice.is_person != Some(false) || self.last.is_none());
        turned.or_else(|| self.last.clone()).or_else(|| self.latest.last().and_then(|figure| self.voice(*figure)))
    }

    /// The first person named in a sentence.
    pub(super) fn named_in(&self, sentence: &[Item<'_>]) -> Option<Voice> {
        let voices = sentence.iter().filter_map(|item| self.cast.named(item)).filter_map(|figure| self.voice(figure));
        voices.into_iter().find(|voice| voice.is_person == Some(true))
    }

    pub(super) fn voice(&self, figure: usize) -> Option<Voice> {
        let found = self.cast.get(figure)?;
        let reference = found.reference.filter(|_| found.is_person);
        Some(Voice {
            name: Rc::clone(&found.name),
            reference,
            figure: Some(figure),
            gender: found.gender,
            is_person: Some(found.is_person),
        })
    }

    pub(super) fn printed(&self, items: &[Item<'_>]) -> Option<Voice> {
        let (first, last) = (items.first()?, items.last()?);
        let name = Rc::from(self.text.get(first.bytes().start..last.bytes().end)?);
        let head = head(items).unwrap_or_default();
        let is_body = roles::is_named_body(&head) || roles::is_general_body(&head);
        let gender = gender::of_noun(&head);
        let is_name = items.iter().all(Item::is_capital) && !items.iter().any(|item| self.cast.mention(item).is_some());
        // `the Eastern Command`
        let proper = items.len() > 2 && items.iter().skip(1).all(Item::is_capital);
        let proper = proper && first_word(items).is_some_and(|word| matches!(word, "the" | "The"));
        let is_person = if roles::is_person(&head) || gender.is_some() || is_name {
            Some(true)
        } else if is_body || proper {
            Some(false)
        } else {
            None
        };
        Some(Voice { name, reference: None, figure: None, gender, is_person })
    }

    /// The subject printed by `items`, which stand behind `before` in their sentence.
    pub(super) fn subject(&self, before: &[Item<'_>], items: &[Item<'_>]) -> Option<Subject> {
        let items = trimmed(items);
        let (first, last) = (items.first()?, items.last()?);
        let mention = self.text.get(first.bytes().start..last.bytes().end)?.to_owned();
        let voice = match self.noun_phrase(items)? {
            [only] => match self.pronoun(before, only.word()?) {
                Reference::Means(voice) => voice,
                Reference::Nobody => return None,
                Reference::Name => self.phrase(items)?,
            },
            // `she stopped, then said`
            [pronoun, verb, ..] if is_pronoun(pronoun) && verb.word().is_some_and(clause::is_finite) => {
                match self.pronoun(before, pronoun.word()?) {
                    Reference::Means(voice) => voice,
                    Reference::Nobody | Reference::Name => return None,
                }
            }
            phrase => self.phrase(phrase)?,
        };
        Some(Subject { mention, voice })
    }
}

fn is_pronoun(item: &Item<'_>) -> bool {
    item.word().is_some_and(|word| matches!(word, "he" | "she" | "they" | "He" | "She" | "They"))
}

/// The gender of the pronoun with which a sentence begins: `He went home`, `On Monday they met`.
fn subject_pronoun(sentence: &[Item<'_>]) -> Option<Option<Gender>> {
    const WITHIN: usize = 3;
    sentence.iter().take(WITHIN).filter_map(Item::word).find_map(|word| match word {
        "he" | "He" => Some(Some(Gender::Male)),
        "she" | "She" => Some(Some(Gender::Female)),
        "they" | "They" => Some(None),
        _ => None,
    })
}
