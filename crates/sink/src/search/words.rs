//! What a person typed, as terms: the same little language that PostgreSQL's `websearch_to_tsquery` reads.

use super::term::{Term, TermWord};

/// Most terms that are looked at; nobody types more, and a pasted article must not become a query.
const MAX_TERMS: usize = 64;

/// The words of a search.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// Alternatives; of one of them all terms must occur.
    pub(crate) alternatives: Vec<Vec<Term>>,
    /// Terms that must not occur.
    pub(crate) excluded: Vec<Term>,
}

impl Words {
    /// Reads any text; there is no wrong one.
    pub(crate) fn parse(text: &str) -> Self {
        let mut words = Self { alternatives: vec![Vec::new()], excluded: Vec::new() };
        for (term, quoted, negated) in terms(text).into_iter().take(MAX_TERMS) {
            if !quoted && !negated && term.eq_ignore_ascii_case("or") {
                words.alternatives.push(Vec::new());
            } else if negated {
                words.excluded.extend(Term::of(&term));
            } else if let Some(last) = words.alternatives.last_mut() {
                last.extend(Term::of(&term));
            }
        }
        words.alternatives.retain(|terms| !terms.is_empty());
        words
    }

    /// Whether nothing is asked for and nothing excluded.
    pub(crate) fn is_empty(&self) -> bool {
        self.alternatives.is_empty() && self.excluded.is_empty()
    }

    /// What a text has that has these words in one of its parts: all that are wanted, wherever they stand.
    pub(crate) fn scattered(&self) -> Self {
        let alone = |term: &Term| {
            let one = |word: &TermWord| Term { words: vec![word.clone()], open: term.open };
            term.words.iter().map(one).collect::<Vec<Term>>()
        };
        let alternatives = self.alternatives.iter().map(|terms| terms.iter().flat_map(alone).collect()).collect();
        Self { alternatives, excluded: Vec::new() }
    }

    /// Every wanted term, to show where it occurs.
    pub(crate) fn wanted(&self) -> impl Iterator<Item = &Term> {
        self.alternatives.iter().flatten()
    }
}

/// Terms with whether they were quoted and whether they are excluded. An unclosed quotation mark reaches to the end.
fn terms(text: &str) -> Vec<(String, bool, bool)> {
    // A NUL would end the expression early.
    let text = text.replace('\0', " ");
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (negated, term) = match rest.strip_prefix('-') {
            Some(term) => (true, term),
            None => (false, rest),
        };
        let after = if let Some(phrase) = term.strip_prefix('"') {
            let (phrase, after) = phrase.split_once('"').unwrap_or((phrase, ""));
            terms.push((phrase.to_owned(), true, negated));
            after
        } else {
            let end = term.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(term.len());
            let (word, after) = term.split_at_checked(end).unwrap_or((term, ""));
            terms.push((word.to_owned(), false, negated));
            after
        };
        rest = after.trim_start();
    }
    terms
}
