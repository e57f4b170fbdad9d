//! Notices that a story is taken back or held back, as editors put them above a text.
//!
//! In: a line, or what stands in brackets. Out: what it tells. A notice begins with its words; a headline that holds some
//! of them is none.

use article::collapse_white_space;

/// What a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// The story is taken back.
    Kill,
    /// The story is held back until a time, which is told without a year or a zone.
    Embargo,
}

/// Where words stand that may be a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In brackets, in a slug, or in a line for editors: nothing of it is a headline.
    Note,
    /// In a line that more lines follow.
    Line,
    /// In the line that ends a headline.
    LastLine,
}

/// So much of a line is looked at, in characters.
const LONGEST: usize = 500;

/// Whom notices speak to, before they say anything.
const ADDRESSED: &[&str] = &[
    "eds",
    "editors",
    "editor",
    "editor's note",
    "note to editors",
    "attention editors",
    "attention",
    "attn editors",
    "achtung redaktionen",
    "achtung",
    "hinweis",
];

/// Words before the ones that tell: how urgent it is, and `please`.
const BEFORE: &[&str] =
    &["mandatory", "bulletin", "urgent", "advisory", "strictly", "please", "bitte", "under", "mit", "achtung", "note"];

/// What takes a story back, where the line begins with it.
const KILLS: &[&str] = &[
    "kill kill kill",
    "kill this",
    "kill the story",
    "kill story",
    "mandatory kill",
    "bulletin kill",
    "story withdrawn",
    "story is withdrawn",
    "story killed",
    "*** eliminar",
    "аннулирование",
    "حظر حظر",
];

/// Words of which a whole line takes a story back.
const KILL_WORDS: &[&str] = &[
    "kill",
    "killed",
    "withdrawn",
    "withdrawal",
    "withdraw",
    "storno",
    "streichung",
    "eliminar",
    "anulado",
    "annulation",
    "аннулирование",
];

/// What may stand beside those.
const BESIDE_KILL: &[&str] =
    &["mandatory", "bulletin", "urgent", "advisory", "story", "the", "this", "is", "please", "achtung", "***"];

/// What holds a story back, where the line begins with it.
const EMBARGOES: &[&str] = &[
    "embargoed for publication",
    "embargoed for release",
    "embargoed until",
    "embargoed till",
    "embargoed to",
    "embargoed:",
    "embargoed do publikacji",
    "embargo until",
    "embargo till",
    "embargo for publication",
    "embargo jusqu",
    "embargo hasta",
    "embargo bis",
    "embargo fino",
    "embargo do publikacji",
    "soumis à un embargo",
    "sous embargo",
    "à un embargo pour publication",
    "hold for release",
    "hold for publication",
    "not for release",
    "not for publication before",
    "not for publication until",
    "not to be published before",
    "not to be published until",
    "not to be released before",
    "эмбарго для публикации",
    "حظر للنشر حتى",
];

/// Words that hold a story back where they open a note; in a line of its own only with a time behind them.
const EMBARGO_WORDS: &[&str] = &["embargo", "embargoed", "sperrfrist", "эмбарго"];

/// What says of an embargo that it is over.
const LIFTED: &[&str] = &["lifted", "aufgehoben", "levé", "levantado", "over", "expired"];

/// Words and ends of words that tell a time.
const CLOCKS: &[&str] = &["uhr", "gmt", "utc", "est", "edt", "cet", "cest", "hrs", "a.m", "p.m", "am", "pm"];

/// What a line tells, or what stands in brackets.
pub(super) fn notice_of(text: &str, place: Place) -> Option<Notice> {
    let beginning: String = text.chars().take(LONGEST).collect();
    let text = collapse_white_space(&beginning).to_lowercase();
    let text =
        text.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '<' | '=' | '^' | '#' | '-') || c == ' ');
    let (is_addressed, text) = without_address(text);
    let is_note = is_addressed || place == Place::Note;
    if is_kill(text, place, is_note, is_addressed) {
        return Some(Notice::Kill);
    }
    let is_over = LIFTED.iter().any(|word| text.split_whitespace().any(|own| own.trim_matches(mark) == *word));
    let mut clauses = clauses_of(text);
    let told = clauses.next().is_some_and(|first| is_embargo(first, place, is_note));
    // What a note says besides is as good as a line of its own.
    let told = told || (is_note && clauses.any(|clause| is_embargo(clause, Place::Line, false)));
    (told && !is_over).then_some(Notice::Embargo)
}

/// Whether lines for editors tell of an embargo anywhere.
pub(super) fn tells_embargo(lines: &str) -> bool {
    lines.lines().any(|line| {
        let lower = line.to_lowercase();
        notice_of(line, Place::Note) == Some(Notice::Embargo)
            || EMBARGOES.iter().chain(&["sperrfrist"]).any(|words| lower.contains(words))
    })
}

fn mark(c: char) -> bool {
    !c.is_alphanumeric()
}

