//! Which blocks of a page belong to the story, told from the story as a person marked it.
//!
//! In: the blocks and the marked text. Out: for each block the share of it that is in the text. Long blocks are found
//! first, each place of the text is given away once, and short ones only count between their neighbours' places.

use super::score::words;
use std::collections::HashMap;

/// The share of each block that is in the marked text.
pub(crate) fn labels(blocks: &[&str], gold: &str) -> Vec<f32> {
    let gold = gold.to_lowercase();
    let gold = words(&gold);
    let lower: Vec<String> = blocks.iter().map(|text| text.to_lowercase()).collect();
    let texts: Vec<Vec<&str>> = lower.iter().map(|text| words(text)).collect();
    let mut starts: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, word) in gold.iter().enumerate() {
        starts.entry(word).or_default().push(at);
    }
    let mut used = vec![false; gold.len()];
    let mut found: Vec<Option<(usize, usize)>> = vec![None; texts.len()];
    let mut label = vec![0.0_f32; texts.len()];
    let mut order: Vec<usize> = (0..texts.len()).filter(|at| texts[*at].len() >= 6).collect();
    order.sort_by_key(|at| (usize::MAX - texts[*at].len(), *at));
    for at in &order {
        let text = &texts[*at];
        let places = starts.get(text[0]).map(Vec::as_slice).unwrap_or_default();
        let place = places.iter().find(|place| {
            let range = **place..**place + text.len();
            range.end <= gold.len() && gold[range.clone()] == text[..] && !used[range].iter().any(|used| *used)
        });
        if let Some(place) = place {
            used[*place..place + text.len()].fill(true);
            found[*at] = Some((*place, place + text.len()));
            label[*at] = 1.0;
        }
    }
    // What is not there word for word may be there in part: runs of three words that nothing else has taken.
    let mut runs: HashMap<&[&str], u32> = HashMap::new();
    for (at, run) in gold.windows(3).enumerate() {
        if !used[at..at + 3].iter().any(|used| *used) {
            *runs.entry(run).or_default() += 1;
        }
    }
    for at in &order {
        if found[*at].is_none() {
            let (mut all, mut hit) = (0.0, 0.0);
            for run in texts[*at].windows(3) {
                all += 1.0;
                if let Some(left) = runs.get_mut(run).filter(|left| **left > 0) {
                    *left -= 1;
                    hit += 1.0;
                }
            }
            label[*at] = if hit / all > 0.1 { hit / all } else { 0.0 };
        }
    }
    for at in 0..texts.len() {
        let text = &texts[at];
        if text.is_empty() || text.len() >= 6 {
            continue;
        }
        let from = found[..at].iter().rev().flatten().next().map_or(0, |(_, end)| *end);
        let to = found[at..].iter().flatten().next().map_or(gold.len(), |(start, _)| *start);
        if from >= to {
            continue;
        }
        let place = (from..to).find(|place| {
            let range = *place..place + text.len();
            range.end <= to && gold[range.clone()] == text[..] && !used[range].iter().any(|used| *used)
        });
        // A short line far from its neighbours' places is there by chance.
        if let Some(place) = place.filter(|place| place - from < 60 || to - place < 60) {
            used[place..place + text.len()].fill(true);
            found[at] = Some((place, place + text.len()));
            label[at] = 1.0;
        }
    }
    label
}
