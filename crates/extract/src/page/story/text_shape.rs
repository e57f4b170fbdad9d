//! The shape of a text in numbers, whatever its language: punctuation, digits, capitals, its beginning and its end.

/// How many numbers describe a text.
pub(super) const SHAPES: usize = 17;

/// Longest beginning of a text that is described, in characters.
const LONGEST: usize = 2_000;

/// Most words of which capitals are counted.
const MOST_WORDS: u32 = 300;

/// The numbers of one text.
pub(super) fn shape(text: &str) -> [f32; SHAPES] {
    let (mut all, mut letters, mut upper, mut digits, mut commas, mut stops, mut marks) = (0, 0, 0, 0, 0, 0, 0);
    let (mut words, mut capital, mut in_word) = (0, 0, false);
    for (at, c) in text.chars().enumerate() {
        if at >= LONGEST && words >= MOST_WORDS {
            break;
        }
        let is_upper = u32::from(c.is_uppercase());
        if c.is_whitespace() {
            in_word = false;
        } else if !std::mem::replace(&mut in_word, true) && words < MOST_WORDS {
            words += 1;
            capital += is_upper;
        }
        if at >= LONGEST {
            continue;
        }
        all += 1;
        if c.is_alphabetic() {
            letters += 1;
            upper += is_upper;
        } else if c.is_numeric() {
            digits += 1;
        } else {
            match c {
                ' ' => {}
                ',' | '、' | '，' | ';' | '،' => commas += 1,
                '.' | '!' | '?' | '。' | '！' | '？' | '।' => stops += 1,
                '|' | '»' | '«' | '›' | '/' | '•' | '·' | '#' | '@' | '→' | '>' | '+' | '&' => marks += 1,
                _ => {}
            }
        }
    }
    let share = |part: u32, whole: u32| part as f32 / u32::max(whole, 1) as f32;
    let first = text.chars().next().unwrap_or(' ');
    let last = text.chars().next_back().unwrap_or(' ');
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    [
        share(upper, letters),
        share(letters, all),
        share(digits, all),
        share(commas, words),
        share(stops, words),
        share(marks, words),
        share(capital, words),
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
