//! From the words of an attribution to a speaker.
//!
//! Reads on through the text: whom pronouns and roles mean depends on who was spoken of last.

use super::cast::{Cast, LOOKED_AT};
use super::clause;
use super::cues;
use super::gender::{self, Gender};
use super::names;
use super::roles;
use super::words::Item;
use article::Speaker;

/// Who is who at this point of the text.
pub(super) struct Discourse<'a> {
    pub(super) text: &'a str,
    pub(super) cast: &'a Cast,
    /// People and organisations in the order of their mentions, latest last.
    latest: Vec<usize>,
    /// Who spoke last.
    last: Option<Voice>,
    /// The person that was the subject of a sentence or spoke last: `he`, `she`.
    person: Option<Voice>,
    /// The organisation that was the subject of a sentence or spoke last: `it`, `the company`.
    body: Option<Voice>,
    /// Speakers without a name.
    unnamed: Vec<Voice>,
    /// Whether a sentence since the last speech began with somebody else.
    turned: Option<Voice>,
}

/// Somebody who may speak.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    pub(super) speaker: Speaker,
    figure: Option<usize>,
    gender: Option<Gender>,
    /// What it is: `None` if that cannot be told.
    is_person: Option<bool>,
}

/// A speaker with the words that name them.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) mention: String,
    pub(super) voice: Voice,
}

/// Items of a sentence that are looked through; a longer sentence is none.
const MOST: usize = 80;

/// Words with which a sentence begins whose first names are not its subject.
const ADVERBIAL: &str = "In|On|At|Speaking|Addressing|Asked|According|With|Following|During|For|To|Citing|Referring|\
Responding|Answering|Replying|Commenting|Quoting|Reacting|Under|From|By|Among|Alongside|Besides|Like|Unlike|Despite|\
Talking|Writing|Meeting|Along|Together|Through|Of|Against|Before";

impl<'a> Discourse<'a> {
    pub(super) fn new(text: &'a str, cast: &'a Cast) -> Self {
        Self { text, cast, latest: Vec::new(), last: None, person: None, body: None, unnamed: Vec::new(), turned: None }
    }

    /// Notes who is named in a sentence; whoever begins it becomes the one that pronouns mean.
    pub(super) fn read(&mut self, sentence: &[Item<'_>]) {
        // Later names of a long sentence are seldom meant by the next pronoun.
        const SUBJECT_WITHIN: usize = 9;
        // Enough to look back at.
        const KEPT: usize = 64;
        let mut first = None;
        for (at, item) in sentence.iter().enumerate() {
            let Some(figure) = self.cast.named(item) else { continue };
            let possessive = item.word().is_some_and(names::is_possessive);
            if first.is_none() && at < SUBJECT_WITHIN && !possessive {
                first = Some(figure);
            }
            if self.latest.last() != Some(&figure) {
                self.latest.push(figure);
            }
        }
        if self.latest.len() > 2 * KEPT {
            self.latest.drain(..KEPT);
        }
        let pronoun = sentence
            .iter()
            .take(3)
            .any(|item| item.word().is_some_and(|word| matches!(word, "he" | "she" | "He" | "She" | "they" | "They")));
        if let Some(voice) = first.filter(|_| !pronoun).and_then(|figure| self.voice(figure)) {
            self.attend(&voice);
            self.turned = Some(voice);
        }
    }

    /// The speaker spoke: later pronouns mean them.
    pub(super) fn spoke(&mut self, voice: &Voice) {
        // Speakers without a name that are remembered.
        const KEPT: usize = 16;
        self.attend(voice);
        self.turned = None;
        if voice.figure.is_none() && self.unnamed.len() < KEPT {
            self.unnamed.push(voice.clone());
        }
        // `Appendix 2C says` is no speech that goes on.
        if voice.is_person.is_some() || self.last.is_none() {
            self.last = Some(voice.clone());
        }
    }

    fn attend(&mut self, voice: &Voice) {
        match voice.is_person {
            Some(false) => self.body = Some(voice.clone()),
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

    fn voice(&self, figure: usize) -> Option<Voice> {
        let found = self.cast.get(figure)?;
        let speaker = Speaker { name: found.name.clone(), reference: found.reference.filter(|_| found.is_person) };
        Some(Voice { speaker, figure: Some(figure), gender: found.gender, is_person: Some(found.is_person) })
    }

    fn printed(&self, items: &[Item<'_>]) -> Option<Voice> {
        let (first, last) = (items.first()?, items.last()?);
        let name = self.text.get(first.bytes().start..last.bytes().end)?.to_owned();
        let head = head(items).unwrap_or_default();
        let is_body = roles::is_named_body(&head) || roles::is_general_body(&head);
        let gender = gender::of_noun(&head);
        let is_name = items.iter().all(Item::is_capital) && !items.iter().any(|item| self.cast.mention(item).is_some());
        let is_person = if roles::is_person(&head) || gender.is_some() || is_name {
            Some(true)
        } else if is_body {
            Some(false)
        } else {
            None
        };
        Some(Voice { speaker: Speaker { name, reference: None }, figure: None, gender, is_person })
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
            phrase => self.phrase(phrase)?,
        };
        Some(Subject { mention, voice })
    }

    /// The words before a verb or a relative clause of their own.
    fn noun_phrase<'i, 'b>(&self, items: &'i [Item<'b>]) -> Option<&'i [Item<'b>]> {
        // `Ana Ruiz who is the head of the mission there`, `The mayor gave a speech and said`
        let ends = |item: &Item<'_>| {
            item.word().is_some_and(|word| matches!(word, "who" | "whose") || clause::is_surely_finite(word))
        };
        let length = items.iter().skip(1).position(ends).map_or(items.len(), |at| at + 1);
        items.get(..length)
    }

