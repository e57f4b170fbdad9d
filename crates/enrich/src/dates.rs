//! The stated dates put in order: best first within a role, the impossible and the repeated dropped.
//!
//! A date after the day that follows receipt cannot be when something was published or changed, so it is dropped.
//! No date is invented: an article that states none has none.

use crate::calendar;
use crate::{Enricher, Reading};
use article::{Article, DateFrom, DateRole, Precision, StatedDate};
use chrono::{Days, NaiveDate};

pub(crate) struct DatesEnricher;

impl Enricher for DatesEnricher {
    fn name(&self) -> &'static str {
        "dates"
    }

    fn enrich(&self, _reading: &Reading<'_>, article: &mut Article) {
        // A day's grace, because a date without an offset may be tomorrow's in UTC.
        let received_on = article.version_created.to_utc().date_naive();
        let last_possible = received_on.checked_add_days(Days::new(1)).unwrap_or(received_on);
        let mut kept: Vec<StatedDate> = Vec::with_capacity(article.enrichment.dates.len());
        for date in std::mem::take(&mut article.enrichment.dates) {
            if possible(&date, last_possible) && !kept.iter().any(|other| same(other, &date)) {
                kept.push(date);
            }
        }
        kept.sort_by_key(rank);
        article.enrichment.dates = kept;
    }
}

fn possible(date: &StatedDate, last_possible: NaiveDate) -> bool {
    match date.role {
        DateRole::Published | DateRole::Modified => {
            calendar::first_day(&date.value).is_some_and(|day| day <= last_possible)
        }
        // Texts speak of the future.
        DateRole::Mentioned => true,
    }
}

fn same(one: &StatedDate, other: &StatedDate) -> bool {
    (one.role, one.from, &one.value, one.span) == (other.role, other.from, &other.value, other.span)
}

/// Sorts stably: by role, then by how far the source is to be trusted, except that a bare month or year comes after
/// any day. Mentioned dates stay in the order of the text.
fn rank(date: &StatedDate) -> (DateRole, bool, u8) {
    match date.role {
        DateRole::Published | DateRole::Modified => (date.role, coarse(date.precision), trust(date.from)),
        DateRole::Mentioned => (date.role, false, 0),
    }
}

fn coarse(precision: Precision) -> bool {
    match precision {
        Precision::Year | Precision::Month => true,
        Precision::Day | Precision::Minute | Precision::Second => false,
    }
}

/// What publishing software writes for machines comes before what stands in the page for readers; a URL and the
/// dateline give the day only, and a dateline may be a day older than its publication.
fn trust(from: DateFrom) -> u8 {
    match from {
        DateFrom::JsonLd => 0,
        DateFrom::Header => 1,
        DateFrom::Meta => 2,
        DateFrom::Feed => 3,
        DateFrom::TimeTag => 4,
        DateFrom::Url => 5,
        DateFrom::Dateline => 6,
        DateFrom::Text => 7,
    }
}
