//! How common a word is in news.

use foldhash::HashMap;
use std::sync::LazyLock;

/// Words of news in lower case with how many of a thousand articles have them; see `models/README.md`.
static COMMON_WORDS: &str = include_str!("../../../models/common-words.tsv");

/// What a word that is not on the list counts as: the rarest listed ones stand in nine of a thousand articles.
const RARE: f32 = 5.0;

static COMMONNESS: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    let rows = COMMON_WORDS.lines().filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(word, share)| Some((word, share.parse().ok()?))).collect()
});

/// How rare a word is in news: the logarithm of articles per article with it.
pub(super) fn rareness(word: &str) -> f32 {
    (1_000.0 / COMMONNESS.get(word).copied().unwrap_or(RARE).max(1.0)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_list_is_read() {
        assert_eq!(COMMONNESS.len(), COMMON_WORDS.lines().count());
        assert!(COMMONNESS.len() > 3_000);
    }

    #[test]
    fn rarer_words_are_rarer() {
        assert!(rareness("people") < rareness("desalination"));
    }
}
