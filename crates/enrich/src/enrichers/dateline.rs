//! The dateline at the start of the body: where, who, when, as printed.
//!
//! In: the first lines of the text. Out: `enrichment.dateline`, `located`, the agencies among `infoSources`, and a
//! published date when the line prints a full one. The text itself is not touched. A place that is only mentioned in
//! the first sentence is no dateline.

mod agencies;
mod capitals;
mod grammar;
mod group;
mod is_dateline;
mod line;
mod lists;
mod name;
mod name_roles;
mod outlets;
mod place_names;
mod printed_date;

mod tokens;

use crate::calendar::PrintedDate;
use crate::{Enricher, Reading};
use article::{Article, DateFrom, DateRole, Dateline, DatelinePlace, Extra, InfoSource, Precision, StatedDate};
use line::Line;
use outlets::Site;
use std::ops::Range;

/// Lines before the dateline that may be a headline, a byline or a deck.
const MAX_LINE: usize = 4;

/// Where the story proper has begun whatever stands there.
const MAX_START_BYTES: usize = 500;

pub(crate) struct DatelineEnricher;

impl Enricher for DatelineEnricher {
    fn name(&self) -> &'static str {
        "dateline"
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        if article.enrichment.dateline.is_some() {
            return;
        }
        let Some((line, bytes)) = find(reading, &Site::of(article)) else {
            return;
        };
        if article.located.is_none() {
            article.located = located(&line);
        }
        for agency in &line.agencies {
            add_agency(article, agency);
        }
        let published_on = published_on(article);
        if let Some(date) = line.date.filter(|date| date.day.is_some()).and_then(PrintedDate::iso) {
            let date = StatedDate::new(DateRole::Published, date, Precision::Day, DateFrom::Dateline);
            article.enrichment.dates.push(date);
        }
        let dated = line.date.and_then(|date| published_on.map_or(Some(date), |day| date.near(day)));
        article.enrichment.dateline = Some(Dateline {
            text: reading.text(bytes.clone()).to_owned(),
            place: line.place.as_deref().map(place),
            agencies: line.agencies,
            date: dated.and_then(PrintedDate::iso),
            span: reading.span(bytes),
            extra: Extra::new(),
        });
    }
}

fn find(reading: &Reading<'_>, site: &Site) -> Option<(Line, Range<usize>)> {
    for (number, line) in reading.lines().take(MAX_LINE).enumerate() {
        if line.start > MAX_START_BYTES {
            break;
        }
        let rest = reading.text(line.clone());
        let below = || reading.text(line.end..reading.body().len()).trim_start().lines().next().unwrap_or_default();
        let found = grammar::parse(reading.atoms().within(line.clone()), site);
        let found = found.filter(|found| is_dateline::is_dateline(found, rest, below, number == 0));
        if let Some(found) = found {
            let bytes = line.start..line.start + found.end;
            return Some((found, bytes));
        }
    }
    None
}

fn place(printed: &str) -> DatelinePlace {
    DatelinePlace { name: capitals::ordinary(printed), reference: None }
}

/// The place, with its country if the line prints one.
fn located(line: &Line) -> Option<String> {
    let name = capitals::ordinary(line.place.as_deref()?);
    let country = line.regions.iter().find(|region| place_names::is_country(region));
    Some(country.map_or_else(|| name.clone(), |country| format!("{name}, {}", capitals::ordinary(country))))
}

fn add_agency(article: &mut Article, agency: &str) {
    let known = |source: &InfoSource| source.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(agency));
    if !article.info_sources.iter().any(known) {
        article.info_sources.push(InfoSource {
            name: Some(agency.to_owned()),
            role: Some("agency".to_owned()),
            ..InfoSource::default()
        });
    }
}

/// The day of publication as the source states it, to tell the year of a dateline that prints none.
fn published_on(article: &Article) -> Option<chrono::NaiveDate> {
    let published = article.enrichment.dates.iter().filter(|date| date.role == DateRole::Published);
    let mut days = published.filter(|date| date.value.len() >= "2024-10-24".len());
    days.find_map(StatedDate::first_day)
}
