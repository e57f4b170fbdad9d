//! An article in a line: what extraction and enrichment found.

use article::{Article, DateFrom, DateRole, alt_role};

/// Topics of at least this confidence, of 100, are shown.
const SURE: u8 = 90;

/// What its bytes say: headline and date.
pub(crate) fn extracted(article: &Article) -> String {
    let headline = headline(article);
    let published = article.enrichment.dates.iter().find(|date| date.role == DateRole::Published);
    match published {
        Some(date) => format!("\"{headline}\"  published {} ({})", date.value, name_of(date.from)),
        None => format!("\"{headline}\""),
    }
}

fn name_of(from: DateFrom) -> &'static str {
    match from {
        DateFrom::Feed => "feed",
        DateFrom::JsonLd => "JSON-LD",
        DateFrom::Meta => "meta element",
        DateFrom::TimeTag => "time element",
        DateFrom::Url => "URL",
        DateFrom::Header => "header",
        DateFrom::Dateline => "dateline",
        DateFrom::Text => "text",
    }
}

/// What reading it told.
pub(crate) fn enriched(article: &Article) -> String {
    let mut found = Vec::new();
    if let Some(dateline) = &article.enrichment.dateline {
        let place = dateline.place.as_ref().map_or("no place", |place| &place.name);
        let agencies = dateline.agencies.join(", ");
        let agencies = if agencies.is_empty() { agencies } else { format!(" ({agencies})") };
        found.push(format!("dateline {place}{agencies}"));
    }
    if let Some(language) = &article.enrichment.language {
        found.push(language.value.clone());
    }
    let people: Vec<&str> = article.people.iter().filter_map(|person| person.name.as_deref()).take(2).collect();
    if !people.is_empty() {
        found.push(people.join(", "));
    }
    match article.enrichment.quotes.len() {
        0 => {}
        1 => found.push("1 quote".to_owned()),
        several => found.push(format!("{several} quotes")),
    }
    let mut sure = article.subjects.iter().filter(|subject| subject.confidence.is_some_and(|percent| percent >= SURE));
    if let Some(topic) = sure.find_map(|subject| subject.name.as_deref()) {
        found.push(topic.to_owned());
    }
    if found.is_empty() { "nothing found".to_owned() } else { found.join(" · ") }
}

/// Its headline, or what it is known by at its source.
pub(crate) fn headline(article: &Article) -> &str {
    article.headline().or(article.alt_id(alt_role::SOURCE_ID)).unwrap_or("no headline")
}
