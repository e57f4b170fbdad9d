//! The words of a sentence that name who does what its reporting verb says.

use super::items::Item;
use super::names::is_title;
use crate::words::Kind;
use std::ops::Range;

/// The items that name who does what the verb at `cue` says, in a sentence or part of it that begins with `items`.
///
/// `The minister, a lawyer from here, said`: what stands before the comma is asked first, and what stands in
/// apposition only if a name is there.
pub(crate) fn before_cue(items: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    const MOST: usize = 40;
    let mut end = cue;
    while end > 0 && items.get(end - 1).is_some_and(|item| item.is(Kind::BetweenSubjectAndVerb) && !item.is(Kind::Who))
    {
        end -= 1;
    }
    end = without_time(items, end);
    let before = items.get(..end)?;
    if before.last().is_some_and(|last| last.is(Kind::MakesPassive)) {
        return None;
    }
    if before.last().is_some_and(|last| last.is(Kind::Who)) {
        return Some(end - 1..end);
    }
    if before.last()?.is_comma() || matches!(before.last()?, Item::Pause("—" | "–", _)) {
        return apposed(items, end - 1);
    }
    if before.last().is_some_and(|last| last.is(Kind::PronounBeforeVerb)) {
        return Some(end - 1..end);
    }
    let start = before.iter().rposition(breaks).map_or(0, |at| at + 1).max(end.saturating_sub(MOST));
    // `Ana Ruiz, whose lawyer said`: it is not she who says it.
    let relative = |item: &Item<'_>| item.is(Kind::RelativeForPeople) && !item.is(Kind::Who);
    if before.get(start).is_some_and(relative) {
        return (start + 1 < end).then_some(start + 1..end);
    }
    // `Ana Ruiz, a teacher from here said`: the second comma is missing.
    let apposition = before.get(start).is_some_and(Item::is_lowercase);
    if apposition
        && let Some(comma) = start.checked_sub(1).filter(|comma| before.get(*comma).is_some_and(Item::is_comma))
    {
        let from = before.get(..comma)?.iter().rposition(breaks).map_or(0, |at| at + 1).max(comma.saturating_sub(MOST));
        let named = before
            .get(comma - comma.min(1))
            .is_some_and(|last| last.is_capital() && !is_title(last) && !last.is(Kind::Institution));
        // `It rained in Kano, the mayor said`: a clause is no name.
        let pure = items.get(from..comma)?.iter().all(|item| item.is_capital() || item.is(Kind::Particle));
        if named && pure && !is_adverbial(items, from) {
            return Some(from..comma);
        }
        // `On Monday Ana Ruiz, a teacher from here said`
        if let Some(name) = name_behind_adverbial(items, from..comma, 2) {
            return Some(name);
        }
    }
    // `Ana Ruiz, a lawyer, on Twitter called it`
    if before.get(start).is_some_and(|item| item.is(Kind::BeginsPlaceOfWords))
        && let Some(comma) = start.checked_sub(1).filter(|comma| before.get(*comma).is_some_and(Item::is_comma))
    {
        return apposed(items, comma);
    }
    if start == end { antecedent(items, start) } else { (start < end).then_some(start..end) }
}

