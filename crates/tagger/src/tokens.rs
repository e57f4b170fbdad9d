//! A text as words and marks.
//!
//! In: a text. Out: tokens by their bytes, in order, each with what it needs to know of its surroundings. A hyphen or
//! an apostrophe stands alone, so that a name inside a compound (`Pakistan-Azerbaijan`, `Naqvi's`) can be told;
//! `U.S.`, initials and shortened titles keep their stops.

use std::ops::Range;

/// One word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether white space (or the beginning) stands before it.
    pub spaced: bool,
    /// Whether a sentence or line begins here.
    pub first: bool,
}

impl Token {
    /// Where it stands.
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Words that keep the stop after them: what they shorten is followed by a name or is the end of one.
const SHORTENED: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "prof", "sr", "jr", "st", "ste", "rev", "fr", "hon", "gen", "lt", "col", "maj",
    "capt", "cmdr", "sgt", "cpl", "adm", "gov", "sen", "rep", "supt", "insp", "det", "amb", "atty", "messrs", "mme",
    "sra", "engr", "smt", "inc", "ltd", "co", "corp", "bros", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "no",
    "rs", "vs", "mt", "pvt", "brig", "cllr", "adv", "md", "tk",
];

/// Bytes of the longest of them.
const LONGEST_SHORTENED: usize = 6;

/// The longest word looked at as one; what goes on is the next token, so that no token costs more than this.
const MAX_WORD_BYTES: usize = 96;

/// Splits a text.
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut spaced = true;
    let mut first = true;
    // Whether a stop stands open that ends the sentence if white space follows.
    let mut stopped = false;
    while let Some(rest) = text.get(at..) {
        let Some(char) = rest.chars().next() else { break };
        if char == ' ' || char.is_whitespace() {
            spaced = true;
            first |= char == '\n' || stopped;
            at += char.len_utf8();
            continue;
        }
        let length = if is_word(char) { word_length(rest) } else { char.len_utf8() };
        let stop = matches!(char, '.' | '!' | '?' | '…' | '。' | '।');
        stopped = stop || (stopped && !spaced && is_closing(char));
        tokens.push(Token { start: at, end: at + length, spaced, first });
        at += length;
        spaced = false;
        first = false;
    }
    tokens
}

fn is_closing(char: char) -> bool {
    matches!(char, '"' | '\'' | '”' | '’' | '»' | ')' | ']')
}

fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || (!char.is_ascii() && char.is_alphanumeric())
}

/// Bytes of the word that `rest` begins with.
fn word_length(rest: &str) -> usize {
    // Most words are plain letters up to white space or a mark that belongs to no word.
    let bytes = rest.as_bytes();
    let plain = bytes.iter().take(MAX_WORD_BYTES).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let letter_last = plain.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(u8::is_ascii_alphabetic);
    let ends = match bytes.get(plain) {
        None => true,
        Some(b',') => letter_last,
        Some(b'.') => letter_last && plain > LONGEST_SHORTENED,
        Some(next) => next.is_ascii(),
    };
    if plain > 0 && ends { plain } else { long_word_length(rest) }
}

/// The same for words with stops, signs or letters beyond ASCII.
fn long_word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut letters_and_stops = true;
    let mut run = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if at >= MAX_WORD_BYTES {
            return at;
        }
        if char.is_alphanumeric() || is_mark(char) {
            run += 1;
            letters_and_stops &= char.is_alphabetic() && run == 1;
            end = at + char.len_utf8();
            continue;
        }
        let next = chars.peek().map(|(_, next)| *next);
        // `U.S.`, `J.`: single letters, each with its stop.
        if char == '.' && letters_and_stops && rest.starts_with(char::is_uppercase) {
            run = 0;
            end = at + 1;
            if next.is_some_and(char::is_alphabetic) {
                continue;
            }
            return end;
        }
        // `2.5`, `3,000`.
        let digit_before = rest.get(..at).is_some_and(|before| before.ends_with(|char: char| char.is_ascii_digit()));
        if matches!(char, '.' | ',') && digit_before && next.is_some_and(|next| next.is_ascii_digit()) {
            end = at + 1;
            continue;
        }
        if char == '.' && is_shortened(rest.get(..at).unwrap_or_default()) {
            return at + 1;
        }
        break;
    }
    end
}

/// Signs that belong to the letter before them.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
        | '\u{200c}' | '\u{200d}')
}

fn is_shortened(word: &str) -> bool {
    word.len() <= LONGEST_SHORTENED && SHORTENED.iter().any(|short| short.eq_ignore_ascii_case(word))
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "all of it is test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|token| &text[token.bytes()]).collect()
    }

    #[test]
    fn a_name_in_a_compound_stands_alone() {
        assert_eq!(words("Pakistan-Azerbaijan ties"), ["Pakistan", "-", "Azerbaijan", "ties"]);
        assert_eq!(words("Naqvi’s U.S. visit."), ["Naqvi", "’", "s", "U.S.", "visit", "."]);
        assert_eq!(words("Dr. J. Smith Jr., 3,000.5"), ["Dr.", "J.", "Smith", "Jr.", ",", "3,000.5"]);
        assert_eq!(words("He ate. I ran."), ["He", "ate", ".", "I", "ran", "."]);
    }

    #[test]
    fn sentences_and_lines_begin_where_they_begin() {
        let text = "One. \"Two.\" Three\nfour Dr. No";
        let first: Vec<&str> = tokenize(text).iter().filter(|token| token.first).map(|t| &text[t.bytes()]).collect();
        assert_eq!(first, ["One", "\"", "Three", "four"]);
    }

    proptest! {
        #[test]
        fn tokens_cover_everything_but_white_space(text in "(\\PC|\n|[a-zA-Z.,' -]){0,400}") {
            let tokens = tokenize(&text);
            let mut at = 0;
            for token in &tokens {
                prop_assert!(text[at..token.start].chars().all(char::is_whitespace));
                prop_assert!(token.end > token.start);
                at = token.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
