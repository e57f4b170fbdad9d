//! Endings that every word shares the kinds of that ends so.

use super::kinds::{Kept, KindSet};

/// Endings, from the last letter of a word on: each step is a letter further to the front.
pub(super) struct Endings(Vec<Step>);

#[derive(Default)]
struct Step {
    /// Of the ending that is complete here, and of the shorter ones in it.
    kinds: Option<&'static KindSet>,
    /// The steps that the letter before leads to.
    before: Vec<(u8, usize)>,
}

impl Endings {
    /// Of rows as the file has them, with a hyphen before each ending.
    pub(super) fn of(rows: &[(&'static str, KindSet)]) -> Self {
        let (mut steps, mut kept) = (vec![Step::default()], Kept::default());
        for (row, _) in rows {
            let ending = bare(row);
            let within = rows.iter().filter(|(other, _)| ending.ends_with(bare(other)));
            let kinds = kept.keep(within.fold(KindSet::EMPTY, |all, (_, kinds)| all.with(*kinds)));
            let mut at = 0;
            for letter in ending.bytes().rev() {
                let new = steps.len();
                let Some(step) = steps.get_mut(at) else { break };
                at = match step.before.iter().find(|(known, _)| *known == letter) {
                    Some((_, next)) => *next,
                    None => {
                        step.before.push((letter, new));
                        steps.push(Step::default());
                        new
                    }
                };
            }
            if let Some(step) = steps.get_mut(at) {
                step.kinds = Some(kinds);
            }
        }
        Self(steps)
    }

    /// The kinds of the longest ending that the word has.
    pub(super) fn of_word(&self, word: &str) -> &'static KindSet {
        let (mut at, mut kinds) = (0, &KindSet::EMPTY);
        for letter in word.bytes().rev() {
            let Some(step) = self.0.get(at) else { break };
            let Some((_, next)) = step.before.iter().find(|(known, _)| *known == letter) else { break };
            at = *next;
            kinds = self.0.get(at).and_then(|step| step.kinds).unwrap_or(kinds);
        }
        kinds
    }
}

/// An ending without the hyphen that tells it from words.
pub(super) fn bare(row: &str) -> &str {
    row.strip_prefix('-').unwrap_or(row)
}