/// `a card that reads`: the noun before the relative pronoun that ends before `end`.
fn antecedent(items: &[Item<'_>], end: usize) -> Option<Range<usize>> {
    const MOST: usize = 5;
    let that = end.checked_sub(1).filter(|at| items.get(*at).is_some_and(|item| item.is(Kind::ThatOrWhich)))?;
    let start =
        (that.saturating_sub(MOST)..that).rev().find(|at| items.get(*at).is_some_and(|item| item.is(Kind::Article)))?;
    Some(start..that)
}

/// What no name phrase reaches across.
fn breaks(item: &Item<'_>) -> bool {
    match item {
        Item::Pause(sign, _) => !matches!(*sign, "'" | "’" | "&" | "/"),
        Item::Stop(..) | Item::Quote(..) => true,
        Item::Word(..) => item.is(Kind::BreaksName),
    }
}

/// Before `on Monday`, `this week`, `in a statement` and the like.
fn without_time(items: &[Item<'_>], end: usize) -> usize {
    let is =
        |back: usize, kind: Kind| end.checked_sub(back).and_then(|at| items.get(at)).is_some_and(|item| item.is(kind));
    if is(1, Kind::TimeOrOccasion) && is(2, Kind::BeforeTimeOrOccasion) {
        let more = usize::from(is(3, Kind::InAtOrA)) + usize::from(is(4, Kind::InOrAt));
        return end.saturating_sub(2 + more);
    }
    if is(1, Kind::On) { end - 1 } else { end }
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
    let who = |part: &&Range<usize>| part.len() == 1 && items.get(part.start).is_some_and(|item| item.is(Kind::Who));
    if let Some(who) = parts.iter().rev().find(who) {
        return Some(who.start..who.start + 1);
    }
    let is_name = |part: &Range<usize>| {
        let words = items.get(part.clone()).unwrap_or_default();
        let capitals = words.iter().filter(|item| item.is_capital()).count();
        let institution = words.iter().any(|item| item.is(Kind::Institution));
        let ends = words.last().is_some_and(|last| last.is_capital() && !last.is(Kind::Possessive));
        capitals >= 2 && ends && !institution
    };
    let parts = parts.get(..parts.len().min(PARTS))?;
    let adverbials = parts.iter().take_while(|part| is_adverbial(items, part.start)).count();
    if let Some(name) = subject_behind_adverbial(items, parts, adverbials) {
        return Some(name);
    }
    let mut subjects = parts.iter().skip(adverbials);
    let first = subjects.next().or_else(|| parts.last())?;
    let words = items.get(first.clone()).unwrap_or_default();
    let described = words.iter().any(|item| item.is(Kind::Describes));
    let named = words.last().is_some_and(|last| last.is_capital() && !is_title(last) && !last.is(Kind::Possessive));
    if named && !described {
        return Some(first.clone());
    }
    let pure = |part: &&Range<usize>| {
        is_name(part) && items.get((*part).clone()).is_some_and(|words| words.iter().all(Item::is_capital))
    };
    Some(subjects.take(2).find(pure).unwrap_or(first).clone())
}

/// `Last night Ana Ruiz, a teacher, said`: the name that ends the last of the parts that say when or where, if what
/// stands behind it is no subject itself.
fn subject_behind_adverbial(items: &[Item<'_>], parts: &[Range<usize>], adverbials: usize) -> Option<Range<usize>> {
    let part = parts.get(adverbials.checked_sub(1)?)?;
    let behind = parts.get(adverbials..)?;
    let next = items.get(behind.first()?.start)?;
    let describes =
        next.is_lowercase() || next.word().is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    // `On Monday in Ostrava, the mayor, a lawyer, said`: one capital alone may be the place.
    let least = if behind.len() == 1 { 1 } else { 2 };
    name_behind_adverbial(items, part.clone(), least).filter(|_| describes)
}

/// The name with which a part of a sentence ends that begins with a time or place, less the capitals of that:
/// `In Ostrava Ana Ruiz`. `least`: of so many words.
fn name_behind_adverbial(items: &[Item<'_>], part: Range<usize>, least: usize) -> Option<Range<usize>> {
    if !is_adverbial(items, part.start) {
        return None;
    }
    let words = items.get(part.clone())?;
    let name = words.iter().rev().take_while(|item| item.is_capital() || item.is(Kind::Particle)).count();
    let mut start = part.end - name;
    // `Before the National Assembly`
    let article = |item: &Item<'_>| item.is_any(&[Kind::Article, Kind::Definite]);
    if start > part.start && items.get(start - 1).is_some_and(article) {
        return None;
    }
    let governs = |item: &Item<'_>| item.is_any(&[Kind::Preposition, Kind::BeginsAdverbialClause]);
    let mut governed = start > part.start && items.get(start - 1).is_some_and(governs);
    let is_day = |item: &Item<'_>| item.is(Kind::DayEnding) && item.is_capital();
    while let Some(item) = items.get(start..part.end)?.first() {
        let leads = item.is(Kind::BeginsAdverbial) || is_day(item);
        if !(leads || governed) {
            break;
        }
        governed = governs(item);
        start += 1;
    }
    (start + least <= part.end).then_some(start..part.end)
}

/// Whether a part of a sentence that begins here says when or where: `On Monday`, `Meanwhile`.
pub(crate) fn is_adverbial(items: &[Item<'_>], start: usize) -> bool {
    items.get(start).is_some_and(|item| item.is(Kind::BeginsAdverbial))
}

/// The items that name who does what the verb says, standing right behind it: `said Ana Ruiz, a lawyer`.
pub(crate) fn behind_cue(items: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    const MOST: usize = 14;
    // `chimed in Ana Ruiz`, `pointed out the mayor`
    let particle = items.get(cue + 1).is_some_and(|next| next.is(Kind::VerbParticle));
    let start = cue + 1 + usize::from(particle);
    let ends = |item: &Item<'_>| match item {
        Item::Word(..) => item.is(Kind::EndsNameBehindVerb),
        Item::Pause(sign, _) => !matches!(*sign, "'" | "’" | "&" | "/"),
        Item::Stop(..) | Item::Quote(..) => true,
    };
    let rest = items.get(start..)?;
    let length = rest.iter().take(MOST).position(ends).unwrap_or(rest.len().min(MOST));
    let speaks = rest.first()?;
    // `said expedition leader Ana Ruiz`
    let nouns = rest.iter().take(length).take_while(|item| item.is_lowercase()).count();
    let titled =
        (1..=4).contains(&nouns) && length > nouns && !rest.iter().take(nouns).any(|item| item.is(Kind::FunctionWord));
    let begins = titled || speaks.is_capital() || speaks.is_any(&[Kind::BeginsSpeaker, Kind::Person]);
    let phrase = rest.get(..length)?;
    let clause = phrase.iter().any(|item| item.is(Kind::Auxiliary));
    let pronoun = speaks.is(Kind::ThirdPerson) && length > 1;
    (begins && length > 0 && !clause && !pronoun).then_some(start..start + length)
}
