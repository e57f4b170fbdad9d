//! Whom an article names: people and organisations, found by where they are named and by the words of their names.
//!
//! In: the entities and mentions that were found before, if any, and the text. Without them, runs of capitalised words
//! serve as people, less the titles before them and less what is made of the words of institutions.

use super::beside::Beside;
use super::description;
use super::gender;
use super::member::CastMember;
use super::office::Office;
use crate::Reading;
use crate::enrichers::quotes::sentence::{Item, names};
use crate::given_names::{self, Gender};
use crate::words::{Kind, Words};
use article::{Article, MentionKind};
use foldhash::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Members of each kind that are gone through; more only a list of names has.
pub(crate) const LOOKED_AT: usize = 64;

/// Everybody named.
pub(crate) struct Cast {
    words: &'static Words,
    members: Vec<CastMember>,
    /// People by any word of their names.
    by_word: HashMap<String, Vec<usize>>,
    /// Organisations by their abbreviations.
    by_initials: HashMap<String, usize>,
    /// Where names stand, in order; no member for names of places and the like.
    mentions: Vec<(Range<usize>, Option<usize>)>,
}

impl Cast {
    /// Those of the article's entities first, then whom the text names besides.
    pub(crate) fn of<'a>(
        words: &'static Words,
        article: &Article,
        reading: &Reading<'_>,
        paragraphs: impl Iterator<Item = &'a [Item<'a>]>,
    ) -> Self {
        let mut cast = Self {
            words,
            members: Vec::new(),
            by_word: HashMap::default(),
            by_initials: HashMap::default(),
            mentions: Vec::new(),
        };
        cast.declare(article);
        cast.locate(article, reading);
        let tagged = article.enrichment.mentions.iter().any(|mention| mention.kind == MentionKind::Person);
        let mut next = 0;
        for items in paragraphs {
            next = cast.describe(reading.body(), items, next);
            cast.read(reading.body(), items, tagged);
        }
        cast.members.iter_mut().for_each(CastMember::count_votes);
        cast
    }

    fn declare(&mut self, article: &Article) {
        for (index, entity) in (0_u32..).zip(&article.people) {
            let name = entity.name.clone().unwrap_or_default();
            self.add(name, Some(index), true);
        }
        for detail in &article.enrichment.people {
            let Some(at) = usize::try_from(detail.reference).ok().filter(|at| *at < article.people.len()) else {
                continue;
            };
            for alias in &detail.aliases {
                self.index(alias, at);
            }
            if let Some(person) = self.members.get_mut(at) {
                for title in detail.titles.iter().chain(&detail.of) {
                    person.around.push_str(&title.to_lowercase());
                    person.around.push(' ');
                }
                for title in &detail.titles {
                    person.hold(Office::of_title(self.words, title));
                }
                let honorific = detail.honorific.as_deref().map(|honorific| honorific.trim_end_matches('.'));
                let addressed = honorific.and_then(|honorific| gender::of_address(self.words.kinds(honorific)));
                person.gender = addressed.or(person.gender);
            }
        }
        for (index, entity) in (0_u32..).zip(&article.organisations) {
            let name = entity.name.clone().unwrap_or_default();
            let at = self.add(name.clone(), Some(index), false);
            // `Constitutional Democratic Party of Japan` is the CDP too.
            let short = name.split_once(" of ").map(|(short, _)| short);
            for initials in [Some(name.as_str()), short].into_iter().flatten().filter_map(names::initials) {
                self.by_initials.entry(initials).or_insert(at);
            }
        }
    }

    fn locate(&mut self, article: &Article, reading: &Reading<'_>) {
        let organisations = article.people.len();
        let spelled_out: Vec<usize> = (0..self.members.len()).map(|at| self.spelled_out(at)).collect();
        for mention in &article.enrichment.mentions {
            let Some(bytes) = reading.bytes(mention.span) else { continue };
            let reference = mention.reference.and_then(|reference| usize::try_from(reference).ok());
            let member = match mention.kind {
                MentionKind::Person => reference.filter(|at| *at < organisations),
                MentionKind::Organisation => reference.map(|at| organisations + at),
                MentionKind::Place
                | MentionKind::Event
                | MentionKind::Nationality
                | MentionKind::Product
                | MentionKind::Other => None,
            };
            let member = member.and_then(|at| spelled_out.get(at).copied());
            if self.mentions.last().is_none_or(|(last, _)| last.end <= bytes.start) {
                self.mentions.push((bytes, member));
            }
        }
    }

    /// The organisation that this one's name abbreviates, the person whose name this one misspells, or itself.
    fn spelled_out(&self, at: usize) -> usize {
        let Some(member) = self.members.get(at) else { return at };
        let long = if member.is_person {
            self.misspelled(&member.name).filter(|_| !member.name.contains(' '))
        } else {
            self.by_initials.get(&*member.name).copied().filter(|_| names::is_abbreviation(&member.name))
        };
        long.unwrap_or(at)
    }

    fn add(&mut self, name: String, reference: Option<u32>, is_person: bool) -> usize {
        let at = self.members.len();
        let gender = if is_person {
            self.index(&name, at);
            let given = name.split_whitespace().find(|word| !names::is_title_word(self.words, word));
            given.filter(|_| !names::is_family_first(&name)).and_then(given_names::of_given_name)
        } else {
            None
        };
        let is_public = !is_person && name.split(' ').any(|word| self.words.is(word, Kind::PublicBody));
        let name = Rc::from(name);
        self.members.push(CastMember {
            name,
            reference,
            is_person,
            is_public,
            around: String::new(),
            offices: Vec::new(),
            age: None,
            voted: 0,
            described: 0,
            gender,
        });
        at
    }

    fn index(&mut self, name: &str, at: usize) {
        // One common word may be in many names; more of them tell nothing.
        const MOST: usize = 16;
        let words = self.words;
        for word in name.split_whitespace().filter(|word| !words.is(word, Kind::Particle)) {
            let listed = self.by_word.entry(names::bare(word).to_owned()).or_default();
            if listed.len() < MOST && !listed.contains(&at) {
                listed.push(at);
            }
        }
    }

    /// Notes what the text says around the first mentions of each member. `next` is the first mention not yet passed.
    fn describe(&mut self, text: &str, items: &[Item<'_>], mut next: usize) -> usize {
        const MENTIONS: u8 = 3;
        for (at, item) in items.iter().enumerate() {
            let bytes = item.bytes();
            while self.mentions.get(next).is_some_and(|(mention, _)| mention.end <= bytes.start) {
                next += 1;
            }
            let Some((mention, Some(member))) = self.mentions.get(next) else { continue };
            if mention.start < bytes.start || mention.start >= bytes.end || !item.is_word() {
                continue;
            }
            let end = mention.end;
            // What stands before another person's name is said of that one.
            let other = next.checked_sub(1).and_then(|before| self.mentions.get(before));
            let other = other.filter(|(_, other)| other.is_some_and(|other| other != *member));
            let from = other.map_or(0, |(mention, _)| mention.end);
            let voted = description::gender_behind(items, at, end, |item| self.is_other_person(item, *member));
            let beside = Beside { words: self.words, items, name: at, from, end, next: self.next_person(next + 1) };
            let member = *member;
            if let Some(member) = self.members.get_mut(member) {
                member.voted += match voted {
                    Some(Gender::Male) => 1,
                    Some(Gender::Female) => -1,
                    None => 0,
                };
            }
            if let Some(member) = self.members.get_mut(member).filter(|member| member.described < MENTIONS) {
                member.described += 1;
                description::describe(text, items, at, from..end, &mut member.around);
                member.hold(beside.offices());
                member.age = member.age.or_else(|| beside.age());
                member.gender = description::gender_around(self.words, items, at, end).or(member.gender);
            }
        }
        next
    }

    /// Where the next person is named, of the mentions from this one on.
    fn next_person(&self, mention: usize) -> usize {
        // Further behind nothing is said of the name before.
        const WITHIN: usize = 4;
        let is_person = |member: usize| self.get(member).is_some_and(|member| member.is_person);
        let mut behind = self.mentions.iter().skip(mention).take(WITHIN);
        behind.find(|(_, member)| member.is_some_and(is_person)).map_or(usize::MAX, |(bytes, _)| bytes.start)
    }

    /// Whether a person other than this one, or nobody yet known, is named here.
    fn is_other_person(&self, item: &Item<'_>, member: usize) -> bool {
        match self.mention(item) {
            Some(Some(other)) => other != member && self.get(other).is_some_and(|other| other.is_person),
            Some(None) | None => false,
        }
    }

    /// Adds the runs of capitalised words that look like a person's name and are not known.
    fn read(&mut self, text: &str, items: &[Item<'_>], tagged: bool) {
        let mut at = 0;
        while at < items.len() {
            let Some(end) = run(items, at) else {
                at += 1;
                continue;
            };
            let words = items.get(at..end).unwrap_or_default();
            if !words.iter().any(|item| self.mention(item).is_some()) {
                self.read_run(text, items, words, at, tagged);
            }
            at = end.max(at + 1);
        }
    }

    fn read_run(&mut self, text: &str, items: &[Item<'_>], words: &[Item<'_>], at: usize, tagged: bool) {
        // No person has so many names and titles.
        const MOST: usize = 14;
        if words.len() > MOST {
            return;
        }
        let gender = words.iter().find_map(|item| gender::of_address(item.kinds()));
        // What stands before a title is no part of the name: `Te Atatū MP Ana Ruiz`.
        let inner = words.iter().rposition(names::is_title).map_or(0, |at| at + 1);
        let leading = words.iter().take_while(|item| names::is_title(item)).count();
        let titles = if inner + 2 <= words.len() { inner } else { leading };
        let name = words.get(titles..).unwrap_or_default();
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return };
        let bytes = first.bytes().start..last.bytes().end;
        let printed = names::bare(text.get(bytes.clone()).unwrap_or_default());
        let known = self.by_words(name).filter(|known| self.knows(*known, name));
        if let Some(person) = known.and_then(|known| self.members.get_mut(known)) {
            person.gender = gender.or(person.gender);
            return;
        }
        let plausible = (2..=5).contains(&name.len())
            && name.iter().all(|item| {
                item.word().is_some_and(|word| {
                    let bare = || self.words.is(names::bare(word), Kind::Institution);
                    let institution = item.is(Kind::Institution) || bare();
                    !institution && (word.chars().any(char::is_lowercase) || word.len() <= 3)
                })
            })
            && printed.chars().all(|char| !char.is_ascii_digit())
            && !name.iter().rev().skip(1).any(|item| item.is(Kind::Possessive));
        if plausible && !(tagged && gender.is_none() && titles == 0) {
            let added = self.add(printed.to_owned(), None, true);
            if let Some(person) = self.members.get_mut(added) {
                person.gender = gender.or(person.gender);
                description::describe(text, items, at, 0..bytes.end, &mut person.around);
                let name = at + titles;
                let beside = Beside { words: self.words, items, name, from: 0, end: bytes.end, next: usize::MAX };
                person.hold(beside.offices());
                person.age = beside.age();
            }
        }
    }

    /// Whether every word of this run is in the name of that person.
    fn knows(&self, at: usize, run: &[Item<'_>]) -> bool {
        let name = self.members.get(at).map_or("", |person| &*person.name);
        let mut words = run.iter().filter_map(Item::word);
        words.all(|word| name.split_whitespace().any(|part| names::bare(part) == names::bare(word)))
    }

    /// The words of the language.
    pub(crate) fn words(&self) -> &'static Words {
        self.words
    }

    pub(crate) fn get(&self, at: usize) -> Option<&CastMember> {
        self.members.get(at)
    }

    /// Everybody with their index.
    pub(crate) fn members(&self) -> impl Iterator<Item = (usize, &CastMember)> {
        self.members.iter().enumerate()
    }

    /// The name that this item is part of: `Some(None)` for that of a place and the like.
    pub(crate) fn mention(&self, item: &Item<'_>) -> Option<Option<usize>> {
        item.word()?;
        let bytes = item.bytes();
        let at = self.mentions.partition_point(|(mention, _)| mention.end <= bytes.start);
        self.mentions.get(at).filter(|(mention, _)| mention.start < bytes.end).map(|(_, member)| *member)
    }

    /// Whom this item names: by its place, or as a word of a person's name where nothing is marked.
    pub(crate) fn named(&self, item: &Item<'_>) -> Option<usize> {
        match self.mention(item) {
            Some(member) => member,
            None if item.is_capital() && !names::is_title(item) => self.by_words(std::slice::from_ref(item)),
            None => None,
        }
    }

    /// Who is named by some of these words: by the last name first, then by any.
    pub(crate) fn by_words(&self, words: &[Item<'_>]) -> Option<usize> {
        let capitals = || {
            let names = |item: &&Item<'_>| item.is_capital() && self.mention(item).is_none_or(|at| at.is_some());
            words.iter().rev().filter(names).filter(|item| !names::is_title(item)).filter_map(Item::word)
        };
        for word in capitals() {
            let Some(listed) = self.by_word.get(names::bare(word)) else { continue };
            let ends =
                |at: &&usize| self.get(**at).is_some_and(|person| names::ends_with(&person.name, names::bare(word)));
            let shared = |at: &usize| {
                let name = self.get(*at).map_or("", |person| &*person.name);
                capitals().filter(|word| name.split_whitespace().any(|part| part == names::bare(word))).count()
            };
            // Entities stand first in the list, so of equals the first is the surest.
            let best = |candidates: &mut dyn Iterator<Item = usize>| {
                candidates.fold(None, |best: Option<usize>, at| match best {
                    Some(best) if shared(&best) >= shared(&at) => Some(best),
                    Some(_) | None => Some(at),
                })
            };
            let by_last = best(&mut listed.iter().filter(ends).copied());
            if let Some(found) = by_last.or_else(|| best(&mut listed.iter().copied())) {
                return Some(found);
            }
        }
        None
    }

    /// The person whose last name differs from this word by one letter: a slip of the pen.
    pub(crate) fn misspelled(&self, word: &str) -> Option<usize> {
        const SHORTEST: usize = 6;
        let word = names::bare(word);
        if word.len() < SHORTEST {
            return None;
        }
        let alike = |member: &CastMember| {
            let last = member.name.rsplit_once(' ').map(|(_, last)| last).filter(|_| member.is_person);
            last.is_some_and(|last| names::is_one_letter_off(last, word))
        };
        self.members().take(LOOKED_AT).find(|(_, member)| alike(member)).map(|(at, _)| at)
    }

    /// The organisation with these initials.
    pub(crate) fn abbreviated(&self, word: &str) -> Option<usize> {
        self.by_initials.get(names::bare(word)).copied()
    }
}

/// The end of the run of capitalised words that begins at `at`.
fn run(items: &[Item<'_>], at: usize) -> Option<usize> {
    items.get(at).filter(|item| item.is_capital())?;
    let mut end = at + 1;
    loop {
        let particles = items.get(end..)?.iter().take(3).take_while(|item| item.is(Kind::Particle));
        let next = end + particles.count();
        let possessive = items.get(end - 1).is_some_and(|item| item.is(Kind::Possessive));
        if possessive || !items.get(next).is_some_and(Item::is_capital) {
            return Some(end);
        }
        end = next + 1;
    }
}
