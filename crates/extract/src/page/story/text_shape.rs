//! The shape of a text in numbers, whatever its language: punctuation, digits, capitals, its beginning and its end.

/// How many numbers describe a text.
pub(super) const SHAPES: usize = 17;

/// Longest beginning of a text that is described, in characters.
const LONGEST: usize = 2_000;

/// The numbers of one text.
pub(super) fn shape(text: &str) -> [f32; SHAPES] {
    let (mut all, mut letters, mut upper, mut digits, mut commas, mut stops, mut marks) =
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for c in text.chars().take(LONGEST) {
        all += 1.0;
        if c.is_alphabetic() {
            letters += 1.0;
            upper += if c.is_uppercase() { 1.0 } else { 0.0 };
        } else if c.is_numeric() {
            digits += 1.0;
        } else {
            match c {
                ',' | '、' | '，' | ';' | '،' => commas += 1.0,
                '.' | '!' | '?' | '。' | '！' | '？' | '।' => stops += 1.0,
                '|' | '»' | '«' | '›' | '/' | '•' | '·' | '#' | '@' | '→' | '>' | '+' | '&' => marks += 1.0,
                _ => {}
            }
        }
    }
    let words: Vec<&str> = text.split_whitespace().take(300).collect();
    let capital = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count() as f32;
    let count = words.len().max(1) as f32;
    let all = f32::max(all, 1.0);
    let first = text.chars().next().unwrap_or(' ');
    let last = text.chars().next_back().unwrap_or(' ');
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    [
        upper / f32::max(letters, 1.0),
        letters / all,
        digits / all,
        commas / count,
        stops / count,
        marks / count,
        capital / count,
        flag(first.is_uppercase()),
        flag(first.is_lowercase()),
        flag(first.is_numeric()),
        flag(matches!(first, '"' | '“' | '„' | '«' | '‘' | '\'' | '—' | '–' | '-')),
        flag(matches!(last, '.' | '。' | '।')),
        flag(matches!(last, '!' | '?' | '！' | '？' | '؟')),
        flag(matches!(last, ':' | '：')),
        flag(matches!(last, '"' | '”' | '“' | '»' | '’' | ')')),
        flag(matches!(last, '…' | '»' | '›' | '>' | '→')),
        flag(has_year(text)),
    ]
}

/// Whether a short text holds four digits that are a year of our time.
fn has_year(text: &str) -> bool {
    text.len() < 200
        && text
            .split(|c: char| !c.is_ascii_digit())
            .any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
}
