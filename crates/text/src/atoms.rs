//! A text in its smallest pieces, from which each reader joins words of its own: what is one word to a reader of dates
//! is three to a reader of names.
//!
//! In: a text. Out: [`Atom`]s by their bytes, in order, and [`Atoms`], a view of some of them with their text. White
//! space is in none of them. One pass, in linear time.

use crate::Token;
use std::ops::Range;

/// What cannot be parted further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Atom {
    /// What it is.
    pub kind: AtomKind,
    /// Whether white space, a line break or the beginning of the text stands before it.
    pub spaced: bool,
    start: u32,
    end: u32,
}

/// What an atom is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtomKind {
    /// Letters, with the signs that belong to them.
    Letters,
    /// ASCII digits.
    Digits,
    /// One other character; digits of other scripts too.
    Mark(char),
    /// The end of a line.
    Break,
}

impl Atom {
    /// Its first byte.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// One past its last byte.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// Where it stands.
    pub fn bytes(&self) -> Range<usize> {
        self.start()..self.end()
    }
}

/// Cuts a text. Of one of more than 4 GiB as much as that.
pub fn atoms(text: &str) -> Vec<Atom> {
    // Bytes of a word with its space, nearly always more.
    const WORD: usize = 5;
    let bytes = text.as_bytes();
    let mut atoms = Vec::with_capacity(bytes.len() / WORD);
    let (mut at, mut spaced) = (0, true);
    while let Some(byte) = bytes.get(at) {
        let (kind, length) = match byte {
            b'\n' => (AtomKind::Break, 1),
            b' ' | b'\t'..=b'\r' => {
                (at, spaced) = (at + 1, true);
                continue;
            }
            b'0'..=b'9' => (AtomKind::Digits, digits_length(bytes, at)),
            b'a'..=b'z' | b'A'..=b'Z' => (AtomKind::Letters, letters_length(text, at)),
            byte if byte.is_ascii() => (AtomKind::Mark(char::from(*byte)), 1),
            _ => match char_at(text, at) {
                Some(char) if char.is_whitespace() => {
                    (at, spaced) = (at + char.len_utf8(), true);
                    continue;
                }
                Some(char) if char.is_alphabetic() => (AtomKind::Letters, letters_length(text, at)),
                Some(char) => (AtomKind::Mark(char), char.len_utf8()),
                None => break,
            },
        };
        let (Ok(start), Ok(end)) = (u32::try_from(at), u32::try_from(at + length)) else { break };
        atoms.push(Atom { kind, spaced, start, end });
        at += length;
        spaced = kind == AtomKind::Break;
    }
    atoms
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn digits_length(bytes: &[u8], start: usize) -> usize {
    bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count()
}

/// Bytes of the letters at `start`, the first of which is known to be one.
fn letters_length(text: &str, start: usize) -> usize {
    let mut end = start;
    while let Some(byte) = text.as_bytes().get(end) {
        if byte.is_ascii_alphabetic() {
            end += 1;
            continue;
        }
        let further = Some(byte).filter(|byte| !byte.is_ascii()).and_then(|_| char_at(text, end));
        let Some(char) = further.filter(|char| char.is_alphabetic() || belongs_to_letter(*char)) else { break };
        end += char.len_utf8();
    }
    end - start
}

/// Whether a character that is no letter belongs to the letter before it: accents and vowel signs that are characters
/// of their own, signs that take a vowel away, and what joins or parts two letters without a space.
pub fn belongs_to_letter(char: char) -> bool {
    matches!(
        char,
        '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{65f}'
            | '\u{900}'..='\u{903}'
            | '\u{93a}'..='\u{94f}'
            | '\u{9bc}'
            | '\u{9cd}'
            | '\u{bcd}'
            | '\u{c4d}'
            | '\u{ccd}'
            | '\u{d4d}'
            | '\u{e47}'..='\u{e4e}'
            | '\u{200c}'
            | '\u{200d}'
    )
}

/// Atoms that follow each other, with the text that they are of.
#[derive(Debug, Clone, Copy)]
pub struct Atoms<'a> {
    text: &'a str,
    atoms: &'a [Atom],
}

impl<'a> Atoms<'a> {
    /// All atoms of a text.
    pub fn new(text: &'a str, atoms: &'a [Atom]) -> Self {
        Self { text, atoms }
    }

