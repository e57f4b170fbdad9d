//! How well a text agrees with the marked story: words in common, and runs of four words in common.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};
use std::hash::Hash;

/// The words of a text as written.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// Sums over pages.
#[derive(Default)]
pub(crate) struct Score {
    pages: f64,
    word_f1: f64,
    right: f64,
    extra: f64,
    missing: f64,
}

impl Score {
    /// Adds a page.
    pub(crate) fn add(&mut self, story: &str, found: &str) {
        let (story_lower, found_lower) = (story.to_lowercase(), found.to_lowercase());
        let (one, other) = (words(&story_lower), words(&found_lower));
        let total = (one.len() + other.len()).max(1) as f64;
        let both = common(&counts(one.iter()), &counts(other.iter())) as f64;
        self.pages += 1.0;
        self.word_f1 += if one.is_empty() && other.is_empty() { 1.0 } else { 2.0 * both / total };
        let (one, other) = (words(story), words(found));
        let (one, other) = (counts(runs(&one)), counts(runs(&other)));
        let both = common(&one, &other) as f64;
        let (one, other) = (one.values().sum::<u64>() as f64, other.values().sum::<u64>() as f64);
        let any = (one + other - both).max(1.0);
        self.right += both / any;
        self.extra += (other - both) / any;
        self.missing += (one - both) / any;
    }
}

impl Display for Score {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let precision = self.right / (self.right + self.extra).max(1e-9);
        let recall = self.right / (self.right + self.missing).max(1e-9);
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        let word_f1 = self.word_f1 / self.pages.max(1.0);
        write!(
            out,
            "{} pages, word F1 {word_f1:.4}, runs: precision {precision:.4} recall {recall:.4} F1 {f1:.4}",
            self.pages
        )
    }
}

fn runs<'a>(words: &'a [&'a str]) -> impl Iterator<Item = &'a [&'a str]> {
    words.windows(words.len().clamp(1, 4))
}

fn counts<T: Hash + Eq>(all: impl Iterator<Item = T>) -> HashMap<T, u64> {
    let mut counts = HashMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts
}

fn common<T: Hash + Eq>(one: &HashMap<T, u64>, other: &HashMap<T, u64>) -> u64 {
    one.iter().map(|(key, count)| (*count).min(other.get(key).copied().unwrap_or_default())).sum()
}
