//! Units as printed, with their kind and UCUM code.

use crate::tables;
use article::QuantityKind;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// A unit that a printed form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) kind: QuantityKind,
    pub(super) ucum: &'static str,
    /// Whether the printed form is English; the others are read in any language.
    pub(super) english: bool,
    /// The power of ten that the form itself brings: nine for `bcm`.
    pub(super) power: i32,
}

/// Words of the longest printed form.
pub(super) const MAX_WORDS: usize = 6;

static TABLE: &str = include_str!("../../../models/units.tsv");

static FORMS: LazyLock<HashMap<&'static str, Unit>> = LazyLock::new(|| {
    let units = tables::rows(TABLE).filter_map(row);
    units.flat_map(|(forms, unit)| forms.split('|').map(move |form| (form, unit))).collect()
});

/// Forms between bars and their unit; a test reads all rows.
fn row(mut fields: std::str::Split<'static, char>) -> Option<(&'static str, Unit)> {
    let (forms, kind, ucum) = (fields.next()?, kind(fields.next()?)?, fields.next()?);
    let (english, power) = (fields.next()? == "english", fields.next()?.parse().ok()?);
    Some((forms, Unit { kind, ucum, english, power }))
}

fn kind(name: &str) -> Option<QuantityKind> {
    Some(match name {
        "area" => QuantityKind::Area,
        "energy" => QuantityKind::Energy,
        "length" => QuantityKind::Length,
        "mass" => QuantityKind::Mass,
        "other" => QuantityKind::Other,
        "percent" => QuantityKind::Percent,
        "speed" => QuantityKind::Speed,
        "temperature" => QuantityKind::Temperature,
        "volume" => QuantityKind::Volume,
        _ => return None,
    })
}

/// Whether a printed form may begin with this token.
pub(super) fn begins(token: &str) -> bool {
    static FIRST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        // As the text is cut into tokens: letters, or one sign.
        let first = |form: &'static str| {
            let letters = form.find(|char: char| !char.is_alphabetic()).unwrap_or(form.len());
            let sign = form.chars().next().map_or(0, char::len_utf8);
            form.get(..if letters > 0 { letters } else { sign })
        };
        FORMS.keys().filter_map(|form| first(form)).collect()
    });
    let capital = token.starts_with(|first: char| first.is_ascii_uppercase());
    FIRST.contains(token) || capital && FIRST.contains(token.to_lowercase().as_str())
}

/// The unit of a printed form; `form` has single spaces.
pub(super) fn of(form: &str) -> Option<Unit> {
    let known = FORMS.get(form).copied();
    known.or_else(|| FORMS.get(form.to_lowercase().replace('-', " ").as_str()).copied().filter(|unit| unit.english))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_mind_their_capitals_and_words_do_not() {
        assert_eq!(of("Mt").map(|unit| unit.ucum), Some("Mt"));
        assert_eq!(of("MW").map(|unit| unit.ucum), Some("MW"));
        assert_eq!(of("Square-Feet").map(|unit| unit.ucum), Some("[sft_i]"));
        assert_eq!(of("G"), None);
        assert_eq!(of("people"), None);
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(tables::rows(TABLE).count(), tables::rows(TABLE).filter_map(row).count());
        let longest = FORMS.keys().map(|form| form.split(' ').count()).max();
        assert!(longest <= Some(MAX_WORDS), "{longest:?}");
    }
}
