//! What is still to be followed to its page, and in which order. Pure: decides, fetches nothing.

use super::listed::Listed;
use super::waiting::Waiting;
use crate::sources::fingerprint::Fingerprint;
use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;
use url::Url;

/// What a list holds that is new or changed, and what waits for its page.
#[derive(Debug)]
pub(crate) struct Queue<E> {
    /// Not looked at in this harvest.
    untried: VecDeque<Open<E>>,
    /// Looked at since the list was last begun, and put off.
    put_off: Vec<Open<E>>,
    /// In the harvests before.
    before: HeldUp,
    /// In this harvest.
    held_up: HeldUp,
}

/// Those whose page waits until nobody else asks its host, and which host that is.
type HeldUp = HashMap<Fingerprint, String>;

/// What a harvest left of a list, for the next one of the same list.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// Those put off.
    tried: HashSet<Fingerprint>,
    held_up: HeldUp,
    /// The host of the next page.
    pub(crate) next_host: Option<String>,
}

/// One that is to be taken.
#[derive(Debug, Clone)]
pub(crate) struct Open<E> {
    pub(crate) entry: E,
    /// How often its page failed.
    pub(crate) attempts: u32,
    /// How long its page was waited for in vain, over all polls.
    pub(crate) spent: Duration,
}

impl<E: Listed> Queue<E> {
    /// Of what is open; those that the rest says were tried wait for the next time the list is begun.
    pub(crate) fn new(open: Vec<Open<E>>, rest: &Rest) -> Self {
        let (put_off, mut untried): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|open| open.entry.identity().is_some_and(|identity| rest.tried.contains(&identity)));
        // Pages that failed or have to wait come last, so that they hold up no others.
        let waits = |open: &Open<E>| open.entry.identity().is_some_and(|identity| rest.held_up.contains_key(&identity));
        untried.sort_by_key(|open| (open.attempts, waits(open)));
        Self { untried: untried.into(), put_off, before: rest.held_up.clone(), held_up: HeldUp::new() }
    }

    /// The next one to take.
    pub(crate) fn next(&mut self) -> Option<Open<E>> {
        self.untried.pop_front()
    }

    /// This one is the next again.
    pub(super) fn put_back(&mut self, open: Open<E>) {
        self.untried.push_front(open);
    }

    /// Whether there is another one.
    pub(crate) fn has_next(&self) -> bool {
        !self.untried.is_empty()
    }

    /// The host that a page needs: the one that held it up before, else the one of its link.
    pub(super) fn host_of(&self, open: &Open<E>) -> Option<String> {
        let held_up_by =
            open.entry.identity().and_then(|identity| self.held_up.get(&identity).or(self.before.get(&identity)));
        held_up_by.cloned().or_else(|| host_of(open.entry.link()?))
    }

    /// This one comes after all others, because somebody else asks its page's host.
    pub(super) fn hold_up(&mut self, open: Open<E>, host: String) {
        match open.entry.identity() {
            Some(identity) => {
                self.held_up.insert(identity, host);
                self.untried.push_back(open);
            }
            None => self.put_off(open),
        }
    }

    /// Whether this one was held up in this harvest, and with it all that are left.
    pub(super) fn is_held_up(&self, open: &Open<E>) -> bool {
        open.entry.identity().is_some_and(|identity| self.held_up.contains_key(&identity))
    }

    /// This one is for later.
    pub(super) fn put_off(&mut self, open: Open<E>) {
        self.put_off.push(open);
    }

    /// Whether nothing is open.
    pub(crate) fn is_done(&self) -> bool {
        self.untried.is_empty() && self.put_off.is_empty()
    }

    /// What is open, for the position; `version` is what each is known by there.
    pub(crate) fn waiting<V>(&self, version: impl Fn(&E) -> V) -> Vec<Waiting<V>> {
        let waiting = |open: &Open<E>| {
            let (link, spent) = (open.entry.link()?, (open.attempts, open.spent));
            Some(Waiting::new(version(&open.entry), spent, link.to_owned(), open.entry.hints().clone()))
        };
        self.put_off.iter().chain(&self.untried).filter_map(waiting).collect()
    }

    /// What the next harvest of the same list must know.
    pub(crate) fn into_rest(self) -> Rest {
        let next_host = self.untried.front().and_then(|open| self.host_of(open));
        let mut held_up = self.before;
        held_up.extend(self.held_up);
        Rest { tried: self.put_off.iter().filter_map(|open| open.entry.identity()).collect(), held_up, next_host }
    }
}

/// The host of a URL.
pub(crate) fn host_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}
