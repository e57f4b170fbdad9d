//! What one name in an article tells of another.

use super::Found;
use super::groups::key;
use article::MentionKind;
use foldhash::HashSet;
use tagger::Token;

/// Endings that make the people of a place: `Pakistan-i`, `Uganda-n`, `Brazil-ian`.
const ENDINGS: &[&str] = &["i", "n", "an", "ian"];

/// A portfolio (`Minister of State for Internal Affairs`) is part of a title and no organisation.
pub(super) fn drop_portfolios(body: &str, tokens: &[Token], found: &mut Vec<Found>) {
    let word = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).and_then(|token| body.get(token.bytes())).unwrap_or_default()
    };
    found.retain(|name| {
        let first = tokens.partition_point(|token| token.start < name.bytes.start);
        let (link, role) = (word(first.checked_sub(1)), word(first.checked_sub(2)).to_lowercase());
        let portfolio = matches!(link, "of" | "for") && matches!(role.as_str(), "minister" | "ministers");
        name.kind != MentionKind::Organisation || !portfolio
    });
}

/// A capitalised word that no name holds, and that is a place of the article with an ending, is a nationality.
/// `found` is in order.
pub(super) fn add_nationalities(body: &str, tokens: &[Token], found: &mut Vec<Found>) {
    let places = found.iter().filter(|name| name.kind == MentionKind::Place);
    let places: HashSet<String> = places.map(|name| key(body.get(name.bytes.clone()).unwrap_or_default())).collect();
    let mut more = Vec::new();
    for token in tokens {
        let word = body.get(token.bytes()).unwrap_or_default();
        let next = found.partition_point(|name| name.bytes.end <= token.start);
        if !word.starts_with(char::is_uppercase) || found.get(next).is_some_and(|name| name.bytes.start < token.end) {
            continue;
        }
        let small = word.to_lowercase();
        let stems = ENDINGS.iter().filter_map(|ending| small.strip_suffix(ending));
        if stems.into_iter().any(|stem| stem.len() > 3 && places.contains(stem)) {
            more.push(Found { kind: MentionKind::Nationality, bytes: token.bytes() });
        }
    }
    found.extend(more);
}
