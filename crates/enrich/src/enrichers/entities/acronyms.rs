//! Abbreviations that the article introduces in brackets: `Bank of Ghana (BoG)`, `value added tax (VAT)`.
//!
//! In: the tokens and the names found. Out: what each such abbreviation stands for all over the article: what the name
//! before it is, and a mere thing where the words before it are in lower case.

use super::found::FoundName;
use super::tokens::Text;
use crate::words::Kind;
use article::MentionKind;
use foldhash::HashMap;

/// Letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

/// Abbreviations in lower case, with what they stand for. `found` is in order.
pub(super) fn introduced(text: &Text<'_>, found: &[FoundName]) -> HashMap<String, MentionKind> {
    let tokens = text.tokens;
    let mut kinds = HashMap::default();
    for open in (1..tokens.len().saturating_sub(2)).filter(|at| text.word(*at) == "(" && text.word(at + 2) == ")") {
        let short = text.word(open + 1);
        if !is_short(short) {
            continue;
        }
        let Some(start) = long_form(text, short, open) else { continue };
        let (Some(first), Some(last)) = (tokens.get(start), tokens.get(open - 1)) else { continue };
        let next = found.partition_point(|name| name.bytes.end <= first.start);
        let mut within = found.iter().skip(next).take_while(|name| name.bytes.start < last.end);
        let capital = (start..open).any(|at| text.is_capital(at));
        let kind = match within.find(|name| name.bytes.end >= last.end && name.bytes.start <= first.start) {
            Some(name) => name.kind,
            None if capital => continue,
            None if text.is(open - 1, Kind::BodyInLowerCase) => continue,
            None => MentionKind::Other,
        };
        kinds.entry(short.to_lowercase()).or_insert(kind);
    }
    kinds
}

/// Whether a word looks like an abbreviation: `BoG`, `UNICEF`, not `Ghana`.
fn is_short(word: &str) -> bool {
    LETTERS.contains(&word.chars().count())
        && word.chars().all(char::is_alphabetic)
        && word.chars().filter(|char| char.is_uppercase()).count() >= 2
}

/// The token at which the words begin whose first letters make the abbreviation, before the bracket at `open`.
fn long_form(text: &Text<'_>, short: &str, open: usize) -> Option<usize> {
    let mut letters: Vec<char> = short.chars().flat_map(char::to_lowercase).collect();
    let mut at = open;
    let furthest = open.saturating_sub(3 * letters.len());
    while let Some(letter) = letters.last() {
        at = at.checked_sub(1).filter(|at| *at >= furthest)?;
        let long = text.word(at).to_lowercase();
        if long.starts_with(*letter) {
            letters.pop();
        } else if !(text.words.is(&long, Kind::LeftOutOfAcronym) || matches!(long.as_str(), "&" | "-")) {
            return None;
        }
    }
    Some(at)
}