    /// Those that begin in these bytes of the text.
    pub fn within(self, bytes: Range<usize>) -> Self {
        self.slice(self.places(bytes))
    }

    /// The places of those that begin in these bytes of the text.
    pub fn places(self, bytes: Range<usize>) -> Range<usize> {
        let from = self.atoms.partition_point(|atom| atom.start() < bytes.start);
        from..self.atoms.partition_point(|atom| atom.start() < bytes.end)
    }

    /// Those at these places.
    pub fn slice(self, places: Range<usize>) -> Self {
        Self { atoms: self.atoms.get(places).unwrap_or_default(), ..self }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.atoms.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.atoms.is_empty()
    }

    /// The one at this place.
    pub fn get(self, at: usize) -> Option<&'a Atom> {
        self.atoms.get(at)
    }

    /// What stands at this place right behind the atom before it.
    pub fn joined(self, at: usize) -> Option<AtomKind> {
        self.get(at).filter(|atom| !atom.spaced).map(|atom| atom.kind)
    }

    /// The bytes of those at these places.
    pub fn bytes(self, places: Range<usize>) -> Range<usize> {
        let first = self.get(places.start).map(Atom::start);
        let last = places.end.checked_sub(1).and_then(|last| self.get(last)).map(Atom::end);
        first.zip(last).map_or(0..0, |(start, end)| start..end)
    }

    /// The text from the first of those at these places to the last.
    pub fn text(self, places: Range<usize>) -> &'a str {
        self.text.get(self.bytes(places)).unwrap_or_default()
    }

    /// Those at these places as one token.
    pub fn token<Kind>(self, kind: Kind, places: Range<usize>) -> Token<'a, Kind> {
        let spaced = self.get(places.start).is_none_or(|first| first.spaced);
        let Range { start, end } = self.bytes(places);
        Token { kind, text: self.text.get(start..end).unwrap_or_default(), start, end, spaced, meaning: () }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let cut = atoms(text);
        let cut: Vec<&str> = cut.iter().map(|atom| text.get(atom.bytes()).unwrap()).collect();
        assert_eq!(cut, expected, "{text:?}");
    }

    #[test]
    fn letters_digits_and_marks_stand_apart() {
        check("Tk 3,000.50, per-cent", &["Tk", "3", ",", "000", ".", "50", ",", "per", "-", "cent"]);
        check("Naqvi’s U.S. F16", &["Naqvi", "’", "s", "U", ".", "S", ".", "F", "16"]);
        check("21°C\n½ ٣", &["21", "°", "C", "\n", "½", "٣"]);
        check("\u{a0}\t ", &[]);
        check("", &[]);
    }

    #[test]
    fn signs_belong_to_the_letter_before_them_and_to_nothing_else() {
        check("cafe\u{301} सितम्बर সেপ্টেম্বর กุมภาพันธ์", &["cafe\u{301}", "सितम्बर", "সেপ্টেম্বর", "กุมภาพันธ์"]);
        check("1\u{301} \u{301}a", &["1", "\u{301}", "\u{301}", "a"]);
    }

    #[test]
    fn what_stands_behind_nothing_is_joined() {
        let text = "a-b c\nd";
        let cut = atoms(text);
        let spaced: Vec<bool> = cut.iter().map(|atom| atom.spaced).collect();
        assert_eq!(spaced, [true, false, false, true, false, true]);
        let line = Atoms::new(text, &cut).within(4..7);
        assert_eq!((line.len(), line.text(0..2), line.joined(1)), (3, "c\n", Some(AtomKind::Break)));
        assert!(line.within(7..7).is_empty());
    }

    proptest! {
        #[test]
        fn atoms_cover_everything_but_white_space(text in "(\\PC|[\n\t a-zA-Z0-9.,'-]|[\u{300}\u{94d}]){0,400}") {
            let mut at = 0;
            for atom in atoms(&text) {
                let before = text.get(at..atom.start()).unwrap();
                prop_assert!(before.chars().all(|char| char.is_whitespace() && char != '\n'));
                let is_broken = text.get(..at).unwrap().ends_with('\n');
                prop_assert_eq!(atom.spaced, !before.is_empty() || at == 0 || is_broken);
                prop_assert!(atom.end() > atom.start());
                at = atom.end();
            }
            prop_assert!(text.get(at..).unwrap().chars().all(char::is_whitespace));
        }
    }
}
