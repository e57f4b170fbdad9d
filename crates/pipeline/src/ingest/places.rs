//! Places for polls under way: a bounded number, and one at a time for those who talk with the same host.

use std::collections::HashSet;

/// The places and who has them.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    taken: usize,
    /// With whom polls under way talk, those that lost their place included.
    contended: HashSet<String>,
}

/// A poll's right to be under way.
#[derive(Debug)]
pub(super) struct Place {
    with: Option<String>,
    counts: bool,
}

impl Places {
    pub(super) fn new(most: usize) -> Self {
        Self { most, taken: 0, contended: HashSet::new() }
    }

    /// Whether no poll can begin.
    pub(super) fn are_full(&self) -> bool {
        self.taken >= self.most
    }

    /// Whether any poll is under way that counts.
    pub(super) fn are_used(&self) -> bool {
        self.taken > 0
    }

    /// A place for a poll that talks with somebody; `None`: another one does, or all places are taken.
    pub(super) fn take(&mut self, with: Option<&str>) -> Option<Place> {
        if self.are_full() || with.is_some_and(|with| self.contended.contains(with)) {
            return None;
        }
        self.taken += 1;
        let with = with.map(str::to_owned);
        self.contended.extend(with.clone());
        Some(Place { with, counts: true })
    }

    /// A poll that does not end makes room for another one, but not for one that talks with the same.
    pub(super) fn make_room(&mut self, place: &mut Place) {
        if std::mem::take(&mut place.counts) {
            self.taken -= 1;
        }
    }

    /// A poll has ended.
    pub(super) fn give_back(&mut self, mut place: Place) {
        self.make_room(&mut place);
        if let Some(with) = place.with {
            self.contended.remove(&with);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_poll_of_a_host_has_a_place_and_one_without_end_makes_room_for_others() {
        let mut places = Places::new(2);
        let mut slow = places.take(Some("slow.example")).unwrap();
        assert!(places.take(Some("slow.example")).is_none());
        let quick = places.take(Some("quick.example")).unwrap();
        assert!(places.are_full() && places.take(None).is_none());
        places.make_room(&mut slow);
        places.make_room(&mut slow);
        let folder = places.take(None).unwrap();
        assert!(places.are_full());
        places.give_back(folder);
        assert!(places.take(Some("slow.example")).is_none(), "its host is still being asked");
        places.give_back(slow);
        places.give_back(quick);
        assert!(!places.are_used());
        assert!(places.take(Some("slow.example")).is_some());
    }
}
