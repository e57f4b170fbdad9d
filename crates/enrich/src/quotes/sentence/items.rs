//! A paragraph as words, marks of punctuation and quotations.
//!
//! A quotation is one item here, whatever it holds, so that the sentence around it can be read.

use crate::quotes::marks::Marked;
use crate::words::{Kind, Kinds, Words};
use std::ops::Range;

/// One item of a sentence.
#[derive(Debug, Clone)]
pub(crate) enum Item<'a> {
    /// Letters and digits with the apostrophes, hyphens and stops inside them.
    Word(&'a str, Kinds, Range<usize>),
    /// `,`, `;`, a dash or a bracket.
    Pause(&'a str, Range<usize>),
    /// The end of the sentence, or a colon.
    Stop(&'a str, Range<usize>),
    /// The marked piece with this index.
    Quote(usize, Range<usize>),
}

impl<'a> Item<'a> {
    pub(crate) fn bytes(&self) -> Range<usize> {
        match self {
            Self::Word(_, _, bytes) | Self::Pause(_, bytes) | Self::Stop(_, bytes) | Self::Quote(_, bytes) => {
                bytes.clone()
            }
        }
    }

    pub(crate) fn word(&self) -> Option<&'a str> {
        match self {
            Self::Word(word, ..) => Some(word),
            Self::Pause(..) | Self::Stop(..) | Self::Quote(..) => None,
        }
    }

    /// What kinds of word it is.
    pub(crate) fn kinds(&self) -> Kinds {
        match self {
            Self::Word(_, kinds, _) => *kinds,
            Self::Pause(..) | Self::Stop(..) | Self::Quote(..) => Kinds::NONE,
        }
    }

    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.kinds().is(kind)
    }

    pub(crate) fn is_any(&self, kinds: &[Kind]) -> bool {
        self.kinds().is_any(kinds)
    }

    pub(crate) fn is_word(&self) -> bool {
        self.word().is_some()
    }

    /// Whether it is a word that begins with a small letter.
    pub(crate) fn is_lowercase(&self) -> bool {
        self.word().is_some_and(|word| word.starts_with(char::is_lowercase))
    }

    pub(crate) fn is_capital(&self) -> bool {
        self.word().is_some_and(|word| word.starts_with(char::is_uppercase))
    }

    pub(crate) fn is_comma(&self) -> bool {
        matches!(self, Self::Pause(",", _))
    }
}

/// The items of the paragraph at `line`; `quotes` are its marked pieces.
pub(crate) fn items<'a>(words: &Words, text: &'a str, line: Range<usize>, quotes: &[Marked]) -> Vec<Item<'a>> {
    // Letters of a word with its space, nearly always more.
    const WORD: usize = 5;
    let mut items = Vec::with_capacity(line.len() / WORD);
    let mut at = line.start;
    for (index, quote) in quotes.iter().enumerate() {
        plain(words, text, at..quote.outside.start, &mut items);
        items.push(Item::Quote(index, quote.outside.clone()));
        at = quote.outside.end;
    }
    plain(words, text, at..line.end, &mut items);
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
        if matches!(item, Item::Pause("(" | "[", _)) && kept.last().is_some_and(|last: &Item<'_>| last.is_word()) {
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

fn plain<'a>(words: &Words, text: &'a str, bytes: Range<usize>, items: &mut Vec<Item<'a>>) {
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
            let mut word = piece.get(from..end).unwrap_or_default();
            let mut kinds = words.kinds(word);
            if piece.as_bytes().get(end) == Some(&b'.') && takes_stop(word, kinds) {
                end += 1;
                word = piece.get(from..end).unwrap_or_default();
                kinds = words.kinds(word);
            }
            items.push(Item::Word(word, kinds, bytes.start + from..bytes.start + end));
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

fn takes_stop(word: &str, kinds: Kinds) -> bool {
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let spelled = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    capital && !kinds.is(Kind::NoInitial) || spelled || kinds.is(Kind::TakesStop)
}
