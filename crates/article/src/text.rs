//! White space, control characters and counts of plain text, the same in every stage.

/// Runs of white space become one space; ends are trimmed.
pub fn collapse_white_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Paragraphs separated by one blank line: lines trimmed, line breaks within a paragraph kept, runs of blank lines
/// folded, leading and trailing blank lines removed. Nothing but white space changes.
pub fn tidy_paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else {
            blank = true;
            continue;
        };
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        out.push_str(first);
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
    }
    out
}

/// Takes away what is no text: control characters but line breaks and tabs. One that stands for white space becomes a
/// space.
pub fn drop_controls(text: &mut String) {
    let is_control = |character: char| character.is_control() && !matches!(character, '\n' | '\t' | '\r');
    // Most texts have none, which bytes tell sooner: what is beyond ASCII begins with this one.
    const BEYOND_ASCII: u8 = 0xc2;
    let may_be_control =
        |byte: &u8| (*byte < b' ' && !matches!(byte, b'\n' | b'\t' | b'\r')) || matches!(*byte, 0x7f | BEYOND_ASCII);
    let may_have = text.as_bytes().iter().fold(false, |have, byte| have | may_be_control(byte));
    if may_have && text.contains(is_control) {
        let kept = text.chars().filter_map(|character| match character {
            space if is_control(space) && space.is_whitespace() => Some(' '),
            control if is_control(control) => None,
            other => Some(other),
        });
        *text = kept.collect();
    }
}

/// Takes away what no reader sees: control characters, and the soft hyphens that only mark where a word may be broken.
pub fn drop_unseen(text: &mut String) {
    drop_controls(text);
    if text.contains(SOFT_HYPHEN) {
        text.retain(|character| character != SOFT_HYPHEN);
    }
}

/// Whether a text says anything: a letter or a figure alone does not.
pub fn has_words(text: &str) -> bool {
    text.chars().filter(|character| character.is_alphanumeric()).nth(1).is_some()
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Unicode characters (scalar values), the unit of every span.
pub fn char_count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Words as white space separates them.
pub fn word_count(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_hyphens_are_no_part_of_a_word() {
        let mut text = "A rail\u{ad}way\u{1} line\u{ad}".to_owned();
        drop_unseen(&mut text);
        assert_eq!(text, "A railway line");
    }

    #[test]
    fn tidying_keeps_every_visible_character() {
        assert_eq!(tidy_paragraphs("\n\n a  b \n c\n\n\n\nd\t e \n"), "a b\nc\n\nd e");
        assert_eq!(tidy_paragraphs(" \n "), "");
    }
}
