//! Whom a phrase of nouns names: its name, or the noun that the phrase is about.

use super::candidate::Candidate;
use super::discourse::Discourse;
use super::roles;
use crate::quotes::people::gender;
use crate::quotes::sentence::head_noun::{first_word, head, is_noun, is_preposition, is_role, possessive, trimmed};
use crate::quotes::sentence::{Item, names, roles as head_nouns, verb};
use std::rc::Rc;

/// The words before a verb or a relative clause of their own.
pub(crate) fn words<'i, 'b>(items: &'i [Item<'b>]) -> Option<&'i [Item<'b>]> {
    // `Ana Ruiz who is the head of the mission there`, `The mayor gave a speech and said`
    let ends = |item: &Item<'_>| {
        item.word().is_some_and(|word| matches!(word, "who" | "whose") || verb::is_surely_finite(word))
    };
    let length = items.iter().skip(1).position(ends).map_or(items.len(), |at| at + 1);
    items.get(..length)
}

/// Whom a phrase of nouns means.
pub(crate) fn meant(discourse: &Discourse<'_>, items: &[Item<'_>]) -> Option<Candidate> {
    // `who months before had agreed`: whoever is named there is not the one.
    if items.len() > 1 && items.first().is_some_and(|first| first.is_word("who")) {
        return None;
    }
    if let Some(owner) = writing(discourse, items) {
        return Some(owner);
    }
    let length = head_length(discourse, items);
    let (head, tail) = items.split_at_checked(length)?;
    let others = items.iter().any(|item| item.is_word("others") || item.is_word("colleagues"));
    let person = |item: &Item<'_>| {
        let possessive = item.word().is_some_and(names::is_possessive);
        discourse
            .cast()
            .named(item)
            .filter(|at| !possessive && discourse.cast().get(*at).is_some_and(|member| member.is_person))
    };
    // `Ana Ruiz of Example Corp`
    if let Some(named) = head.last().and_then(person).filter(|_| !others) {
        return discourse.candidate(namesake(discourse, head, named));
    }
    // `Minister of Health Ana Ruiz`, but not `a lawyer for Ana Ruiz`.
    let last = tail.last().and_then(person).filter(|named| {
        let names = tail.iter().rev().take_while(|item| discourse.cast().named(item) == Some(*named)).count();
        // `The minister in a meeting with party leader Ana Ruiz`
        let others = others || tail.iter().skip(1).any(|item| item.is_word("with") || item.is_word("by"));
        let before = tail.len().checked_sub(names + 1).and_then(|at| tail.get(at));
        !others && before.is_some_and(|item| !is_preposition(item))
    });
    if let Some(named) = last {
        return discourse.candidate(named);
    }
    if let Some(bearer) = roles::abbreviated_role(discourse, head) {
        return discourse.candidate(bearer);
    }
    if let Some(meant) = roles::compatriot(discourse, head) {
        return Some(meant);
    }
    let named = head.last().and_then(|item| discourse.cast().named(item)).filter(|_| !possessive(head));
    if let Some(body) = named {
        return discourse.candidate(body);
    }
    if let Some(meant) = roles::bearer(discourse, items, head) {
        return Some(meant);
    }
    let capital = head.last().filter(|last| last.is_capital() && discourse.cast().mention(last).is_none());
    if let Some(word) = capital.and_then(Item::word) {
        let known = discourse
            .cast()
            .abbreviated(word)
            .or_else(|| discourse.cast().misspelled(word).filter(|_| head.len() <= 2));
        if let Some(known) = known.and_then(|member| discourse.candidate(member)) {
            return Some(known);
        }
    }
    // `Hunter herself`, `Minister Ruiz for the first time`
    if let Some(named) = head.iter().rev().find_map(person).filter(|_| !others && !is_role(head)) {
        return discourse.candidate(named);
    }
    // A clause is no name.
    const LONGEST: usize = 18;
    let clause = items.iter().any(|item| {
        item.word().is_some_and(|word| matches!(word, "he" | "she" | "where" | "was" | "is" | "said" | "says"))
    });
    let begins = first_word(items).is_some_and(|word| {
        let preposition = matches!(word, "in" | "on" | "at" | "by" | "for" | "with" | "to" | "of" | "before" | "than");
        let verb = word.ends_with("ing") && word.starts_with(char::is_lowercase) || verb::is_surely_finite(word);
        let participle = word.ends_with("ed") && word.starts_with(char::is_lowercase) && items.len() > 3;
        !(preposition || verb || participle)
    });
    // `Recently`, `Finally`: no name.
    let adverb = items.len() == 1 && first_word(items).is_some_and(|word| word.ends_with("ly") || word == "All");
    (!clause && begins && !adverb && items.len() <= LONGEST).then(|| printed(discourse, items)).flatten()
}

