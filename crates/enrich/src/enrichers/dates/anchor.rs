//! The day of writing, from which a text counts `Thursday` and `last month`.
//!
//! It is the day the dateline prints, for `Thursday` is meant by that; else the day of publication. Where neither is
//! known there is none, and nothing is counted.

use article::{Article, DateRole, Precision, StatedDate};
use chrono::NaiveDate;

/// A dateline further from the publication than this is of another story, or its year is wrong.
const MOST_APART_DAYS: i64 = 31;

/// The day of writing. `dates` must be in order: the best published date first.
pub(super) fn day_of_writing(article: &Article) -> Option<NaiveDate> {
    let exact = |precision| match precision {
        Precision::Day | Precision::Minute | Precision::Second => true,
        Precision::Year | Precision::Month => false,
    };
    let published = article
        .enrichment
        .dates
        .iter()
        .filter(|date| date.role == DateRole::Published && exact(date.precision))
        .find_map(StatedDate::first_day);
    let filed = article.enrichment.dateline.as_ref().and_then(|line| line.date.as_deref());
    let filed = filed.filter(|date| date.len() == "2024-10-24".len()).and_then(article::first_day);
    match (filed, published) {
        (Some(filed), Some(published)) if (published - filed).num_days().abs() > MOST_APART_DAYS => Some(published),
        (Some(filed), _) => Some(filed),
        (None, published) => published,
    }
}
