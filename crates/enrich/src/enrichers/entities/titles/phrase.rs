//! What is printed with a name, and how a phrase becomes a title.

use super::super::groups;
use super::super::tokens::{is_apostrophe, is_dash};
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
    /// Keeps a title, or two that are joined by `and`, without a leading owner that is a country or no name.
    pub(super) fn keep(&mut self, names: Names<'_>, phrase: &Range<usize>) {
        let text = names.text;
        let start = self.keep_owner(names, phrase).unwrap_or(phrase.start);
        match (start..phrase.end).find(|at| text.is(*at, Kind::And) && parts(names, start, *at, phrase.end)) {
            Some(at) => {
                self.push(text.printed(&(start..at)));
                let article = usize::from(text.is(at + 1, Kind::AnyArticle) || text.is(at + 1, Kind::AnyThe));
                self.push(text.printed(&(at + 1 + article..phrase.end)));
            }
            None => self.push(text.printed(&(start..phrase.end))),
        }
    }

    /// Keeps `Pakistan` of `Pakistan’s Ambassador`; where the rest begins. The owner in `the company’s director` is none
    /// of the title.
    fn keep_owner(&mut self, names: Names<'_>, phrase: &Range<usize>) -> Option<usize> {
        // A country has no more words.
        const WITHIN: usize = 5;
        let text = names.text;
        let owns = |at: usize| text.is(at, Kind::OwnersS);
        let mark =
            phrase.clone().find(|at| is_apostrophe(text.word(*at)) && (owns(at + 1) || text.is_capital(at + 1)))?;
        let owner = mark.checked_sub(1).filter(|owner| *owner >= phrase.start)?;
        let rest = if owns(mark + 1) { mark + 2 } else { mark + 1 };
        let has_role = |mut tokens: Range<usize>| tokens.any(|at| text.is_role(at));
        if mark - phrase.start > WITHIN || !has_role(rest..phrase.end) || has_role(phrase.start..mark) {
            return None;
        }
        if names.kind(owner) == Some(MentionKind::Place) {
            self.of.get_or_insert_with(|| text.printed(&(phrase.start..mark)).to_owned());
            return Some(rest);
        }
        (names.kind(owner).is_none() && !text.is_capital(owner)).then_some(rest)
    }

    fn push(&mut self, title: &str) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() && !self.titles.iter().any(|known| groups::same(known, &title)) {
            self.titles.push(title);
        }
    }
}

/// Whether the `and` parts two titles. One office with two names stays one: `Manager and Rector of Example College`,
/// `Example Airways CEO and Managing Director`.
fn parts(names: Names<'_>, start: usize, and: usize, end: usize) -> bool {
    let text = names.text;
    let link = |mut tokens: Range<usize>| tokens.any(|at| text.is(at, Kind::LinksTitleBehind));
    let Some(first) = (start..and).find(|at| text.is_role(*at)) else { return false };
    // The second begins with its role, perhaps with words before it.
    let article = text.is(and + 1, Kind::AnyArticle) || text.is(and + 1, Kind::AnyThe);
    let begin = and + 1 + usize::from(article);
    // `Trinidad and Tobago`
    let joins = |at: usize| text.is(at, Kind::And) && text.is_capital(at - 1) && text.is_capital(at + 1);
    let link_here = |at: usize| text.is(at, Kind::LinksTitle) || text.is(at, Kind::And) && !joins(at);
    let may_begin = |at: usize| text.is_capital(at) || text.is(at, Kind::BeforeRole) || text.is_role(at);
    let stands = |at: usize| may_begin(at) || is_dash(text.word(at)) || joins(at);
    let words = (begin..end).take_while(|at| !link_here(*at) && stands(*at));
    let Some(second) = words.filter(|at| text.is_role(*at)).last() else { return false };
    let of_its_own = (start..and).filter(|at| text.is_capital(*at)).count();
    let of_another_time = and > start + 1 && text.is(begin, Kind::TermOfOffice);
    if article || of_another_time || text.is(second, Kind::Minister) || link(first..and) {
        return true;
    }
    let shared = names.kind(start) == Some(MentionKind::Organisation);
    let two_offices = if link(second..end) { of_its_own > 2 } else { and > start + 1 && second > and + 1 };
    text.is_role(and - 1) && two_offices && !shared
}
