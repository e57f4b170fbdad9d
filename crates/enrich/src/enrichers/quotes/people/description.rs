//! What a text says of somebody beside the name: titles before it, what stands in apposition behind it.

use super::gender;
use crate::enrichers::quotes::sentence::{Item, names};
use crate::given_names::Gender;
use crate::words::{Kind, Words};
use std::ops::Range;

/// Adds the words before a name, and those in apposition behind it, in lower case. `within` begins where another name
/// ends and ends with this one.
pub(crate) fn describe(text: &str, items: &[Item<'_>], at: usize, within: Range<usize>, around: &mut String) {
    const BEFORE: usize = 7;
    const BEHIND: usize = 14;
    let mut add = |from: Option<&Item<'_>>, to: Option<&Item<'_>>| {
        if let (Some(from), Some(to)) = (from, to) {
            let said = text.get(from.bytes().start..to.bytes().end).unwrap_or_default();
            around.push_str(&said.to_lowercase());
            around.push(' ');
            // `Police Public Relations Officer` is the PPRO later.
            if let Some(initials) = names::initials(said) {
                around.push_str(&initials.to_lowercase());
                around.push(' ');
            }
        }
    };
    let before = items.get(at.saturating_sub(BEFORE)..at).unwrap_or_default();
    let near = |item: &&Item<'_>| item.is_word() && item.bytes().start >= within.start;
    let words = before.iter().rev().take_while(near).count();
    add(before.get(before.len() - words), before.last().filter(|_| words > 0));
    // `The Police Public Relations Officer, Ana Ruiz`
    let comma = before.len().checked_sub(words + 1).filter(|comma| before.get(*comma).is_some_and(Item::is_comma));
    if let Some(comma) = comma {
        let start = at - before.len();
        let role = items.get(start.saturating_sub(BEFORE)..start + comma).unwrap_or_default();
        let from = role.iter().rposition(|item| item.is(Kind::Definite));
        let role = from.and_then(|from| role.get(from + 1..)).filter(|role| role.iter().all(|item| near(&item)));
        if let Some(role) = role {
            add(role.first(), role.last());
        }
    }
    let behind = items.iter().skip(at).position(|item| item.bytes().start >= within.end).map(|past| at + past);
    let Some(behind) = behind.filter(|behind| items.get(*behind).is_some_and(is_apposed)) else { return };
    let words = items.iter().skip(behind + 1).take(BEHIND).take_while(|item| item.is_word()).count();
    let speaks = |item: &Item<'_>| item.is_any(&[Kind::ReportsBare, Kind::HisOrHer]);
    // `… Ruiz, his lawyer said`
    if items.iter().skip(behind + 1).take(words).any(speaks) {
        return;
    }
    add(items.get(behind + 1).filter(|_| words > 0), items.get(behind + words));
}

/// Whether what explains a name may follow this.
pub(crate) fn is_apposed(item: &Item<'_>) -> bool {
    match item {
        Item::Pause(..) => true,
        Item::Word(..) => item.is(Kind::Apposes),
        Item::Stop(..) | Item::Quote(..) => false,
    }
}

/// What the nouns before a name and the first pronoun behind it, in the same sentence, say.
pub(crate) fn gender_around(words: &Words, items: &[Item<'_>], at: usize, name_end: usize) -> Option<Gender> {
    const BEFORE: usize = 3;
    // `the spokesman, Ana Ruiz`
    let comma = usize::from(at.checked_sub(1).and_then(|before| items.get(before)).is_some_and(Item::is_comma));
    let before = items.get(at.saturating_sub(BEFORE)..at.saturating_sub(comma)).unwrap_or_default();
    let noun = |item: &Item<'_>| {
        let word = item.word()?;
        gender::of_address(item.kinds()).or_else(|| gender::of_noun(words.kinds(&word.to_lowercase())))
    };
    before.iter().rev().take_while(|item| item.is_word()).find_map(|item| {
        // `He invited Ruiz` says nothing of her.
        let pronoun = item.is_any(&[Kind::He, Kind::She]);
        noun(item).filter(|_| !pronoun && item.bytes().end <= name_end)
    })
}

/// What the first pronoun behind a name says, in its sentence or the next, before anybody else is named or heard.
pub(crate) fn gender_behind(
    items: &[Item<'_>],
    at: usize,
    name_end: usize,
    is_other: impl Fn(&Item<'_>) -> bool,
) -> Option<Gender> {
    const BEHIND: usize = 24;
    let behind = items.iter().skip(at).take(BEHIND).skip_while(|item| item.bytes().start < name_end);
    let mut stops = 0;
    let near = |item: &&Item<'_>| {
        stops += usize::from(matches!(item, Item::Stop(..)));
        stops < 2 && !matches!(item, Item::Quote(..)) && !is_other(item)
    };
    behind.take_while(near).find_map(|item| gender::of_any_pronoun(item.kinds()))
}
