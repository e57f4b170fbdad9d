//! JSON items of the news industry: our own article message, and plain IPTC ninjs 2 and 3.
//!
//! Our own message keeps everything it holds. A plain item becomes one: properties stay as they came, unknown ones
//! too, while id, version and times follow our rules and the main body is made plain text.

use crate::Reject;
use crate::assemble::add_dates;
use crate::charset::decode_strictly;
use crate::dates::iso::IsoDate;
use crate::format::{Extractor, Found, Input, Story};
use crate::identity::{id_of, page_url, version_of};
use crate::json::{self, NoTree};
use crate::plain_text::{plain_line, plain_text};
use article::{
    Article, Body, ContentType, DateFrom, DateRole, DeclaredOrText, Labelled, Language, Standard, Version, alt_role,
    collapse_white_space, tidy_paragraphs,
};
use serde_json::{Map, Value};

/// Our message and ninjs.
pub(crate) struct Ninjs;

/// What to do about an item that is not what it says.
const AGAIN: &str = "; correct it where it is written and send it again";

/// Properties of a plain item that do not carry over as they are.
const OURS: &[&str] = &["standard", "uri", "type", "version", "firstCreated", "versionCreated"];

impl Extractor for Ninjs {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Ninjs]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let text = decode_strictly(&input.raw.body, input.raw.content_type.as_deref())?;
        let mut value = json::tree(&text).map_err(|no_tree| match no_tree {
            NoTree::TooMany => Reject::new("too_large", no_tree.to_string()),
            NoTree::Broken(error) => Reject::new("broken_json", format!("the JSON cannot be read: {error}{AGAIN}")),
        })?;
        json::drop_controls_in(&mut value);
        let Value::Object(item) = value else {
            return Err(Reject::new("unknown_format", "the JSON is not an object, so it is no ninjs item"));
        };
        let standard = item.get("standard").and_then(|standard| standard.get("name")).and_then(Value::as_str);
        let mut article = if standard == Some(Standard::default().name.as_str()) {
            serde_json::from_value(Value::Object(item))
                .map_err(|error| Reject::new("invalid_item", format!("not an article message: {error}{AGAIN}")))?
        } else {
            of_plain_item(item, input)?
        };
        article.add_alt_id(alt_role::SOURCE_ID, input.raw.id.as_deref().unwrap_or_default());
        Ok(vec![Found::Item(Box::new(article))])
    }
}

fn of_plain_item(mut item: Map<String, Value>, input: &Input<'_>) -> Result<Article, Reject> {
    if !["headlines", "bodies", "descriptions"].iter().any(|name| item.get(*name).is_some_and(Value::is_array)) {
        let older = ["headline", "body_text", "body_html", "body_xhtml"].iter().any(|name| item.contains_key(*name));
        let (class, what) =
            if older { ("unsupported_format", "a ninjs 1 item") } else { ("unknown_format", "no ninjs item") };
        return Err(Reject::new(class, format!("the JSON is {what}; ninjs 2 and 3 can be read")));
    }
    drop_nulls(&mut item);
    let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let uri = text("uri");
    let revision = item.get("version").and_then(|version| version.as_u64().or_else(|| version.as_str()?.parse().ok()));
    let version = revision.and_then(Version::revision).unwrap_or_else(|| version_of(input.received_at));
    let object_type = text("type");
    let stated = [
        (DateRole::Published, text("contentCreated").or_else(|| text("firstCreated"))),
        (DateRole::Modified, text("versionCreated")),
    ];
    let story = Story {
        page: page_url(input.url.as_ref(), web_page(&item).as_deref()),
        // Versions of an item arrive as different records; its own id is what they share.
        source_id: uri.clone().or_else(|| input.raw.id.clone()),
        ..Story::default()
    };

    let mut article = overlay(item, input)?;
    article.object_type = object_type.unwrap_or_else(|| "text".to_owned());
    article.version = version;
    settle_texts(&mut article);
    let is_text = matches!(article.object_type.as_str(), "text" | "composite");
    if article.body().is_empty() && (!is_text || (article.headline().is_none() && article.descriptions.is_empty())) {
        return Err(Reject::new("not_text", format!("the item of type `{}` has no text", article.object_type)));
    }
    let hash = article.content_hash();
    article.uri = id_of(&story, input.raw, &hash);
    let dates = stated
        .into_iter()
        .filter_map(|(role, text)| IsoDate::parse(text.as_deref()?)?.stated(role, DateFrom::Header, input.received_at));
    add_dates(&mut article, dates.collect());
    if let (Some(value), None) = (article.language.clone(), &article.enrichment.language) {
        article.enrichment.language = Some(Language { value, confidence: 50, from: DeclaredOrText::Declared });
    }
    if let Some(page) = &story.page {
        article.set_page(page);
    }
    article.add_alt_id(alt_role::SOURCE_ID, uri.as_deref().unwrap_or_default());
    article.add_alt_id(alt_role::CONTENT_HASH, &hash);
    Ok(article)
}

