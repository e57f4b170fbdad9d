//! Where the sentences of a paragraph end, quotations in them included.

use super::items::Item;
use crate::enrichers::quotes::marks::Marked;
use crate::words::Kind;
use std::ops::Range;

/// The sentences of a paragraph as ranges of its items. A quotation that ends in a stop ends its sentence unless its
/// attribution follows.
pub(crate) fn sentences(text: &str, items: &[Item<'_>], quotes: &[Marked]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, item) in items.iter().enumerate() {
        let next = items.get(at + 1);
        let ends = match item {
            Item::Stop(":", _) | Item::Word(..) | Item::Pause(..) => false,
            Item::Stop(..) => {
                next.is_none_or(|next| next.is_capital() || matches!(next, Item::Quote(..) | Item::Stop(..))) || {
                    next.and_then(Item::word).is_some_and(|word| word.starts_with(|first: char| !first.is_lowercase()))
                }
            }
            Item::Quote(index, _) => {
                let quote = quotes.get(*index);
                let inside = quote.and_then(|quote| text.get(quote.inside.clone())).unwrap_or_default();
                inside.ends_with(['.', '!', '?', '…'])
                    && next.is_none_or(|next| matches!(next, Item::Quote(..)) || next.is_capital())
                    && !attribution_follows(items.get(at + 1..).unwrap_or_default())
                    && !(inside.ends_with(['!', '?']) && names_who_asks(items.get(at + 1..).unwrap_or_default()))
            }
        };
        if ends {
            sentences.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < items.len() {
        sentences.push(start..items.len());
    }
    sentences
}

/// Whether `Ruiz asked in her speech` follows: behind a question or a cry no comma is printed.
fn names_who_asks(items: &[Item<'_>]) -> bool {
    const LONGEST: usize = 4;
    let name = items.iter().take(LONGEST).take_while(|item| item.is_capital()).count();
    let asks = items.get(name).is_some_and(|verb| verb.is_any(&[Kind::ReportsBare, Kind::ReportsQuoting]));
    let ends = match items.get(name + 1) {
        None | Some(Item::Stop(..) | Item::Pause(..) | Item::Quote(..)) => true,
        Some(word @ Item::Word(..)) => word.is(Kind::BehindAsks),
    };
    name > 0 && asks && ends
}

/// Whether what follows a finished quotation is a name and a reporting verb, and then the sentence ends.
fn attribution_follows(items: &[Item<'_>]) -> bool {
    const MOST: usize = 8;
    let until_stop =
        items.iter().take(MOST).take_while(|item| !matches!(item, Item::Stop(..) | Item::Quote(..))).count();
    if until_stop == MOST || until_stop < 2 {
        return false;
    }
    let is_cue = |item: Option<&Item<'_>>| item.is_some_and(|item| item.is(Kind::ReportsBare));
    let words = items.get(..until_stop).unwrap_or_default();
    is_cue(words.last()) || is_cue(words.first()) || words.iter().skip(1).take(3).any(|item| item.is(Kind::Told))
}