/// `Eds: `
fn without_address(text: &str) -> (bool, &str) {
    let rest = text.split_once(':').filter(|(before, _)| {
        let before = before.trim_end_matches(['.', ' ']);
        ADDRESSED.contains(&before)
    });
    rest.map_or((false, text), |(_, rest)| (true, rest.trim_start()))
}

/// The text from its beginning and from behind each mark on.
fn clauses_of(text: &str) -> impl Iterator<Item = &str> {
    let behind = [": ", "; ", ". ", ", ", "- "];
    let starts = text.char_indices().map(|(at, _)| at).filter(move |at| {
        *at == 0 || behind.iter().any(|mark| text.get(..*at).is_some_and(|before| before.ends_with(mark)))
    });
    starts.filter_map(|at| text.get(at..))
}

/// The text behind the words that may stand before those that tell.
fn without_words_before(text: &str) -> &str {
    let mut rest = text;
    while let Some((first, after)) = rest.split_once(' ') {
        if !BEFORE.contains(&first.trim_matches(mark)) {
            break;
        }
        rest = after;
    }
    rest
}

/// Whether a text begins with these words, whole but for those that say more without a space: `jusqu'à`.
fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn is_kill(text: &str, place: Place, is_note: bool, is_addressed: bool) -> bool {
    let words = || text.split_whitespace().map(|word| word.trim_matches(|c: char| mark(c) && c != '*'));
    let words = || words().filter(|word| !word.is_empty());
    let kills = words().filter(|word| KILL_WORDS.contains(word)).count();
    let all = words().all(|word| KILL_WORDS.contains(&word) || BESIDE_KILL.contains(&word));
    let told = KILLS.iter().any(|kill| begins(text, kill) || begins(without_words_before(text), kill));
    let opens = || without_words_before(text).split_whitespace().next().map(|word| word.trim_matches(mark));
    // A line that ends a headline is a notice where it says nothing else.
    (all && kills > 0)
        || (told && (is_note || place != Place::LastLine))
        || (is_addressed && opens().is_some_and(|word| matches!(word, "kill" | "withdraw" | "storno")))
}

fn is_embargo(text: &str, place: Place, is_note: bool) -> bool {
    let text = without_words_before(text);
    let told = EMBARGOES.iter().any(|words| begins(text, words));
    let word = || {
        EMBARGO_WORDS
            .iter()
            .find_map(|word| text.strip_prefix(word).filter(|rest| !rest.starts_with(char::is_alphanumeric)))
    };
    told || word().is_some_and(|rest| {
        let rest = rest.trim_matches(mark);
        rest.is_empty() || is_note || (place == Place::Line && tells_time(rest))
    })
}

/// `0600 gmt, jan 1`, `09. oktober 14.20 uhr`
fn tells_time(text: &str) -> bool {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let is_clock = |word: &str| {
        let word = word.trim_matches(mark);
        let parts = word.split_once([':', '.', 'h']);
        let is_parted = parts.is_some_and(|(hour, minute)| {
            !hour.is_empty() && [hour, minute].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        });
        is_parted || CLOCKS.contains(&word)
    };
    has_digit && text.split_whitespace().any(is_clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_begins_with_its_words_and_a_headline_holds_them() {
        let (kill, embargo) = (Some(Notice::Kill), Some(Notice::Embargo));
        for (line, note, line_above, last) in [
            ("KILL KILL KILL", kill, kill, kill),
            ("kill kill kill: wrong pier", kill, kill, None),
            ("Kill Bill comes to Anselm", None, None, None),
            ("KILL KILL: Film der Woche", None, None, None),
            ("MANDATORY KILL", kill, kill, kill),
            ("STORY WITHDRAWN", kill, kill, kill),
            ("Story of the pier withdrawn from library", None, None, None),
            ("Eds: KILL the story.", kill, kill, kill),
            ("ATTENTION EDITORS: KILL", kill, kill, kill),
            ("(Embargo: 6 Uhr)", embargo, embargo, None),
            ("Embargo on piers lifted", None, None, None),
            ("Embargo against Port Vale", embargo, None, None),
            ("Embargo hasta las 6", embargo, embargo, embargo),
            ("Sperrfrist: 9. Oktober 14.20 Uhr", embargo, embargo, None),
            ("Trade embargo: Sperrfrist in Berlin debattiert", None, None, None),
            ("Eds: Adds oil embargo, embargo of 1973.", None, None, None),
            ("Eds: With photos. EMBARGOED until 0600 GMT.", embargo, embargo, embargo),
            ("Sperrfrist aufgehoben", None, None, None),
            ("Hold for release 6 a.m. Monday", embargo, embargo, embargo),
            ("Hold on the pier for release of its crew", None, None, None),
        ] {
            let told = [Place::Note, Place::Line, Place::LastLine].map(|place| notice_of(line, place));
            assert_eq!(told, [note, line_above, last], "{line}");
        }
    }
}
