//! When the story of a page was published and changed, by a cascade: what software states for machines first, then what
//! is printed for readers.
//!
//! In: the parsed page, its declarations, its URL, where headline and story stand, the time of receipt. Out: the dates
//! with where each stood. Dates of comments, of other stories, of the copyright line are not looked at; a page that
//! states none has none.

mod candidate;
mod date_line;
mod dated;
mod declared_dates;
mod labels;
mod marks;
mod order;
mod place;
mod printed;
mod reconcile;
mod script_dates;

use crate::notes::Notes;
use article::{DateFrom, DateRole, StatedDate, Timestamp};
use candidate::Candidate;
pub(crate) use date_line::without_date_lines;
pub(crate) use dated::Dated;
use printed::{PrintedDates, printed};

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
    let moment = reconcile::reconcile(&mut found, &others, notes);
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
