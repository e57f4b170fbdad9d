//! Currencies as printed: signs, abbreviations, words and codes (ISO 4217).
//!
//! What several countries print alike (`$`, `Rs`, `pesos`) is a family; the country that the article is about decides.

use super::families::Family;
use crate::tables;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a printed form says of the currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// This one, whatever the country.
    Code(&'static str),
    /// One of these.
    Family(&'static Family),
}

impl Money {
    /// Whether it is one of the currencies of this name.
    pub(super) fn is_one_of(self, family: &str) -> bool {
        matches!(self, Self::Family(known) if known.name == family)
    }

    /// A currency or a family by its name in the table.
    fn of(name: &'static str) -> Option<Self> {
        match FAMILIES.get(name) {
            Some(family) => Some(Self::Family(family)),
            None => (name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(Self::Code(name)),
        }
    }
}

/// Families, forms before a number, forms behind one, currencies without small coins; the head of the table says what
/// its fields are.
static TABLE: &str = include_str!("../../../models/currencies.tsv");

static FAMILIES: LazyLock<HashMap<&'static str, Family>> = LazyLock::new(|| {
    let families = rows("family").filter_map(Family::of_row);
    families.map(|family| (family.name, family)).collect()
});

/// Forms that stand before the number.
static BEFORE: LazyLock<HashMap<&'static str, Money>> = LazyLock::new(|| {
    let forms = rows("before").filter_map(|mut fields| Some((fields.next()?, Money::of(fields.next()?)?)));
    forms.flat_map(|(forms, money)| forms.split('|').map(move |form| (form, money))).collect()
});

/// Forms that stand behind it, in lower case, with their power of ten.
static BEHIND: LazyLock<HashMap<&'static str, (Money, i32)>> = LazyLock::new(|| {
    let forms = rows("behind").filter_map(|mut fields| {
        let (forms, money, power) = (fields.next()?, Money::of(fields.next()?)?, fields.next()?.parse().ok()?);
        Some((forms, (money, power)))
    });
    forms.flat_map(|(forms, money)| forms.split('|').map(move |form| (form, money))).collect()
});

/// Currencies of which no small coins are counted.
static WHOLE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows("whole").filter_map(|mut fields| fields.next()).flat_map(|codes| codes.split('|')).collect());

/// Whether prices in this money have no decimals.
pub(super) fn is_whole(money: Money) -> bool {
    matches!(money, Money::Code(code) if WHOLE.contains(code))
}

/// The rows of one kind, without its name.
fn rows(kind: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    tables::rows(TABLE).filter_map(move |mut fields| (fields.next()? == kind).then_some(fields))
}

/// What a form before a number says.
pub(super) fn before(form: &str) -> Option<Money> {
    BEFORE.get(form).copied()
}

/// Whether a form before a number begins with this word.
pub(super) fn begins_before(word: &str) -> bool {
    static FIRST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let first = |form: &&'static str| form.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
        BEFORE.keys().map(first).filter(|first| !first.is_empty()).collect()
    });
    // Longer words are none.
    const LONGEST: usize = 12;
    word.len() <= LONGEST && FIRST.contains(word)
}

/// What a form behind a number says, and its power of ten. Three capitals are a code.
pub(super) fn behind(form: &str) -> Option<(Money, i32)> {
    let is_code = form.len() == 3 && form.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code && let Some(money) = before(form) {
        return Some((money, 0));
    }
    BEHIND.get(form.to_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart_by_where_they_stand() {
        assert_eq!(before("A$"), Some(Money::Code("AUD")));
        assert!(before("$").is_some_and(|money| money.is_one_of("dollar")));
        assert_eq!(before("dollars"), None);
        assert!(behind("Rupees").is_some_and(|(money, power)| money.is_one_of("rupee") && power == 0));
        assert!(behind("cents").is_some_and(|(money, power)| money.is_one_of("dollar") && power == -2));
        assert_eq!(behind("GHS"), Some((Money::Code("GHS"), 0)));
        assert_eq!(behind("ghs"), None);
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let forms = |kind| rows(kind).filter_map(|mut fields| fields.next()).flat_map(|forms| forms.split('|'));
        assert!(forms("before").all(|form| BEFORE.contains_key(form)));
        assert!(forms("behind").all(|form| BEHIND.contains_key(form)));
        assert_eq!(rows("family").count(), FAMILIES.len());
        assert!(is_whole(Money::Code("IDR")) && !is_whole(Money::Code("KWD")));
        let kinds = ["family", "before", "behind", "whole"].map(|kind| rows(kind).count());
        assert_eq!(kinds.iter().sum::<usize>(), tables::rows(TABLE).count());
    }
}
