//! What stands in brackets or between slashes in a dateline: agencies, dates, places.

use super::line::{Line, Name};
use super::name::name;
use super::printed_date::date;
use super::tokens::{Kind, Token};
use super::{agencies, place_names};
use crate::calendar::PrintedDate;

#[derive(Default)]
pub(super) struct Group {
    pub(super) names: Vec<String>,
    pub(super) date: Option<PrintedDate>,
    pub(super) dated: bool,
}

/// Names and dates with marks between them and nothing else, up to `close`; and where it goes on behind that.
pub(super) fn group(tokens: &[Token<'_>], from: usize, close: Kind) -> Option<(Group, usize)> {
    let mut group = Group::default();
    let mut at = from;
    loop {
        if let Some((date, after)) = date(tokens, at) {
            group.dated = true;
            group.date = group.date.or(date);
            at = after;
        } else {
            let (name, after) = name_within(tokens, at, close)?;
            group.names.push(name);
            at = after;
        }
        let end = at;
        while matches!(tokens.get(at)?.kind, Kind::Stop | Kind::Quote) {
            at += 1;
        }
        let mark = tokens.get(at)?;
        // `NIAT "Khovar"`
        if at > end && mark.kind == Kind::Word {
            continue;
        }
        at += 1;
        if mark.kind == close {
            return Some((group, at));
        }
        match mark.kind {
            Kind::Slash | Kind::Dash | Kind::Comma => {}
            Kind::Other if mark.text == "&" => {}
            Kind::Word if is_joining(mark.text) => {}
            Kind::Word if date(tokens, at - 1).is_some() => at -= 1,
            Kind::Word
            | Kind::Number
            | Kind::Stop
            | Kind::Colon
            | Kind::Open
            | Kind::Close
            | Kind::Quote
            | Kind::Other => return None,
        }
    }
}

/// A name as only brackets hold it: with a number or one more word (`News 24`, `92 News`, `CNW Telbec`), with quotation
/// marks around it, or one word in lower case that is all there is up to the next mark.
fn name_within(tokens: &[Token<'_>], from: usize, close: Kind) -> Option<(String, usize)> {
    let token = tokens.get(from)?;
    if token.kind == Kind::Quote {
        return name(tokens, from + 1);
    }
    if token.kind == Kind::Number {
        let (name, after) = name(tokens, from + 1)?;
        return Some((format!("{} {name}", token.text), after));
    }
    let ends = |at: usize| {
        tokens.get(at).is_some_and(|mark| mark.kind == close || matches!(mark.kind, Kind::Slash | Kind::Dash))
    };
    match name(tokens, from) {
        Some((name, after)) => {
            let more = |token: &&Token<'_>| {
                (token.kind == Kind::Number || token.kind == Kind::Word && agencies::is_sure(&name)) && ends(after + 1)
            };
            match tokens.get(after).filter(more) {
                Some(more) => Some((format!("{name} {}", more.text), after + 1)),
                None => Some((name, after)),
            }
        }
        None => (token.kind == Kind::Word && ends(from + 1)).then(|| (token.text.to_owned(), from + 1)),
    }
}

/// Whether a bracket that begins here holds agencies and nothing else.
pub(super) fn is_agencies(tokens: &[Token<'_>], from: usize) -> bool {
    group(tokens, from, Kind::Close).is_some_and(|(group, _)| {
        !group.names.is_empty() && group.names.iter().all(|name| agencies::looks_like_one(name))
    })
}

/// Whether a slash opens an agency or date that another closes; any name where it stands apart, or in a dated line
/// before a dash.
pub(super) fn is_slashed_group(tokens: &[Token<'_>], at: usize, dated: bool) -> bool {
    group(tokens, at + 1, Kind::Slash).is_some_and(|(group, after)| {
        let dash = tokens.get(after).is_some_and(|mark| mark.kind == Kind::Dash);
        // `Yerevan /Example/.`: white space before the slash and none behind it, and a mark behind the second.
        let apart =
            tokens.get(at).is_some_and(|slash| slash.spaced) && tokens.get(at + 1).is_some_and(|name| !name.spaced);
        let marked = dash || tokens.get(after).is_some_and(|mark| mark.kind == Kind::Stop);
        group.dated
            || (dated && dash)
            || (apart && marked)
            || group.names.iter().any(|name| agencies::looks_like_one(name))
    })
}

fn is_joining(word: &str) -> bool {
    matches!(word, "and" | "y" | "et" | "und" | "via")
}

/// Adds what the brackets hold to the line: agencies, states and countries, and, where brackets begin the line, the
/// place.
pub(super) fn take_group(group: Group, names: &mut Vec<Name>, line: &mut Line) {
    let mut placed = !names.is_empty() || !line.agencies.is_empty();
    let behind_date = line.dated;
    line.dated |= group.dated;
    line.date = line.date.or(group.date);
    // One letter is half of a short form, such as `V/R`.
    for name in group.names.into_iter().filter(|name| name.chars().count() > 1) {
        if !placed && place_names::is_town(&name) && !agencies::is_known(&name) {
            placed = true;
            names.push(Name::first(name));
        } else if is_part_of_country(&name, behind_date) {
            line.regions.push(name);
        } else {
            line.bracketed = true;
            line.agencies.push(name);
        }
    }
}

/// A country or state; behind the date only agencies stand.
fn is_part_of_country(name: &str, behind_date: bool) -> bool {
    let region = place_names::is_region(name) && !agencies::is_known(name);
    region && (!behind_date || place_names::is_country(name))
}
