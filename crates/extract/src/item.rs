//! An item of the news industry as an article: what ninjs, NewsML-G2, NITF and the wire formats of IPTC have in common.
//!
//! In: properties in the shape of ninjs 3, as the item states them. Out: the article: they stay as they came, while id,
//! version and times follow our rules and the main body is made plain text.

pub(crate) mod embargo;
pub(crate) mod properties;
pub(crate) mod text_form;
pub(crate) mod words;

use crate::Reject;
use crate::assemble::add_dates;
use crate::byline_names::settled_byline;
use crate::dates::value::IsoDate;
use crate::format::{Input, Story};
use crate::identity::{id_of, page_url, version_of};
use crate::json::each_text_in;
use crate::plain_text::plain_line;
use article::{
    Article, Body, CanonicalUrl, DateFrom, DateRole, DeclaredOrText, Labelled, Language, PubStatus, Timestamp, Version,
    alt_role, collapse_white_space, drop_unseen,
};
use serde_json::{Map, Value};
use text_form::{TextForm, form_of, plain};

/// What is known of an item besides what it says.
#[derive(Default)]
pub(crate) struct Known<'a> {
    /// Where it was fetched from, if that can be its page.
    pub(crate) url: Option<&'a CanonicalUrl>,
    /// The id of its record, if the record is the item's own.
    pub(crate) id: Option<&'a str>,
}

/// What to do about an item that is not what it says.
pub(crate) const AGAIN: &str = "; correct it where it is written and send it again";

/// The role of a dateline that stands apart from the text, among the descriptions: ninjs has no other place for it.
pub(crate) const DATELINE: &str = "dateline";

/// Properties of an item that do not carry over as they are.
const OURS: &[&str] = &["standard", "uri", "type", "version", "firstCreated", "versionCreated"];

/// The article of an item in the shape of ninjs 3.
pub(crate) fn article_of(
    mut item: Map<String, Value>,
    known: &Known<'_>,
    input: &Input<'_>,
) -> Result<Article, Reject> {
    item.values_mut().for_each(|value| each_text_in(value, drop_unseen));
    settle_numbers(&mut item);
    let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let uri = text("uri");
    let revision = item.get("version").and_then(|version| version.as_u64().or_else(|| version.as_str()?.parse().ok()));
    let version = revision.and_then(Version::revision).unwrap_or_else(|| version_of(input.received_at));
    let object_type = text("type");
    // When this version was made stands for publication where nothing better is stated, as it does for pages.
    let date = |role, name: &str| IsoDate::parse(&text(name)?)?.stated(role, DateFrom::Header, input.received_at);
    // One that cannot be read, or that is yet to come, hides none that can.
    let published = ["contentCreated", "firstCreated", "versionCreated"]
        .into_iter()
        .find_map(|name| date(DateRole::Published, name));
    let dates = published.into_iter().chain(date(DateRole::Modified, "versionCreated")).collect();
    let mut story = Story {
        page: page_url(known.url, web_page(&item).as_deref()),
        // Versions of an item arrive as different records; its own id is what they share.
        source_id: uri.clone().or_else(|| known.id.map(str::to_owned)),
        ..Story::default()
    };

    let mut article = overlay(item, input)?;
    article.object_type = object_type.unwrap_or_else(|| "text".to_owned());
    article.version = version;
    settle_texts(&mut article);
    let is_text = matches!(article.object_type.as_str(), "text" | "composite");
    let says = |description: &Labelled| description.role.as_deref() != Some(DATELINE);
    let has_lines = article.headline().is_some() || article.descriptions.iter().any(says);
    // What is taken back need not be said again, whatever it was; but it must be said which.
    let is_named = uri.is_some() || known.id.is_some() || article.slugline.is_some();
    let is_notice = is_named && matches!(article.pub_status, Some(PubStatus::Canceled | PubStatus::Withheld));
    if article.body().is_empty() && !is_notice && !(is_text && has_lines) {
        let class = if is_text { "no_text" } else { "not_text" };
        return Err(Reject::new(class, format!("the item of type `{}` has no text", article.object_type)));
    }
    article.by = article.by.as_deref().and_then(settled_byline);
    let hash = article.content_hash();
    if story.source_id.is_none() && article.headline().is_none() && article.body().is_empty() {
        // Two that say nothing are not the same for it.
        story.source_id = article.slugline.clone();
    }
    article.uri = id_of(&story, input.raw, &hash);
    add_dates(&mut article, dates);
    if let (Some(value), None) = (article.language.clone(), &article.enrichment.language) {
        article.enrichment.language = Some(Language { value, confidence: 50, from: DeclaredOrText::Declared });
    }
    if let Some(page) = &story.page {
        article.set_page(page);
    }
    for id in [uri.as_deref(), known.id].into_iter().flatten() {
        article.add_alt_id(alt_role::SOURCE_ID, id);
    }
    article.add_alt_id(alt_role::CONTENT_HASH, &hash);
    Ok(article)
}

