//! Where places of a name are: a table sorted by name and searched by bisection, so that nothing is loaded or copied.
//!
//! In: a name. Out: the places that bear it. The table is `models/places.tsv`, which `training/generators/compile-places.py` makes.

use foldhash::HashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

/// One line a name, sorted by its bytes; the fields are those of [`Candidate`].
static TABLE: &str = include_str!("../../../models/places.tsv");

/// Places of one name that are looked at; no name in the table has more.
const MAX_CANDIDATES: usize = 64;

/// A place that bears a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    /// Its usual name.
    pub(super) name: &'static str,
    /// ISO 3166-2 where known, else ISO 3166-1 alpha-2.
    pub(super) code: &'static str,
    /// ISO 3166-1 alpha-2.
    pub(super) country: &'static str,
    /// Latitude and longitude; divisions of countries have none.
    pub(super) point: Option<(f64, f64)>,
    pub(super) inhabitants: f64,
    /// GeoNames id; empty if not known.
    pub(super) id: &'static str,
    /// GeoNames feature code; empty if not known.
    pub(super) feature: &'static str,
}

/// Countries by code: every article names some.
static COUNTRIES: LazyLock<HashMap<&'static str, Candidate>> = LazyLock::new(|| {
    let rest = TABLE.get(first_not_before(".")..).unwrap_or_default();
    let lines = rest.lines().take_while(|line| line.starts_with('.'));
    let countries = lines.filter_map(|line| candidate(line.split_once('\t')?.1.split('\t')));
    countries.map(|country| (country.country, country)).collect()
});

/// The country with this code.
pub(super) fn country(code: &str) -> Option<Candidate> {
    COUNTRIES.get(code).copied()
}

/// Names that each thread keeps with their places, and bytes of the longest.
const MOST_MET: usize = 1_000;
const LONGEST_MET: usize = 64;

thread_local! {
    /// Names that were met before, in this article or another: each is asked for several times, and many come again.
    static MET: RefCell<HashMap<Box<str>, Rc<[Candidate]>>> = RefCell::default();
}

/// The places of this name, without regard to case.
pub(super) fn places(name: &str) -> Rc<[Candidate]> {
    MET.with_borrow_mut(|met| {
        if let Some(places) = met.get(name) {
            return Rc::clone(places);
        }
        let key = key(name);
        let found = if key.starts_with('.') { Rc::default() } else { named(&key).take(MAX_CANDIDATES).collect() };
        if met.len() >= MOST_MET {
            met.clear();
        }
        if name.len() <= LONGEST_MET {
            met.insert(name.into(), Rc::clone(&found));
        }
        found
    })
}

/// A name as the table has it.
fn key(name: &str) -> String {
    name.trim().to_lowercase().replace('’', "'")
}

/// Inhabitants of the greatest town of this name; a name that is only another one of a town must be long and the town
/// great, for short ones are words as well.
pub(crate) fn inhabitants(name: &str) -> f64 {
    const GREAT: f64 = 300_000.0;
    const LONG: usize = 6;
    let places = places(name);
    if places.is_empty() {
        return 0.0;
    }
    let key = key(name);
    let its_name = |usual: &str| usual.strip_suffix(" City").unwrap_or(usual).to_lowercase() == key;
    let counts = |town: &&Candidate| its_name(town.name) || (town.inhabitants >= GREAT && key.len() >= LONG);
    let towns = places.iter().filter(counts);
    towns.map(|town| town.inhabitants).fold(0.0, f64::max)
}

fn named(key: &str) -> impl Iterator<Item = Candidate> {
    let rest = TABLE.get(first_not_before(key)..).unwrap_or_default();
    rest.lines().map(|line| line.split('\t')).map_while(move |mut fields| {
        let same = fields.next() == Some(key);
        same.then(|| candidate(fields)).flatten()
    })
}

fn candidate(mut fields: std::str::Split<'static, char>) -> Option<Candidate> {
    let mut next = || fields.next();
    let (name, code, country) = (next()?, next()?, next()?);
    // An empty field is a division without a point.
    let point = next()?.parse().ok().zip(next()?.parse().ok());
    let inhabitants = next()?.parse().ok()?;
    Some(Candidate { name, code, country, point, inhabitants, id: next()?, feature: next()? })
}

/// Bytes of the table in which one line is known: some six lines.
const STRIDE: usize = 256;

/// For each stride of the table the byte at which the first line begins that does so in it or behind it.
static LINES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let strides = (0..TABLE.len()).step_by(STRIDE);
    let begins = strides.map(|at| at.checked_sub(1).map_or(0, behind_break));
    begins.take_while(|at| *at < TABLE.len()).filter_map(|at| u32::try_from(at).ok()).collect()
});

/// The byte at which the line behind the one at `at` begins.
fn behind_break(at: usize) -> usize {
    let rest = TABLE.as_bytes().get(at..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(TABLE.len(), |length| at + length + 1)
}

/// The byte at which the first line begins whose name is not before `key`.
fn first_not_before(key: &str) -> usize {
    // A tab is before every character of a name.
    let is_before = |line: usize| {
        let rest = TABLE.as_bytes().get(line..).unwrap_or_default();
        rest.get(..key.len()).unwrap_or(rest) < key.as_bytes()
    };
    let strides = LINES.partition_point(|line| is_before(*line as usize));
    let mut line = strides.checked_sub(1).and_then(|before| LINES.get(before)).map_or(0, |line| *line as usize);
    while line < TABLE.len() && is_before(line) {
        line = behind_break(line);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_by_its_name() {
        for line in TABLE.lines().step_by(97) {
            let name = line.split('\t').next().unwrap();
            assert_eq!(
                named(name).count(),
                TABLE.lines().filter(|other| other.split('\t').next() == Some(name)).count()
            );
        }
    }

    #[test]
    fn names_before_between_and_behind_the_table_have_no_places() {
        for name in ["", " ", "!", ".pk", "zzzzzz", "\u{10ffff}", "islamabad\tx"] {
            assert!(places(name).is_empty(), "{name:?}");
        }
    }

    #[test]
    fn a_name_that_was_met_before_has_the_same_places() {
        let first = places("Springfield");
        assert!(!first.is_empty());
        assert_eq!(places("Springfield"), first);
        for number in 0..=MOST_MET {
            assert!(places(&format!("Nowhere {number}")).is_empty());
        }
        assert_eq!(places("Springfield"), first);
        assert!(MET.with_borrow(HashMap::len) <= MOST_MET);
    }

    #[test]
    fn a_town_is_known_by_its_name_and_not_by_another_towns_short_one() {
        assert!(inhabitants("BOLGATANGA") > 50_000.0);
        assert!(inhabitants("New Taipei") > 1e6);
        for name in ["Gold", "Trump", "", "Nowhere at all", ".pk"] {
            assert!(inhabitants(name) == 0.0, "{name}");
        }
    }

    #[test]
    fn a_capital_has_point_code_and_id() {
        let places = places("ISLAMABAD");
        let capital = places.iter().find(|place| place.feature == "PPLC").unwrap();
        assert_eq!((capital.code, capital.id), ("PK-IS", "1176615"));
        assert!(capital.point.is_some());
        assert_eq!(country("PK").map(|country| country.id), Some("1168579"));
    }
}
