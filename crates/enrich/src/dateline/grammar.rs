//! The form of a filing line: names, dates and agencies with their marks, up to the mark that ends it.
//!
//! In: one line. Out: what stands there, if it has the form; whether it is a dateline is for `judge` to say.
//! The forms, with any of their parts left out: `CITY, Region, Month D, Year (Agency) —`, `CITY (Agency - D Month):`,
//! `(Agency) CITY -`, `Agency, City -`, `CITY, Month D /Agency/ --`, `CITY--(AGENCY)--`, `D Month Year, City –`.

use super::agencies;
use super::name::name;
use super::outlets::{Site, outlet};
use super::printed_date::{date, is_date};
use super::tokens::{self, Kind, Token};
use crate::calendar::PrintedDate;

/// Parts of a filing line; more is running text.
const MAX_PARTS: usize = 8;

/// What a line prints before its story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// The city as printed.
    pub(super) place: Option<String>,
    /// State, province, country.
    pub(super) regions: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) date: Option<PrintedDate>,
    /// Whether a date stands there, also when it cannot be told which.
    pub(super) dated: bool,
    /// Whether one of them is the outlet itself, and whether that is beyond doubt.
    pub(super) outlet: Option<Sure>,
    /// Whether the agencies stand in brackets or between slashes.
    pub(super) bracketed: bool,
    pub(super) ending: Ending,
    /// One past the last byte of the filing line.
    pub(super) end: usize,
    /// Where the story goes on.
    pub(super) story: usize,
}

/// How sure something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// It looks like it.
    Likely,
    /// Beyond doubt.
    Certain,
}

/// The mark between filing line and story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ending {
    /// None: the brackets end it.
    #[default]
    Bracket,
    /// A hyphen or dash.
    Dash,
    /// `.-`, `--` or `:-`: nothing but filing lines have these.
    Filing,
    /// `:`
    Colon,
    /// `.`
    Stop,
    /// The line ends.
    LineEnd,
}

enum Part {
    Name(String),
    Date(Option<PrintedDate>),
    Group(Group),
}

#[derive(Default)]
struct Group {
    names: Vec<String>,
    date: Option<PrintedDate>,
    dated: bool,
}

/// Reads the beginning of a line.
pub(super) fn parse(text: &str, site: &Site) -> Option<Line> {
    let tokens = tokens::split(text);
    let mut line = Line::default();
    let mut names: Vec<String> = Vec::new();
    let mut at = 0;
    for _ in 0..MAX_PARTS {
        let (part, after) = part(&tokens, at)?;
        at = after;
        line.end = tokens.get(at.checked_sub(1)?)?.bytes.end;
        line.story = line.end;
        let closed = match part {
            Part::Name(name) => {
                names.push(name);
                false
            }
            Part::Date(date) => {
                line.dated = true;
                line.date = line.date.or(date);
                false
            }
            Part::Group(group) => {
                take_group(group, &mut line);
                true
            }
        };
        match step(&tokens, at, &line, &names, closed)? {
            Step::On(next) => at = next,
            Step::End(ending, next) => {
                let last = tokens.get(next.checked_sub(1)?)?.bytes.end;
                if ending == Ending::Colon {
                    line.end = last;
                }
                line.story = last;
                line.ending = ending;
                sort_names(names, site, &mut line);
                return Some(line);
            }
        }
    }
    None
}

enum Step {
    /// The filing line goes on at this token.
    On(usize),
    /// It has ended so, and the story begins at this token.
    End(Ending, usize),
}

