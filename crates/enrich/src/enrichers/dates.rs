//! The stated dates put in order, best first within a role, and behind them the dates the text speaks of.
//!
//! In: what was declared, the dateline, the text. Out: `dates`. The impossible and the repeated are dropped; so is
//! every date after the day that follows receipt, also where a text speaks of the future. No date is invented: an
//! article that states none has none, and `today` is never one.

mod anchor;
mod days;
mod mentions;
mod moment;
mod periods;
mod relative;
mod tense;
mod tokens;
mod weekdays;

use crate::words;
use crate::{Enricher, Reading};
use article::{Article, DateFrom, DateRole, List, StatedDate};
use chrono::{Days, NaiveDate};
use days::Setting;

pub(crate) struct DatesEnricher;

impl Enricher for DatesEnricher {
    fn name(&self) -> &'static str {
        "dates"
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        // A day's grace, because a date without an offset may be tomorrow's in UTC.
        let received_on = article.version_created.to_utc().date_naive();
        let last_possible = received_on.checked_add_days(Days::new(1)).unwrap_or(received_on);
        let mut kept: Vec<StatedDate> = Vec::with_capacity(article.enrichment.dates.len());
        for date in std::mem::take(&mut article.enrichment.dates) {
            if possible(&date, last_possible) && !kept.iter().any(|other| same(other, &date)) {
                kept.push(date);
            }
        }
        kept.sort_by_key(StatedDate::order);
        article.enrichment.dates = kept;
        add_mentioned(reading, article, last_possible);
    }
}

/// Adds what the text speaks of, unless an earlier reader of it has.
fn add_mentioned(reading: &Reading<'_>, article: &mut Article, last_possible: NaiveDate) {
    let known = |date: &StatedDate| date.role == DateRole::Mentioned && date.from == DateFrom::Text;
    if article.enrichment.dates.iter().any(known) {
        return;
    }
    let dateline = article.enrichment.dateline.as_ref();
    let from = dateline.and_then(|line| reading.byte_at(line.span.end)).unwrap_or(0);
    let atoms = reading.words(article).within(from..reading.body().len());
    let setting = Setting {
        anchor: anchor::day_of_writing(article),
        words: atoms.words(),
        is_read: words::of(article).is_some(),
    };
    for said in mentions::find(atoms, setting) {
        if said.moment.first_day().is_some_and(|day| day <= last_possible) {
            reading.because(said.bytes.clone(), || match setting.anchor {
                Some(day) => format!("a date, counted from the day of writing, {day}, where it needs one"),
                None => "a whole date; the day of writing is not known".to_owned(),
            });
            if reading.is_full(List::Dates, article.enrichment.dates.len()) {
                break;
            }
            article.enrichment.dates.push(StatedDate {
                text: Some(reading.text(said.bytes.clone()).to_owned()),
                span: Some(reading.span(said.bytes)),
                until: said.moment.until(),
                ..StatedDate::new(DateRole::Mentioned, said.moment.iso(), said.moment.precision(), DateFrom::Text)
            });
        }
    }
}

fn possible(date: &StatedDate, last_possible: NaiveDate) -> bool {
    date.first_day().is_some_and(|day| day <= last_possible)
}

fn same(one: &StatedDate, other: &StatedDate) -> bool {
    (one.role, one.from, &one.value, one.span) == (other.role, other.from, &other.value, other.span)
}
