//! Nationalities that the tagger did not see, by the places of the article: `Ugandan` beside `Uganda`.

use super::found::FoundName;
use super::groups::key;
use super::tokens::Text;
use crate::words::Kind;
use article::MentionKind;
use foldhash::HashSet;

/// A capitalised word that no name holds, and that is a place of the article with an ending, is a nationality.
/// `found` is in order.
pub(super) fn add(text: &Text<'_>, found: &mut Vec<FoundName>) {
    let body = text.body;
    let places = found.iter().filter(|name| name.kind == MentionKind::Place);
    let places: HashSet<String> = places.map(|name| key(body.get(name.bytes.clone()).unwrap_or_default())).collect();
    if places.is_empty() {
        return;
    }
    let mut more = Vec::new();
    let capitals = text.tokens.iter().enumerate().filter(|(at, _)| text.is_capital(*at));
    for (at, token) in capitals {
        let next = found.partition_point(|name| name.bytes.end <= token.start);
        if found.get(next).is_some_and(|name| name.bytes.start < token.end) {
            continue;
        }
        let small = text.word(at).to_lowercase();
        let mut stems = text.words.stems(&small, Kind::PeopleEnding);
        if stems.any(|stem| stem.len() > 3 && places.contains(stem)) {
            more.push(FoundName { kind: MentionKind::Nationality, bytes: token.bytes() });
        }
    }
    found.extend(more);
}
