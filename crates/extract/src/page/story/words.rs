//! How much of a text stands in another, word by word: for what the page says elsewhere about its story.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Most words of a text that are remembered.
const MOST: usize = 30_000;

/// The runs of three words of a text.
#[derive(Default)]
pub(super) struct Runs(HashSet<u64>);

impl Runs {
    pub(super) fn of(text: &str) -> Self {
        Self(runs(text).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The share of another text's runs that stand here, 0 to 1.
    pub(super) fn share_of(&self, text: &str) -> f32 {
        if self.0.is_empty() {
            return 0.0;
        }
        let (mut all, mut here) = (0.0, 0.0);
        for run in runs(text) {
            all += 1.0;
            here += if self.0.contains(&run) { 1.0 } else { 0.0 };
        }
        if all > 0.0 { here / all } else { 0.0 }
    }
}

/// A text shorter than three words is one run.
fn runs(text: &str) -> impl Iterator<Item = u64> {
    let words: Vec<u64> = words(text).take(MOST).collect();
    let length = words.len().clamp(1, 3);
    let runs: Vec<u64> = words.windows(length).map(|run| hash(&run)).collect();
    runs.into_iter()
}

/// The words of a text in lower case, as numbers.
pub(super) fn words(text: &str) -> impl Iterator<Item = u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| hash(&word.to_lowercase()))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
