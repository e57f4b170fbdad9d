//! How datelines join atoms: `D.C.`, `Ma'an` and `Port-au-Prince` are one word each, hyphens in a row one dash.

use text::{AtomKind, Atoms, belongs_to_letter};

/// How much of a line is looked at: no dateline is longer.
const MAX_BYTES: usize = 240;

pub(super) type Token<'a> = text::Token<'a, Kind>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with hyphens, apostrophes and stops that stand between letters.
    Word,
    /// Digits, with an ordinal ending if there is one.
    Number,
    /// One dash or hyphens in a row.
    Dash,
    Comma,
    Stop,
    Colon,
    Slash,
    Open,
    Close,
    Quote,
    /// Anything else.
    Other,
}

/// The tokens at the beginning of a line.
pub(super) fn join(line: Atoms<'_>) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let end = line.get(0).map_or(0, |first| first.start() + MAX_BYTES);
    while let Some(atom) = line.get(at).filter(|atom| atom.start() < end) {
        let (kind, next) = match atom.kind {
            AtomKind::Digits => (Kind::Number, past_number(line, at + 1)),
            AtomKind::Letters => (Kind::Word, past_word(line, at)),
            AtomKind::Mark(mark) if mark.is_alphanumeric() => (Kind::Word, past_word(line, at)),
            AtomKind::Mark(mark) if is_dash(mark) => (Kind::Dash, past_dash(line, at + 1)),
            AtomKind::Mark(mark) => (mark_kind(mark), at + 1),
            AtomKind::Break => break,
        };
        // What begins a line stands behind nothing.
        let spaced = atom.spaced && !tokens.is_empty();
        tokens.push(Token { spaced, ..line.token(kind, at..next) });
        at = next;
    }
    tokens
}

fn mark_kind(mark: char) -> Kind {
    match mark {
        ',' | '،' | '、' | ';' => Kind::Comma,
        '.' => Kind::Stop,
        ':' | '：' => Kind::Colon,
        '/' | '|' => Kind::Slash,
        '(' | '[' | '（' | '【' => Kind::Open,
        ')' | ']' | '）' | '】' => Kind::Close,
        '"' | '“' | '”' | '\'' | '‘' | '’' | '«' | '»' => Kind::Quote,
        _ => Kind::Other,
    }
}

/// A hyphen, a dash, or the underscore that some wires carry in its stead.
fn is_dash(char: char) -> bool {
    matches!(char, '-' | '–' | '—' | '―' | '‑' | '−' | '_')
}

fn past_dash(line: Atoms<'_>, mut at: usize) -> usize {
    while matches!(line.joined(at), Some(AtomKind::Mark(mark)) if is_dash(mark)) {
        at += 1;
    }
    at
}

fn past_number(line: Atoms<'_>, at: usize) -> usize {
    let ending = line.joined(at) == Some(AtomKind::Letters)
        && matches!(line.text(at..at + 1).to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th" | "er" | "º");
    at + usize::from(ending)
}

fn past_word(line: Atoms<'_>, first: usize) -> usize {
    let goes_on = |at: usize| match line.joined(at) {
        Some(AtomKind::Letters | AtomKind::Digits) => true,
        Some(AtomKind::Mark(mark)) => mark.is_alphanumeric(),
        Some(AtomKind::Break) | None => false,
    };
    let mut at = first + 1;
    loop {
        let belongs = goes_on(at)
            || match line.joined(at) {
                Some(AtomKind::Mark('\'' | '’' | '`' | '&')) => goes_on(at + 1),
                Some(AtomKind::Mark('.')) => line.joined(at + 1) == Some(AtomKind::Letters),
                Some(AtomKind::Mark('-')) => {
                    goes_on(at + 1) && !joins_sentence(line.text(first..at), line.text(at + 1..line.len()))
                }
                Some(AtomKind::Mark(mark)) => belongs_to_letter(mark),
                Some(AtomKind::Letters | AtomKind::Digits | AtomKind::Break) | None => false,
            };
        if !belongs {
            return at;
        }
        at += 1;
    }
}

/// Whether a hyphen without white space ends a word in capitals and begins a sentence, as in `ALGIERS-The minister`;
/// or begins a city behind an agency: `APA-Dakar`.
fn joins_sentence(before: &str, after: &str) -> bool {
    let capitals = before.chars().filter(|char| char.is_uppercase()).take(3).count();
    let mut after = after.chars();
    let capital = after.next().is_some_and(char::is_uppercase);
    capital
        && after.next().is_some_and(|next| next.is_lowercase() || next == ' ')
        && capitals >= 3
        && !before.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_goes_on_behind_marks_that_names_have_inside_them() {
        let check = |line: &str, expected: &[&str]| {
            let atoms = text::atoms(line);
            let tokens: Vec<&str> = join(Atoms::new(line, &atoms)).iter().map(|token| token.text).collect();
            assert_eq!(tokens, expected, "{line}");
        };
        check("Port-au-Prince, D.C. (Ma'an)--", &["Port-au-Prince", ",", "D.C", ".", "(", "Ma'an", ")", "--"]);
        check("HAWAIʼ (AP)", &["HAWAIʼ", "(", "AP", ")"]);
        check("ALGIERS-The minister", &["ALGIERS", "-", "The", "minister"]);
        check("GUINEA-BISSAU, 3rd May 5p", &["GUINEA-BISSAU", ",", "3rd", "May", "5", "p"]);
    }
}
