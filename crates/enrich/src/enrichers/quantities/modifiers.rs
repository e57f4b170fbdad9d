//! Words before an amount that say how exact it is.

use super::tokens::{Token, TokenKind};
use crate::words::{Kind, Words};

/// Words of the longest modifier.
const MAX_WORDS: usize = 4;

/// The modifier that ends before the token at `at`, as printed.
pub(super) fn before(words: &Words, text: &str, tokens: &[Token<'_>], at: usize) -> Option<String> {
    let ahead = tokens.get(at.saturating_sub(MAX_WORDS)..at)?;
    let last = ahead.last()?;
    if matches!(last.text, ">" | "<" | "~" | "≈" | "±") {
        return Some(last.text.to_owned());
    }
    let is_word = |token: &&Token<'_>| token.kind == TokenKind::Word;
    let most = ahead.iter().rev().take_while(is_word).count();
    for count in (1..=most).rev() {
        let first = ahead.get(ahead.len() - count)?;
        let printed = text.get(first.start..last.end)?;
        let lower = printed.to_lowercase();
        if words.is(&lower, Kind::Modifier) {
            let without_article = lower.split_once(' ').filter(|(article, _)| words.is(article, Kind::AnyArticle));
            let bare = without_article.map(|(_, bare)| bare).filter(|bare| words.is(bare, Kind::Modifier));
            return Some(
                bare.map_or(printed, |bare| printed.get(printed.len() - bare.len()..).unwrap_or(printed)).to_owned(),
            );
        }
    }
    None
}
