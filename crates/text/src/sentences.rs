//! Where sentences end.
//!
//! In: a text. Out: the byte range of each sentence, in order, found when it is asked for. A sentence ends at a line
//! break between paragraphs or lines, or after `.`, `!`, `?`, `…` (with closing quotation marks and brackets) and white
//! space, unless the stop belongs to an abbreviation or initial, or the next word goes on in lower case. Decimals and
//! `U.S.` hold together because no white space follows their stops. Scripts without capitals or spaces (`。`, `।`, `؟`)
//! end at their own marks. It never looks back further than one word, so its time is linear.

use crate::abbreviations::{StopFor, is_spelled, keeps_stop};
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// The byte ranges of the sentences, without the white space between them.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = Rest { text, chars: text.char_indices().peekable(), start: 0, word_start: 0, ended: false };
    std::iter::from_fn(move || {
        while !rest.ended {
            let end = rest.end();
            let sentence = trimmed(text, rest.start..end.unwrap_or(text.len()));
            (rest.start, rest.ended) = (end.unwrap_or(text.len()), end.is_none());
            if sentence.is_some() {
                return sentence;
            }
        }
        None
    })
}

/// What is not read yet.
struct Rest<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    /// Where the sentence begins, and where its last word does.
    start: usize,
    word_start: usize,
    ended: bool,
}

impl Rest<'_> {
    /// One past the sentence; `None` if it ends with the text.
    fn end(&mut self) -> Option<usize> {
        while let Some((at, char)) = self.chars.next() {
            if char.is_ascii_alphanumeric() {
                continue;
            }
            let mut end = at + char.len_utf8();
            if char == '\n' {
                self.word_start = end;
                return Some(end);
            } else if char.is_whitespace() {
                self.word_start = end;
            } else if is_own_stop(char) {
                while let Some((closing, char)) =
                    self.chars.next_if(|(_, char)| is_closing(*char) || is_own_stop(*char))
                {
                    end = closing + char.len_utf8();
                }
                self.word_start = end;
                return Some(end);
            } else if is_stop(char) {
                let word = self.word_start..at;
                let mut plain = char == '.';
                while let Some((closing, char)) = self.chars.next_if(|(_, char)| is_closing(*char) || is_stop(*char)) {
                    end = closing + char.len_utf8();
                    plain = false;
                }
                let spaced = self.chars.peek().is_none_or(|(_, char)| char.is_whitespace());
                let short = || plain && is_abbreviation(self.text.get(word).unwrap_or_default());
                if spaced && begins_sentence(self.text, end) && !short() {
                    return Some(end);
                }
            }
        }
        None
    }
}

/// Without white space at the ends; `None` if there is nothing else.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let start = range.start + (piece.len() - piece.trim_start().len());
    let piece = piece.trim();
    (!piece.is_empty()).then(|| start..start + piece.len())
}

fn is_stop(char: char) -> bool {
    matches!(char, '.' | '!' | '?' | '…')
}

/// Stops that end a sentence whatever follows.
fn is_own_stop(char: char) -> bool {
    matches!(char, '。' | '！' | '？' | '।' | '॥' | '؟' | '۔' | '።' | '។' | '။')
}

fn is_closing(char: char) -> bool {
    matches!(char, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』')
}

/// Whether what follows the white space after `end` can begin a sentence: anything but a lower-case letter. Looks at
/// one word's white space only.
fn begins_sentence(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let next = rest.chars().take(8).find(|char| !char.is_whitespace() && !is_opening(*char));
    next.is_none_or(|char| !char.is_lowercase())
}

fn is_opening(char: char) -> bool {
    matches!(char, '"' | '\'' | '“' | '‘' | '«' | '(' | '[')
}

/// Whether this word with a stop is short for something: listed, one letter, or letters with stops between (`U.S`).
fn is_abbreviation(word: &str) -> bool {
    const LONGEST: usize = 16;
    let word = word.trim_start_matches(|char: char| is_opening(char) || matches!(char, '-' | '—' | '–'));
    if word.is_empty() || word.len() > LONGEST {
        return false;
    }
    // `I` ends sentences (`so did I.`) more often than it is an initial.
    if is_spelled(word) { word != "I" } else { keeps_stop(word, StopFor::Sentences) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let sentences: Vec<&str> = sentences(text).map(|range| text.get(range).unwrap()).collect();
        assert_eq!(sentences, expected, "{text}");
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        check("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"]);
        check("Dr. Ana Ruiz met J. K. Lund. They left.", &["Dr. Ana Ruiz met J. K. Lund.", "They left."]);
        check("It rose 2.5 percent. Rs. 40 was paid.", &["It rose 2.5 percent.", "Rs. 40 was paid."]);
        check(
            "The U.S. Navy came at 5 p.m. on Monday. It left.",
            &["The U.S. Navy came at 5 p.m. on Monday.", "It left."],
        );
        check(
            "“We won.” He smiled. (So did she.) Then rain.",
            &["“We won.”", "He smiled.", "(So did she.)", "Then rain."],
        );
        check("“Did we win?” he asked. Yes.", &["“Did we win?” he asked.", "Yes."]);
        check("A line\nAnother line\n\nA paragraph.", &["A line", "Another line", "A paragraph."]);
        check("Wait... what? 12 came. 13 left.", &["Wait... what?", "12 came.", "13 left."]);
        check("今日は晴れ。明日は雨。", &["今日は晴れ。", "明日は雨。"]);
        check("यह पहला है। यह दूसरा है।", &["यह पहला है।", "यह दूसरा है।"]);
        check("", &[]);
        check(" \n ", &[]);
    }
}
