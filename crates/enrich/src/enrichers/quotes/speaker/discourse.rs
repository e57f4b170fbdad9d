//! Who is who at a point of the text: whom pronouns and roles mean depends on who was spoken of last.
//!
//! In: sentence by sentence, whom it names and who speaks. Out: the candidates for the words that name nobody.

use super::candidate::Candidate;
use super::focus::{Focus, Part};
use crate::enrichers::quotes::people::{Cast, gender};
use crate::enrichers::quotes::sentence::{Item, head_noun, names};
use crate::given_names::Gender;
use crate::words::{Kind, Words};
use foldhash::HashSet;
use std::rc::Rc;

/// Who is who at this point of the text.
pub(crate) struct Discourse<'a> {
    text: &'a str,
    cast: &'a Cast,
    /// People and organisations in the order of their mentions, latest last.
    latest: Vec<usize>,
    /// Who spoke last.
    last: Option<Candidate>,
    /// The person that was the subject of a sentence or spoke last: `he`, `she`.
    person: Option<Candidate>,
    /// The organisation that was the subject of a sentence or spoke last: `it`, `the company`.
    body: Option<Candidate>,
    /// Whom pronouns mean.
    focus: Focus,
    /// A text or a place that spoke last: `it` for as long as no body is spoken of.
    thing: Option<Candidate>,
    /// Speakers without a name.
    unnamed: Vec<Candidate>,
    /// Nouns for people without a name that a sentence spoke of behind the first name: `a man`.
    introduced: HashSet<String>,
    /// Whether a sentence since the last speech began with somebody else.
    turned: Option<Candidate>,
}