/// The page of an item: its web rendition, if that is a page, else the canonical URL among its ids.
fn web_page(item: &Map<String, Value>) -> Option<String> {
    let entry = |list: &str, key: &str, wanted: &str, value: &str| {
        let entries = item.get(list)?.as_array()?;
        let is_page = |entry: &Value| {
            let kind = entry.get("contentType").and_then(Value::as_str);
            kind.is_none_or(|kind| kind.contains("html"))
        };
        let is_wanted = |entry: &Value| entry.get(key).and_then(Value::as_str) == Some(wanted) && is_page(entry);
        let entry = entries.iter().find(|entry| is_wanted(entry))?;
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
        // A time that names no moment is a stated date and nothing more; one that is yet to come is none.
        let is_moment = |value: &Value| {
            let stated = value.as_str().filter(|text| Timestamp::parse(text).is_some()).and_then(IsoDate::parse);
            stated.is_some_and(|date| date.stated(DateRole::Published, DateFrom::Header, input.received_at).is_some())
        };
        let ours = |name: &str, value: &Value| OURS.contains(&name) || (name == "contentCreated" && !is_moment(value));
        whole.extend(item.into_iter().filter(|(name, value)| !ours(name, value)));
    }
    serde_json::from_value(whole).map_err(invalid)
}

/// Gives the item a main headline and a main plain-text body where it has them in another form or role. A text without
/// a role is the main one where no other says so: it may be the only one.
fn settle_texts(article: &mut Article) {
    let main = |role: &Option<String>| role.as_deref() == Some("main");
    let undeclared = |role: &Option<String>| role.is_none();
    let headlines = &article.headlines;
    let of_role = |wanted: fn(&Option<String>) -> bool| headlines.iter().position(|text| wanted(&text.role));
    let is_plain = |text: &Labelled| form_of(text.content_type.as_deref(), &text.value) == TextForm::Plain;
    let first_plain = || headlines.iter().position(is_plain);
    let chosen =
        of_role(|role| role.as_deref() == Some("main")).or_else(|| of_role(Option::is_none)).or_else(first_plain);
    if let Some(headline) = article.headlines.get_mut(chosen.unwrap_or(0)) {
        let line = if is_plain(headline) { collapse_white_space(&headline.value) } else { plain_line(&headline.value) };
        if undeclared(&headline.role) {
            headline.role = Some("main".to_owned());
        }
        article.set_headline(&line);
    }
    let form = |body: &Body| form_of(body.content_type.as_deref(), &body.value);
    let readable = |body: &Body| form(body) == TextForm::Plain;
    let is_caption = |body: &Body| body.role.as_deref() == Some("caption");
    let bodies = &article.bodies;
    let find = |wanted: &dyn Fn(&Body) -> bool| bodies.iter().position(wanted);
    let chosen = find(&|body| main(&body.role) && readable(body))
        .or_else(|| find(&|body| main(&body.role) && form(body) != TextForm::Nitf))
        .or_else(|| find(&|body| undeclared(&body.role) && readable(body)))
        // NITF is a whole document; what stands beside it is the text of that.
        .or_else(|| find(&|body| readable(body) && !is_caption(body)))
        .or_else(|| find(&|body| main(&body.role)))
        .or_else(|| find(&readable))
        .or_else(|| find(&|body| undeclared(&body.role)));
    if let Some(body) = article.bodies.get_mut(chosen.unwrap_or(0)) {
        let text = plain(form(body), &body.value);
        if undeclared(&body.role) {
            body.role = Some("main".to_owned());
        }
        let others = article.bodies.iter().filter(|other| main(&other.role) && !readable(other));
        // The markup a text was stays beside it; what has the role `main` is the text alone.
        let as_markup = |other: &Body| Body { role: Some("markup".to_owned()), ..other.clone() };
        let others: Vec<Body> = others.map(as_markup).collect();
        if !text.is_empty() {
            article.set_body(text);
            article.bodies.extend(others);
        }
    }
}

/// Numbers as ninjs 3 has them: versions before it allow any as the urgency, and sizes with a point.
fn settle_numbers(item: &mut Map<String, Value>) {
    if let Some(urgency) = item.get_mut("urgency") {
        let stated = urgency.as_f64().or_else(|| urgency.as_str()?.trim().parse().ok());
        match (1..=9_u8).find(|known| stated == Some(f64::from(*known))) {
            Some(known) => *urgency = known.into(),
            None => drop(item.remove("urgency")),
        }
    }
    let bodies = item.get_mut("bodies").and_then(Value::as_array_mut).into_iter().flatten();
    for body in bodies.filter_map(Value::as_object_mut) {
        // Ours are counted from the text itself.
        body.retain(|name, value| !matches!(name.as_str(), "charCount" | "wordCount") || value.is_u64());
    }
}
