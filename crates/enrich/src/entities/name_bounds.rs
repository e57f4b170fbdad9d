//! Where a name begins and ends, mended by what the article and the language tell.
//!
//! In: the names found, each of one kind. Out: a name of two that the article also names apart is two; a place from its
//! first capital on; a person without the rank or nationality before the name; a name with its Arabic article.

use super::found::FoundName;
use super::groups::key;
use super::honorifics;
use crate::Reading;
use crate::places;
use article::MentionKind;
use foldhash::HashSet;
use std::ops::Range;
use std::sync::LazyLock;
use text::WordList;

/// What joins two names.
const JOINTS: &[&str] = &[" and ", " & "];

/// Words that stand before names of people and are no given names.
static RANKS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "mr mrs ms miss dr prof madam archbishop ayatollah bishop brigadier cardinal colonel commander coach duchess \
         duke emperor empress general governor grandmother inspector king lieutenant mayor minister parliamentarian \
         pope president prince princess professor queen senator sergeant sultan",
    )
});

/// Articles that belong to the Arabic name they are joined to: `al-Shabaab`.
const ARTICLES: &[&str] = &["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul"];

const HYPHENS: [char; 2] = ['-', '‑'];

/// Mends them; the order stays.
pub(super) fn mend(reading: &Reading<'_>, found: &mut Vec<FoundName>) {
    let apart: HashSet<String> = found.iter().map(|name| key(reading.text(name.bytes.clone()))).collect();
    let mut mended = Vec::with_capacity(found.len());
    for name in found.drain(..) {
        match name.kind {
            MentionKind::Place => place(reading, &apart, name, &mut mended),
            MentionKind::Organisation | MentionKind::Person => split(reading, &apart, name, &mut mended),
            MentionKind::Event | MentionKind::Nationality | MentionKind::Product | MentionKind::Other => {
                mended.push(name);
            }
        }
    }
    for name in mended.iter_mut().filter(|name| name.kind == MentionKind::Person) {
        name.bytes.start = start_of_person(reading, name.bytes.clone());
    }
    let mut free = 0;
    for name in &mut mended {
        let printed = reading.text(name.bytes.clone());
        let start = name.bytes.end - printed.trim_start_matches(HYPHENS).len();
        name.bytes.start = start_with_article(reading.body(), free, start);
        free = name.bytes.end;
    }
    *found = mended;
}

/// Where a name begins with the article joined to it, if there is one and no name before holds it: not before `free`.
fn start_with_article(body: &str, free: usize, start: usize) -> usize {
    let before = body.get(free..start).unwrap_or_default();
    let Some(article) = ARTICLES.iter().find(|article| {
        before
            .strip_suffix(HYPHENS)
            .and_then(|rest| rest.strip_suffix(**article))
            .is_some_and(|rest| !rest.ends_with(|char: char| char.is_alphanumeric() || HYPHENS.contains(&char)))
    }) else {
        return start;
    };
    let hyphen = before.chars().next_back().map_or(0, char::len_utf8);
    start - hyphen - article.len()
}

/// A place begins with its first capital: not `of Hebei`. One beside or inside another, `Arica/Tacna`, is two.
fn place(reading: &Reading<'_>, apart: &HashSet<String>, mut name: FoundName, mended: &mut Vec<FoundName>) {
    let begins = |part: &str| part.starts_with(char::is_uppercase);
    while let Some((first, rest)) = reading.text(name.bytes.clone()).split_once(' ') {
        if rest.is_empty() || !first.chars().all(char::is_lowercase) {
            break;
        }
        name.bytes.start = name.bytes.end - rest.len();
    }
    let printed = reading.text(name.bytes.clone());
    let parts = ["/", " in "].iter().find_map(|joint| {
        let (left, right) = printed.split_once(joint)?;
        let (left, right) = (left.trim_end(), right.trim_start());
        (begins(left) && begins(right)).then_some((left.len(), right.len()))
    });
    let Some((left, right)) = parts else { return split(reading, apart, name, mended) };
    let Range { start, end } = name.bytes;
    mended.push(FoundName { kind: name.kind, bytes: start..start + left });
    mended.push(FoundName { kind: name.kind, bytes: end - right..end });
}

fn split(reading: &Reading<'_>, apart: &HashSet<String>, name: FoundName, mended: &mut Vec<FoundName>) {
    let printed = reading.text(name.bytes.clone());
    let known = |part: &str| apart.contains(&key(part)) || places::is_country(part);
    let parts = JOINTS.iter().find_map(|joint| {
        let (left, right) = printed.split_once(joint)?;
        (known(left) && known(right)).then_some((left.len(), right.len()))
    });
    let Some((left, right)) = parts else { return mended.push(name) };
    reading.because(name.bytes.clone(), || "two names: the article has each alone, too".to_owned());
    let Range { start, end } = name.bytes;
    mended.push(FoundName { kind: name.kind, bytes: start..start + left });
    mended.push(FoundName { kind: name.kind, bytes: end - right..end });
}

/// Without `Pope`, `Mrs` or `Guatemalan` before a name.
fn start_of_person(reading: &Reading<'_>, bytes: Range<usize>) -> usize {
    let mut start = bytes.start;
    while let Some((first, rest)) = reading.text(start..bytes.end).split_once(' ') {
        let small = first.trim_end_matches('.').to_lowercase();
        // `Sheikh Hasina` is called so; `Tan Chee Kuan` is a name.
        let addressed =
            honorifics::is_honorific(first) && rest.contains(' ') && !matches!(small.as_str(), "tan" | "tun");
        let titled = addressed || RANKS.has_without_stop(first) || places::is_demonym(first);
        if !titled || !rest.starts_with(char::is_uppercase) {
            break;
        }
        start = bytes.end - rest.len();
    }
    start
}
