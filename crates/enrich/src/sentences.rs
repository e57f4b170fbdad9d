//! Where sentences end.
//!
//! In: a text. Out: the byte range of each sentence, in order. A sentence ends at a line break between paragraphs or
//! lines, or after `.`, `!`, `?`, `…` (with closing quotation marks and brackets) and white space, unless the stop
//! belongs to an abbreviation or initial, or the next word goes on in lower case. Decimals and `U.S.` hold together
//! because no white space follows their stops. Scripts without capitals or spaces (`。`, `।`, `؟`) end at their own
//! marks. It never looks back further than one word, so its time is linear.

use std::ops::Range;

/// Words before a stop that do not end a sentence when a capital follows. Lower case, without the last stop.
const ABBREVIATIONS: &[&str] = &[
    // Titles and forms of address.
    "mr", "mrs", "ms", "mx", "dr", "prof", "sr", "jr", "st", "ste", "rev", "fr", "hon", "gen", "lt", "col", "maj",
    "capt", "cmdr", "sgt", "cpl", "pvt", "adm", "gov", "sen", "rep", "pres", "supt", "insp", "det", "amb", "atty",
    "messrs", "mme", "mlle", "sra", "srta", "dra", "eng", "engr", "adv", "sh", "smt", "dato", "hj", "md", "maj-gen",
    "lt-gen", "brig", "cllr", // Things that stand before a name or number.
    "no", "nos", "vs", "v", "op", "vol", "ch", "pp", "fig", "art", "sec", "est", "approx", "ca", "cf", "al", "e.g",
    "i.e", "viz", "rs", "tk", "p", "mt", "ft", "av", "ave", "blvd", "dept", "univ",
    // Months as datelines shorten them.
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

/// The byte ranges of the sentences, without the white space between them.
pub(crate) fn split(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut word_start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if char.is_ascii_alphanumeric() {
            continue;
        }
        if char == '\n' {
            push(text, start..at, &mut sentences);
            (start, word_start) = (at + 1, at + 1);
        } else if char.is_whitespace() {
            word_start = at + char.len_utf8();
        } else if is_own_stop(char) {
            let mut end = at + char.len_utf8();
            while let Some((closing, char)) = chars.next_if(|(_, char)| is_closing(*char) || is_own_stop(*char)) {
                end = closing + char.len_utf8();
            }
            push(text, start..end, &mut sentences);
            (start, word_start) = (end, end);
        } else if is_stop(char) {
            let word = word_start..at;
            let mut end = at + char.len_utf8();
            let mut plain = char == '.';
            while let Some((closing, char)) = chars.next_if(|(_, char)| is_closing(*char) || is_stop(*char)) {
                end = closing + char.len_utf8();
                plain = false;
            }
            let spaced = chars.peek().is_none_or(|(_, char)| char.is_whitespace());
            if spaced && begins_sentence(text, end) && !(plain && is_abbreviation(text.get(word).unwrap_or_default())) {
                push(text, start..end, &mut sentences);
                start = end;
            }
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let Some(piece) = text.get(range.clone()) else { return };
    let from = range.start + (piece.len() - piece.trim_start().len());
    let piece = piece.trim();
    if !piece.is_empty() {
        sentences.push(from..from + piece.len());
    }
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
    let word = word.trim_start_matches(|char: char| is_opening(char) || char == '-' || char == '—' || char == '–');
    if word.is_empty() || word.len() > LONGEST {
        return false;
    }
    let mut letters = word.split('.');
    if letters.all(|part| part.chars().count() == 1 && part.chars().all(|char| char.is_alphabetic())) {
        // `I` ends sentences (`so did I.`) more often than it is an initial.
        return word != "I";
    }
    let lower = word.to_lowercase();
    ABBREVIATIONS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let sentences: Vec<&str> = split(text).into_iter().map(|range| text.get(range).unwrap()).collect();
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
