//! When the story of a page was published and changed, by a cascade: what software states for machines first, then what
//! is printed for readers.
//!
//! In: the parsed page, its declarations, its URL, where headline and story stand, the time of receipt. Out: the dates
//! with where each stood. Dates of comments, of other stories, of the copyright line are not looked at; a page that
//! states none has none.

mod agree;
mod declared_dates;
mod labels;
mod order;
mod place;
mod printed;
mod script_dates;

use super::document::{Document, NodeId};
use super::facts::PageFacts;
use crate::dates::IsoDate;
use crate::dates::printed::NumberOrder;
use crate::declared::Declared;
use crate::explain::Notes;
use article::{CanonicalUrl, DateFrom, DateRole, StatedDate, Timestamp};
use printed::{PrintedDates, printed};
use std::ops::Range;

/// A date and the rule that found it.
pub(super) struct Candidate {
    pub(super) role: DateRole,
    pub(super) from: DateFrom,
    pub(super) rule: &'static str,
    pub(super) date: IsoDate,
    /// Whether little else could be meant.
    pub(super) is_sure: bool,
}

/// What the search for dates knows of the page.
pub(crate) struct Dated<'a> {
    pub(crate) document: &'a Document,
    pub(crate) declared: &'a Declared,
    pub(crate) url: Option<&'a CanonicalUrl>,
    pub(crate) headline: Option<NodeId>,
    /// From the first words of the story up to what follows it.
    pub(crate) story: Option<Range<NodeId>>,
    /// What stands first in its dates of numbers.
    pub(crate) order: NumberOrder,
}

impl<'a> Dated<'a> {
    /// A page with its facts and the place of its story.
    pub(crate) fn new(
        document: &'a Document,
        facts: &'a PageFacts,
        url: Option<&'a CanonicalUrl>,
        story: Option<Range<NodeId>>,
    ) -> Self {
        let declared = &facts.declared;
        let order = order::order(document, declared, facts.language.as_deref(), url);
        Self { document, declared, url, headline: facts.headline_at, story, order }
    }
}

/// The dates of a page.
#[derive(Debug, Default)]
pub(crate) struct PageDates {
    pub(crate) dates: Vec<StatedDate>,
    /// The moment of publication, where the page counts another day than UTC does and prints no time.
    pub(crate) moment: Option<Timestamp>,
}

/// Finds the dates.
pub(crate) fn dates(page: &Dated<'_>, received_at: Timestamp, notes: &Notes) -> PageDates {
    let mut found = declared_dates::candidates(page);
    let PrintedDates { believed, others } = printed(page, notes);
    found.extend(believed);
    found.retain(|candidate| {
        let possible = candidate.date.is_possible(received_at);
        if !possible {
            notes.passed("date", candidate.rule, "no article can have it", || candidate.date.value.clone());
        }
        possible
    });
    if found.iter().all(|candidate| candidate.role == DateRole::Modified) {
        let stated = script_dates::script_date(page.document).filter(|date| date.is_possible(received_at));
        let (role, from, rule) = (DateRole::Published, DateFrom::Meta, "script property");
        found.extend(stated.map(|date| Candidate { role, from, rule, date, is_sure: false }));
    }
    let moment = agree::settle(&mut found, &others, notes);
    let mut dates: Vec<StatedDate> = Vec::new();
    for candidate in found {
        let Candidate { role, from, rule, date, .. } = candidate;
        // Further dates of one kind belong to other things on the page.
        if dates.iter().any(|known| known.role == role && known.from == from) {
            continue;
        }
        notes.chose(if role == DateRole::Published { "published" } else { "modified" }, rule, || date.value.clone());
        dates.extend(date.stated(role, from, received_at));
    }
    PageDates { dates, moment }
}
