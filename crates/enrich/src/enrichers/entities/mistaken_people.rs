//! People that the model takes for bodies or places, though their first word is one that only people have: `Ng Wei`,
//! `Le Thi Ha`, `deputy coroner Will Cade`, in Indonesia `Sri Lestari`.
//!
//! In: the names found, in order. Out: the same, those of people as people, without a rank before them.

use super::found::FoundName;
use super::tokens::Text;
use crate::enrichers::places;
use crate::given_names::is_given_name;
use crate::words::Kind;
use article::MentionKind;

/// Words of a name of somebody.
const MOST_WORDS: usize = 3;

/// Puts them right.
pub(super) fn mend(text: &Text<'_>, found: &mut [FoundName]) {
    for name in found.iter_mut() {
        if matches!(name.kind, MentionKind::Organisation | MentionKind::Place | MentionKind::Other)
            && let Some(bytes) = person(text, name)
        {
            *name = FoundName { kind: MentionKind::Person, bytes };
        }
    }
}

/// The bytes of the name without its rank, if it is of somebody.
fn person(text: &Text<'_>, name: &FoundName) -> Option<std::ops::Range<usize>> {
    let printed = text.body.get(name.bytes.clone())?;
    let (first, rest) = printed.split_once(' ')?;
    let at = text.tokens.partition_point(|token| token.start < name.bytes.start);
    let is = |word: &str, kind: Kind| text.words.is(word, kind);
    let in_indonesia = |word: &str| text.is_indonesian && is(word, Kind::NameInIndonesia);
    // `Regent Sri Hartati`, `Pte Owen Park`
    let (second, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    let ranked = is(first, Kind::Role)
        && !behind.is_empty()
        && (in_indonesia(second) || is(first, Kind::TakesStop) && is_given_name(second));
    let person = if ranked { rest } else { printed };
    let words = || person.split(' ');
    let body = |word: &str| is(word, Kind::Institution) || is(word, Kind::NamedBody) || is(word, Kind::CompanyName);
    let plain = words().all(|word| word.chars().all(char::is_alphabetic) && !body(word));
    let role = at > 0 && !text.begins(at) && text.is_role(at - 1);
    let told = ranked
        || in_indonesia(first)
        || is(first, Kind::OnlySurname)
        || is(first, Kind::ShortSurname) && words().count() == MOST_WORDS && is(second, Kind::ShortSurname)
        || role && is(first, Kind::NameOfFuture);
    let unknown = name.kind != MentionKind::Place || places::inhabitants(printed) == 0.0;
    let fits = plain && told && unknown && (2..=MOST_WORDS).contains(&words().count());
    fits.then(|| name.bytes.end - person.len()..name.bytes.end)
}
