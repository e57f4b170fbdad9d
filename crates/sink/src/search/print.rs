//! Showing hits: to a person, or to another program. Returns text; whoever owns the terminal prints it.

use super::hit::Hit;
use super::lines::{INDENT, line, wrapped};

/// One message a line.
pub fn ndjson(hits: &[Hit]) -> String {
    let mut text = String::new();
    for hit in hits {
        text.push_str(&hit.item.to_string());
        text.push('\n');
    }
    text
}

/// A few lines a hit, no wider than `width` characters where words allow; `colour`: with ANSI emphasis.
///
/// Control characters of the articles are left out: a headline must not be able to steer a terminal.
pub fn readable(hits: &[Hit], width: usize, colour: bool) -> String {
    let (bold, dim, plain) = if colour { ("\x1b[1m", "\x1b[2m", "\x1b[0m") } else { ("", "", "") };
    let mut text = String::new();
    for hit in hits {
        let undated = || format!("no date stated, seen {}", hit.first_seen);
        let published = line(&hit.published.clone().unwrap_or_else(undated));
        let headline = line(hit.headline.as_deref().unwrap_or("(no headline)"));
        let places: Vec<String> = hit.place.iter().map(|place| line(place)).collect();
        let agencies: Vec<String> = hit.agencies.iter().map(|agency| line(agency)).collect();
        let sources: Vec<String> = hit.source.iter().map(|source| line(source)).collect();
        let origin = [places.join(""), agencies.join(", "), sources.join("")];
        let origin: Vec<&str> = origin.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        // Further lines of a headline begin beneath its first.
        let beside = published.chars().count() + 2;
        let mut headline = wrapped(&headline, width.saturating_sub(beside)).into_iter();
        let first = headline.next().unwrap_or_default();
        text.push_str(&format!("{dim}{published}{plain}  {bold}{first}{plain}\n"));
        for line in headline {
            text.push_str(&format!("{:beside$}{bold}{line}{plain}\n", ""));
        }
        for line in wrapped(&origin.join(" · "), width.saturating_sub(INDENT.len())) {
            text.push_str(&format!("{INDENT}{line}\n"));
        }
        for line in wrapped(&line(&hit.snippet), width.saturating_sub(INDENT.len())) {
            text.push_str(&format!("{INDENT}{line}\n"));
        }
        let address = hit.url.as_deref().unwrap_or(&hit.uri);
        text.push_str(&format!("{INDENT}{dim}{}{plain}\n\n", line(address)));
    }
    let count = match hits.len() {
        0 => "no article matches".to_owned(),
        1 => "1 article".to_owned(),
        several => format!("{several} articles"),
    };
    text.push_str(&count);
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn hit() -> Hit {
        Hit {
            uri: "urn:uuid:9b22a03d-51f2-5c8b-83ee-99b2a7be848a".to_owned(),
            headline: Some("Floods\x1b[2J recede\nin the north".to_owned()),
            published: Some("2024-10-24".to_owned()),
            first_seen: "2024-10-25T07:10Z".to_owned(),
            place: Some("Islamabad".to_owned()),
            agencies: vec!["UrduPoint".to_owned(), "APP".to_owned()],
            source: None,
            url: None,
            snippet: "… the waters fell by two metres over night …".to_owned(),
            item: json!({"uri": "urn:uuid:9b22a03d-51f2-5c8b-83ee-99b2a7be848a"}),
        }
    }

    #[test]
    fn a_hit_is_readable_and_cannot_steer_the_terminal() {
        let expected = "2024-10-24  Floods[2J
            recede in
            the north
    Islamabad ·
    UrduPoint, APP
    … the waters fell by
    two metres over
    night …
    urn:uuid:9b22a03d-51f2-5c8b-83ee-99b2a7be848a

1 article
";
        assert_eq!(readable(&[hit()], 24, false), expected);
        assert!(readable(&[hit()], 80, true).contains("\x1b[1mFloods[2J recede in the north\x1b[0m"));
        assert_eq!(readable(&[], 80, false), "no article matches\n");
    }

    #[test]
    fn an_article_without_a_stated_date_is_shown_as_that() {
        let text = readable(&[Hit { published: None, ..hit() }], 80, false);
        assert!(text.starts_with("no date stated, seen 2024-10-25T07:10Z  Floods"), "{text}");
    }

    #[test]
    fn piped_hits_are_one_message_a_line() {
        assert_eq!(ndjson(&[hit(), hit()]).lines().count(), 2);
    }
}
