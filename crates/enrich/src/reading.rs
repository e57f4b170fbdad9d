//! The text as every enricher reads it: paragraphs, sentences, and places as the message counts them.
//!
//! Inside, positions are bytes; a [`Span`] counts Unicode characters. All of it is made in linear time, and what is
//! not always needed is made once, when somebody asks for it.
//!
//! A text is read up to a length that no article has, and of each list only so many entries are taken: what enrichers
//! make of a text is a multiple of it, so memory is bounded here and nowhere else. Provenance says what was left out.

use crate::explain::Because;
use crate::words::{self, Kinds, KnownAtoms, Met, Words};
use article::{Article, List, Span};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use text::{Atom, Atoms};

/// Bytes between two known character counts: a conversion counts at most so many.
const STRIDE: usize = 64;

/// Bytes beyond the last one read in which its word ends; a longer word is cut.
const LAST_WORD: usize = 256;

/// Bytes of a text that are read: a long novel.
const MOST_BYTES: usize = 2 << 20;

/// Words and marks of a text that are read: as many as so many bytes of a novel have. An enricher takes memory for each
/// of them, and a text of nothing but marks has many more than a novel.
const MOST_WORDS: usize = 450_000;

/// The main body of one article.
pub struct Reading<'a> {
    /// As much of it as is read.
    body: &'a str,
    /// Whether there is more of it.
    goes_on: bool,
    /// Characters before byte `k * STRIDE`.
    counts: Vec<u32>,
    /// Cut when somebody first asks for them.
    atoms: OnceCell<Vec<Atom>>,
    /// What each atom is as a word of a language, looked up when somebody first asks.
    kinds: OnceCell<(&'static Words, Vec<Kinds>)>,
    /// The words of texts before this one.
    met: RefCell<Met>,
    /// Why things were found, when somebody wants to know.
    reasons: Option<RefCell<Vec<Because>>>,
    /// The lists that are full although there would be more.
    full: RefCell<BTreeSet<List>>,
}

impl<'a> Reading<'a> {
    /// Reads a text; it may be empty.
    pub fn new(body: &'a str) -> Self {
        let whole = body;
        let body = whole.get(..end_of_reading(whole)).unwrap_or_default();
        let mut counts = Vec::with_capacity(body.len() / STRIDE + 1);
        let mut before = 0;
        for chunk in body.as_bytes().chunks(STRIDE) {
            counts.push(before);
            before += first_bytes(chunk);
        }
        let goes_on = body.len() < whole.len();
        Self {
            body,
            goes_on,
            counts,
            atoms: OnceCell::new(),
            kinds: OnceCell::new(),
            met: RefCell::default(),
            reasons: None,
            full: RefCell::default(),
        }
    }

    /// Reads a text of which somebody wants to know why what was found.
    pub fn explained(body: &'a str) -> Self {
        Self { reasons: Some(RefCell::default()), ..Self::new(body) }
    }

    /// With the words that were met in texts before this one, which it takes.
    pub(crate) fn remembering(self, met: &mut Met) -> Self {
        Self { met: RefCell::new(std::mem::take(met)), ..self }
    }

    /// The words that were met, for the text behind this one.
    pub(crate) fn into_met(self) -> Met {
        self.met.into_inner()
    }

    /// Why something was found in this piece of the text, or was not. Costs nothing unless somebody wants to know.
    pub fn because(&self, bytes: Range<usize>, why: impl FnOnce() -> String) {
        if let Some(reasons) = &self.reasons {
            let printed = self.text(bytes.clone()).to_owned();
            reasons.borrow_mut().push(Because { span: Some(self.span(bytes)), printed, why: why() });
        }
    }

    /// Why something was found in the text as a whole.
    pub fn because_of_all(&self, why: impl FnOnce() -> String) {
        if let Some(reasons) = &self.reasons {
            reasons.borrow_mut().push(Because { span: None, printed: String::new(), why: why() });
        }
    }

    /// The reasons given since they were last taken.
    pub(crate) fn take_reasons(&self) -> Vec<Because> {
        self.reasons.as_ref().map(RefCell::take).unwrap_or_default() // Nobody asked: there are none.
    }

