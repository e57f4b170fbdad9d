//! When an article was published, as a column: a point in time and how exact it is.

use article::{Article, DateRole, Precision, StatedDate, Timestamp};

/// A publication time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Published {
    /// The beginning of what is stated: of the year, the month, the day … A value without an offset counts as UTC.
    pub(crate) at: Timestamp,
    /// `year`, `month`, `day`, `minute` or `second`.
    pub(crate) precision: &'static str,
}

/// The best published date that can be read, else the item's `contentCreated`.
pub(crate) fn published(article: &Article) -> Option<Published> {
    let stated = stated(article).map(|(at, date)| {
        let precision = match date.precision {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
            Precision::Second => "second",
        };
        Published { at, precision }
    });
    stated.or_else(|| article.content_created.map(|at| Published { at, precision: "second" }))
}

/// The stated value with the most exact precision it has, for display.
pub(crate) fn published_as_stated(article: &Article) -> Option<String> {
    let stated = stated(article).map(|(_, date)| date.value.clone());
    stated.or_else(|| article.content_created.map(|at| at.to_string()))
}

/// The first published date that can be read; `dates` are in order, the best first.
fn stated(article: &Article) -> Option<(Timestamp, &StatedDate)> {
    let mut published = article.enrichment.dates.iter().filter(|date| date.role == DateRole::Published);
    published.find_map(|date| Some((date.at()?, date)))
}
