//! What the first pass made of each word, over the whole article.

use crate::label::{Kind, OUTSIDE, is_begin, kind_of};
use crate::words::Words;

const KINDS: usize = Kind::ALL.len();

/// How often a word was labelled what, over the article.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// By kind, then outside.
    counts: [u16; KINDS + 1],
    /// As the last word of a longer name, by kind.
    ends: [u16; KINDS],
    /// As an earlier word of a longer name, by kind.
    begins: [u16; KINDS],
}

/// Labels of the first pass with a tally of each word.
pub(crate) struct FirstPass {
    labels: Vec<u8>,
    /// By the word's `lower_id`.
    tallies: Vec<Tally>,
}

impl FirstPass {
    pub(crate) fn new(words: &Words, labels: Vec<u8>) -> Self {
        let mut tallies = vec![Tally::default(); words.lower_count];
        for (at, label) in labels.iter().enumerate() {
            let Some(word) = words.at(at).filter(|word| word.capital) else { continue };
            let Some(tally) = tallies.get_mut(word.lower_id as usize) else { continue };
            add(tally.counts.get_mut(kind_of(*label).map_or(KINDS, |kind| kind as usize)));
            let Some(kind) = kind_of(*label) else { continue };
            let goes_on = labels.get(at + 1).is_some_and(|next| *next != OUTSIDE && !is_begin(*next));
            if goes_on {
                add(tally.begins.get_mut(kind as usize));
            } else if !is_begin(*label) {
                add(tally.ends.get_mut(kind as usize));
            }
        }
        Self { labels, tallies }
    }

    pub(crate) fn label(&self, at: usize) -> u32 {
        self.labels.get(at).map_or(99, |label| u32::from(*label))
    }

    /// What the word was mostly labelled elsewhere in the article, and how surely: 0 when it stands only here.
    pub(crate) fn elsewhere(&self, words: &Words, at: usize) -> u32 {
        let Some(tally) = words.at(at).and_then(|word| self.tallies.get(word.lower_id as usize)) else { return 0 };
        let mut counts = tally.counts;
        let own = self.labels.get(at).and_then(|label| kind_of(*label)).map_or(KINDS, |kind| kind as usize);
        if let Some(count) = counts.get_mut(own) {
            *count = count.saturating_sub(1);
        }
        let all: u16 = counts.iter().sum();
        let most = counts.iter().enumerate().max_by_key(|(_, count)| **count);
        most.filter(|(_, count)| **count > 0).map_or(0, |(kind, count)| {
            let sure = if *count == all { 2 } else { u32::from(*count * 2 > all) };
            1 + u32::try_from(kind).unwrap_or(0) * 3 + sure
        })
    }

    /// Which kinds of longer names the word ends and begins in the article.
    pub(crate) fn in_longer(&self, words: &Words, at: usize) -> u32 {
        let Some(tally) = words.at(at).and_then(|word| self.tallies.get(word.lower_id as usize)) else { return 0 };
        most(&tally.ends) * 8 + most(&tally.begins)
    }
}

fn add(count: Option<&mut u16>) {
    if let Some(count) = count {
        *count = count.saturating_add(1).min(1000);
    }
}

/// 1 + the kind that was counted most; 0: none was.
fn most(counts: &[u16; KINDS]) -> u32 {
    let most = counts.iter().enumerate().max_by_key(|(_, count)| **count).filter(|(_, count)| **count > 0);
    most.map_or(0, |(kind, _)| 1 + u32::try_from(kind).unwrap_or(0))
}