/// Where the first preposition stands that is no part of a name.
fn head_length(discourse: &Discourse<'_>, items: &[Item<'_>]) -> usize {
    let cut = items.iter().position(|item| is_preposition(item) && discourse.cast().mention(item).is_none());
    cut.filter(|at| *at > 0).unwrap_or(items.len())
}

/// The subject, or the name in apposition behind it: `Ruiz’s mother, Lili Solheim`, `the spokesman, Tor Lund`.
pub(crate) fn apposed(
    discourse: &Discourse<'_>,
    items: &[Item<'_>],
    subject: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let phrase = items.get(subject.clone()).unwrap_or_default();
    let last = phrase.get(..head_length(discourse, phrase)).and_then(<[Item<'_>]>::last);
    let plain = first_word(phrase).is_some_and(|word| matches!(word, "the" | "a" | "an" | "his" | "her"))
        && last.is_some_and(|last| !last.is_capital());
    let unnamed = last.is_some_and(|last| discourse.cast().named(last).is_none()) && (plain || is_role(phrase));
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
    let pronoun = first_word(items).is_some_and(|word| matches!(word, "he" | "she" | "they" | "He" | "She" | "They"));
    pronoun && items.len() == 1
        || phrase.last().is_some_and(|last| last.is_capital() || discourse.cast().named(last).is_some())
        || head(items).is_some_and(|head| is_noun(&head) || is_noun(head.trim_end_matches('s')))
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

/// Who wrote what is said to read so: `Fontaine’s statement`, `a JSC statement`.
fn writing(discourse: &Discourse<'_>, items: &[Item<'_>]) -> Option<Candidate> {
    let writing = first_word(items.get(items.len().checked_sub(1)?..)?).is_some_and(|word| {
        matches!(word, "statement" | "tweet" | "post" | "letter" | "message" | "email" | "testimony" | "release")
    });
    let owner = items.iter().rev().skip(1).filter(|_| writing).find_map(|item| discourse.cast().named(item));
    // `the statement added`: that of whoever is heard already.
    let heard = writing && items.len() == 2 && first_word(items).is_some_and(|word| matches!(word, "the" | "The"));
    owner.and_then(|member| discourse.candidate(member)).or_else(|| discourse.last_speaker().cloned().filter(|_| heard))
}

/// Somebody who is known by these words alone.
fn printed(discourse: &Discourse<'_>, items: &[Item<'_>]) -> Option<Candidate> {
    let name = Rc::from(discourse.text_of(items)?);
    let head = head(items).unwrap_or_default();
    let is_body = head_nouns::is_named_body(&head) || head_nouns::is_general_body(&head);
    let gender = gender::of_noun(&head);
    let is_name =
        items.iter().all(Item::is_capital) && !items.iter().any(|item| discourse.cast().mention(item).is_some());
    // `the Eastern Command`
    let proper = items.len() > 2 && items.iter().skip(1).all(Item::is_capital);
    let proper = proper && first_word(items).is_some_and(|word| matches!(word, "the" | "The"));
    let is_person = if head_nouns::is_person(&head) || gender.is_some() || is_name {
        Some(true)
    } else if is_body || proper {
        Some(false)
    } else {
        None
    };
    Some(Candidate { name, reference: None, member: None, gender, is_person })
}
