//! The words of a text as numbers, and how much of a text stands in another: what a page says elsewhere about its story is
//! compared with the story.

use foldhash::HashSet;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;
use text::Lowercase;

/// Most words of a text that are remembered.
const MOST: usize = 30_000;

/// The runs of three words of a text.
#[derive(Default)]
pub(super) struct Runs(HashSet<u64>);

impl Runs {
    pub(super) fn of(text: &str) -> Self {
        let words: Vec<u64> = words(text).take(MOST).collect();
        Self(runs(&words).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The share of another text's runs that stand here, 0 to 1.
    pub(super) fn share_of(&self, words: &[u64]) -> f32 {
        if self.0.is_empty() {
            return 0.0;
        }
        let (mut all, mut here) = (0.0, 0.0);
        for run in runs(words.get(..MOST).unwrap_or(words)) {
            all += 1.0;
            here += if self.0.contains(&run) { 1.0 } else { 0.0 };
        }
        if all > 0.0 { here / all } else { 0.0 }
    }
}

/// A text shorter than three words is one run.
fn runs(words: &[u64]) -> impl Iterator<Item = u64> {
    words.windows(words.len().clamp(1, 3)).map(|run| SAME.hash_one(run))
}

/// The words of a text in lower case, as numbers.
pub(super) fn words(text: &str) -> impl Iterator<Item = u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| match Lowercase::default().of(word) {
        Some(word) => SAME.hash_one(word),
        None => SAME.hash_one(word.to_lowercase().as_str()),
    })
}

/// Numbers are compared, and never leave the program.
static SAME: FixedState = FixedState::with_seed(0);
