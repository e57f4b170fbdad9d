//! Countries and territories: their codes, the names news gives them, and what their people and things are called.

use crate::tables;
use foldhash::HashMap;
use std::sync::LazyLock;
use text::Lowercase;

static TABLE: &str = include_str!("../../../models/countries.tsv");

/// Code, names between bars, the usual English one first, and demonyms; the head of the table says more.
pub(super) static COUNTRIES: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
    let countries = tables::rows(TABLE).filter_map(|mut fields| Some((fields.next()?, fields.next()?, fields.next()?)));
    countries.collect()
});

/// Names above of what lies in a country and is not all of it.
const PARTS: &[&str] = &[
    "England",
    "Scotland",
    "Wales",
    "Northern Ireland",
    "West Bank",
    "Gaza Strip",
    "Gaza",
    "Zanzibar",
    "New South Wales",
    "British Columbia",
    "Inner Mongolia",
];

/// What stands before the name of a country in its formal name.
const FORMS: &[&str] =
    &["Republic of", "Islamic Republic of", "Kingdom of", "State of", "Sultanate of", "Federation of"];

/// Codes by names in lower case, each with the abbreviations as they are printed.
static CODES: LazyLock<HashMap<String, (&'static str, &'static str)>> = LazyLock::new(|| {
    let mut codes = HashMap::default();
    for (code, called, _) in COUNTRIES.iter() {
        for name in called.split('|').filter(|name| !PARTS.contains(name)) {
            codes.insert(name.to_lowercase(), (*code, name));
        }
    }
    codes
});

/// The code of a country by one of its names, without regard to case.
pub(super) fn code(name: &str) -> Option<&'static str> {
    let listed = |name: &str| {
        let mut lower = Lowercase::default();
        let (code, called) = match lower.of(name) {
            Some(lower) => CODES.get(lower)?,
            None => CODES.get(name.to_lowercase().as_str())?,
        };
        // Abbreviations are names in capitals only: `us` is none.
        (called.len() > 3 || *called == name).then_some(*code)
    };
    let formal = || {
        let rest = FORMS.iter().find_map(|form| {
            let (before, rest) = name.split_at_checked(form.len())?;
            before.eq_ignore_ascii_case(form).then(|| rest.trim_start())
        })?;
        // The State of Georgia is none.
        listed(rest).filter(|code| *code != "GE" || name.to_lowercase().starts_with("republic"))
    };
    listed(name).or_else(formal)
}

/// The usual English name of a country.
pub(super) fn usual_name(code: &str) -> Option<&'static str> {
    let (_, called, _) = COUNTRIES.iter().find(|(known, _, _)| *known == code)?;
    called.split('|').next()
}
