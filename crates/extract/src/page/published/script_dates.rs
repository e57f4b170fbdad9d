//! The date of publication in the data that scripts carry, for pages which build themselves in the browser.
//!
//! In: a parsed page. Out: the date that its scripts, or the attributes that scripts read, name as that of publication, when
//! all that they name is one day: with several nobody can tell which is the story's.

use crate::dates::value::IsoDate;
use crate::page::document::Document;

/// Names of properties in lower case, without underscores and hyphens.
pub(super) const NAMES: &[&str] = &[
    "datepublished",
    "publishedat",
    "publicationdate",
    "publishdate",
    "publisheddate",
    "publishedtime",
    "firstpublished",
    "firstpublishedat",
    "pubdate",
    "publicationtime",
    "articlepublisheddate",
];

/// Most bytes of scripts that are searched.
const MOST: usize = 2 << 20;

/// Shortest attribute that can name a publication and its day, in bytes.
const SHORTEST: usize = 24;

/// Most elements whose attributes are searched.
const MAX_NODES: usize = 60_000;

/// Longest value of a property that is a date, in bytes.
const LONGEST: usize = 40;

/// The one date that scripts state, or else attributes.
pub(super) fn script_date(document: &Document) -> Option<IsoDate> {
    let mut left = MOST;
    let scripts = document.elements("script").map(|id| document.raw_text_of(id)).take_while(|text| {
        let fits = text.len() <= left;
        left -= text.len().min(left);
        fits
    });
    let mut in_scripts = scripts.flat_map(|text| stated(&text).collect::<Vec<_>>()).peekable();
    if in_scripts.peek().is_some() { one_day(in_scripts) } else { one_day(in_attributes(document)) }
}

/// The first of the dates, when all are of one day.
fn one_day(mut dates: impl Iterator<Item = IsoDate>) -> Option<IsoDate> {
    let first = dates.next()?;
    dates.all(|date| date.day() == first.day()).then_some(first)
}

/// The dates of publication in attributes: `data-publish-date="2024-10-24"`, or whole scripts as values.
fn in_attributes(document: &Document) -> impl Iterator<Item = IsoDate> {
    let elements = document.descendants(document.root()).take(MAX_NODES);
    let mut left = MOST;
    elements.flat_map(|id| document.attributes(id)).flat_map(move |(name, value)| {
        let mut dates = Vec::new();
        if name.strip_prefix("data-").is_some_and(names_publication) {
            dates.extend(day(value));
        } else if value.len() >= SHORTEST && value.len() <= left && value.contains('"') {
            left -= value.len();
            dates.extend(stated(value));
        }
        dates
    })
}

fn day(value: &str) -> Option<IsoDate> {
    let value = Some(value).filter(|value| value.len() <= LONGEST);
    value.and_then(IsoDate::parse).filter(|date| date.value.len() >= 10)
}

/// The dates of publication in a script: `"publishedAt":"2024-10-24T14:02:11Z"`, quotes escaped or not.
fn stated(script: &str) -> impl Iterator<Item = IsoDate> {
    let mut pieces = script.split(['"', '\'']).map(|piece| piece.trim_end_matches('\\')).peekable();
    std::iter::from_fn(move || {
        loop {
            let name = pieces.next()?;
            if name.len() > LONGEST || !names_publication(name) {
                continue;
            }
            let Some(after) = pieces.peek().and_then(|piece| piece.trim().strip_prefix(':')) else { continue };
            let counted = after.split([',', '}']).next().and_then(|value| IsoDate::of_unix(value.trim()));
            let is_text = after.is_empty();
            pieces.next();
            let date = if is_text { pieces.next().and_then(day) } else { counted };
            if date.is_some() {
                return date;
            }
        }
    })
}

fn names_publication(name: &str) -> bool {
    let name: String = name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect();
    NAMES.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_name_one_day_date_the_page() {
        for (script, expected) in [
            (r#"{"publishedAt":"2024-10-24T14:02:11Z"}"#, Some("2024-10-24T14:02:11Z")),
            (r#"x = {'publish_date': '2024-10-24', 'pubDate': "2024-10-24T10:00"}"#, Some("2024-10-24")),
            (r#"{\"datePublished\":\"2024-10-24\"}"#, Some("2024-10-24")),
            (r#"{"publishedAt":"2024-10-24"},{"publishedAt":"2024-10-25"}"#, None),
            (r#"{"createdAt":"2024-10-24"}"#, None),
            (r#"{"publishedAt":null,"x":"2024-10-24"}"#, None),
            (r#"{"publishedAt":"2024"}"#, None),
            (r#"{"publishedAt":1729778531,"a":1}"#, Some("2024-10-24T14:02:11Z")),
            (r#"{"publishedAt":1729778531000}"#, Some("2024-10-24T14:02:11Z")),
            (r#"{"publishedAt":1729778531.5}"#, None),
            (r#"{"publishedAt":17297,"publishedAt":true}"#, None),
            (r#""publishedAt""#, None),
            ("", None),
        ] {
            let document = Document::parse(&format!("<p>text<script>{script}</script>")).unwrap();
            assert_eq!(script_date(&document).map(|date| date.value).as_deref(), expected, "{script}");
        }
    }

    #[test]
    fn attributes_date_a_page_whose_scripts_do_not() {
        for (html, expected) in [
            ("<div data-publish-date=2024-10-24>", Some("2024-10-24")),
            ("<div data-pub_date='2024-10-24T14:02:11Z'>", Some("2024-10-24T14:02:11Z")),
            ("<x-y props='{&quot;datePublished&quot;:&quot;2024-10-24&quot;,&quot;a&quot;:1}'>", Some("2024-10-24")),
            ("<p data-published-at=2024-10-24><p data-published-at=2024-10-25>", None),
            ("<div data-date=2024-10-24>", None),
            ("<div publish-date=2024-10-24>", None),
        ] {
            let document = Document::parse(&format!("<body>{html}text")).unwrap();
            assert_eq!(script_date(&document).map(|date| date.value).as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn hostile_scripts_end() {
        for piece in ["\"", "'publishedAt':", "\"pubDate\":\"", "\\", "a"] {
            let script = piece.repeat((1 << 20) / piece.len());
            assert_eq!(stated(&script).count(), 0, "{piece}");
        }
    }
}
