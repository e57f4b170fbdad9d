//! Which names are news agencies: a list of the agencies of the world, and what their names end in.

use super::lists::list;
use std::sync::LazyLock;
use text::WordList;

/// Names and initials that stand for an agency wherever a dateline prints them. Compared without regard to case.
static AGENCIES: LazyLock<WordList<()>> = LazyLock::new(|| list("agency"));

/// Initials that are agencies only where something else tells so: they are words or other bodies as well.
static AMBIGUOUS: LazyLock<WordList<()>> = LazyLock::new(|| list("ambiguous-agency"));

/// Last words of the names of agencies and outlets.
static ENDINGS: LazyLock<WordList<()>> = LazyLock::new(|| list("outlet-ending"));

/// First words of such names.
static BEGINNINGS: LazyLock<WordList<()>> = LazyLock::new(|| list("outlet-beginning"));

/// Whether it is on the list.
pub(super) fn is_known(name: &str) -> bool {
    AGENCIES.has(name)
}

/// Whether the name alone says agency, with nothing around it to help.
pub(super) fn is_sure(name: &str) -> bool {
    is_known(name) && !AMBIGUOUS.has(name)
}

/// Whether a name within brackets can be read as an agency or outlet: known, initials, a site, or made as such names
/// are, of a known one and another word (`CNW Telbec`), with a last word or a first one that says so, or of initials and
/// a country (`CNBC Indonesia`).
pub(super) fn looks_like_one(name: &str) -> bool {
    is_known(name) || is_initials(name) || is_site(name) || is_named_so(name)
}

fn is_named_so(name: &str) -> bool {
    let Some((first, rest)) = name.split_once(' ') else { return false };
    let last = rest.rsplit(' ').next().unwrap_or_default();
    ENDINGS.has(last)
        || BEGINNINGS.has(first)
        || (is_sure(first) && !rest.contains(' ') && !super::place_names::is_town(rest))
        || (is_initials(first) && super::place_names::is_country(rest) && !super::place_names::is_country(name))
        || (first.bytes().all(|byte| byte.is_ascii_digit()) && ENDINGS.has(rest))
}

/// Whether names of outlets end in this word.
pub(super) fn is_outlet_word(word: &str) -> bool {
    ENDINGS.has(word)
}

/// Two to eight capitals, perhaps with digits or a small letter.
pub(super) fn is_initials(name: &str) -> bool {
    let letters = name.chars().count();
    let small = name.chars().filter(|char| char.is_lowercase()).count();
    (2..=8).contains(&letters)
        && name.chars().all(|char| char.is_alphanumeric() || char == '-')
        && name.chars().filter(|char| char.is_uppercase()).count() >= 2
        && small <= 1
}

/// Whether it is the name of a web site, such as `example.com`.
pub(super) fn is_site(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(site, top)| {
        site.chars().count() >= 2
            && (2..=4).contains(&top.len())
            && top.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !site.contains([' ', '.'])
    })
}