    /// As many of these as the list takes; no more are made.
    pub(crate) fn take<T>(&self, list: List, entries: impl Iterator<Item = T>) -> Vec<T> {
        let mut taken = Vec::new();
        for entry in entries {
            if self.is_full(list, taken.len()) {
                break;
            }
            taken.push(entry);
        }
        taken
    }

    /// Whether a list that has so many entries takes no more. Whoever asks has another one.
    pub(crate) fn is_full(&self, list: List, entries: usize) -> bool {
        let full = entries >= list.most();
        if full {
            self.full.borrow_mut().insert(list);
        }
        full
    }

    /// The lists that were full.
    pub(crate) fn full(&self) -> BTreeSet<List> {
        self.full.borrow().clone()
    }

    /// Where reading ended, in characters, if it did before the end of the text.
    pub(crate) fn read_to(&self) -> Option<u32> {
        self.goes_on.then(|| self.char_at(self.body.len()))
    }

    /// The text, as much of it as is read.
    pub fn body(&self) -> &'a str {
        self.body
    }

    /// The piece of the text between two bytes; empty if that is no piece of it.
    pub fn text(&self, bytes: Range<usize>) -> &'a str {
        self.body.get(bytes).unwrap_or_default()
    }

    /// The text in its smallest pieces.
    pub(crate) fn atoms(&self) -> Atoms<'_> {
        Atoms::new(self.body, self.atoms.get_or_init(|| text::atoms(self.body)))
    }

    /// The text in its smallest pieces with what they are as words of the article's language, or of English where that
    /// is not read. To be asked for once the language is known.
    pub(crate) fn words(&self, article: &Article) -> KnownAtoms<'_> {
        self.words_of(words::of(article).unwrap_or_else(words::english))
    }

    /// The same in a language; whoever asks first says which.
    pub(crate) fn words_of(&self, words: &'static Words) -> KnownAtoms<'_> {
        let (words, kinds) = self.kinds.get_or_init(|| (words, self.met.borrow_mut().kinds(self.atoms(), words)));
        KnownAtoms::new(self.atoms(), words, kinds)
    }

    /// The sentences in bytes, in order, without the white space between them. None crosses a paragraph.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        text::sentences(self.body)
    }

    /// The lines that are not blank, in bytes, without white space at their ends. A paragraph is one or more of them.
    pub fn lines(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut at = 0;
        self.body.split_inclusive('\n').filter_map(move |line| {
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            let text = line.trim();
            (!text.is_empty()).then(|| start..start + text.len())
        })
    }

    /// A piece of the text as the message counts it.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        Span { start: self.char_at(bytes.start), end: self.char_at(bytes.end) }
    }

    /// The bytes of a span; `None` if it does not lie in the text.
    pub fn bytes(&self, span: Span) -> Option<Range<usize>> {
        let (start, end) = (self.byte_at(span.start)?, self.byte_at(span.end)?);
        (start <= end).then_some(start..end)
    }

    /// Whether every byte of this stride is a character.
    fn is_plain(&self, stride: usize) -> bool {
        let (Some(from), Some(to)) = (self.counts.get(stride), self.counts.get(stride + 1)) else { return false };
        usize::try_from(to - from) == Ok(STRIDE)
    }

    /// Characters before this byte; for a byte inside a character or past the end, those that begin before it.
    pub fn char_at(&self, byte: usize) -> u32 {
        let byte = byte.min(self.body.len());
        let stride = (byte / STRIDE).min(self.counts.len().saturating_sub(1));
        let counted = self.counts.get(stride).copied().unwrap_or(0);
        if self.is_plain(stride) {
            return counted + u32::try_from(byte - stride * STRIDE).unwrap_or(0); // At most a stride.
        }
        counted + self.body.as_bytes().get(stride * STRIDE..byte).map_or(0, first_bytes)
    }

    /// The byte at which a character begins; the end of the text for one past the last. `None`: further on.
    pub fn byte_at(&self, char: u32) -> Option<usize> {
        let stride = self.counts.partition_point(|&count| count <= char).saturating_sub(1);
        let mut before = self.counts.get(stride).copied().unwrap_or(0);
        let from = stride * STRIDE;
        if self.is_plain(stride) {
            let ahead = usize::try_from(char.checked_sub(before)?).ok()?;
            return Some(from + ahead).filter(|byte| *byte <= self.body.len());
        }
        for (offset, byte) in self.body.as_bytes().get(from..)?.iter().enumerate() {
            if is_first_byte(*byte) {
                if before == char {
                    return Some(from + offset);
                }
                before += 1;
            }
        }
        (before == char).then_some(self.body.len())
    }
}

