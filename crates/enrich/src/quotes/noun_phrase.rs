//! Whom a phrase of nouns names: its name, or the noun that the phrase is about.

use super::clause;
use super::cues;
use super::names;
use super::roles;
use super::speaker::{Discourse, Voice};
use super::words::Item;

impl Discourse<'_> {
    /// The words before a verb or a relative clause of their own.
    pub(super) fn noun_phrase<'i, 'b>(&self, items: &'i [Item<'b>]) -> Option<&'i [Item<'b>]> {
        // `Ana Ruiz who is the head of the mission there`, `The mayor gave a speech and said`
        let ends = |item: &Item<'_>| {
            item.word().is_some_and(|word| matches!(word, "who" | "whose") || clause::is_surely_finite(word))
        };
        let length = items.iter().skip(1).position(ends).map_or(items.len(), |at| at + 1);
        items.get(..length)
    }

    /// Whom a phrase of nouns means.
    pub(super) fn phrase(&self, items: &[Item<'_>]) -> Option<Voice> {
        // `who months before had agreed`: whoever is named there is not the one.
        if items.len() > 1 && items.first().is_some_and(|first| first.is_word("who")) {
            return None;
        }
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
            // `The minister in a meeting with party leader Ana Ruiz`
            let others = others || tail.iter().skip(1).any(|item| item.is_word("with") || item.is_word("by"));
            let before = tail.len().checked_sub(names + 1).and_then(|at| tail.get(at));
            !others && before.is_some_and(|item| !is_preposition(item))
        });
        if let Some(named) = last {
            return self.voice(named);
        }
        if let Some(bearer) = self.abbreviated_role(head) {
            return self.voice(bearer);
        }
        if let Some(meant) = self.compatriot(head) {
            return Some(meant);
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
        let begins = first_word(items).is_some_and(|word| {
            let preposition =
                matches!(word, "in" | "on" | "at" | "by" | "for" | "with" | "to" | "of" | "before" | "than");
            let verb = word.ends_with("ing") && word.starts_with(char::is_lowercase) || clause::is_surely_finite(word);
            let participle = word.ends_with("ed") && word.starts_with(char::is_lowercase) && items.len() > 3;
            !(preposition || verb || participle)
        });
        // `Recently`, `Finally`: no name.
        let adverb = items.len() == 1 && first_word(items).is_some_and(|word| word.ends_with("ly") || word == "All");
        (!clause && begins && !adverb && items.len() <= LONGEST).then(|| self.printed(items)).flatten()
    }

    /// Where the first preposition stands that is no part of a name.
    pub(super) fn head_length(&self, items: &[Item<'_>]) -> usize {
        let cut = items.iter().position(|item| is_preposition(item) && self.cast.mention(item).is_none());
        cut.filter(|at| *at > 0).unwrap_or(items.len())
    }

    /// The subject, or the name in apposition behind it: `Ruiz’s mother, Lili Solheim`, `the spokesman, Tor Lund`.
    pub(super) fn apposed(&self, items: &[Item<'_>], subject: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let phrase = items.get(subject.clone()).unwrap_or_default();
        let last = phrase.get(..self.head_length(phrase)).and_then(<[Item<'_>]>::last);
        let plain = first_word(phrase).is_some_and(|word| matches!(word, "the" | "a" | "an" | "his" | "her"))
            && last.is_some_and(|last| !last.is_capital());
        let unnamed = last.is_some_and(|last| self.cast.named(last).is_none()) && (plain || is_role(phrase));
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
    pub(super) fn namesake(&self, printed: &[Item<'_>], named: usize) -> usize {
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
    pub(super) fn writing(&self, items: &[Item<'_>]) -> Option<Voice> {
        let writing = first_word(items.get(items.len().checked_sub(1)?..)?).is_some_and(|word| {
            matches!(word, "statement" | "tweet" | "post" | "letter" | "message" | "email" | "testimony" | "release")
        });
        let owner = items.iter().rev().skip(1).filter(|_| writing).find_map(|item| self.cast.named(item));
        // `the statement added`: that of whoever is heard already.
        let heard = writing && items.len() == 2 && first_word(items).is_some_and(|word| matches!(word, "the" | "The"));
        owner.and_then(|figure| self.voice(figure)).or_else(|| self.last.clone().filter(|_| heard))
    }
}

pub(super) fn first_word<'a>(items: &[Item<'a>]) -> Option<&'a str> {
    items.first().and_then(Item::word)
}

pub(super) fn is_preposition(item: &Item<'_>) -> bool {
    item.word().is_some_and(|word| matches!(word, "of" | "for" | "in" | "at" | "from" | "with" | "on" | "to" | "by"))
}

pub(super) fn possessive(phrase: &[Item<'_>]) -> bool {
    phrase.iter().rev().skip(1).any(|item| item.word().is_some_and(names::is_possessive))
}

/// The noun that a phrase is about, in lower case: the last word before a preposition.
pub(super) fn head(items: &[Item<'_>]) -> Option<String> {
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

pub(super) fn is_noun(word: &str) -> bool {
    roles::is_person(word) || roles::is_general_body(word) || roles::is_named_body(word)
}

/// Nouns for people that their endings tell: `the 24-year-old`, `the guitarist`.
pub(super) fn is_what_one_is(noun: &str) -> bool {
    ["-year-old", "ologist", "ician", "rapist", "legend", "icon", "newcomer", "holder", "founder", "star"]
        .iter()
        .any(|ending| noun.ends_with(ending))
        || noun.ends_with("ist") && !matches!(noun, "list" | "checklist" | "playlist" | "shortlist" | "twist" | "gist")
        || is_doer(noun)
}

/// Nouns for who does something: `the drummer`, `the leg-spinner`.
fn is_doer(noun: &str) -> bool {
    const SHORTEST: usize = 6;
    let things = [
        "letter",
        "order",
        "paper",
        "center",
        "chapter",
        "charter",
        "tower",
        "number",
        "matter",
        "poster",
        "banner",
        "sticker",
        "transfer",
        "ledger",
        "folder",
        "server",
        "computer",
        "register",
        "sector",
        "factor",
        "error",
        "mirror",
        "motor",
        "monitor",
        "twitter",
        "weather",
        "chamber",
        "theater",
        "tender",
        "cover",
        "dinner",
        "summer",
        "winter",
        "disaster",
        "maker",
        "insurer",
        "browser",
        "router",
        "scanner",
        "tracker",
        "thriller",
        "trailer",
        "primer",
        "reader",
        "filter",
        "petitioner",
    ];
    noun.len() >= SHORTEST
        && (noun.ends_with("er") || noun.ends_with("or"))
        && !things.iter().any(|thing| noun.ends_with(thing))
        && !roles::is_general_body(noun)
        && !roles::is_named_body(noun)
}

pub(super) fn is_role(phrase: &[Item<'_>]) -> bool {
    head(phrase).is_some_and(|head| roles::is_person(&head))
}

/// The items without the adverbs, commas and conjunctions at their ends.
pub(super) fn trimmed<'i, 'a>(mut items: &'i [Item<'a>]) -> &'i [Item<'a>] {
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
