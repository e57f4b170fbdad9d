//! How common a word is in news, and which words say nothing by themselves.

use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words of news in small letters with how many of a thousand articles have them; see `models/README.md`.
static COMMON_WORDS: &str = include_str!("../../models/common-words.tsv");

/// What a word that is not on the list counts as: the rarest listed ones stand in nine of a thousand articles.
const RARE: f32 = 5.0;

/// Words that stand between others and name nothing.
const FUNCTION_WORDS: &str = "the and for that with from was has have are which also this not will been who their were \
more they but after had one its other his all out about over there two first would when into than only such can last new \
some them where between being made during well against what could because while through most now including many part \
since our before any like take three these those under she just then way same should make even very how her him around \
did still long you each another among both without set need down see old get come back own making took second off case \
say says said told added per yet however therefore thus though although until upon within along across toward towards \
beside besides despite except nor neither either whether whose whom why here again further once ever never always often \
much few several four five six seven eight nine ten next past less least best better good great right left big small \
high low early late day days week weeks month months year years today yesterday tomorrow monday tuesday wednesday \
thursday friday saturday sunday may might must shall let got going gone went want wants wanted does doing done used use \
using know known knows think thinks thought believe believes give gives given giving gave taken taking takes put become \
became becoming seen seem seems look looks looking came coming comes keep keeps kept find found saying according called \
too soon ago already almost quite rather really thing things something anything nothing everyone someone anyone lot lots \
kind sort bit total around able due based including following according news https http www com";

static COMMONNESS: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    let rows = COMMON_WORDS.lines().filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(word, share)| Some((word, share.parse().ok()?))).collect()
});

static FUNCTIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FUNCTION_WORDS.split_whitespace().collect());

/// How rare a word is in news: the logarithm of articles per article with it.
pub(super) fn rareness(word: &str) -> f32 {
    (1_000.0 / COMMONNESS.get(word).copied().unwrap_or(RARE).max(1.0)).ln()
}

/// Whether a word names nothing and parts terms.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTIONS.contains(word)
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
        assert!(is_function_word("which") && !is_function_word("harbour"));
    }
}
