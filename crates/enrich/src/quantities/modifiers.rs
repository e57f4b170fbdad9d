//! Words before an amount that say how exact it is.

use super::tokens::{Token, TokenKind};

/// In lower case, longest first where one ends another.
const MODIFIERS: &[&str] = &[
    "a little over",
    "no more than",
    "no less than",
    "not more than",
    "not less than",
    "just more than",
    "as much as",
    "as little as",
    "as low as",
    "as high as",
    "an estimated",
    "a whopping",
    "a record",
    "a maximum of",
    "a minimum of",
    "an average of",
    "more than",
    "less than",
    "fewer than",
    "greater than",
    "higher than",
    "lower than",
    "just over",
    "just under",
    "well over",
    "slightly over",
    "close to",
    "at least",
    "at most",
    "up to",
    "or so",
    "over",
    "about",
    "around",
    "nearly",
    "almost",
    "approximately",
    "approx",
    "roughly",
    "some",
    "estimated",
    "under",
    "below",
    "above",
    "circa",
    "only",
    "exactly",
    "exceeding",
    "average",
    "maximum",
    "minimum",
];

/// Words of the longest modifier.
const MAX_WORDS: usize = 4;

/// The modifier that ends before the token at `at`, as printed.
pub(super) fn before(text: &str, tokens: &[Token<'_>], at: usize) -> Option<String> {
    let ahead = tokens.get(at.saturating_sub(MAX_WORDS)..at)?;
    let last = ahead.last()?;
    if matches!(last.text, ">" | "<" | "~" | "≈" | "±") {
        return Some(last.text.to_owned());
    }
    let is_word = |token: &&Token<'_>| token.kind == TokenKind::Word;
    let words = ahead.iter().rev().take_while(is_word).count();
    for count in (1..=words).rev() {
        let first = ahead.get(ahead.len() - count)?;
        let printed = text.get(first.start..last.end)?;
        let lower = printed.to_lowercase();
        if MODIFIERS.contains(&lower.as_str()) {
            let bare = lower.strip_prefix("an ").or(lower.strip_prefix("a ")).filter(|bare| MODIFIERS.contains(bare));
            return Some(
                bare.map_or(printed, |bare| printed.get(printed.len() - bare.len()..).unwrap_or(printed)).to_owned(),
            );
        }
    }
    None
}
