//! Who is meant by a role or a kind: `the minister`, `the company`.

use super::candidate::Candidate;
use super::discourse::Discourse;
use crate::quotes::people::{CastMember, LOOKED_AT, gender};
use crate::quotes::sentence::head_noun::{first_word, head, is_what_one_is, possessive};
use crate::quotes::sentence::{Item, names, roles as head_nouns};

/// `the minister`, `the ministry`: who has that role or kind, or who was spoken of last.
pub(crate) fn bearer(discourse: &Discourse<'_>, items: &[Item<'_>], phrase: &[Item<'_>]) -> Option<Candidate> {
    let definite = first_word(phrase).is_some_and(|word| matches!(word, "the" | "The" | "this" | "This"));
    let owned = first_word(phrase).is_some_and(|word| matches!(word, "his" | "her" | "their" | "His" | "Her"))
        || possessive(phrase);
    if !(definite || owned) {
        return None;
    }
    let head = head(phrase)?;
    let aged = || items.iter().filter_map(Item::word).any(|word| word.ends_with("-year-old"));
    let is_person = head_nouns::is_person(&head) || gender::of_noun(&head).is_some() || is_what_one_is(&head) || aged();
    let is_body = head_nouns::is_named_body(&head) || head_nouns::is_general_body(&head);
    if !(is_person || is_body) {
        return None;
    }
    let gender = gender::of_noun(&head);
    let current = if is_person { discourse.person() } else { discourse.body() };
    let current = current.filter(|candidate| !owned && (!is_person || gender::fits(gender, candidate.gender)));
    let described: Vec<String> = items
        .iter()
        .filter_map(Item::word)
        .map(|word| names::bare(word).to_lowercase())
        .filter(|word| {
            word.len() > 2 && !word.ends_with("ed") && *word != head && !matches!(word.as_str(), "the" | "for" | "who")
        })
        .collect();
    let owner = |at: usize| phrase.iter().any(|item| discourse.cast().named(item) == Some(at));
    let mut best: Option<(i32, usize)> = None;
    let alike = discourse.cast().members().filter(|(_, member)| member.is_person == is_person).take(LOOKED_AT);
    for (at, member) in alike {
        if owner(at) || is_person && !gender::fits(gender, member.gender) {
            continue;
        }
        let said = i32::from(member.is_said_to_be(&head));
        let more =
            described.iter().filter(|word| member.is_said_to_be(word) || abbreviates(discourse, word, member)).count();
        let more = i32::try_from(more).unwrap_or(i32::MAX);
        let less = i32::try_from(described.len()).unwrap_or(i32::MAX).saturating_sub(more).min(2);
        let is_current = i32::from(current.is_some_and(|candidate| candidate.member == Some(at)));
        let known = i32::from(discourse.latest().contains(&at));
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
        let member = discourse.cast().get(at);
        let said = described.iter().filter(|word| member.is_some_and(|member| member.is_said_to_be(word))).count();
        !is_person && 2 * said < described.len()
    };
    if let Some((points, at)) = best
        && points >= ENOUGH
        && !other(at)
    {
        return discourse.candidate(at);
    }
    let same_head = |candidate: &&Candidate| ends_with_word(&candidate.name, &head);
    if let Some(unnamed) = discourse.unnamed().iter().rev().find(same_head) {
        return Some(unnamed.clone());
    }
    // `the medical association` is not just any that was named.
    if is_body && !described.is_empty() {
        return None;
    }
    let is_private =
        |at: &usize| discourse.cast().get(*at).is_some_and(|member| !member.is_person && !member.is_public());
    let latest_body = || {
        let bodies = discourse.latest().iter().rev().copied().filter(is_private);
        // The one named most often.
        let count = |at: usize| discourse.latest().iter().filter(|named| **named == at).count();
        let most = bodies.into_iter().max_by_key(|at| count(*at));
        most.and_then(|member| discourse.candidate(member))
    };
    if is_person || owned {
        current.cloned()
    } else {
        current.cloned().or_else(latest_body).filter(|_| head_nouns::is_general_body(&head))
    }
}

/// `the CS`, `the PPRO`: the person beside whose name these letters stand, or whose title they abbreviate.
pub(crate) fn abbreviated_role(discourse: &Discourse<'_>, phrase: &[Item<'_>]) -> Option<usize> {
    let [article, letters] = phrase else { return None };
    let letters = letters.word().filter(|word| names::is_abbreviation(word))?.to_lowercase();
    let definite = article.is_word("the") || article.is_word("The");
    let bears = |member: &CastMember| member.is_person && member.is_said_to_be(&letters);
    let people = discourse.cast().members().filter(|_| definite).take(LOOKED_AT);
    people.into_iter().find(|(_, member)| bears(member)).map(|(at, _)| at)
}

/// `the Belgian`: the person of whom the text says so, or else the one it speaks of.
pub(crate) fn compatriot(discourse: &Discourse<'_>, phrase: &[Item<'_>]) -> Option<Candidate> {
    // As much as a people and its country have in common.
    const STEM: usize = 4;
    let [article, people] = phrase else { return None };
    let word = people.word().filter(|_| article.is_word("the") || article.is_word("The"))?;
    let ends =
        ["an", "i", "ard", "ander", "chman", "shman", "chwoman", "shwoman"].iter().any(|end| word.ends_with(end));
    let listed = matches!(word, "Briton" | "Swede" | "Dane" | "Finn" | "Pole" | "Turk" | "Scot" | "Greek" | "Czech");
    let singular = people.is_capital() && (ends || listed);
    if !singular || discourse.cast().named(people).is_some() {
        return None;
    }
    let stem: String = word.to_lowercase().chars().take(STEM).collect();
    let people = discourse.cast().members().filter(|(_, member)| member.is_person).take(LOOKED_AT);
    let known = people.into_iter().find(|(_, member)| member.is_named_with(&stem)).map(|(at, _)| at);
    known.and_then(|at| discourse.candidate(at)).or_else(|| discourse.spoken_of(None).cloned())
}

/// Whether an abbreviation in lower case stands for an organisation that is named with this member.
fn abbreviates(discourse: &Discourse<'_>, word: &str, member: &CastMember) -> bool {
    let long = discourse.cast().abbreviated(&word.to_uppercase()).and_then(|at| discourse.cast().get(at));
    long.is_some_and(|long| member.is_named_with(&long.name.to_lowercase()))
}

fn ends_with_word(name: &str, word: &str) -> bool {
    let name =
        name.split([' ', '\n']).take_while(|part| !matches!(*part, "of" | "for" | "in" | "at" | "from" | "with"));
    name.last().is_some_and(|last| last.eq_ignore_ascii_case(word))
}
