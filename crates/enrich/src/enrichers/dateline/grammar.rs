//! The form of a dateline: names, dates and agencies with their marks, up to the mark that ends it.
//!
//! In: one line. Out: what stands there, if it has the form; whether it is a dateline is for `is_dateline` to say.
//! The forms, with any of their parts left out: `CITY, Region, Month D, Year (Agency) —`, `CITY (Agency - D Month):`,
//! `(Agency) CITY -`, `Agency, City -`, `CITY, Month D /Agency/ --`, `CITY--(AGENCY)--`, `D Month Year, City –`.

use super::group::{Group, group, is_agencies, is_slashed_group, take_group};
use super::line::{Ending, Line, Name};
use super::name::name;
use super::name_roles::sort_names;
use super::outlets::Site;
use super::printed_date::{date, is_date};
use super::tokens::{self, Kind, Token};
use super::{agencies, is_dateline, place_names};
use crate::calendar::PrintedDate;
use text::Atoms;

/// Parts of a dateline; more is running text.
const MAX_PARTS: usize = 8;

enum Part {
    Name(String),
    Date(Option<PrintedDate>),
    Group(Group),
}

/// What the part that was read last was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Name,
    Date,
    Group,
}

/// Reads the beginning of a line.
pub(super) fn parse(atoms: Atoms<'_>, site: &Site) -> Option<Line> {
    let tokens = tokens::join(atoms);
    let start = tokens.first()?.start;
    let mut line = Line::default();
    let mut names: Vec<Name> = Vec::new();
    let mut at: usize = 0;
    for _ in 0..MAX_PARTS {
        let slashed = at.checked_sub(1).and_then(|mark| tokens.get(mark)).is_some_and(|mark| mark.kind == Kind::Slash);
        let (part, after) = part(&tokens, at)?;
        at = after;
        line.end = tokens.get(at.checked_sub(1)?)?.end - start;
        line.story = line.end;
        let last = match part {
            Part::Name(text) => {
                let behind_date = line.dated && !names.is_empty();
                names.push(Name { text, slashed: slashed && !names.is_empty(), behind_date });
                Last::Name
            }
            Part::Date(date) => {
                line.dated = true;
                line.date = line.date.or(date);
                Last::Date
            }
            Part::Group(group) => {
                take_group(group, &mut names, &mut line);
                Last::Group
            }
        };
        match (Reading { tokens: &tokens, line: &line, names: &names, last }).step(at)? {
            Step::On(next) => at = next,
            Step::End(ending, next) => {
                let last = tokens.get(next.checked_sub(1)?)?.end - start;
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
    /// The dateline goes on at this token.
    On(usize),
    /// It has ended so, and the story begins at this token.
    End(Ending, usize),
}

/// What has been read so far.
#[derive(Clone, Copy)]
struct Reading<'a> {
    tokens: &'a [Token<'a>],
    line: &'a Line,
    names: &'a [Name],
    last: Last,
}

impl Reading<'_> {
    /// What the marks after a part mean.
    fn step(self, at: usize) -> Option<Step> {
        let Some(token) = self.tokens.get(at) else {
            return Some(Step::End(Ending::LineEnd, at));
        };
        match token.kind {
            Kind::Dash => self.dash(at, token),
            Kind::Colon => Some(self.colon(at)),
            Kind::Stop => self.stop(at),
            Kind::Comma => self.comma(at, token),
            // `BEIRUT // The council …`
            Kind::Slash if self.is_double_slash(at) && !self.names.is_empty() => Some(Step::End(Ending::Dash, at + 2)),
            Kind::Slash if is_slashed_group(self.tokens, at, self.line.dated) => Some(Step::On(at)),
            // `Example News / The council …`: what follows is the story.
            Kind::Slash if self.is_part(at + 1) => Some(Step::On(at + 1)),
            Kind::Slash if self.line.dated || self.names.iter().any(|name| agencies::looks_like_one(&name.text)) => {
                Some(Step::End(Ending::Dash, at + 1))
            }
            Kind::Slash => None,
            Kind::Open => Some(Step::On(at)),
            Kind::Word | Kind::Number | Kind::Quote => self.word(at, token),
            Kind::Close | Kind::Other => None,
        }
    }

    fn is_double_slash(self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Slash && !next.spaced)
    }

    fn dash(self, at: usize, token: &Token<'_>) -> Option<Step> {
        let next = self.tokens.get(at + 1);
        let spaced = token.spaced || next.is_none_or(|next| next.spaced);
        let strong = token.text.len() > 1;
        if !spaced && !strong && !self.ends_tightly(at) {
            return None;
        }
        // `Oct. 11–21` is a span of days.
        if !spaced && next.is_some_and(|next| next.kind == Kind::Number) && self.line.dated {
            return None;
        }
        if self.goes_on(at + 1) {
            return Some(Step::On(at + 1));
        }
        let filing = token.text.starts_with("--");
        Some(Step::End(if filing { Ending::Filing } else { Ending::Dash }, at + 1))
    }

    /// Whether a hyphen without white space parts a dateline: beside brackets, or between capitals and a sentence.
    fn ends_tightly(self, at: usize) -> bool {
        const COMPOUNDS: &[&str] = &["Based", "Born", "Led", "Backed", "Style", "Wide", "Area", "Bound", "Trained"];
        let (Some(before), Some(after)) = (self.tokens.get(at.saturating_sub(1)), self.tokens.get(at + 1)) else {
            return false;
        };
        let in_capitals = before.text.chars().filter(|char| char.is_uppercase()).count() >= 3
            && !before.text.contains(char::is_lowercase);
        let sentence = after.text.starts_with(char::is_uppercase)
            && (after.text.len() == 1 || after.text.contains(char::is_lowercase))
            && !COMPOUNDS.contains(&after.text);
        let place = self.names.last().is_some_and(|name| place_names::is_town(&name.text) || is_agency(&name.text));
        let story = after.kind == Kind::Quote || place_names::is_opening_word(after.text) || (sentence && place);
        after.kind == Kind::Open || before.kind == Kind::Close || (in_capitals && story)
    }

    fn colon(self, at: usize) -> Step {
        match self.tokens.get(at + 1) {
            Some(next) if next.kind == Kind::Dash => Step::End(Ending::Filing, at + 2),
            // `GENEVA: (AFP) The council …`, `LONDON: AFP: The council …`
            Some(next) if next.kind == Kind::Open && is_agencies(self.tokens, at + 2) => Step::On(at + 1),
            Some(_) if !self.names.is_empty() && agency_ahead(self.tokens, at + 1) => Step::On(at + 1),
            Some(_) | None => Step::End(Ending::Colon, at + 1),
        }
    }

    fn stop(self, at: usize) -> Option<Step> {
        match self.tokens.get(at + 1) {
            Some(dash) if dash.kind == Kind::Dash => {
                if self.goes_on(at + 2) {
                    return Some(Step::On(at + 2));
                }
                Some(Step::End(if dash.spaced { Ending::Dash } else { Ending::Filing }, at + 2))
            }
            // An agency may stand behind a stop: `MOSCOW, May 5. /TASS/.`
            Some(mark) if matches!(mark.kind, Kind::Slash | Kind::Open) => Some(Step::On(at + 1)),
            Some(mark) if matches!(mark.kind, Kind::Comma | Kind::Colon) => self.step(at + 1),
            _ if self.goes_on(at + 1) => Some(Step::On(at + 1)),
            _ => Some(Step::End(Ending::Stop, at + 1)),
        }
    }

    fn comma(self, at: usize, token: &Token<'_>) -> Option<Step> {
        match self.tokens.get(at + 1) {
            // Trailing commas happen: `DHAKA, Feb 2 (BSS), -`.
            Some(mark) if matches!(mark.kind, Kind::Dash | Kind::Colon) => self.step(at + 1),
            Some(_) if token.text == ";" && self.last == Last::Group => Some(Step::End(Ending::Dash, at + 1)),
            Some(_) | None => Some(Step::On(at + 1)),
        }
    }

    /// No mark: the dateline goes on, or the story has begun.
    fn word(self, at: usize, token: &Token<'_>) -> Option<Step> {
        let is_word = token.kind != Kind::Quote;
        if is_word && (is_date(self.tokens, at) || agency_ahead(self.tokens, at)) {
            return Some(Step::On(at));
        }
        let agencies_only = !self.names.is_empty() && self.names.iter().all(|name| is_agency(&name.text));
        let ended = match self.last {
            Last::Group if self.names.is_empty() && is_word && self.goes_on(at) => return Some(Step::On(at)),
            Last::Group => true,
            // `AKP Phnom Penh, October 12 -`
            Last::Name if agencies_only => {
                let city = is_word && name(self.tokens, at).is_some_and(|(name, _)| place_names::is_town(&name));
                return city.then_some(Step::On(at));
            }
            // `BAKU, January 4, AZERTAC The council …`, `BAGHDAD - INA The council …`
            Last::Name => {
                let last = self.names.last().map_or("", |name| &name.text);
                let sure = self.line.dated && agencies::is_sure(last);
                is_agency(last) && (sure || !is_word || place_names::is_opening_word(token.text))
            }
            Last::Date => !self.names.is_empty() && (!is_word || token.text.starts_with(char::is_uppercase)),
        };
        ended.then_some(Step::End(Ending::Bracket, at))
    }

    /// Whether a name or date stands here as parts of datelines do: before another mark or a date's end.
    fn is_part(self, at: usize) -> bool {
        part(self.tokens, at).is_some_and(|(part, after)| match part {
            Part::Name(_) => self.is_marked(after),
            Part::Date(_) => !self.line.dated,
            Part::Group(_) => true,
        })
    }

    /// Whether a mark of datelines stands here, or their end.
    fn is_marked(self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        let next = self.tokens.get(at + 1);
        match token.kind {
            Kind::Dash => {
                token.spaced || token.text.len() > 1 || next.is_some_and(|next| next.spaced || next.kind == Kind::Open)
            }
            Kind::Colon | Kind::Stop | Kind::Slash | Kind::Open | Kind::Close => true,
            Kind::Comma => {
                is_date(self.tokens, at + 1)
                    || name(self.tokens, at + 1).is_some_and(|(name, _)| place_names::is_region(&name))
            }
            Kind::Word | Kind::Number | Kind::Quote | Kind::Other => false,
        }
    }

    /// Whether behind a dash or stop the dateline goes on: with a date, a bracket or an agency, or, when there was
    /// only an agency so far, with the place; and then comes a mark again.
    fn goes_on(self, at: usize) -> bool {
        let Some((part, after)) = part(self.tokens, at) else {
            return false;
        };
        match part {
            Part::Date(_) => self.is_marked(after) && !self.line.dated,
            Part::Group(group) => {
                let dash = self.tokens.get(after).is_some_and(|mark| mark.kind == Kind::Dash);
                group.dated || dash || group.names.iter().any(|name| agencies::looks_like_one(name))
            }
            Part::Name(name) => {
                let placed = self.names.iter().any(|name| !is_agency(&name.text));
                let opens = self
                    .tokens
                    .get(after)
                    .is_some_and(|token| token.kind == Kind::Quote || place_names::is_opening_word(token.text));
                let agency = || is_agency(&name) || (name.contains(' ') && agencies::looks_like_one(&name));
                if placed {
                    (self.is_marked(after) && agency()) || (opens && is_agency(&name))
                } else {
                    self.is_marked(after) && is_dateline::can_be_place(&name)
                }
            }
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
