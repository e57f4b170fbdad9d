//! The addresses of a site that are still to be asked: each once, the promising ones first.

use super::found::Because;
use fetch::Reach;
use std::collections::{BTreeMap, HashMap};
use url::Url;

/// Most addresses that are remembered of a site.
const MOST: usize = 500;

/// Where many sites have a feed or a sitemap.
const USUAL_PLACES: &[&str] = &[
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/index.xml",
    "/feeds",
    "/feed/atom",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/sitemap.xml",
];

/// An address to ask.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) address: Url,
    pub(super) because: Because,
    /// On whose word.
    pub(super) reach: Reach,
    /// Whether it was found on a page that itself was linked.
    pub(super) is_far: bool,
}

/// What is still to be asked.
#[derive(Default)]
pub(super) struct Candidates {
    waiting: BTreeMap<(Because, usize), Candidate>,
    /// Where in the order each address stood that was ever added.
    seen: HashMap<String, (Because, usize)>,
    added: usize,
}

impl Candidates {
    /// Adds an address that was not asked yet. One that waits for a worse reason goes forward.
    pub(super) fn add(&mut self, mut candidate: Candidate) {
        candidate.address.set_fragment(None);
        // `/feed/` and `/feed` are the same to nearly everyone.
        let key = candidate.address.as_str().trim_end_matches('/').to_owned();
        let place = (candidate.because, self.added);
        match self.seen.get(&key) {
            Some(before) if candidate.because >= before.0 || self.waiting.remove(before).is_none() => return,
            None if self.seen.len() >= MOST => return,
            Some(_) | None => {}
        }
        self.added += 1;
        self.seen.insert(key, place);
        self.waiting.insert(place, candidate);
    }

    /// Adds what every site may have, beside one of its pages.
    pub(super) fn add_usual(&mut self, page: &Url, reach: &Reach) {
        let places = USUAL_PLACES.iter().map(|place| (*place, Because::UsualPlace));
        for (place, because) in [("/robots.txt", Because::RobotsFile)].into_iter().chain(places) {
            let Ok(mut address) = page.join(place) else { continue };
            address.set_query(None);
            self.add(Candidate { address, because, reach: reach.clone(), is_far: false });
        }
    }

    /// The most promising one.
    pub(super) fn next(&mut self) -> Option<Candidate> {
        self.waiting.pop_first().map(|(_, candidate)| candidate)
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }
}
