//! Scare quotes: a term that an article puts between marks again and again is not attributed to anybody.
//!
//! In: what stands between marks. Out: whether a piece is such a term.

use foldhash::HashMap;

/// The short pieces between marks with how often each stands there.
pub(crate) struct Terms<'a> {
    counts: HashMap<&'a str, u32>,
}

impl<'a> Terms<'a> {
    /// Counts the pieces of an article.
    pub(crate) fn of(marked: impl Iterator<Item = &'a str>) -> Self {
        // Bytes of the longest term.
        const LONGEST: usize = 40;
        let mut counts = HashMap::default();
        for piece in marked.filter(|piece| piece.len() <= LONGEST) {
            *counts.entry(bare(piece)).or_insert(0) += 1;
        }
        Self { counts }
    }

    /// Whether the piece stands between marks elsewhere, too.
    pub(crate) fn is_term(&self, piece: &str) -> bool {
        self.counts.get(bare(piece)).is_some_and(|count| *count > 1)
    }
}

/// Without the stop or comma of the sentence around it.
fn bare(piece: &str) -> &str {
    piece.trim_end_matches([',', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_marks_twice_is_a_term() {
        let terms = Terms::of(["one country, two systems", "We won,", "one country, two systems."].into_iter());
        assert!(terms.is_term("one country, two systems"));
        assert!(!terms.is_term("We won,"));
    }
}