/// The byte up to which a text is read: all of it, but for a text longer than any article.
fn end_of_reading(text: &str) -> usize {
    if text.len() <= MOST_WORDS {
        return text.len();
    }
    // No word is cut: only one that is longer than all that is read.
    let end = (MOST_BYTES + LAST_WORD..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    let atoms = text::atoms(text.get(..end).unwrap_or_default());
    let far = atoms.partition_point(|atom| atom.start() <= MOST_BYTES);
    atoms.get(far.min(MOST_WORDS)).map_or(end, Atom::start)
}

fn is_first_byte(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// Characters that begin in these bytes. A text of more than 4 billion characters is refused long before.
fn first_bytes(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(is_first_byte(*byte))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_characters_convert_both_ways(text in "(\\PC|\n){0,900}") {
            let reading = Reading::new(&text);
            for (char, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(reading.char_at(byte), char as u32);
                prop_assert_eq!(reading.byte_at(char as u32), Some(byte));
            }
            let chars = text.chars().count() as u32;
            prop_assert_eq!(reading.char_at(text.len()), chars);
            prop_assert_eq!(reading.byte_at(chars), Some(text.len()));
            prop_assert_eq!(reading.byte_at(chars + 1), None);
        }
    }

    #[test]
    fn lines_are_what_stands_between_blank_space() {
        let text = "\n one \n\n\ttwo words\nthree";
        let reading = Reading::new(text);
        let lines: Vec<&str> = reading.lines().map(|line| reading.text(line)).collect();
        assert_eq!(lines, ["one", "two words", "three"]);
    }

    #[test]
    fn a_text_is_read_up_to_a_length_that_no_article_has() {
        let novel = "The bridge opened on Monday after nine years of works. ".repeat(70_000);
        let reading = Reading::new(&novel);
        assert!((MOST_BYTES..MOST_BYTES + LAST_WORD).contains(&reading.body().len()), "{}", reading.body().len());
        assert!(reading.body().ends_with(' ') && novel.len() > reading.body().len());
        assert_eq!(reading.read_to(), Some(reading.body().len() as u32));
        let short = "A text. ".repeat(50_000);
        assert_eq!((Reading::new(&short).body(), Reading::new(&short).read_to()), (short.as_str(), None));
        for (fragment, words) in [("1% ", 2), ("\"", 1), ("a\n", 2), ("a1", 2), ("\u{301}", 1), ("語。", 2), ("A. ", 2)]
        {
            let text = fragment.repeat(MOST_WORDS);
            let read = Reading::new(&text).body().len();
            assert_eq!(read, fragment.len() * MOST_WORDS / words, "{fragment}");
        }
        let unbroken = "語".repeat(MOST_BYTES);
        assert!(Reading::new(&unbroken).body().len() <= MOST_BYTES + 2 * LAST_WORD);
    }

    #[test]
    fn a_full_list_takes_no_more_and_says_so() {
        let reading = Reading::new("");
        let most = List::Quotes.most();
        assert_eq!(reading.take(List::Quotes, 0..most).len(), most);
        assert!(reading.full().is_empty());
        let mut made = 0;
        let taken = reading.take(
            List::Quotes,
            std::iter::from_fn(|| {
                made += 1;
                Some(made)
            }),
        );
        assert_eq!((taken.len(), made), (most, most + 1));
        assert_eq!(reading.full().into_iter().collect::<Vec<_>>(), [List::Quotes]);
    }

    #[test]
    fn an_empty_text_has_one_place_in_it() {
        let reading = Reading::new("");
        assert_eq!(reading.char_at(5), 0);
        assert_eq!(reading.byte_at(0), Some(0));
        assert_eq!(reading.byte_at(1), None);
    }
}
