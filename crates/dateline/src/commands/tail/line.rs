//! A record as lines, and whether it is wanted.

use crate::commands::as_json::{body, key_and_headers, known};
use crate::commands::page::{one_line, paragraph, time};
use crate::commands::show::article_line::{enriched, headline};
use crate::commands::show::palette::{Look, Palette};
use article::{Timestamp, Topics, decode_article, header};
use bus::Received;
use pipeline::letters::Letter;
use serde_json::{Value, json};
use sink::meets;
use sink::search::Query;

/// Columns before what a record is.
const INDENT: usize = 4;

/// What must hold of a record.
pub(super) struct Wanted {
    pub(super) query: Query,
    pub(super) since: Option<Timestamp>,
}

impl Wanted {
    /// Whether it is wanted. Of what is no article only source and text can be told.
    pub(super) fn is_met_by(&self, received: &Received, topics: &Topics) -> bool {
        if self.since.is_some_and(|since| received.record.timestamp < since.millis()) {
            return false;
        }
        if received.topic == topics.articles() || received.topic == topics.enriched() {
            let is_asked = self.query != Query::default();
            return !is_asked || decode_article(&received.record).is_ok_and(|article| meets(&article, &self.query));
        }
        let Query { text, place, agency, people, organisations, topics: subjects, sources, language, .. } = &self.query;
        let of_articles = place.is_some() || agency.is_some() || language.is_some();
        if of_articles || !people.is_empty() || !organisations.is_empty() || !subjects.is_empty() {
            return false;
        }
        let source = source_of(received, topics);
        let is_of = |wanted: &String| source.as_deref() == Some(wanted.as_str());
        let has = |text: &String| {
            let body = String::from_utf8_lossy(received.record.value()).to_lowercase();
            text.split_whitespace().all(|word| body.contains(&word.to_lowercase()))
        };
        sources.iter().all(is_of) && text.as_ref().is_none_or(has)
    }
}

fn source_of(received: &Received, topics: &Topics) -> Option<String> {
    let named = received.record.headers.text(header::RECORD_SOURCE).map(str::to_owned);
    named.or_else(|| Letter::of(received.clone(), topics)?.source())
}

/// For people: time and source, and beneath it what it is.
pub(super) fn readable(received: &Received, topics: &Topics, palette: Palette) -> Vec<String> {
    let at = time(Timestamp::from_millis(received.record.timestamp));
    let source = source_of(received, topics).unwrap_or_else(|| "source not stated".to_owned());
    let (look, texts) = match Letter::of(received.clone(), topics) {
        Some(letter) => {
            let head = format!("{} {} by {}", letter.id, letter.class(), letter.stage());
            (Look::Bad, vec![head, letter.message().to_owned()])
        }
        None if received.topic == topics.raw() => (Look::Plain, vec![raw(received)]),
        None => match decode_article(&received.record) {
            Ok(article) if received.topic == topics.enriched() => {
                (Look::Plain, vec![headline(&article).to_owned(), enriched(&article)])
            }
            Ok(article) => (Look::Plain, vec![headline(&article).to_owned()]),
            Err(error) => (Look::Bad, vec![error.to_string()]),
        },
    };
    let mut lines = vec![palette.paint(Look::Quiet, &format!("{at} UTC  {}", one_line(&source)))];
    let texts = texts.iter().flat_map(|text| paragraph(palette, "", INDENT, text));
    lines.extend(texts.map(|text| palette.paint(look, &text)));
    lines
}

fn raw(received: &Received) -> String {
    let headers = &received.record.headers;
    let name = headers.text(header::RECORD_URL).or(headers.text(header::RECORD_ID)).unwrap_or("without an id");
    let kind = headers.text(header::CONTENT_TYPE).unwrap_or("type not stated");
    format!("{name}  {kind}, {} bytes", received.record.value().len())
}

/// For programs: where it stands, its headers, and its message or its bytes.
pub(super) fn in_json(received: &Received) -> Value {
    let record = &received.record;
    let mut object = known([
        ("topic", Some(json!(received.topic.as_str()))),
        ("partition", Some(json!(received.partition))),
        ("offset", Some(json!(received.offset))),
        ("at", Some(json!(Timestamp::from_millis(record.timestamp)))),
    ]);
    object.extend(key_and_headers(record));
    let is_article =
        received.topic.as_str().ends_with("articles.v1") || received.topic.as_str().ends_with("enriched.v1");
    match serde_json::from_slice::<Value>(record.value()) {
        Ok(article) if is_article => {
            object.insert("article".to_owned(), article);
        }
        Ok(_) | Err(_) => object.extend(body(record.value()).unwrap_or_default()),
    }
    Value::from(object)
}
