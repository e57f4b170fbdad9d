//! How common a word is in news.

use foldhash::HashMap;
use std::sync::LazyLock;

/// Words of news in lower case with how many of a thousand articles have them; see `models/README.md`.
static COMMON_WORDS: &str = include_str!("../../../models/common-words.tsv");

/// What a word that is not on the list counts as: the rarest listed ones stand in nine of a thousand articles.
const RARE: f32 = 5.0;

/// How rare each listed word is.
static RARENESS: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    let rows = COMMON_WORDS.lines().filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(word, share)| Some((word, of_share(share.parse().ok()?)))).collect()
});

/// How rare a word is in news: the logarithm of articles per article with it.
pub(super) fn rareness(word: &str) -> f32 {
    RARENESS.get(word).copied().unwrap_or_else(|| of_share(RARE))
}

/// Of a word that so many of a thousand articles have.
fn of_share(share: f32) -> f32 {
    (1_000.0 / share.max(1.0)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_list_is_read() {
        assert_eq!(RARENESS.len(), COMMON_WORDS.lines().count());
        assert!(RARENESS.len() > 3_000);
    }

    #[test]
    fn rarer_words_are_rarer() {
        assert!(rareness("people") < rareness("desalination"));
    }
}
