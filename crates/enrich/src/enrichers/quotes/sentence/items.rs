//! A paragraph as words, marks of punctuation and quotations.
//!
//! A quotation is one item here, whatever it holds, so that the sentence around it can be read.

use crate::enrichers::quotes::marks::Marked;
use crate::words::{Kind, Kinds, KnownAtoms};
use std::ops::Range;
use text::{AtomKind, Atoms, belongs_to_letter};

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
pub(crate) fn items<'a>(atoms: KnownAtoms<'a>, line: Range<usize>, quotes: &[Marked]) -> Vec<Item<'a>> {
    let atoms = atoms.within(line.clone());
    let mut items = Vec::with_capacity(atoms.len());
    let mut at = line.start;
    for (index, quote) in quotes.iter().enumerate() {
        join(atoms.within(at..quote.outside.start), &mut items);
        items.push(Item::Quote(index, quote.outside.clone()));
        at = quote.outside.end;
    }
    join(atoms.within(at..line.end), &mut items);
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

/// Joins the atoms of a piece to words and signs.
fn join<'a>(piece: KnownAtoms<'a>, items: &mut Vec<Item<'a>>) {
    let mut at = 0;
    while let Some(atom) = piece.get(at) {
        let first = at;
        at += 1;
        items.push(match atom.kind {
            kind if begins_word(kind) => {
                at = past_word(*piece, first);
                let mut kinds = piece.kinds(first..at);
                // The stop of an initial or of a form of address belongs to it.
                if piece.joined(at) == Some(AtomKind::Mark('.')) && takes_stop(piece.text(first..at), kinds) {
                    at += 1;
                    kinds = piece.kinds(first..at);
                }
                Item::Word(piece.text(first..at), kinds, piece.bytes(first..at))
            }
            AtomKind::Mark('.' | '!' | '?' | '…' | ':') => Item::Stop(piece.text(first..at), atom.bytes()),
            AtomKind::Letters | AtomKind::Digits | AtomKind::Mark(_) => {
                Item::Pause(piece.text(first..at), atom.bytes())
            }
            AtomKind::Break => continue,
        });
    }
}

fn begins_word(kind: AtomKind) -> bool {
    is_alphanumeric(Some(kind)) || matches!(kind, AtomKind::Mark('$' | '@' | '#'))
}

fn is_alphanumeric(kind: Option<AtomKind>) -> bool {
    match kind {
        Some(AtomKind::Letters | AtomKind::Digits) => true,
        Some(AtomKind::Mark(mark)) => mark.is_alphanumeric(),
        Some(AtomKind::Break) | None => false,
    }
}

/// Past the word that begins with the atom at `first`.
fn past_word(piece: Atoms<'_>, first: usize) -> usize {
    let mut at = first + 1;
    while let Some(kind) = piece.joined(at) {
        let joins = match kind {
            AtomKind::Mark('\'' | '’' | '-' | '.' | '@' | '‑') => is_alphanumeric(piece.joined(at + 1)),
            // A comma holds numbers together only.
            AtomKind::Mark(',') => piece.joined(at + 1) == Some(AtomKind::Digits),
            AtomKind::Mark(mark) => mark.is_alphanumeric() || belongs_to_letter(mark),
            AtomKind::Letters | AtomKind::Digits => true,
            AtomKind::Break => false,
        };
        if !joins {
            break;
        }
        at += 1;
    }
    at
}

fn takes_stop(word: &str, kinds: Kinds) -> bool {
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let spelled = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    capital && !kinds.is(Kind::NoInitial) || spelled || kinds.is(Kind::TakesStop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reading, words};

    #[test]
    fn a_word_keeps_the_marks_inside_it_and_the_stop_of_a_short_form() {
        let check = |text: &str, expected: &[&str]| {
            let reading = Reading::new(text);
            let items = items(reading.words_of(words::english()), 0..text.len(), &[]);
            let printed: Vec<&str> = items.iter().filter_map(|item| text.get(item.bytes())).collect();
            assert_eq!(printed, expected, "{text}");
        };
        check("Dr. O’Neil’s co-chair, J. Lund", &["Dr.", "O’Neil’s", "co-chair", ",", "J.", "Lund"]);
        check("the U.S. paid $3,000.50 to a@b.org.", &["the", "U.S.", "paid", "$3,000.50", "to", "a@b.org", "."]);
        check("Chen (陳) said: no!", &["Chen", "said", ":", "no", "!"]);
    }
}
