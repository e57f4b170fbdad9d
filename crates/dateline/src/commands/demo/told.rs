//! What a record of a topic tells about an article, in one line.

use super::palette::Look;
use super::watched_store::Told;
use article::{Article, DateFrom, DateRole, RecordRef, StageName, TopicName, Topics, alt_role, decode_article, header};
use bus::Received;
use pipeline::Written;

/// Topics of at least this confidence, of 100, are shown.
const SURE: u8 = 90;

/// One thing that happened.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) what: What,
    /// The record that tells it.
    pub(super) record: RecordRef,
    /// The record it was made from: what is told before it.
    pub(super) after: Option<RecordRef>,
    /// What the line begins with.
    pub(super) stage: &'static str,
    pub(super) look: Look,
    pub(super) text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A raw record with this id at its source.
    Ingested(String),
    Extracted,
    /// An article with this id is on its way to the stores.
    Enriched(String),
    /// A store has answered for the enriched record this was made from.
    Delivered {
        store: String,
        stored: bool,
    },
    DeadLetter {
        class: String,
    },
}

/// What a record tells. `None`: it is of another source, or of no topic that tells anything.
pub(super) fn of_record(received: &Received, topics: &Topics, source: &str) -> Option<Event> {
    let headers = &received.record.headers;
    if headers.text(header::RECORD_SOURCE) != Some(source) {
        return None;
    }
    let record = place_of(&received.topic, received.partition, received.offset);
    let event = |what, after, stage, look, text| Some(Event { what, record, after, stage, look, text });
    if received.topic == topics.raw() {
        let id = headers.text(header::RECORD_ID).unwrap_or("without an id");
        let kind = headers.text(header::CONTENT_TYPE).unwrap_or("type not stated");
        let text = format!("{:<28} {:>8}  {kind}", format!("{source}/{id}"), size(received.record.value().len()));
        return event(What::Ingested(id.to_owned()), None, "ingest", Look::Plain, text);
    }
    if received.topic == topics.articles() {
        let article = decode_article(&received.record).ok()?; // Then a dead letter of the next stage tells it.
        return event(What::Extracted, made_from(&article), "extract", Look::Strong, extracted(&article));
    }
    if received.topic == topics.enriched() {
        let article = decode_article(&received.record).ok()?; // As above.
        let what = What::Enriched(article.uri.to_string());
        return event(what, made_from(&article), "enrich", Look::Plain, enriched(&article));
    }
    let stage = StageName::ALL.into_iter().find(|stage| received.topic == topics.dead_letters(*stage))?;
    let class = headers.text(header::ERROR_CLASS).unwrap_or("unknown").to_owned();
    let message = headers.text(header::ERROR_MESSAGE).unwrap_or_default();
    let text = format!("{class}: {message}; kept in {}", received.topic);
    event(What::DeadLetter { class }, died_from(received), stage.as_str(), Look::Bad, text)
}

/// What a store's answer tells. `None`: another source's article, or an attempt that is repeated or a dead letter that
/// its topic will tell.
pub(super) fn of_store(told: Told, source: &str) -> Option<Event> {
    if told.source.as_deref() != Some(source) {
        return None;
    }
    let (stored, look, text) = match &told.written {
        Written::Stored => (true, Look::Good, format!("{}: stored", told.store)),
        Written::Unchanged("repeat") => {
            (false, Look::Quiet, format!("{}: has it already with this text, nothing to do", told.store))
        }
        Written::Unchanged(reason) => (false, Look::Quiet, format!("{}: has it already ({reason})", told.store)),
        Written::DeadLetter(_) | Written::Retry(_) => return None,
    };
    let after = Some(told.record.clone());
    let what = What::Delivered { store: told.store, stored };
    Some(Event { what, record: told.record, after, stage: "store", look, text })
}

fn place_of(topic: &TopicName, partition: i32, offset: i64) -> RecordRef {
    RecordRef { topic: topic.to_string(), partition, offset }
}

fn made_from(article: &Article) -> Option<RecordRef> {
    article.enrichment.provenance.last().and_then(|entry| entry.from.clone())
}

fn died_from(letter: &Received) -> Option<RecordRef> {
    let headers = &letter.record.headers;
    Some(RecordRef {
        topic: headers.text(header::ERROR_TOPIC)?.to_owned(),
        partition: headers.text(header::ERROR_PARTITION)?.parse().ok()?,
        offset: headers.text(header::ERROR_OFFSET)?.parse().ok()?,
    })
}

fn extracted(article: &Article) -> String {
    let headline = article.headline().or(article.alt_id(alt_role::SOURCE_ID)).unwrap_or("no headline");
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

fn enriched(article: &Article) -> String {
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

fn size(bytes: usize) -> String {
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "one digit after the point is shown")]
    let kilobytes = bytes as f64 / 1_000.0;
    format!("{kilobytes:.1} KB")
}
