//! Whether a sentence speaks of what has been or of what is to come, seen from one of its words.
//!
//! The nearest verb before the word decides (`said it would open on Friday`), else the first behind it (`On Friday the
//! court will hear …`). It never looks further than the sentence and [`REACH`] words.

use super::tokens::{Kind, Token};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// No verb tells.
    Unknown,
}

/// Words of a sentence that are looked at on either side.
const REACH: usize = 30;

/// Verbs of the future, and verbs in the present that news uses for what is planned.
const FUTURE: &[&str] = &[
    "will",
    "would",
    "shall",
    "ll",
    "may",
    "might",
    "could",
    "should",
    "must",
    "wo",
    "upcoming",
    "forthcoming",
    "coming",
    "scheduled",
    "expected",
    "slated",
    "due",
    "planned",
    "plans",
    "plan",
    "poised",
    "tipped",
    "begins",
    "starts",
    "opens",
    "closes",
    "ends",
    "runs",
    "kicks",
    "takes",
    "faces",
    "hosts",
    "meets",
    "plays",
    "travels",
    "returns",
    "arrives",
    "resumes",
    "continues",
    "deadline",
    "tomorrow",
];

const PAST: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "made", "came", "went", "took", "held", "met", "left", "won", "lost",
    "got", "gave", "saw", "began", "became", "brought", "fell", "rose", "found", "led", "sent", "shot", "spoke",
    "struck", "wrote", "broke", "chose", "drew", "drove", "flew", "grew", "heard", "kept", "knew", "laid", "paid",
    "ran", "sat", "sold", "stood", "swore", "taught", "thought", "threw", "has", "have", "been", "beat", "put",
    "dealt", "fought", "sought", "bought", "caught", "hit", "read", "killed", "died", "ago", "earlier",
];

/// The tense around the token at `at`.
pub(super) fn around(tokens: &[Token<'_>], at: usize) -> Tense {
    let before = (at.saturating_sub(REACH)..at).rev();
    let found = before.take_while(|at| !is_end(tokens, *at)).find_map(|at| of_verb(tokens, at));
    let ahead = || (at + 1..at + REACH).take_while(|at| !is_end(tokens, *at)).find_map(|at| of_verb(tokens, at));
    found.or_else(ahead).unwrap_or(Tense::Unknown)
}

/// Whether the sentence ends with this token.
fn is_end(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    match token.text {
        "\n" | "!" | "?" | "“" | "”" | "\"" | ";" => true,
        "." => tokens.get(at + 1).is_none_or(|next| next.spaced && (next.is_capital() || next.kind == Kind::Mark)),
        _ => false,
    }
}

fn of_verb(tokens: &[Token<'_>], at: usize) -> Option<Tense> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    let next = |word: &str| tokens.get(at + 1).is_some_and(|next| next.is(word));
    let capital_may = token.text == "May" || token.text == "Will";
    if (token.is_one_of(FUTURE) && !capital_may) || (token.is_one_of(&["is", "are", "set", "going"]) && next("to")) {
        return Some(Tense::Future);
    }
    if token.is_one_of(PAST) {
        return Some(Tense::Past);
    }
    let regular = token.text.len() > 4 && token.text.ends_with("ed") && !token.is_capital();
    (regular && !token.is_one_of(&["united", "hundred", "indeed", "speed", "breed", "proceed", "exceed", "succeed"]))
        .then_some(Tense::Past)
}
