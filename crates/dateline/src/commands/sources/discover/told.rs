//! What was found, for people and for programs.

use super::sites::Site;
use crate::commands::as_json::known;
use article::{collapse_white_space, escaped};
use consumer::{Discovery, Found, FoundKind, Tried};
use serde_json::{Value, json};
use std::io::{self, Write};

/// A site with its findings, a blank line behind them.
pub(super) fn for_people(out: &mut impl Write, site: &Site, discovery: &Discovery) -> io::Result<()> {
    let Discovery { found, tried, not_asked } = discovery;
    writeln!(out, "{}", line(&site.written))?;
    for one in found {
        writeln!(out, "  {:<14}{}\n{:16}{}", one.kind.name(), line(&one.address), "", line(&facts(one)))?;
    }
    for Tried { address, because, outcome } in tried {
        writeln!(out, "  tried         {}\n{:16}{}: {}", line(address), "", because.text(), line(outcome))?;
    }
    if let Some((count, why)) = not_asked {
        writeln!(out, "  not asked     {count} more: {why}")?;
    }
    writeln!(out)
}

/// What a feed or sitemap says of itself, on one line.
pub(super) fn facts(found: &Found) -> String {
    let entries = match found.kind {
        FoundKind::Feed => format!("entries: {}", found.entries),
        FoundKind::NewsSitemap => format!("pages: {}", found.entries),
    };
    let newest = found.newest.as_ref().map(|date| format!("newest {date}"));
    let known =
        [found.title.clone(), found.language.clone(), Some(entries), newest, Some(found.because.text().to_owned())];
    known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// One site as an object; what is not known is left out.
pub(super) fn in_json(site: &Site, discovery: &Discovery) -> Value {
    let found = |found: &Found| {
        Value::from(known([
            ("address", Some(json!(found.address))),
            ("kind", Some(json!(found.kind.name()))),
            ("sourceKind", Some(json!(found.kind.source_kind()))),
            ("title", found.title.as_ref().map(|title| json!(title))),
            ("language", found.language.as_ref().map(|language| json!(language))),
            ("entries", Some(json!(found.entries))),
            ("newest", found.newest.as_ref().map(|newest| json!(newest))),
            ("because", Some(json!(found.because.text()))),
        ]))
    };
    let tried =
        |tried: &Tried| json!({ "address": tried.address, "because": tried.because.text(), "outcome": tried.outcome });
    let not_asked = discovery.not_asked.as_ref().map(|(count, why)| json!({ "count": count, "because": why }));
    Value::from(known([
        ("site", Some(json!(site.written))),
        ("found", Some(discovery.found.iter().map(found).collect())),
        ("tried", Some(discovery.tried.iter().map(tried).collect())),
        ("notAsked", not_asked),
    ]))
}

/// One sentence: why nothing was found, and what to do.
pub(super) fn why_nothing(site: &Site, discovery: &Discovery) -> String {
    let written = &site.written;
    match (&site.url, discovery.tried.as_slice()) {
        (None, _) => format!("{written}: is no http or https address; write https://HOST/PATH"),
        (Some(_), [only]) => format!("{written}: nothing was found, since {}", only.outcome),
        (Some(_), tried) => format!(
            "{written}: no feed and no news sitemap at {} addresses; give the page on which the site tells of its feeds, or \
             read its pages with a source of kind sitemap",
            tried.len()
        ),
    }
}

/// On one line that steers nothing.
fn line(text: &str) -> String {
    escaped(&collapse_white_space(text)).into_owned()
}
