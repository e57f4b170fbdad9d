//! The words of a sentence that name who does what its reporting verb says.

use super::items::Item;
use super::{names, roles, verb};
use std::ops::Range;

/// The items that name who does what the verb at `cue` says, in a sentence or part of it that begins with `items`.
///
/// `The minister, a lawyer from here, said`: what stands before the comma is asked first, and what stands in
/// apposition only if a name is there.
pub(crate) fn before_cue(items: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    const MOST: usize = 40;
    let mut end = cue;
    while end > 0 && items.get(end - 1).and_then(Item::word).is_some_and(|word| verb::is_between(word) && word != "who")
    {
        end -= 1;
    }
    end = without_time(items, end);
    let before = items.get(..end)?;
    if before.last().and_then(Item::word).is_some_and(verb::makes_passive) {
        return None;
    }
    if before.last().is_some_and(|last| last.is_word("who")) {
        return Some(end - 1..end);
    }
    if before.last()?.is_comma() || matches!(before.last()?, Item::Pause("—" | "–", _)) {
        return apposed(items, end - 1);
    }
    let is_pronoun =
        |item: &Item<'_>| item.word().is_some_and(|word| matches!(word, "he" | "she" | "they" | "it" | "I" | "we"));
    if before.last().is_some_and(is_pronoun) {
        return Some(end - 1..end);
    }
    let start = before.iter().rposition(breaks).map_or(0, |at| at + 1).max(end.saturating_sub(MOST));
    // `Ana Ruiz, a teacher from here said`: the second comma is missing.
    let apposition = before.get(start).and_then(Item::word).is_some_and(|word| word.starts_with(char::is_lowercase));
    if apposition
        && let Some(comma) = start.checked_sub(1).filter(|comma| before.get(*comma).is_some_and(Item::is_comma))
    {
        let from = before.get(..comma)?.iter().rposition(breaks).map_or(0, |at| at + 1).max(comma.saturating_sub(MOST));
        let named = before.get(comma - comma.min(1)).is_some_and(|last| {
            last.is_capital() && !last.word().is_some_and(|word| names::is_title(word) || names::is_institution(word))
        });
        // `It rained in Kano, the mayor said`: a clause is no name.
        let pure =
            items.get(from..comma)?.iter().all(|item| item.is_capital() || item.word().is_some_and(names::is_particle));
        if named && pure && !is_adverbial(items, from) {
            return Some(from..comma);
        }
    }
    // `Ana Ruiz, a lawyer, on Twitter called it`
    let preposition =
        |item: &Item<'_>| item.word().is_some_and(|word| matches!(word, "in" | "on" | "at" | "through" | "via"));
    if before.get(start).is_some_and(preposition)
        && let Some(comma) = start.checked_sub(1).filter(|comma| before.get(*comma).is_some_and(Item::is_comma))
    {
        return apposed(items, comma);
    }
    if start == end { antecedent(items, start) } else { (start < end).then_some(start..end) }
}

