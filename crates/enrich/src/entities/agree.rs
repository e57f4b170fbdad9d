//! What one name in an article tells of another.

use super::Found;
use super::groups::key;
use crate::Reading;
use article::MentionKind;
use std::collections::{HashMap, HashSet};
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

/// The kinds that a name can be of, in the order of [`Votes`].
const KINDS: [MentionKind; 6] = [
    MentionKind::Person,
    MentionKind::Organisation,
    MentionKind::Place,
    MentionKind::Nationality,
    MentionKind::Product,
    MentionKind::Other,
];

type Votes = [u32; KINDS.len()];

fn vote(votes: &mut Votes, kind: MentionKind, weight: u32) {
    if let Some(votes) = KINDS.iter().position(|known| *known == kind).and_then(|at| votes.get_mut(at)) {
        *votes += weight;
    }
}

/// What the surname of somebody counts beside a mention of that word alone.
const SURNAME: u32 = 2;

/// A name is of one kind throughout an article: that of most of its mentions and of the people whose surname it is.
pub(super) fn settle(reading: &Reading<'_>, found: &mut [Found]) {
    let keys: Vec<String> = found.iter().map(|name| key(reading.text(name.bytes.clone()))).collect();
    let mut votes: HashMap<&str, Votes> = HashMap::new();
    for (name, key) in found.iter().zip(&keys) {
        vote(votes.entry(key).or_default(), name.kind, 1);
    }
    for (name, key) in found.iter().zip(&keys) {
        if name.kind == MentionKind::Person
            && let Some((_, surname)) = key.rsplit_once(' ')
            && let Some(votes) = votes.get_mut(surname)
        {
            vote(votes, MentionKind::Person, SURNAME);
        }
    }
    for (name, key) in found.iter_mut().zip(&keys) {
        let Some(kind) = votes.get(key.as_str()).and_then(settled).filter(|kind| *kind != name.kind) else { continue };
        reading.because(name.bytes.clone(), || format!("{:?} as elsewhere in the article, not {:?}", kind, name.kind));
        name.kind = kind;
    }
}

/// The kind that has half of the votes; a person takes two thirds, since names of people are the most open.
fn settled(votes: &Votes) -> Option<MentionKind> {
    let all: u32 = votes.iter().sum();
    let (at, most) = votes.iter().enumerate().max_by_key(|(at, votes)| (**votes, KINDS.len() - at))?;
    let kind = *KINDS.get(at)?;
    let enough = if kind == MentionKind::Person { most * 3 >= all * 2 } else { most * 2 >= all };
    enough.then_some(kind)
}