/// What the marks after a part mean.
fn step(tokens: &[Token<'_>], at: usize, line: &Line, names: &[String], closed: bool) -> Option<Step> {
    let Some(token) = tokens.get(at) else {
        return Some(Step::End(Ending::LineEnd, at));
    };
    let next = tokens.get(at + 1);
    match token.kind {
        Kind::Dash => {
            let spaced = token.spaced || next.is_none_or(|next| next.spaced);
            let strong = token.text.len() > 1;
            if !spaced && !strong {
                return None;
            }
            // `Oct. 11–21` is a span of days.
            if !spaced && next.is_some_and(|next| next.kind == Kind::Number) && line.dated {
                return None;
            }
            if goes_on(tokens, at + 1, line, names) {
                return Some(Step::On(at + 1));
            }
            let filing = token.text.starts_with("--");
            Some(Step::End(if filing { Ending::Filing } else { Ending::Dash }, at + 1))
        }
        Kind::Colon => match next {
            Some(next) if next.kind == Kind::Dash => Some(Step::End(Ending::Filing, at + 2)),
            _ => Some(Step::End(Ending::Colon, at + 1)),
        },
        Kind::Stop => match next {
            Some(dash) if dash.kind == Kind::Dash => {
                if goes_on(tokens, at + 2, line, names) {
                    return Some(Step::On(at + 2));
                }
                Some(Step::End(if dash.spaced { Ending::Dash } else { Ending::Filing }, at + 2))
            }
            // An agency may stand behind a stop: `MOSCOW, May 5. /TASS/.`
            Some(mark) if matches!(mark.kind, Kind::Slash | Kind::Open) => Some(Step::On(at + 1)),
            Some(mark) if matches!(mark.kind, Kind::Comma | Kind::Colon) => step(tokens, at + 1, line, names, closed),
            _ if goes_on(tokens, at + 1, line, names) => Some(Step::On(at + 1)),
            _ => Some(Step::End(Ending::Stop, at + 1)),
        },
        // Trailing commas happen: `DHAKA, Feb 2 (BSS), -`.
        Kind::Comma => match next {
            Some(mark) if matches!(mark.kind, Kind::Dash | Kind::Colon) => step(tokens, at + 1, line, names, closed),
            _ => Some(Step::On(at + 1)),
        },
        Kind::Slash => Some(Step::On(if is_slashed_group(tokens, at) { at } else { at + 1 })),
        Kind::Open => Some(Step::On(at)),
        Kind::Word | Kind::Number if is_date(tokens, at) || agency_ahead(tokens, at) => Some(Step::On(at)),
        Kind::Word if closed && names.is_empty() && goes_on(tokens, at, line, names) => Some(Step::On(at)),
        Kind::Word | Kind::Number | Kind::Quote if closed => Some(Step::End(Ending::Bracket, at)),
        Kind::Word | Kind::Number | Kind::Quote | Kind::Close | Kind::Other => None,
    }
}

/// Whether behind a dash or stop the filing line goes on: with a date, a bracket or an agency, or, when there was only
/// an agency so far, with the place; and then comes a mark again.
fn goes_on(tokens: &[Token<'_>], at: usize, line: &Line, names: &[String]) -> bool {
    let Some((part, after)) = part(tokens, at) else {
        return false;
    };
    let marked = tokens.get(after).is_some_and(|token| match token.kind {
        Kind::Dash => token.spaced || token.text.len() > 1 || tokens.get(after + 1).is_some_and(|next| next.spaced),
        Kind::Colon | Kind::Stop | Kind::Slash | Kind::Open | Kind::Close => true,
        Kind::Comma => is_date(tokens, after + 1),
        Kind::Word | Kind::Number | Kind::Quote | Kind::Other => false,
    });
    match part {
        Part::Date(_) => marked && !line.dated,
        Part::Group(group) => group.dated || group.names.iter().any(|name| agencies::looks_like_one(name)),
        Part::Name(name) => {
            let placed = names.iter().any(|name| !is_agency(name));
            marked && if placed { is_agency(&name) } else { super::judge::can_be_place(&name) }
        }
    }
}

fn part(tokens: &[Token<'_>], at: usize) -> Option<(Part, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Open => group(tokens, at + 1, Kind::Close).map(|(group, after)| (Part::Group(group), after)),
        Kind::Slash => group(tokens, at + 1, Kind::Slash).map(|(group, after)| (Part::Group(group), after)),
        Kind::Word | Kind::Number => match date(tokens, at) {
            Some((date, after)) => Some((Part::Date(date), after)),
            None => name(tokens, at).map(|(name, after)| (Part::Name(name), after)),
        },
        Kind::Dash | Kind::Comma | Kind::Stop | Kind::Colon | Kind::Close | Kind::Quote | Kind::Other => None,
    }
}

/// What stands in brackets or between slashes: agencies, dates, places, with marks between them and nothing else.
fn group(tokens: &[Token<'_>], from: usize, close: Kind) -> Option<(Group, usize)> {
    let mut group = Group::default();
    let mut at = from;
    loop {
        if let Some((date, after)) = date(tokens, at) {
            group.dated = true;
            group.date = group.date.or(date);
            at = after;
        } else {
            let (name, after) = name(tokens, at)?;
            group.names.push(name);
            at = after;
        }
        if tokens.get(at)?.kind == Kind::Stop {
            at += 1;
        }
        let mark = tokens.get(at)?;
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

fn is_slashed_group(tokens: &[Token<'_>], at: usize) -> bool {
    group(tokens, at + 1, Kind::Slash)
        .is_some_and(|(group, _)| group.dated || group.names.iter().any(|name| agencies::looks_like_one(name)))
}

fn is_joining(word: &str) -> bool {
    matches!(word, "and" | "y" | "et" | "und" | "via")
}

/// Whether a known agency and a mark stand here, as in `NEW DELHI PTI:`.
fn agency_ahead(tokens: &[Token<'_>], at: usize) -> bool {
    name(tokens, at).is_some_and(|(name, after)| {
        agencies::is_known(&name)
            && tokens.get(after).is_some_and(|token| matches!(token.kind, Kind::Dash | Kind::Colon | Kind::Stop))
    })
}

fn is_agency(name: &str) -> bool {
    agencies::is_known(name) || agencies::is_site(name)
}

fn take_group(group: Group, line: &mut Line) {
    line.dated |= group.dated;
    line.date = line.date.or(group.date);
    for name in group.names {
        if super::places::is_region(&name) && !agencies::is_known(&name) {
            line.regions.push(name);
        } else {
            line.bracketed = true;
            line.agencies.push(name);
        }
    }
}

/// Which of the names outside brackets are agencies, which the place, which the regions around it.
fn sort_names(names: Vec<String>, site: &Site, line: &mut Line) {
    let alone = names.len() == 1 && line.agencies.is_empty();
    let mut places: Vec<String> = Vec::new();
    let mut printed: Vec<String> = Vec::new();
    for name in names {
        let sure = agencies::is_sure(&name) || agencies::is_site(&name);
        let behind_place = !places.is_empty();
        let accompanied = !alone && (line.dated || behind_place);
        let named_so = behind_place && name.contains(' ') && agencies::looks_like_one(&name);
        let own = outlet(&name, site);
        if sure || named_so || (accompanied && agencies::is_known(&name)) {
            printed.push(name);
        } else if let Some((own, certain)) = own {
            printed.push(own.to_owned());
            line.outlet = line.outlet.max(Some(if certain { Sure::Certain } else { Sure::Likely }));
        } else if line.outlet.is_some() && name.contains(' ') && !super::places::is_known(&name) && line.dated {
            // `Example News / Another Magazine, 5 May`
            printed.push(name);
        } else {
            places.push(name);
        }
    }
    line.agencies.splice(0..0, printed);
    if places.is_empty() {
        return;
    }
    // `Egypt, Cairo` names the country first.
    let country_first =
        places.first().is_some_and(|name| super::places::is_country(name) && !super::places::is_city(name))
            && places.get(1).is_some_and(|name| !super::places::is_region(name));
    let city = places.remove(usize::from(country_first));
    line.place = Some(city);
    line.regions.splice(0..0, places);
}
