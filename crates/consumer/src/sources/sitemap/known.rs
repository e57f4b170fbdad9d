//! The pages that a position remembers, in bounded room.
//!
//! Of pages with dates the newest are remembered; a floor says from which date on all older ones count as known. Pages
//! without dates are known by themselves alone, so no more of them are looked at than are remembered.

use super::listed_page::Version;
use crate::sources::fingerprint::Fingerprint;
use std::collections::HashMap;

/// Most pages with dates that are remembered, of 16 bytes each.
const MOST_DATED: usize = 5_000;

/// Most pages without dates that are remembered, and that the documents of a source may list together.
pub(super) const MOST_UNDATED: usize = 5_000;

/// The pages that were taken or need not be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct KnownPages {
    /// Up to here all that is not remembered counts as known, in milliseconds.
    pub(super) floor: Option<i64>,
    /// Oldest first.
    pub(super) dated: Vec<Version>,
    /// The one added first is first.
    pub(super) undated: Vec<Version>,
}

/// The same to be asked.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    floor: Option<i64>,
    pages: HashMap<Fingerprint, Option<i64>>,
}

impl KnownPages {
    pub(super) fn lookup(&self) -> Lookup {
        let pages = self.undated.iter().chain(&self.dated).map(|version| (version.page, version.at)).collect();
        Lookup { floor: self.floor, pages }
    }

    /// Adds pages. Where there is no room, the oldest are forgotten and the floor rises.
    pub(super) fn add(&mut self, taken: &[Version]) {
        let replaced: HashMap<Fingerprint, Option<i64>> = taken.iter().map(|one| (one.page, one.at)).collect();
        let stays = |version: &Version| !replaced.contains_key(&version.page);
        self.dated.retain(stays);
        self.undated.retain(stays);
        self.dated.extend(taken.iter().filter(|version| version.at.is_some()));
        self.undated.extend(taken.iter().filter(|version| version.at.is_none()));
        self.dated.sort_by_key(|version| version.at);
        let excess = self.dated.len().saturating_sub(MOST_DATED);
        let newest_forgotten = self.dated.drain(..excess).next_back().and_then(|version| version.at);
        self.raise_floor(newest_forgotten);
        let excess = self.undated.len().saturating_sub(MOST_UNDATED);
        self.undated.drain(..excess);
    }

    /// All up to this date counts as known.
    pub(super) fn raise_floor(&mut self, to: Option<i64>) {
        self.floor = self.floor.max(to);
    }
}

impl Lookup {
    /// Whether a page, or its change, is news.
    pub(super) fn is_news(&self, version: Version) -> bool {
        match (self.pages.get(&version.page), version.at) {
            (Some(known), at) => known.is_some() && at > *known,
            (None, Some(at)) => self.is_above_floor(at),
            (None, None) => true,
        }
    }

    /// Whether something of this date may be news.
    pub(super) fn is_above_floor(&self, at: i64) -> bool {
        self.floor.is_none_or(|floor| at > floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: i64, at: Option<i64>) -> Version {
        Version { page: Fingerprint::of(&[&number.to_be_bytes()]), at }
    }

    #[test]
    fn what_is_forgotten_stays_known_by_its_date() {
        let mut known = KnownPages::default();
        let all: Vec<_> = (1..=5_100).map(|number| version(number, Some(number * 1_000))).collect();
        known.add(&all);
        assert_eq!((known.dated.len(), known.floor), (MOST_DATED, Some(100_000)));
        let lookup = known.lookup();
        assert!(all.iter().all(|version| !lookup.is_news(*version)));
        assert!(lookup.is_news(version(9_000, Some(100_001))), "listed late");
        assert!(lookup.is_news(version(5_000, Some(9_000_000))), "changed");
        assert!(lookup.is_news(version(9_001, None)));
    }

    #[test]
    fn a_page_that_lost_or_got_a_date_is_no_news() {
        let mut known = KnownPages::default();
        known.add(&[version(1, Some(5)), version(2, None)]);
        let lookup = known.lookup();
        assert!(!lookup.is_news(version(1, None)) && !lookup.is_news(version(2, Some(7))));
    }
}