impl<'a> Discourse<'a> {
    pub(crate) fn new(text: &'a str, cast: &'a Cast) -> Self {
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
            introduced: HashSet::default(),
            turned: None,
        }
    }

    /// The words of the language.
    pub(crate) fn words(&self) -> &'static Words {
        self.cast.words()
    }

    /// Everybody the article names.
    pub(crate) fn cast(&self) -> &'a Cast {
        self.cast
    }

    /// The text from the first of these items to the last.
    pub(crate) fn text_of(&self, items: &[Item<'_>]) -> Option<&'a str> {
        self.text.get(items.first()?.bytes().start..items.last()?.bytes().end)
    }

    /// Who spoke last.
    pub(crate) fn last_speaker(&self) -> Option<&Candidate> {
        self.last.as_ref()
    }

    /// The person that was the subject of a sentence or spoke last.
    pub(crate) fn person(&self) -> Option<&Candidate> {
        self.person.as_ref()
    }

    /// The organisation that was the subject of a sentence or spoke last.
    pub(crate) fn body(&self) -> Option<&Candidate> {
        self.body.as_ref()
    }

    /// A text or a place that spoke last.
    pub(crate) fn thing(&self) -> Option<&Candidate> {
        self.thing.as_ref()
    }

    /// The people and organisations mentioned so far, latest last.
    pub(crate) fn latest(&self) -> &[usize] {
        &self.latest
    }

    /// Speakers without a name, latest last.
    pub(crate) fn unnamed(&self) -> &[Candidate] {
        &self.unnamed
    }

    /// Whether somebody without a name was spoken of by this noun.
    pub(crate) fn is_introduced(&self, noun: &str) -> bool {
        self.introduced.contains(noun)
    }

    /// Notes whom a sentence speaks of as `a man`, and of nobody named.
    fn introduce(&mut self, sentence: &[Item<'_>]) {
        // Nouns of a long text, and words from an article to its noun.
        const KEPT: usize = 64;
        const WITHIN: usize = 4;
        for (at, _) in
            sentence.iter().enumerate().filter(|(_, item)| item.is(Kind::Article) && !item.is(Kind::Definite))
        {
            // `Ana Ruiz, a nurse`, `she is a nurse`
            let apposed = |before: usize| {
                sentence.get(before).is_some_and(|item| !item.is_word() || item.is_any(&[Kind::Apposes, Kind::As]))
            };
            if self.introduced.len() >= KEPT || at.checked_sub(1).is_some_and(apposed) {
                continue;
            }
            let words = sentence
                .iter()
                .skip(at + 1)
                .take(WITHIN)
                .map_while(Item::word)
                .take_while(|word| word.starts_with(|first: char| !first.is_uppercase()));
            let noun = words.map(names::bare).find(|word| self.words().is(word, Kind::Epithet));
            self.introduced.extend(noun.map(str::to_owned));
        }
    }

    /// The person most strongly spoken of whom a pronoun of this gender can mean.
    pub(crate) fn spoken_of(&self, gender: Option<Gender>) -> Option<&Candidate> {
        self.focus.person(gender)
    }

    /// Notes whom a sentence names; whoever begins it becomes the one that pronouns mean. Whether a name begins it.
    pub(crate) fn note_names(&mut self, sentence: &[Item<'_>]) -> bool {
        // Later names of a long sentence are seldom meant by the next pronoun.
        const SUBJECT_WITHIN: usize = 9;
        // Enough to look back at.
        const KEPT: usize = 64;
        self.focus.next_sentence();
        if !self.latest.is_empty() {
            self.introduce(sentence);
        }
        let pronoun = subject_pronoun(sentence);
        if let Some(gender) = pronoun.flatten()
            && let Some(candidate) = self.focus.person(Some(gender)).cloned()
        {
            self.focus.mention(&candidate, Part::Subject);
            self.focus.learn(&candidate, gender);
        }
        let mut first = None;
        let mut before = None;
        for (at, item) in sentence.iter().enumerate() {
            let plain = item.word().is_none_or(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
            let Some(member) = (if plain { None } else { self.cast.named(item) }) else { continue };
            let possessive = item.is(Kind::Possessive);
            let behind =
                at.checked_sub(1).and_then(|before| sentence.get(before)).is_some_and(head_noun::is_preposition);
            if first.is_none() && at < SUBJECT_WITHIN && !possessive && !behind {
                first = Some(member);
            }
            if before != Some(member)
                && let Some(candidate) = self.candidate(member)
            {
                let part = match (possessive, first == Some(member) && pronoun.is_none()) {
                    (true, _) => Part::Owner,
                    (false, true) => Part::Subject,
                    (false, false) => Part::Other,
                };
                self.focus.mention(&candidate, part);
            }
            before = Some(member);
            if self.latest.last() != Some(&member) {
                self.latest.push(member);
            }
        }
        if self.latest.len() > 2 * KEPT {
            self.latest.drain(..KEPT);
        }
        if let Some(candidate) = first.filter(|_| pronoun.is_none()).and_then(|member| self.candidate(member)) {
            self.attend(&candidate);
            self.turned = Some(candidate);
        }
        first.is_some()
    }

    /// Somebody without a name begins a sentence.
    pub(crate) fn begin_with(&mut self, candidate: &Candidate) {
        self.focus.mention(candidate, Part::Subject);
        self.attend(candidate);
        // Whoever a story begins with is named soon.
        if !self.latest.is_empty() {
            self.remember(candidate);
        }
    }

    /// The speaker spoke: later pronouns mean them.
    pub(crate) fn spoke(&mut self, candidate: &Candidate, directly: bool) {
        self.attend(candidate);
        self.focus.mention(candidate, Part::Speaker);
        if candidate.is_person.is_none() {
            self.thing = Some(candidate.clone());
        }
        self.turned = None;
        self.remember(candidate);
        // `Appendix 2C says` is no speech that goes on.
        if directly || candidate.is_person.is_some() || self.last.is_none() {
            self.last = Some(candidate.clone());
        }
    }

    /// Somebody without a name may be `the official` later.
    fn remember(&mut self, candidate: &Candidate) {
        const KEPT: usize = 16;
        if candidate.member.is_none() {
            self.unnamed.retain(|known| !known.is_same(candidate));
            self.unnamed.truncate(KEPT - 1);
            self.unnamed.push(candidate.clone());
        }
    }

    fn attend(&mut self, candidate: &Candidate) {
        match candidate.is_person {
            Some(false) => {
                self.body = Some(candidate.clone());
                self.thing = None;
            }
            Some(true) => self.person = Some(candidate.clone()),
            // `Appendix 2C says`: nobody whom a pronoun means.
            None => {}
        }
    }

    /// Whoever is spoken of, when a quotation stands alone, without attribution.
    pub(crate) fn continuing(&self) -> Option<Candidate> {
        let turned = self.turned.clone().filter(|candidate| candidate.is_person != Some(false) || self.last.is_none());
        turned.or_else(|| self.last.clone()).or_else(|| self.latest.last().and_then(|member| self.candidate(*member)))
    }

    /// The first person named in a sentence.
    pub(crate) fn named_in(&self, sentence: &[Item<'_>]) -> Option<Candidate> {
        let candidates =
            sentence.iter().filter_map(|item| self.cast.named(item)).filter_map(|member| self.candidate(member));
        candidates.into_iter().find(|candidate| candidate.is_person == Some(true))
    }

    /// Somebody of the cast as a candidate.
    pub(crate) fn candidate(&self, member: usize) -> Option<Candidate> {
        let found = self.cast.get(member)?;
        let reference = found.reference.filter(|_| found.is_person);
        Some(Candidate {
            name: Rc::clone(&found.name),
            reference,
            member: Some(member),
            gender: found.gender,
            is_person: Some(found.is_person),
        })
    }
}

/// The gender of the pronoun with which a sentence begins: `He went home`, `On Monday they met`.
fn subject_pronoun(sentence: &[Item<'_>]) -> Option<Option<Gender>> {
    const WITHIN: usize = 3;
    let mut pronouns = sentence.iter().take(WITHIN).filter(|item| item.is_any(&[Kind::He, Kind::She, Kind::They]));
    pronouns.next().map(|pronoun| gender::of_pronoun(pronoun.kinds()))
}
