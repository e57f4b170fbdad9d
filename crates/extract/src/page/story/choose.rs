//! Which blocks are the story, once each has been judged.
//!
//! In: how likely each block is one of the story, and its words. Out: the least chance a block must have. It is the one
//! at which the text kept agrees best with the story to be expected, so a page that the model knows little about still
//! gives its likeliest text.

/// The least chance with which a block is kept; above 1 when nothing is.
pub(super) fn least_chance(judged: impl Iterator<Item = (f32, u32)>) -> f32 {
    /// Below this chance a block is never kept.
    const HOPELESS: f32 = 0.08;
    let mut judged: Vec<(f32, f64)> = judged.map(|(chance, words)| (chance, f64::from(words))).collect();
    judged.sort_by(|one, other| other.0.total_cmp(&one.0));
    let expected: f64 = judged.iter().map(|(chance, words)| f64::from(*chance) * words).sum();
    let (mut kept, mut right) = (0.0, 0.0);
    let (mut best, mut least) = (0.0, 2.0);
    for (chance, words) in judged.into_iter().filter(|(chance, words)| *chance >= HOPELESS && *words > 0.0) {
        kept += words;
        right += f64::from(chance) * words;
        let agreement = 2.0 * right / (kept + expected);
        if agreement > best {
            (best, least) = (agreement, chance);
        }
    }
    least
}