/// The page of an item: its web rendition, else the canonical URL among its ids.
fn web_page(item: &Map<String, Value>) -> Option<String> {
    let entry = |list: &str, key: &str, wanted: &str, value: &str| {
        let entries = item.get(list)?.as_array()?;
        let entry = entries.iter().find(|entry| entry.get(key).and_then(Value::as_str) == Some(wanted))?;
        entry.get(value)?.as_str().map(str::to_owned)
    };
    entry("renditions", "name", "web", "href").or_else(|| entry("altIds", "role", alt_role::CANONICAL_URL, "value"))
}

/// An empty article with the item's properties in it.
fn overlay(item: Map<String, Value>, input: &Input<'_>) -> Result<Article, Reject> {
    let invalid = |error: serde_json::Error| Reject::new("invalid_item", format!("not a ninjs item: {error}{AGAIN}"));
    let placeholder = id_of(&Story { source_id: Some(String::new()), ..Story::default() }, input.raw, "");
    let empty = Article::new(placeholder, version_of(input.received_at), input.received_at);
    let mut whole = serde_json::to_value(empty).map_err(invalid)?;
    if let Some(whole) = whole.as_object_mut() {
        // What the item leaves out it does not state.
        for name in ["representationType", "profile"] {
            whole.remove(name);
        }
        whole.extend(item.into_iter().filter(|(name, _)| !OURS.contains(&name.as_str())));
    }
    serde_json::from_value(whole).map_err(invalid)
}

/// Gives the item a main headline and a main plain-text body where it has them in another form or role.
fn settle_texts(article: &mut Article) {
    let is_html = |kind: &Option<String>| kind.as_deref().is_some_and(|kind| kind.contains("html"));
    let main = |role: &Option<String>| role.as_deref() == Some("main");
    let plain = |text: &&Labelled| !is_html(&text.content_type);
    let headlines = &article.headlines;
    let headline =
        headlines.iter().find(|text| main(&text.role)).or_else(|| headlines.iter().find(plain)).or(headlines.first());
    if let Some(headline) = headline {
        let line = if is_html(&headline.content_type) {
            plain_line(&headline.value)
        } else {
            collapse_white_space(&headline.value)
        };
        article.set_headline(&line);
    }
    let bodies = &article.bodies;
    let readable = |body: &&Body| !is_html(&body.content_type);
    let body = bodies
        .iter()
        .find(|body| main(&body.role) && readable(body))
        .or_else(|| bodies.iter().find(|body| main(&body.role)))
        .or_else(|| bodies.iter().find(readable))
        .or(bodies.first());
    if let Some(body) = body {
        let text = if is_html(&body.content_type) { plain_text(&body.value) } else { tidy_paragraphs(&body.value) };
        let others: Vec<Body> = bodies.iter().filter(|other| main(&other.role) && !readable(other)).cloned().collect();
        if !text.is_empty() {
            article.set_body(text);
            article.bodies.extend(others);
        }
    }
}

fn drop_nulls(item: &mut Map<String, Value>) {
    item.retain(|_, value| !value.is_null());
    for value in item.values_mut() {
        drop_inner_nulls(value);
    }
}

/// Unknown is absent. The parser's nesting limit bounds the recursion.
fn drop_inner_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => drop_nulls(object),
        Value::Array(values) => {
            values.retain(|value| !value.is_null());
            values.iter_mut().for_each(drop_inner_nulls);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
