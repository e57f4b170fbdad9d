//! The date of publication in the data that scripts carry, for pages which build themselves in the browser.
//!
//! In: a parsed page. Out: the date that its scripts name as that of publication, when all that they name is one day:
//! with several nobody can tell which is the story's.

use crate::dates::IsoDate;
use crate::page::document::Document;

/// Names of properties in lower case, without underscores and hyphens.
const NAMES: &[&str] = &[
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

/// Longest value of a property that is a date, in bytes.
const LONGEST: usize = 40;

/// The one date that scripts state.
pub(super) fn script_date(document: &Document) -> Option<IsoDate> {
    let mut found: Option<IsoDate> = None;
    let mut left = MOST;
    for id in document.elements("script") {
        let text = document.raw_text_of(id);
        if text.len() > left {
            break;
        }
        left -= text.len();
        for date in stated(&text) {
            if found.as_ref().is_some_and(|known| known.day() != date.day()) {
                return None;
            }
            found = found.or(Some(date));
        }
    }
    found
}

/// The dates of publication in a script: `"publishedAt":"2024-10-24T14:02:11Z"`, quotes escaped or not.
fn stated(script: &str) -> impl Iterator<Item = IsoDate> {
    let mut pieces = script.split(['"', '\'']).map(|piece| piece.trim_end_matches('\\')).peekable();
    std::iter::from_fn(move || {
        loop {
            let name = pieces.next()?;
            let is_colon = |piece: &&str| piece.trim() == ":";
            if name.len() > LONGEST || !names_publication(name) || pieces.next_if(is_colon).is_none() {
                continue;
            }
            let value = pieces.next()?;
            let date = Some(value).filter(|value| value.len() <= LONGEST).and_then(IsoDate::parse);
            if let Some(date) = date.filter(|date| date.value.len() >= 10) {
                return Some(date);
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
            (r#""publishedAt""#, None),
            ("", None),
        ] {
            let document = Document::parse(&format!("<p>text<script>{script}</script>")).unwrap();
            assert_eq!(script_date(&document).map(|date| date.value).as_deref(), expected, "{script}");
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
