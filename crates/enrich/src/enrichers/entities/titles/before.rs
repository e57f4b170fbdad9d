//! Titles before a name: `Interior Minister …`, `Minister of State for Internal Affairs, …`.

use super::super::tokens::Text;
use super::apposed;
use super::extent::{begin, is_title};
use super::names::Names;
use super::phrase::Titles;
use crate::words::Kind;
use std::ops::Range;

/// Reads what stands before the name of these tokens.
pub(super) fn read(names: Names<'_>, name: &Range<usize>, titles: &mut Titles) {
    let text = names.text;
    let mut end = name.start;
    while end > 0 && !text.begins(end) && text.is(end - 1, Kind::Honorific) && !text.is_role(end - 1) {
        titles.honorific.get_or_insert_with(|| text.word(end - 1).to_owned());
        end -= 1;
    }
    // `Minister of State for Internal Affairs, Ismat …`: a comma may stand before the name, and where they are from.
    let comma = apposed::comma_before(names, end);
    let end = comma.unwrap_or(end);
    let start = begin(names, end);
    let is_other = || comma.is_some() && (apposed::is_told(text, start) || apposed::is_of_previous(names, start));
    let is_title = end > start && is_title(text, start, end) && !is_other();
    if is_title {
        let (start, rank) = of_name(text, start, end);
        titles.keep(names, &(start..rank));
        if rank < end {
            titles.keep(names, &(rank..end));
        }
    } else if let Some(start) = comma.and_then(|comma| apposed::begin(names, comma, name.end)) {
        titles.keep(names, &(start..end));
    } else if let Some(title) = apposed::of_several(names, name) {
        titles.keep(names, &title);
    }
}

/// What stands before a name may be two titles, or begin with somebody else’s: where the title of the name begins, and
/// where a rank begins behind it, else `end`. `Leader of the Revolution | Ayatollah`, `law expert | Professor`, but
/// `spokeswoman for | President …`.
fn of_name(text: &Text<'_>, start: usize, end: usize) -> (usize, usize) {
    let other = |at: &usize| text.is(*at, Kind::And) && text.is(*at + 1, Kind::Definite);
    if let Some(and) = (start..end).rev().find(other) {
        return (and + 2, end);
    }
    let is_rank = |at: usize| text.is(at, Kind::Rank) && text.is_capital(at);
    let rank = (start..end).rev().take_while(|at| is_rank(*at)).last().unwrap_or(end);
    let chosen = end > start + 2 && text.is(end - 1, Kind::Elect);
    let last = if chosen { end - 3 } else { end - 1 };
    let beside = |at: usize| text.is_role(at) && !text.is_capital(at) && !text.is(at, Kind::BeforeRole);
    if rank > start && rank < end && beside(rank - 1) {
        return (start, rank);
    }
    if !text.is_role(last) {
        return (start, end);
    }
    let governs = |at: &usize| text.is_role(*at) && text.is(*at + 1, Kind::LinksTitle);
    let Some(role) = (start..last).find(governs) else { return (start, end) };
    let rest = role + 2..rank.min(last);
    let names = rest.clone().any(|at| text.is_capital(at) && !text.is(at, Kind::TermOfOffice));
    let further = rest.clone().any(|at| text.is(at, Kind::LinksTitle) || text.is(at, Kind::And));
    // `Secretary for Justice`
    let portfolio = rest.is_empty() && text.is(last, Kind::BeforeRole);
    if rank < end && names && text.is_capital(role) && !text.is(last, Kind::Minister) {
        (start, rank)
    } else if portfolio || further || text.is(role + 2, Kind::Definite) {
        (start, end)
    } else {
        (role + 2, end)
    }
}
