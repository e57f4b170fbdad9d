//! A paragraph as words, marks of punctuation and quotations, cut into sentences.
//!
//! A quotation is one item here, whatever it holds, so that the sentence around it can be read.

use super::marks::Marked;
use std::ops::Range;

/// One item of a sentence.
#[derive(Debug, Clone)]
pub(super) enum Item<'a> {
    /// Letters and digits with the apostrophes, hyphens and stops inside them.
    Word(&'a str, Range<usize>),
    /// `,`, `;`, a dash or a bracket.
    Pause(&'a str, Range<usize>),
    /// The end of the sentence, or a colon.
    Stop(&'a str, Range<usize>),
    /// The marked piece with this index.
    Quote(usize, Range<usize>),
}

impl<'a> Item<'a> {
    pub(super) fn bytes(&self) -> Range<usize> {
        match self {
            Self::Word(_, bytes) | Self::Pause(_, bytes) | Self::Stop(_, bytes) | Self::Quote(_, bytes) => {
                bytes.clone()
            }
        }
    }

    pub(super) fn word(&self) -> Option<&'a str> {
        match self {
            Self::Word(word, _) => Some(word),
            Self::Pause(..) | Self::Stop(..) | Self::Quote(..) => None,
        }
    }

    pub(super) fn is_word(&self, text: &str) -> bool {
        self.word() == Some(text)
    }

    pub(super) fn is_capital(&self) -> bool {
        self.word().is_some_and(|word| word.starts_with(char::is_uppercase))
    }

    pub(super) fn is_comma(&self) -> bool {
        matches!(self, Self::Pause(",", _))
    }
}

/// The items of the paragraph at `line`; `quotes` are its marked pieces, the first of which has index `first`.
pub(super) fn items<'a>(text: &'a str, line: Range<usize>, quotes: &[Marked], first: usize) -> Vec<Item<'a>> {
    // Letters of a word with its space, nearly always more.
    const WORD: usize = 5;
    let mut items = Vec::with_capacity(line.len() / WORD);
    let mut at = line.start;
    for (index, quote) in (first..).zip(quotes) {
        plain(text, at..quote.outside.start, &mut items);
        items.push(Item::Quote(index, quote.outside.clone()));
        at = quote.outside.end;
    }
    plain(text, at..line.end, &mut items);
    without_brackets(items)
}

/// Without what stands in brackets inside a sentence: `Chen (陳) said`, `the agency (NASA) announced`.
fn without_brackets(items: Vec<Item<'_>>) -> Vec<Item<'_>> {
    // What is longer, or holds the end of a sentence or a quotation, is to be read.
    const MOST: usize = 8;
    if !items.iter().any(|item| matches!(item, Item::Pause("(" | "[", _))) {
        return items;
    }
    let mut kept = Vec::with_capacity(items.len());
    let mut past = 0;
    for (at, item) in items.iter().enumerate() {
        if at < past {
            continue;
        }
        if matches!(item, Item::Pause("(" | "[", _)) && kept.last().is_some_and(|last: &Item<'_>| last.word().is_some())
        {
            let inside = items.iter().skip(at + 1).take(MOST);
            let length = inside.take_while(|item| matches!(item, Item::Word(..) | Item::Pause(",", _))).count();
            let close = at + 1 + length;
            let closed = matches!(items.get(close), Some(Item::Pause(")" | "]", _)));
            let goes_on = matches!(items.get(close + 1), Some(Item::Word(..) | Item::Pause(..)));
            if closed && goes_on {
                past = close + 1;
                continue;
            }
        }
        kept.push(item.clone());
    }
    kept
}

fn plain<'a>(text: &'a str, bytes: Range<usize>, items: &mut Vec<Item<'a>>) {
    let piece = text.get(bytes.clone()).unwrap_or_default();
    let mut from = 0;
    while let Some(byte) = piece.as_bytes().get(from) {
        if byte.is_ascii_whitespace() {
            from += 1;
            continue;
        }
        let Some(char) = char_at(piece, from) else { break };
        let mut end = from + char.len_utf8();
        if char.is_alphanumeric() || matches!(char, '$' | '@' | '#') {
            end = word_end(piece, end);
            // The stop of an initial or of a form of address belongs to it.
            if piece.as_bytes().get(end) == Some(&b'.') && takes_stop(piece.get(from..end).unwrap_or_default()) {
                end += 1;
            }
            items.push(Item::Word(piece.get(from..end).unwrap_or_default(), bytes.start + from..bytes.start + end));
        } else if !char.is_whitespace() {
            let sign = piece.get(from..end).unwrap_or_default();
            let range = bytes.start + from..bytes.start + end;
            match char {
                '.' | '!' | '?' | '…' | ':' => items.push(Item::Stop(sign, range)),
                _ => items.push(Item::Pause(sign, range)),
            }
        }
        from = end;
    }
}

/// The end of the word whose first character ends at `end`.
fn word_end(piece: &str, mut end: usize) -> usize {
    while let Some(byte) = piece.as_bytes().get(end) {
        if byte.is_ascii_alphanumeric() {
            end += 1;
            continue;
        }
        let Some(char) = char_at(piece, end) else { break };
        let next = end + char.len_utf8();
        let joins = match char {
            '\'' | '’' | '-' | '.' | '@' | '‑' => char_at(piece, next).is_some_and(char::is_alphanumeric),
            // A comma holds numbers together only.
            ',' => piece.as_bytes().get(next).is_some_and(u8::is_ascii_digit),
            _ => char.is_alphanumeric() || is_mark(char),
        };
        if !joins {
            break;
        }
        end = next;
    }
    end
}

fn char_at(piece: &str, at: usize) -> Option<char> {
    match piece.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => piece.get(at..)?.chars().next(),
    }
}

fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

fn takes_stop(word: &str) -> bool {
    let mut chars = word.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none() && word != "I";
    let spelled = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    let short = matches!(
        word,
        "Mr" | "Mrs"
            | "Ms"
            | "Dr"
            | "Prof"
            | "Gov"
            | "Sen"
            | "Rep"
            | "Gen"
            | "Lt"
            | "Col"
            | "Maj"
            | "Capt"
            | "Sgt"
            | "St"
            | "Rev"
            | "Hon"
            | "Brig"
            | "Insp"
            | "Adv"
            | "Engr"
            | "Barr"
            | "Alh"
            | "Supt"
            | "Cpl"
            | "Cde"
            | "Arch"
            | "Pst"
            | "Comr"
            | "Md"
            | "Smt"
            | "Jr"
            | "Sr"
            | "Fr"
            | "Pres"
            | "Amb"
            | "Cmdr"
            | "Jan"
            | "Feb"
            | "Aug"
            | "Sept"
            | "Sep"
            | "Oct"
            | "Nov"
            | "Dec"
            | "No"
            | "Nos"
            | "Rs"
            | "Messrs"
            | "Mt"
            | "vs"
    );
    initial || spelled || short
}

/// The sentences of a paragraph as ranges of its items. A quotation that ends in a stop ends its sentence unless its
/// attribution follows.
pub(super) fn sentences(text: &str, items: &[Item<'_>], quotes: &[Marked], first: usize) -> Vec<Range<usize>> {
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
                let quote = index.checked_sub(first).and_then(|index| quotes.get(index));
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
    let asks = items
        .get(name)
        .and_then(Item::word)
        .is_some_and(|word| matches!(super::cues::of(word), Some(super::cues::Cue::Bare | super::cues::Cue::Quoting)));
    let ends = match items.get(name + 1) {
        None | Some(Item::Stop(..) | Item::Pause(..) | Item::Quote(..)) => true,
        Some(Item::Word(word, _)) => {
            matches!(
                *word,
                "in" | "on" | "at" | "during" | "after" | "before" | "while" | "when" | "as" | "to" | "from"
            )
        }
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
    let is_cue = |item: Option<&Item<'_>>| {
        item.and_then(Item::word).is_some_and(|word| super::cues::of(word) == Some(super::cues::Cue::Bare))
    };
    let words = items.get(..until_stop).unwrap_or_default();
    is_cue(words.last()) || is_cue(words.first()) || words.iter().skip(1).take(3).any(|item| item.is_word("told"))
}
