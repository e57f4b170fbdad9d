//! What is printed with a name, and how a phrase becomes a title.

use super::super::groups;
use super::super::tokens::is_apostrophe;
use super::names::Names;
use crate::words::Kind;
use article::MentionKind;
use std::ops::Range;

/// What is printed with a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Titles {
    pub(crate) titles: Vec<String>,
    pub(crate) honorific: Option<String>,
    /// The country or body before an apostrophe: `Pakistan’s Ambassador`.
    pub(crate) of: Option<String>,
}

impl Titles {
    /// Keeps a title, or two that are joined by `and`, without a leading country.
    pub(super) fn keep(&mut self, names: Names<'_>, phrase: &Range<usize>) {
        let text = names.text;
        let start = self.keep_country(names, phrase).unwrap_or(phrase.start);
        let has_role = |mut tokens: Range<usize>| tokens.any(|at| text.is_role(at));
        let and = |at: &usize| text.is(*at, Kind::And);
        let behind_role = |at: &usize| text.is_role(at.saturating_sub(1)) && has_role(at + 1..phrase.end);
        let before_role = |at: &usize| has_role(start..*at) && text.is_role(at + 1);
        let split = (start..phrase.end).find(|at| and(at) && behind_role(at));
        let split = split.or_else(|| (start..phrase.end).find(|at| and(at) && before_role(at)));
        // `expert and advocate` is one.
        match split.filter(|at| phrase.end - at > 2) {
            Some(at) => {
                self.push(text.printed(&(start..at)));
                self.push(text.printed(&(at + 1..phrase.end)));
            }
            None => self.push(text.printed(&(start..phrase.end))),
        }
    }

    /// Keeps `Pakistan` of `Pakistan’s Ambassador`; where the rest begins.
    fn keep_country(&mut self, names: Names<'_>, phrase: &Range<usize>) -> Option<usize> {
        // A country has no more words.
        const WITHIN: usize = 5;
        let text = names.text;
        let owns = |at: usize| text.is(at, Kind::OwnersS);
        let mark =
            phrase.clone().find(|at| is_apostrophe(text.word(*at)) && (owns(at + 1) || text.is_capital(at + 1)))?;
        let of_place = mark > phrase.start && names.kind(mark - 1) == Some(MentionKind::Place);
        let rest = if owns(mark + 1) { mark + 2 } else { mark + 1 };
        let has_role = |mut tokens: Range<usize>| tokens.any(|at| text.is_role(at));
        let of_country = mark - phrase.start <= WITHIN && of_place;
        if !of_country || !has_role(rest..phrase.end) || has_role(phrase.start..mark) {
            return None;
        }
        self.of.get_or_insert_with(|| text.printed(&(phrase.start..mark)).to_owned());
        Some(rest)
    }

    fn push(&mut self, title: &str) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() && !self.titles.iter().any(|known| groups::same(known, &title)) {
            self.titles.push(title);
        }
    }
}
