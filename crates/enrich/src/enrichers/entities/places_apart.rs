//! One entry for each place: two places of one name that are printed with their regions are two.
//!
//! In: the text and the mentions of places. Out: groups of mentions. A name without a region is the place of that name
//! that was told before, else the first that is told behind.

use super::groups::{Group, group_known, key};
use crate::enrichers::places::{self, OwnPlace};
use foldhash::HashMap;
use std::ops::Range;

/// Mentions of a name with the region that tells which place it is, in the order of the text.
type Told = HashMap<String, Vec<(usize, OwnPlace)>>;

pub(super) fn group_places(body: &str, mentions: &[Range<usize>]) -> Vec<Group> {
    let mut told: Told = HashMap::default();
    for bytes in mentions {
        if let Some(own) = places::own_place(body, bytes) {
            let town = body.get(own.town(bytes)).unwrap_or_default();
            told.entry(key(town)).or_default().push((bytes.start, own));
        }
    }
    let own = |bytes: &Range<usize>| {
        if told.is_empty() {
            return None;
        }
        let printed = body.get(bytes.clone()).unwrap_or_default();
        let town = printed.split_once(", ").map_or(printed, |(town, _)| town);
        let key = key(town);
        let of_name = told.get(&key)?;
        let before = of_name.iter().rfind(|(at, _)| *at <= bytes.start);
        let (_, own) = before.or_else(|| of_name.first())?;
        Some((key, own.id()))
    };
    let known = |bytes: &Range<usize>, printed: &str| {
        own(bytes).map(|(_, id)| id).or_else(|| places::known(printed).map(|known| known.id))
    };
    group_known(body, mentions, known, |bytes| own(bytes).map(|(town, id)| format!("{town} {id}")))
}
