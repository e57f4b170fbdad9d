//! Cutting a text into the words that it is found by: one rule for every store, for what is kept and for what is asked.
//!
//! In: a text. Out: [`SearchWord`]s in order. A word is letters and digits with the marks on them; everything else parts
//! words. Scripts that put no space between words, and Korean, which puts none before endings, are cut into overlapping
//! pairs of characters: a word of theirs is found as its pairs, one behind the other.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of a word; a longer one is found by its beginning. PostgreSQL takes no more than 2,046.
const LONGEST: usize = 512;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SearchWord<'a> {
    /// As printed.
    pub(crate) text: &'a str,
    /// Its first byte.
    pub(crate) start: usize,
    /// What was cut out.
    pub(crate) kind: Cut,
}

/// What a [`SearchWord`] is of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Cut {
    /// A whole word.
    Word,
    /// Two characters of a script without spaces.
    Pair,
    /// The last character before something of another script, a space or the end.
    Last,
}

impl SearchWord<'_> {
    /// As it is looked up: in lower case, in one form for each character, without accents and invisible signs. Empty if
    /// nothing else was there.
    pub(crate) fn folded(&self) -> String {
        folded_word(self.text)
    }
}

/// A word as it is looked up.
pub(super) fn folded_word(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower: String = word.chars().filter(|char| !is_invisible(*char)).flat_map(char::to_lowercase).collect();
    let mut letter = ' ';
    let kept = |char: &char| {
        if !is_combining_mark(*char) {
            letter = *char;
        }
        !char.is_whitespace() && !is_accent(letter, *char)
    };
    text::without_accents(&lower.nfkd().filter(kept).nfc().collect::<String>())
}

/// The words of a text.
pub(crate) fn search_words(text: &str) -> impl Iterator<Item = SearchWord<'_>> {
    Words { text, at: 0 }
}

/// The words of a text as they are looked up, with spaces between.
pub(crate) fn folded_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in search_words(text) {
        if word.text.is_ascii() {
            folded.extend(word.text.chars().map(|char| char.to_ascii_lowercase()));
        } else {
            folded.push_str(&word.folded());
        }
        folded.push(' ');
    }
    folded
}

struct Words<'a> {
    text: &'a str,
    /// Where the next word is looked for.
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = SearchWord<'a>;

    fn next(&mut self) -> Option<SearchWord<'a>> {
        let rest = self.text.get(self.at..)?;
        let (skipped, first) = rest.char_indices().find(|(_, char)| char.is_alphanumeric())?;
        let start = self.at + skipped;
        let (end, next, kind) = if is_unspaced(first) {
            let next = self.character_end(start);
            if self.char_at(next).is_some_and(|char| char.is_alphanumeric() && is_unspaced(char)) {
                (self.character_end(next), next, Cut::Pair)
            } else {
                (next, next, Cut::Last)
            }
        } else {
            let end = self.word_end(start);
            (end, end, Cut::Word)
        };
        self.at = next;
        let text = self.text.get(start..end).unwrap_or_default();
        Some(SearchWord { text: beginning(text, LONGEST), start, kind })
    }
}

impl Words<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// One past the character at `start` and the marks on it.
    fn character_end(&self, start: usize) -> usize {
        let mut chars = self.text.get(start..).unwrap_or_default().chars();
        let first = chars.next().map_or(0, char::len_utf8);
        start + first + chars.take_while(|char| is_mark(*char)).map(char::len_utf8).sum::<usize>()
    }

    /// One past the word at `start`.
    fn word_end(&self, start: usize) -> usize {
        let belongs = |char: &char| (char.is_alphanumeric() && !is_unspaced(*char)) || is_mark(*char);
        let chars = self.text.get(start..).unwrap_or_default().chars();
        start + chars.take_while(belongs).map(char::len_utf8).sum::<usize>()
    }
}

/// As much of a text as fits into so many bytes.
pub(crate) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// Whether it is part of the character before it.
pub(super) fn is_mark(char: char) -> bool {
    !char.is_ascii() && (is_combining_mark(char) || is_invisible(char) || matches!(char, '\u{ff9e}' | '\u{ff9f}'))
}

/// Soft hyphens, and what joins, parts or directs letters without being seen.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether it is a sign on this letter that news leaves out as often as not: an accent, but not where it makes a letter
/// of its own of a Cyrillic one; the short vowels of Arabic and Hebrew, and the stroke that only lengthens a word.
fn is_accent(letter: char, char: char) -> bool {
    match char {
        '\u{308}' => true,
        '\u{300}'..='\u{36f}' => !matches!(letter, '\u{400}'..='\u{52f}'),
        '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c7}' => true,
        '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}' => true,
        _ => false,
    }
}

/// Whether it is of a script in which a word may begin anywhere.
fn is_unspaced(char: char) -> bool {
    matches!(
        char,
        // Thai and Lao; Burmese; Korean syllables in parts; Khmer.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        // Chinese radicals, signs that repeat a character, numerals; kana, bopomofo, Korean letters.
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{303b}' | '\u{3041}'..='\u{318f}'
        | '\u{31a0}'..='\u{31ff}'
        // Chinese characters.
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        // More Burmese and Korean; kana and Korean of half width.
        | '\u{a960}'..='\u{a97f}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{ff66}'..='\u{ffdc}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        search_words(text).map(|word| word.text).collect()
    }

    #[test]
    fn everything_but_letters_digits_and_their_marks_parts_words() {
        for (text, expected) in [
            ("Nordpress/KLM early.Morning 2031/32", vec!["Nordpress", "KLM", "early", "Morning", "2031", "32"]),
            ("“Rivers,” (don't) $5.25m e-mail #tag", vec!["Rivers", "don", "t", "5", "25m", "e", "mail", "tag"]),
            ("नदी किनारे", vec!["नदी", "किनारे"]),
            ("می\u{200c}خواهم soft\u{ad}hyphen", vec!["می\u{200c}خواهم", "soft\u{ad}hyphen"]),
            ("🌊 — …", vec![]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        for (text, expected) in [
            ("渡船停運 2031年", vec!["渡船", "船停", "停運", "運", "2031", "年"]),
            ("フェリーA号", vec!["フェ", "ェリ", "リー", "ー", "A", "号"]),
            ("น้ำท่วม", vec!["น้ำ", "ำท่", "ท่ว", "วม", "ม"]),
            ("항구에", vec!["항구", "구에", "에"]),
            ("ຝົນ", vec!["ຝົນ", "ນ"]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
        let pair = search_words("x 港口").nth(1).unwrap();
        assert_eq!((pair.start, pair.kind), (2, Cut::Pair));
    }

    #[test]
    fn a_word_is_looked_up_in_one_form() {
        for (text, expected) in [
            ("ČEŠTINA", "cestina "),
            ("e\u{301}tude", "etude "),
            ("Łódź İzmir", "lodz izmir "),
            ("ＡＢＣ１２", "abc12 "),
            ("ｶﾞｽ", "ガス ス "),
            ("か\u{3099}す", "がす す "),
            ("Ёлка мой", "елка мой "),
            ("مَدِينَة مـــدينة", "مدينة مدينة "),
            ("soft\u{ad}hyphen", "softhyphen "),
            ("नदी", "नदी "),
        ] {
            assert_eq!(folded_text(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_word_counts_by_its_beginning() {
        assert_eq!(search_words(&"é".repeat(1_000)).map(|word| word.text.len()).collect::<Vec<_>>(), [LONGEST]);
        assert_eq!(beginning("aéz", 2), "a");
        assert_eq!(beginning("aéz", 99), "aéz");
    }
}