/// `a card that reads`: the noun before the relative pronoun that ends before `end`.
fn antecedent(items: &[Item<'_>], end: usize) -> Option<Range<usize>> {
    const MOST: usize = 5;
    let that = end
        .checked_sub(1)
        .filter(|at| items.get(*at).is_some_and(|item| item.is_word("that") || item.is_word("which")))?;
    let start = (that.saturating_sub(MOST)..that)
        .rev()
        .find(|at| items.get(*at).is_some_and(|item| item.is_word("a") || item.is_word("an") || item.is_word("the")))?;
    Some(start..that)
}

/// What no name phrase reaches across.
fn breaks(item: &Item<'_>) -> bool {
    match item {
        Item::Pause(sign, _) => !matches!(*sign, "'" | "’" | "&" | "/"),
        Item::Stop(..) | Item::Quote(..) => true,
        Item::Word(word, _) => {
            matches!(
                *word,
                "that" | "but" | "while" | "when" | "because" | "although" | "as" | "after" | "if" | "which"
            )
        }
    }
}

/// Before `on Monday`, `this week`, `in a statement` and the like.
fn without_time(items: &[Item<'_>], end: usize) -> usize {
    let word =
        |back: usize| end.checked_sub(back).and_then(|at| items.get(at)).and_then(Item::word).unwrap_or_default();
    let time = matches!(
        word(1),
        "week" | "month" | "year" | "morning" | "statement" | "interview" | "conference" | "afternoon"
    );
    if time && matches!(word(2), "this" | "last" | "a" | "an" | "news" | "press") {
        let more = usize::from(matches!(word(3), "in" | "at" | "a")) + usize::from(matches!(word(4), "in" | "at"));
        return end.saturating_sub(2 + more);
    }
    if word(1) == "on" { end - 1 } else { end }
}

/// The phrase before an apposition that ends at `comma`.
fn apposed(items: &[Item<'_>], comma: usize) -> Option<Range<usize>> {
    // A sentence with more parts is a list.
    const PARTS: usize = 8;
    let before = items.get(..comma)?;
    let mut starts: Vec<usize> = vec![0];
    for (at, item) in before.iter().enumerate() {
        match item {
            Item::Stop(..) | Item::Quote(..) => starts = vec![at + 1],
            Item::Pause("," | "—" | "–", _) => starts.push(at + 1),
            Item::Pause(..) | Item::Word(..) => {}
        }
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([comma]);
    let parts: Vec<Range<usize>> =
        starts.iter().copied().zip(ends).filter(|(start, end)| start < end).map(|(start, end)| start..end).collect();
    // `Ana Ruiz, who, calling him a friend, wrote`
    let who = |part: &&Range<usize>| part.len() == 1 && items.get(part.start).is_some_and(|item| item.is_word("who"));
    if let Some(who) = parts.iter().rev().find(who) {
        return Some(who.start..who.start + 1);
    }
    let is_name = |part: &Range<usize>| {
        let words = items.get(part.clone()).unwrap_or_default();
        let capitals = words.iter().filter(|item| item.is_capital()).count();
        let institution = words.iter().any(|item| item.word().is_some_and(names::is_institution));
        let ends = words.last().is_some_and(|last| last.is_capital() && !last.word().is_some_and(names::is_possessive));
        capitals >= 2 && ends && !institution
    };
    let parts = parts.get(..parts.len().min(PARTS))?;
    let mut subjects = parts.iter().skip_while(|part| is_adverbial(items, part.start));
    let first = subjects.next().or_else(|| parts.last())?;
    let words = items.get(first.clone()).unwrap_or_default();
    let described = words.iter().any(|item| item.word().is_some_and(|word| matches!(word, "of" | "for" | "at" | "in")));
    let named = words.last().is_some_and(|last| {
        last.is_capital() && !last.word().is_some_and(|word| names::is_title(word) || names::is_possessive(word))
    });
    if named && !described {
        return Some(first.clone());
    }
    let pure = |part: &&Range<usize>| {
        is_name(part) && items.get((*part).clone()).is_some_and(|words| words.iter().all(Item::is_capital))
    };
    Some(subjects.take(2).find(pure).unwrap_or(first).clone())
}

/// Whether a part of a sentence that begins here says when or where: `On Monday`, `Meanwhile`.
pub(crate) fn is_adverbial(items: &[Item<'_>], start: usize) -> bool {
    items.get(start).and_then(Item::word).is_some_and(|word| {
        matches!(
            word,
            "On" | "In"
                | "At"
                | "Meanwhile"
                | "However"
                | "During"
                | "After"
                | "Earlier"
                | "Also"
                | "For"
                | "But"
                | "By"
                | "Last"
                | "Yesterday"
                | "Today"
                | "Later"
                | "Moreover"
                | "Furthermore"
                | "Additionally"
                | "According"
                | "With"
                | "While"
                | "Speaking"
                | "Addressing"
                | "Asked"
                | "When"
                | "As"
                | "Since"
                | "Following"
                | "Amid"
                | "Despite"
                | "Under"
                | "Among"
                | "Before"
                | "Although"
                | "Because"
                | "If"
                | "To"
                | "From"
                | "on"
                | "in"
                | "at"
        )
    })
}

/// Words that no title is made of.
fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "there"
            | "it"
            | "he"
            | "she"
            | "they"
            | "we"
            | "you"
            | "that"
            | "if"
            | "because"
            | "although"
            | "and"
            | "or"
            | "not"
            | "nothing"
            | "this"
            | "these"
            | "those"
            | "all"
            | "some"
            | "many"
            | "most"
            | "more"
            | "no"
            | "both"
            | "each"
            | "every"
            | "only"
            | "what"
            | "how"
            | "why"
            | "goodbye"
            | "yes"
            | "so"
    )
}

/// The items that name who does what the verb says, standing right behind it: `said Ana Ruiz, a lawyer`.
pub(crate) fn behind_cue(items: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    const MOST: usize = 14;
    // `chimed in Ana Ruiz`, `pointed out the mayor`
    let particle = items.get(cue + 1).is_some_and(|next| next.is_word("in") || next.is_word("out"));
    let start = cue + 1 + usize::from(particle);
    let ends = |item: &Item<'_>| match item {
        Item::Word(word, _) => matches!(
            *word,
            "in" | "on"
                | "at"
                | "during"
                | "as"
                | "while"
                | "after"
                | "when"
                | "who"
                | "to"
                | "about"
                | "with"
                | "before"
                | "that"
                | "by"
                | "from"
                | "last"
                | "this"
                | "yesterday"
                | "today"
                | "but"
                | "via"
        ),
        Item::Pause(sign, _) => !matches!(*sign, "'" | "’" | "&" | "/"),
        Item::Stop(..) | Item::Quote(..) => true,
    };
    let rest = items.get(start..)?;
    let length = rest.iter().take(MOST).position(ends).unwrap_or(rest.len().min(MOST));
    let speaks = rest.first()?;
    // `said expedition leader Ana Ruiz`
    let plain = |item: &&Item<'_>| item.word().is_some_and(|word| word.starts_with(char::is_lowercase));
    let nouns = rest.iter().take(length).take_while(plain).count();
    let titled = (1..=4).contains(&nouns)
        && length > nouns
        && !rest.iter().take(nouns).filter_map(Item::word).any(is_function_word);
    let begins = titled
        || speaks.is_capital()
        || speaks.word().is_some_and(|word| {
            matches!(
                word,
                "the" | "a" | "an" | "he" | "she" | "they" | "one" | "another" | "his" | "her" | "their" | "its" | "it"
            ) || roles::is_person(word)
        });
    let phrase = rest.get(..length)?;
    let clause = phrase.iter().any(|item| {
        item.word().is_some_and(|word| {
            matches!(word, "is" | "was" | "are" | "were" | "has" | "had" | "have" | "will" | "would")
        })
    });
    let pronoun = speaks.word().is_some_and(|word| matches!(word, "it" | "he" | "she" | "they")) && length > 1;
    (begins && length > 0 && !clause && !pronoun).then_some(start..start + length)
}
