//! One kind for one name: what most of an article's mentions of it are, and what it is known to be.
//!
//! In: the names that the tagger found. Out: the same names; a name that was of several kinds is of one.

use super::acronyms;
use super::found::FoundName;
use super::groups::key;
use super::tokens::Text;
use crate::Reading;
use crate::enrichers::places;
use crate::given_names::is_given_name;
use crate::words::{Kind, Words};
use article::MentionKind;
use foldhash::{HashMap, HashSet};

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

/// What it counts that a mention is the name of a country or of a people.
const LISTED: u32 = 20;

/// What it counts that an abbreviation was introduced as short for a name or a thing.
const INTRODUCED: u32 = 20;

/// A name is of one kind throughout an article: that of most of its mentions and of the people whose surname it is.
pub(super) fn settle(reading: &Reading<'_>, text: &Text<'_>, found: &mut [FoundName]) {
    let keys: Vec<String> = found.iter().map(|name| key(reading.text(name.bytes.clone()))).collect();
    let mut votes: HashMap<&str, Votes> = HashMap::default();
    for (name, key) in found.iter().zip(&keys) {
        vote(votes.entry(key).or_default(), name.kind, 1);
    }
    let mut surnames: HashSet<&str> = HashSet::default();
    for (name, key) in found.iter().zip(&keys) {
        if name.kind == MentionKind::Person
            && let Some((_, surname)) = key.rsplit_once(' ')
            && let Some(votes) = votes.get_mut(surname)
        {
            vote(votes, MentionKind::Person, SURNAME);
            surnames.insert(surname);
        }
    }
    for (name, key) in found.iter().zip(&keys) {
        let printed = reading.text(name.bytes.clone());
        let listed = if surnames.contains(key.as_str()) {
            continue;
        } else if places::is_country(printed) {
            MentionKind::Place
        } else if places::is_demonym(printed) || text.words.is(printed, Kind::People) {
            MentionKind::Nationality
        } else if let Some(kind) = told_by_words(text.words, printed) {
            kind
        } else if name.kind == MentionKind::Person && is_seat(text, name, key, &keys) {
            MentionKind::Place
        } else {
            continue;
        };
        if let Some(votes) = votes.get_mut(key.as_str()) {
            vote(votes, listed, LISTED);
        }
    }
    let short = acronyms::introduced(text, found);
    for (short, kind) in &short {
        if let Some(votes) = votes.get_mut(short.as_str()) {
            vote(votes, *kind, INTRODUCED);
        }
    }
    for (name, key) in found.iter_mut().zip(&keys) {
        let Some(kind) = votes.get(key.as_str()).and_then(settled).filter(|kind| *kind != name.kind) else { continue };
        name.kind = kind;
        reading.because(name.bytes.clone(), || {
            format!("{}, as the article and what is known of it tell", name.kind_name())
        });
    }
}

/// Whether a state or capital begins a sentence alone, as one that speaks does: `Oklahoma said …`; nobody of the
/// article is called so.
fn is_seat(text: &Text<'_>, name: &FoundName, key: &str, keys: &[String]) -> bool {
    let at = text.tokens.partition_point(|token| token.start < name.bytes.start);
    let called_so = |other: &String| other.split(' ').next() == Some(key) && other.len() > key.len();
    text.begins(at) && text.body.get(name.bytes.clone()).is_some_and(places::is_seat) && !keys.iter().any(called_so)
}

/// What a name can only be by its words: `Example Railways` is an organisation, `Queen Ann` a person.
fn told_by_words(words: &Words, printed: &str) -> Option<MentionKind> {
    let (before, last) = printed.rsplit_once(' ')?;
    if words.is(last, Kind::CompanyName) {
        Some(MentionKind::Organisation)
    } else {
        let is_titled = words.is(before, Kind::Crowned) && is_given_name(last);
        is_titled.then_some(MentionKind::Person)
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
