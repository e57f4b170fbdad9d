//! The sitemaps that an index lists: which of them are asked for, and what is remembered of them. Pure.

use super::known::Lookup;
use super::listed_page::page_of;
use crate::sources::fingerprint::Fingerprint;
use crate::sources::validators::Validators;
use extract::SitemapPart;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Most sitemaps of an index that are asked for at one poll; of these, such with a date where there are others.
const MOST_ASKED: usize = 10;
const MOST_DATED_ASKED: usize = 7;

/// Most sitemaps that are remembered, those asked for last.
const MOST_REMEMBERED: usize = 1_000;

/// How often a sitemap that cannot be read is asked for before it waits until its `lastmod` changes.
const MAX_ATTEMPTS: u32 = 4;

/// What a position remembers of the sitemaps of an index, by their addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct KnownParts {
    /// How many were asked for so far.
    asked: u64,
    known: std::collections::BTreeMap<String, KnownPart>,
    /// Whether the index lists some without a date, which are asked for whether it changes or not.
    pub(super) has_undated: bool,
}

/// One that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct KnownPart {
    /// Its number among those asked for.
    #[serde(rename = "n")]
    asked: u64,
    /// `lastmod`, in milliseconds.
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    modified: Option<i64>,
    /// How many pages without date it lists.
    #[serde(rename = "u", skip_serializing_if = "is_zero")]
    undated: usize,
    /// Of those without `lastmod`.
    #[serde(flatten)]
    validators: Validators,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// How often sitemaps failed in a row in this process.
pub(super) type Failures = HashMap<Fingerprint, u32>;

/// What an answer of a sitemap makes known.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) part: SitemapPart,
    /// Pages without date; `None`: as many as before.
    pub(super) undated: Option<usize>,
    /// `None`: as before.
    pub(super) validators: Option<Validators>,
}

/// Those to ask for now, and those left for later polls.
#[derive(Debug, Default)]
pub(super) struct Due {
    pub(super) now: Vec<SitemapPart>,
    /// The newest date of those that wait.
    pub(super) newest_left: Option<i64>,
    /// Whether some of those that changed wait.
    pub(super) changed_left: bool,
}

pub(super) fn millis(part: &SitemapPart) -> Option<i64> {
    part.modified.as_ref().map(|date| date.at.millis())
}

impl KnownParts {
    /// Which sitemaps are to be asked for: those that changed, the newest first, and those that do not say, the longest
    /// not asked first. One that failed comes after the others.
    pub(super) fn due(&self, listed: Vec<SitemapPart>, pages: &Lookup, failures: &Failures) -> Due {
        let has_changed = |part: &SitemapPart| {
            let at = millis(part);
            at.is_none_or(|at| pages.is_above_floor(at)) && self.get(part).is_none_or(|known| known.modified != at)
        };
        let is_dated = |part: &SitemapPart| part.modified.is_some();
        let (mut dated, mut undated): (Vec<_>, Vec<_>) = listed.into_iter().partition(is_dated);
        dated.retain(has_changed);
        let failed = |part: &SitemapPart| failures.contains_key(&page_of(&part.address));
        let asked = |part: &SitemapPart| self.get(part).map_or(0, |known| known.asked);
        dated.sort_by_cached_key(|part| (failed(part), Reverse(millis(part)), asked(part)));
        undated.sort_by_cached_key(asked);
        let most_dated = if undated.is_empty() { MOST_ASKED } else { MOST_DATED_ASKED };
        let left = dated.split_off(dated.len().min(most_dated));
        let (newest_left, changed_left) = (left.iter().filter_map(millis).max(), !left.is_empty());
        undated.truncate(MOST_ASKED.saturating_sub(dated.len()));
        dated.extend(undated);
        Due { now: dated, newest_left, changed_left }
    }

    fn get(&self, part: &SitemapPart) -> Option<&KnownPart> {
        self.known.get(&page_of(&part.address).to_string())
    }

    /// By what a sitemap is asked for changes.
    pub(super) fn validators(&self, part: &SitemapPart) -> Validators {
        self.get(part).map(|known| known.validators.clone()).unwrap_or_default()
    }

    /// How many pages without date all but this one list.
    pub(super) fn undated_of_others(&self, part: &SitemapPart) -> usize {
        let own = page_of(&part.address).to_string();
        self.known.iter().filter(|(key, _)| **key != own).map(|(_, known)| known.undated).sum()
    }

    /// Notes what was answered.
    pub(super) fn note(&mut self, answered: &Answered) {
        self.asked += 1;
        let before = self.get(&answered.part).cloned().unwrap_or_default();
        let modified = millis(&answered.part);
        let validators = answered.validators.clone().unwrap_or(before.validators);
        let known = KnownPart {
            asked: self.asked,
            modified,
            undated: answered.undated.unwrap_or(before.undated),
            validators: if modified.is_some() { Validators::default() } else { validators },
        };
        self.known.insert(page_of(&answered.part.address).to_string(), known);
        while self.known.len() > MOST_REMEMBERED {
            let oldest = self.known.iter().min_by_key(|(_, known)| known.asked).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.known.remove(&key));
        }
    }
}

/// Notes a failure; tells whether it was the last attempt.
pub(super) fn is_given_up(failures: &mut Failures, part: &SitemapPart) -> bool {
    if failures.len() >= MOST_REMEMBERED {
        failures.clear();
    }
    let count = failures.entry(page_of(&part.address)).or_default();
    *count += 1;
    *count >= MAX_ATTEMPTS
}
