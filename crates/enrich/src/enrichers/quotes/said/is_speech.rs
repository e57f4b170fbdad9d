//! Whether what stands between marks is speech, or a name, a title or scare quotes.

use super::attribution::Attribution;
use crate::enrichers::quotes::marks::Marked;
use crate::enrichers::quotes::sentence::Item;
use crate::words::Kind;

/// Whether somebody says what stands between these marks.
pub(crate) fn is_speech(
    quote: &Marked,
    inside: &str,
    sentence: &[Item<'_>],
    at: usize,
    attribution: Option<&Attribution>,
    shared: bool,
    goes_on: bool,
) -> bool {
    let count = inside.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let ends = inside.ends_with(['.', ',', '?', '!', '…', '—', '–']);
    let begins = inside
        .starts_with(|first: char| first.is_uppercase() || matches!(first, '[' | '(' | '…' | '‘' | '\'' | '$'))
        || inside.starts_with(|first: char| first.is_ascii_digit());
    let alone = at == 0 && sentence.iter().skip(1).all(|item| matches!(item, Item::Stop(..) | Item::Pause(..)));
    let adjacent = attribution.is_some_and(|attribution| attribution.adjacent) && !shared;
    if quote.single {
        // Single marks stand around words and names more often than around speech.
        const SURELY_SPEECH: usize = 5;
        let speech = adjacent && (ends || begins) || attribution.is_some() && count >= SURELY_SPEECH;
        return speech && count >= 3 && !is_title(inside);
    }
    const LONG: usize = 8;
    let carried_on = goes_on || attribution.is_some() || count >= LONG;
    let open_ended = at == 0 && carried_on || goes_on && attribution.is_some();
    if !(quote.closed || open_ended) {
        return false;
    }
    if attribution.is_none() {
        // A sentence that stands whole between marks, or breaks off with a comma, is spoken by whoever spoke last; so
        // is a longer piece of one.
        const PIECE: usize = 8;
        let whole = alone && begins && count >= 3 && (ends || count >= 8);
        // `His answer was short: “We go on.”`
        let announced = at.checked_sub(1).and_then(|before| sentence.get(before));
        let announced = matches!(announced, Some(Item::Stop(":", _))) && inside.ends_with(['.', '?', '!', '…']);
        if announced && begins && count >= 3 && quote.closed && !is_title(inside) {
            return true;
        }
        let broken_off = at == 0 && begins && count >= 5 && inside.ends_with([',', '—', '–', '…']);
        return whole || broken_off || count >= PIECE && quote.closed && !is_title(inside);
    }
    if adjacent && ends && (begins || at == 0) {
        return true;
    }
    if alone {
        return count >= 3;
    }
    count >= 3 && !is_title(inside)
}

/// Whether the words before the quotation at `at` say that it is a name or a title: `entitled “…”`, `is called “…”`.
pub(crate) fn is_named(sentence: &[Item<'_>], at: usize) -> bool {
    let before = sentence.get(at.saturating_sub(3)..at).unwrap_or_default();
    let mut words = before.iter().rev().filter(|item| !matches!(item, Item::Stop(":", _) | Item::Pause(",", _)));
    let words = words.by_ref().skip_while(|item| item.is(Kind::Article)).filter(|item| item.is_word());
    match words.take(2).collect::<Vec<_>>().as_slice() {
        [last, ..] if last.is(Kind::NamesWork) => true,
        [called, before] if called.is(Kind::Called) => {
            before.is(Kind::MakesPassive) || !before.is_capital() && !before.is(Kind::Calls)
        }
        [as_, known] => as_.is(Kind::As) && known.is(Kind::Known),
        _ => false,
    }
}

/// Whether the words are written like the title of a work or a name.
fn is_title(inside: &str) -> bool {
    const MOST: usize = 9;
    let long = inside.split_whitespace().filter(|word| word.chars().count() > 3);
    let (mut words, mut capitals) = (0, 0);
    for word in long.take(MOST) {
        words += 1;
        capitals += usize::from(word.starts_with(|first: char| !first.is_lowercase()));
    }
    words > 0 && words < MOST && capitals == words
}
