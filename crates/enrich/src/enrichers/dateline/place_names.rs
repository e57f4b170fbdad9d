//! What helps to tell a place from another name: countries, states, well-known cities, and words no place begins with
//! or is made of. Names only; where they lie is not known here. Compared without regard to case.

use super::lists::list;
use std::sync::LazyLock;
use text::WordList;

/// Sovereign states and territories by their usual English names and short forms.
static COUNTRIES: LazyLock<WordList<()>> = LazyLock::new(|| list("country"));

/// States, provinces and the like that datelines print behind a city.
static REGIONS: LazyLock<WordList<()>> = LazyLock::new(|| list("region"));

/// Shortened states and provinces, written with a stop.
static SHORT_REGIONS: LazyLock<WordList<()>> = LazyLock::new(|| list("short-region"));

/// Capitals and other cities that news is filed from.
static CITIES: LazyLock<WordList<()>> = LazyLock::new(|| list("city"));

/// Words that no place begins with: they begin sentences.
static LEADING: LazyLock<WordList<()>> = LazyLock::new(|| list("leading-word"));

/// Words with which stories begin and which are no part of the name before them.
static OPENING: LazyLock<WordList<()>> = LazyLock::new(|| list("opening-word"));

/// Towns whose names are English words, forms of address or names of people too.
static ALSO_WORDS: LazyLock<WordList<()>> = LazyLock::new(|| list("town-and-word"));

/// Words that stand before a colon or dash as labels: where one is part of a name, the name is no place.
static LABELS: LazyLock<WordList<()>> = LazyLock::new(|| list("label"));

pub(super) fn is_country(name: &str) -> bool {
    COUNTRIES.has(name)
}

/// A country, state or province.
pub(super) fn is_region(name: &str) -> bool {
    is_country(name) || REGIONS.has(name) || is_short_region(name)
}

pub(super) fn is_short_region(name: &str) -> bool {
    SHORT_REGIONS.has(name.trim_end_matches('.'))
}

/// A country, state or province that is no city too.
pub(super) fn is_region_only(name: &str) -> bool {
    is_region(name) && !is_city(name)
}

pub(super) fn is_city(name: &str) -> bool {
    CITIES.has(name)
}

/// A city of the list, or a town of the gazetteer whose name is no other word.
pub(super) fn is_town(name: &str) -> bool {
    is_city(name) || (!ALSO_WORDS.has(name) && crate::enrichers::places::inhabitants(name) > 0.0)
}

/// Whether a town of this name is so great that it is meant with nothing beside it.
pub(super) fn is_great_town(name: &str) -> bool {
    const GREAT: f64 = 50_000.0;
    !ALSO_WORDS.has(name) && (is_city(name) || crate::enrichers::places::inhabitants(name) >= GREAT)
}

/// Words in lower case behind the name of a place that say what it is.
pub(super) fn is_area(word: &str) -> bool {
    matches!(
        word,
        "province" | "district" | "county" | "region" | "governorate" | "city" | "countryside" | "prefecture"
    )
}

/// Words that begin stories and stand in no name.
pub(super) fn is_opening_word(word: &str) -> bool {
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    capital && !chars.next().is_some_and(char::is_uppercase) && OPENING.has(word)
}

/// A town, or a country or state, which the lines of some outlets name in a city's stead.
pub(super) fn is_known(name: &str) -> bool {
    is_town(name) || is_country(name) || REGIONS.has(name)
}

/// Whether a word in lower case begins sentences rather than names.
pub(super) fn is_leading_word(word: &str) -> bool {
    LEADING.has(word)
}

/// Whether a word in lower case is a label or part of the name of an organisation.
pub(super) fn is_label(word: &str) -> bool {
    LABELS.has(word)
}
