//! When an article was published, as a column: a point in time and how exact it is.

use article::{Article, DateRole, Precision, StatedDate};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};

/// A publication time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Published {
    /// The beginning of what is stated: of the year, the month, the day … A value without an offset counts as UTC.
    pub(crate) at: DateTime<Utc>,
    /// `year`, `month`, `day`, `minute` or `second`.
    pub(crate) precision: &'static str,
}

/// The best published date that can be read, else the item's `contentCreated`.
pub(crate) fn published(article: &Article) -> Option<Published> {
    let mut stated = article.enrichment.dates.iter().filter(|date| date.role == DateRole::Published);
    let created = || article.content_created.map(|at| Published { at: at.to_utc(), precision: "second" });
    stated.find_map(point).or_else(created)
}

/// The stated value with the most exact precision it has, for display.
pub(crate) fn published_as_stated(article: &Article) -> Option<String> {
    let stated = article.enrichment.dates.iter().find(|date| date.role == DateRole::Published && point(date).is_some());
    stated.map(|date| date.value.clone()).or_else(|| article.content_created.map(|at| at.to_string()))
}

fn point(date: &StatedDate) -> Option<Published> {
    let value = date.value.as_str();
    let (at, precision) = match date.precision {
        Precision::Year => (midnight(&format!("{value}-01-01"))?, "year"),
        Precision::Month => (midnight(&format!("{value}-01"))?, "month"),
        Precision::Day => (midnight(value)?, "day"),
        Precision::Minute => (time(value)?, "minute"),
        Precision::Second => (time(value)?, "second"),
    };
    Some(Published { at, precision })
}

fn midnight(date: &str) -> Option<DateTime<Utc>> {
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    date.and_hms_opt(0, 0, 0).map(|at| at.and_utc())
}

fn time(value: &str) -> Option<DateTime<Utc>> {
    let value = value.strip_suffix('Z').map_or_else(|| value.to_owned(), |value| format!("{value}+00:00"));
    let zoned = ["%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z"];
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let with_offset = zoned.iter().find_map(|form| DateTime::<FixedOffset>::parse_from_str(&value, form).ok());
    let without = || local.iter().find_map(|form| NaiveDateTime::parse_from_str(&value, form).ok());
    with_offset.map(|at| at.to_utc()).or_else(|| without().map(|at| at.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{DateFrom, Extra};

    #[test]
    fn every_precision_has_a_point_in_time() {
        for (value, precision, expected) in [
            ("2024", Precision::Year, Some("2024-01-01T00:00:00+00:00")),
            ("2024-10", Precision::Month, Some("2024-10-01T00:00:00+00:00")),
            ("2024-10-24", Precision::Day, Some("2024-10-24T00:00:00+00:00")),
            ("2024-10-24T14:02Z", Precision::Minute, Some("2024-10-24T14:02:00+00:00")),
            ("2024-10-24T14:02+05:00", Precision::Minute, Some("2024-10-24T09:02:00+00:00")),
            ("2024-10-24T14:02+0500", Precision::Minute, Some("2024-10-24T09:02:00+00:00")),
            ("2024-10-24T14:02", Precision::Minute, Some("2024-10-24T14:02:00+00:00")),
            ("2024-10-24T14:02:11.250-03:30", Precision::Second, Some("2024-10-24T17:32:11.250+00:00")),
            ("2024-10-24T14:02:11", Precision::Second, Some("2024-10-24T14:02:11+00:00")),
            ("yesterday", Precision::Day, None),
            ("2024-02-31", Precision::Day, None),
        ] {
            let date = StatedDate {
                role: DateRole::Published,
                value: value.to_owned(),
                precision,
                from: DateFrom::Header,
                text: None,
                span: None,
                extra: Extra::new(),
            };
            assert_eq!(point(&date).map(|found| found.at.to_rfc3339()).as_deref(), expected, "{value}");
        }
    }
}