    /// Whom one word means if it is a pronoun.
    fn pronoun(&self, before: &[Item<'_>], word: &str) -> Reference {
        // `WHO` is none.
        let abbreviates = word.len() > 1 && word.chars().all(char::is_uppercase);
        let lower = if abbreviates { String::new() } else { word.to_lowercase() };
        let found = match lower.as_str() {
            "he" | "she" => {
                let gender = gender::of_address(&word.to_lowercase());
                self.same_sentence(before, gender).or_else(|| self.person_meant(gender))
            }
            "who" => self.relative(before).or_else(|| self.person_meant(None)),
            "it" => {
                let first = before.iter().take(6).find_map(|item| self.cast.named(item));
                let body = first.and_then(|figure| self.voice(figure)).filter(|voice| voice.is_person == Some(false));
                body.or_else(|| self.body.clone()).or_else(|| self.last.clone())
            }
            "they" => {
                let before = before.get(..before.len().min(MOST)).unwrap_or_default();
                let several = before.iter().any(|item| item.is_word("and"));
                let named = before.iter().rev().filter(|_| several).find_map(|item| self.cast.named(item));
                named.and_then(|figure| self.voice(figure)).or_else(|| self.last.clone())
            }
            "we" | "i" => self.last.clone(),
            "this" | "that" | "there" | "which" | "what" | "you" | "these" | "those" | "where" => {
                return Reference::Nobody;
            }
            _ => return Reference::Name,
        };
        found.map_or(Reference::Nobody, Reference::Means)
    }

    /// The subject of the sentence before the pronoun, or, for `in which he`, whoever was named last.
    fn same_sentence(&self, before: &[Item<'_>], gender: Option<Gender>) -> Option<Voice> {
        let before = before.get(..before.len().min(MOST))?;
        let person = |item: &Item<'_>| {
            let possessive = item.word().is_some_and(names::is_possessive);
            let voice = self.cast.named(item).and_then(|figure| self.voice(figure))?;
            let fits = voice.is_person == Some(true) && fits(gender, voice.gender);
            fits.then_some((voice, possessive))
        };
        if before.last().is_some_and(|last| last.is_word("which") || last.is_word("whom")) {
            return before.iter().rev().find_map(person).map(|(voice, _)| voice);
        }
        let adverbial =
            before.first().and_then(Item::word).is_some_and(|word| ADVERBIAL.split('|').any(|one| one == word));
        if adverbial {
            return None;
        }
        before.iter().find_map(|item| person(item).filter(|(_, possessive)| !possessive)).map(|(voice, _)| voice)
    }

    /// Whom `who` means: the name right before it.
    fn relative(&self, before: &[Item<'_>]) -> Option<Voice> {
        const WITHIN: usize = 12;
        let name = before.iter().rev().take(WITHIN).find_map(|item| self.cast.named(item));
        // `the Grandmothers, who estimate that`
        let plain = || {
            let before = trimmed(before.get(before.len().saturating_sub(MOST)..)?);
            let start = before.iter().rposition(|item| is_preposition(item) || item.word().is_none());
            self.phrase(before.get(start.map_or(0, |at| at + 1)..)?)
        };
        name.and_then(|figure| self.voice(figure)).or_else(plain)
    }

    fn person_meant(&self, gender: Option<Gender>) -> Option<Voice> {
        let focus = self.person.clone().filter(|voice| fits(gender, voice.gender));
        let named = || {
            let voices = self.latest.iter().rev().filter_map(|figure| self.voice(*figure));
            let mut people = voices.filter(|voice| voice.is_person == Some(true));
            people.find(|voice| fits(gender, voice.gender))
        };
        // Whoever spoke last and surely is meant, before somebody who only may be.
        let surely = |voice: &&Voice| gender.is_some() && voice.gender == gender && voice.is_person == Some(true);
        let last =
            self.last.as_ref().filter(surely).filter(|_| focus.as_ref().is_some_and(|voice| voice.gender.is_none()));
        last.cloned().or(focus).or_else(named).or_else(|| self.last.clone())
    }

    /// Whom a phrase of nouns means.
    fn phrase(&self, items: &[Item<'_>]) -> Option<Voice> {
        if let Some(owner) = self.writing(items) {
            return Some(owner);
        }
        let length = self.head_length(items);
        let (head, tail) = items.split_at_checked(length)?;
        let others = items.iter().any(|item| item.is_word("others") || item.is_word("colleagues"));
        let person = |item: &Item<'_>| {
            let possessive = item.word().is_some_and(names::is_possessive);
            self.cast.named(item).filter(|at| !possessive && self.cast.get(*at).is_some_and(|figure| figure.is_person))
        };
        // `Ana Ruiz of Example Corp`
        if let Some(named) = head.last().and_then(person).filter(|_| !others) {
            return self.voice(self.namesake(head, named));
        }
        // `Minister of Health Ana Ruiz`, but not `a lawyer for Ana Ruiz`.
        let last = tail.last().and_then(person).filter(|named| {
            let names = tail.iter().rev().take_while(|item| self.cast.named(item) == Some(*named)).count();
            let before = tail.len().checked_sub(names + 1).and_then(|at| tail.get(at));
            !others && before.is_some_and(|item| !is_preposition(item))
        });
        if let Some(named) = last {
            return self.voice(named);
        }
        let named = head.last().and_then(|item| self.cast.named(item)).filter(|_| !possessive(head));
        if let Some(body) = named {
            return self.voice(body);
        }
        if let Some(meant) = self.role(items, head) {
            return Some(meant);
        }
        let capital = head.last().filter(|last| last.is_capital() && self.cast.mention(last).is_none());
        if let Some(word) = capital.and_then(Item::word) {
            let known = self.cast.abbreviated(word).or_else(|| self.cast.misspelled(word).filter(|_| head.len() <= 2));
            if let Some(known) = known.and_then(|figure| self.voice(figure)) {
                return Some(known);
            }
        }
        // `Hunter herself`, `Minister Ruiz for the first time`
        if let Some(named) = head.iter().rev().find_map(person).filter(|_| !others && !is_role(head)) {
            return self.voice(named);
        }
        // A clause is no name.
        const LONGEST: usize = 18;
        let clause = items.iter().any(|item| {
            item.word().is_some_and(|word| matches!(word, "he" | "she" | "where" | "was" | "is" | "said" | "says"))
        });
        let begins = first_word(items).is_some_and(|word| !matches!(word, "in" | "on" | "at" | "by" | "for" | "with"));
        // `Recently`, `Finally`: no name.
        let adverb = items.len() == 1 && first_word(items).is_some_and(|word| word.ends_with("ly") || word == "All");
        (!clause && begins && !adverb && items.len() <= LONGEST).then(|| self.printed(items)).flatten()
    }

    /// Where the first preposition stands that is no part of a name.
    fn head_length(&self, items: &[Item<'_>]) -> usize {
        let cut = items.iter().position(|item| is_preposition(item) && self.cast.mention(item).is_none());
        cut.filter(|at| *at > 0).unwrap_or(items.len())
    }

    /// The subject, or the name in apposition behind it: `Ruiz’s mother, Lili Solheim`, `the spokesman, Tor Lund`.
    pub(super) fn apposed(&self, items: &[Item<'_>], subject: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let phrase = items.get(subject.clone()).unwrap_or_default();
        let last = phrase.get(..self.head_length(phrase)).and_then(<[Item<'_>]>::last);
        let unnamed = last.is_some_and(|last| self.cast.named(last).is_none()) && is_role(phrase);
        let name = subject.end + 1;
        let figure = items.get(name).and_then(|item| self.cast.named(item));
        let person = figure.filter(|figure| self.cast.get(*figure).is_some_and(|figure| figure.is_person));
        let comma = items.get(subject.end).is_some_and(Item::is_comma);
        if !(unnamed && comma) || person.is_none() {
            return subject;
        }
        let length = items.iter().skip(name).take_while(|item| self.cast.named(item) == person).count();
        name..name + length
    }

    /// Whether an abbreviation in lower case stands for an organisation that is named with this figure.
    fn abbreviates(&self, word: &str, figure: &super::cast::Figure) -> bool {
        let long = self.cast.abbreviated(&word.to_uppercase()).and_then(|at| self.cast.get(at));
        long.is_some_and(|long| figure.is_named_with(&long.name.to_lowercase()))
    }

    /// Whether these words name somebody who may speak.
    pub(super) fn is_speaker(&self, items: &[Item<'_>]) -> bool {
        let items = trimmed(items);
        let phrase = items.get(..self.head_length(items)).unwrap_or_default();
        let pronoun =
            first_word(items).is_some_and(|word| matches!(word, "he" | "she" | "they" | "He" | "She" | "They"));
        pronoun && items.len() == 1
            || phrase.last().is_some_and(|last| last.is_capital() || self.cast.named(last).is_some())
            || head(items).is_some_and(|head| is_noun(&head) || is_noun(head.trim_end_matches('s')))
    }

    /// Of several people with one name, the one spoken of.
    fn namesake(&self, printed: &[Item<'_>], named: usize) -> usize {
        let [only] = printed else { return named };
        let word = only.word().map_or("", names::bare);
        let spoken_of = self.person.as_ref().and_then(|voice| voice.figure);
        let bears = |figure: usize| {
            self.cast
                .get(figure)
                .is_some_and(|figure| figure.is_person && figure.name.split(' ').any(|part| part == word))
        };
        spoken_of.filter(|figure| bears(*figure)).unwrap_or(named)
    }

    /// Who wrote what is said to read so: `Fontaine’s statement`, `a JSC statement`.
    fn writing(&self, items: &[Item<'_>]) -> Option<Voice> {
        let writing = first_word(items.get(items.len().checked_sub(1)?..)?).is_some_and(|word| {
            matches!(word, "statement" | "tweet" | "post" | "letter" | "message" | "email" | "testimony" | "release")
        });
        let owner = items.iter().rev().skip(1).filter(|_| writing).find_map(|item| self.cast.named(item));
        owner.and_then(|figure| self.voice(figure))
    }

    /// `the minister`, `the ministry`: who has that role or kind, or who was spoken of last.
    fn role(&self, items: &[Item<'_>], phrase: &[Item<'_>]) -> Option<Voice> {
        let definite = first_word(phrase).is_some_and(|word| matches!(word, "the" | "The" | "this" | "This"));
        let owned = first_word(phrase).is_some_and(|word| matches!(word, "his" | "her" | "their" | "His" | "Her"))
            || possessive(phrase);
        if !(definite || owned) {
            return None;
        }
        let head = head(phrase)?;
        let is_person = roles::is_person(&head) || gender::of_noun(&head).is_some() || is_what_one_is(&head);
        let is_body = roles::is_named_body(&head) || roles::is_general_body(&head);
        if !(is_person || is_body) {
            return None;
        }
        let gender = gender::of_noun(&head);
        let current = if is_person { &self.person } else { &self.body };
        let current = current.as_ref().filter(|voice| !owned && (!is_person || fits(gender, voice.gender)));
        let described: Vec<String> = items
            .iter()
            .filter_map(Item::word)
            .map(|word| names::bare(word).to_lowercase())
            .filter(|word| word.len() > 2 && *word != head && !matches!(word.as_str(), "the" | "for" | "who"))
            .collect();
        let owner = |at: usize| phrase.iter().any(|item| self.cast.named(item) == Some(at));
        let mut best: Option<(i32, usize)> = None;
        let alike = self.cast.figures().filter(|(_, figure)| figure.is_person == is_person).take(LOOKED_AT);
        for (at, figure) in alike {
            if owner(at) || is_person && !fits(gender, figure.gender) {
                continue;
            }
            let said = i32::from(figure.is_said_to_be(&head));
            let more =
                described.iter().filter(|word| figure.is_said_to_be(word) || self.abbreviates(word, figure)).count();
            let more = i32::try_from(more).unwrap_or(i32::MAX);
            let less = i32::try_from(described.len()).unwrap_or(i32::MAX).saturating_sub(more).min(2);
            let is_current = i32::from(current.is_some_and(|voice| voice.figure == Some(at)));
            let known = i32::from(self.latest.contains(&at));
            if said + more == 0 || said == 0 && (owned || more < 2) {
                continue;
            }
            let points = 8 * said + 3 * more - 2 * less + 3 * is_current + known;
            if best.is_none_or(|(most, _)| points > most) {
                best = Some((points, at));
            }
        }
        // Less than a role that is said of somebody, most words of which fit.
        const ENOUGH: i32 = 5;
        // A body with another name is another.
        let other = |at: usize| {
            let figure = self.cast.get(at);
            let said = described.iter().filter(|word| figure.is_some_and(|figure| figure.is_said_to_be(word))).count();
            !is_person && 2 * said < described.len()
        };
        if let Some((points, at)) = best
            && points >= ENOUGH
            && !other(at)
        {
            return self.voice(at);
        }
        let same_head = |voice: &&Voice| ends_with_word(&voice.speaker.name, &head);
        if let Some(unnamed) = self.unnamed.iter().rev().find(same_head) {
            return Some(unnamed.clone());
        }
        // `the medical association` is not just any that was named.
        if is_body && !described.is_empty() {
            return None;
        }
        let latest_body = || {
            let bodies = self
                .latest
                .iter()
                .rev()
                .copied()
                .filter(|at| self.cast.get(*at).is_some_and(|figure| !figure.is_person && !figure.is_public()));
            // The one named most often.
            let count = |at: usize| self.latest.iter().filter(|named| **named == at).count();
            let most = bodies.into_iter().max_by_key(|at| count(*at));
            most.and_then(|figure| self.voice(figure))
        };
        if is_person || owned {
            current.cloned()
        } else {
            current.cloned().or_else(latest_body).filter(|_| roles::is_general_body(&head))
        }
    }
}

/// What a word refers to.
enum Reference {
    Means(Voice),
    /// A pronoun that means nobody who could speak.
    Nobody,
    /// It is no pronoun.
    Name,
}

fn fits(gender: Option<Gender>, other: Option<Gender>) -> bool {
    gender.is_none() || other.is_none() || gender == other
}

fn first_word<'a>(items: &[Item<'a>]) -> Option<&'a str> {
    items.first().and_then(Item::word)
}

fn is_preposition(item: &Item<'_>) -> bool {
    item.word().is_some_and(|word| matches!(word, "of" | "for" | "in" | "at" | "from" | "with" | "on" | "to" | "by"))
}

fn possessive(phrase: &[Item<'_>]) -> bool {
    phrase.iter().rev().skip(1).any(|item| item.word().is_some_and(names::is_possessive))
}

/// The noun that a phrase is about, in lower case: the last word before a preposition.
fn head(items: &[Item<'_>]) -> Option<String> {
    let length = items.iter().position(is_preposition).filter(|at| *at > 0).unwrap_or(items.len());
    let phrase = items.get(..length)?;
    let mut words = phrase.iter().rev().filter_map(Item::word);
    let mut last = words.next()?;
    // `the organisation founded in 1977`
    if last.ends_with("ed") {
        last = words.next().filter(|word| is_noun(word)).unwrap_or(last);
    }
    let last = names::bare(last).to_lowercase();
    let behind = last.rsplit_once('-').map(|(_, behind)| behind).filter(|behind| roles::is_person(behind));
    Some(behind.map_or(last.clone(), str::to_owned))
}

fn is_noun(word: &str) -> bool {
    roles::is_person(word) || roles::is_general_body(word) || roles::is_named_body(word)
}

/// Nouns for people that their endings tell: `the 24-year-old`, `the guitarist`.
fn is_what_one_is(noun: &str) -> bool {
    ["-year-old", "ologist", "ician", "rapist", "legend", "icon", "newcomer", "holder", "founder", "star"]
        .iter()
        .any(|ending| noun.ends_with(ending))
        || noun.ends_with("ist") && !matches!(noun, "list" | "checklist" | "playlist" | "shortlist" | "twist" | "gist")
}

fn is_role(phrase: &[Item<'_>]) -> bool {
    head(phrase).is_some_and(|head| roles::is_person(&head))
}

fn ends_with_word(name: &str, word: &str) -> bool {
    let name =
        name.split([' ', '\n']).take_while(|part| !matches!(*part, "of" | "for" | "in" | "at" | "from" | "with"));
    name.last().is_some_and(|last| last.eq_ignore_ascii_case(word))
}

/// The items without the adverbs, commas and conjunctions at their ends.
fn trimmed<'i, 'a>(mut items: &'i [Item<'a>]) -> &'i [Item<'a>] {
    let idle = |item: &Item<'_>| match item {
        Item::Word(word, _) => matches!(
            *word,
            "and"
                | "but"
                | "And"
                | "But"
                | "as"
                | "while"
                | "because"
                | "so"
                | "that"
                | "Although"
                | "While"
                | "However"
                | "Meanwhile"
                | "although"
                | "though"
                | "Though"
                | "also"
                | "Also"
                | "when"
                | "When"
                | "As"
                | "if"
        ),
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
