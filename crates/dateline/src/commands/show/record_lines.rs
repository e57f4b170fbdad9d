//! What a record of a topic tells about an article, in one line.

use super::article_line::{enriched, extracted};
use super::palette::Look;
use super::watched_store::Told;
use article::{Article, RecordRef, StageName, Topics, decode_article, header};
use bus::Received;
use pipeline::Written;

/// One thing that happened.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) what: What,
    /// The record that tells it.
    pub(crate) record: RecordRef,
    /// The record it was made from: what is told before it.
    pub(crate) after: Option<RecordRef>,
    /// What the line begins with.
    pub(crate) stage: &'static str,
    pub(crate) look: Look,
    pub(crate) text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
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
pub(crate) fn of_record(received: &Received, topics: &Topics, source: &str) -> Option<Event> {
    let headers = &received.record.headers;
    if headers.text(header::RECORD_SOURCE) != Some(source) {
        return None;
    }
    let record = received.place();
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
    let text = format!("{class}, kept in {}: {message}", received.topic);
    event(What::DeadLetter { class }, died_from(received), stage.as_str(), Look::Bad, text)
}

/// What a store's answer tells. `None`: another source's article, or an attempt that is repeated or a dead letter that
/// its topic will tell.
pub(crate) fn of_store(told: Told, source: &str) -> Option<Event> {
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

fn size(bytes: usize) -> String {
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "one digit after the point is shown")]
    let kilobytes = bytes as f64 / 1_000.0;
    format!("{kilobytes:.1} KB")
}
