//! The records in a body: each line one of them, or named with what is wrong.

use super::budget::Held;
use super::content::{About, Content};
use super::problem::{Kind, Problem, RefusedLine};
use article::{CanonicalUrl, ContentType, EncodeContext, RawRecord, RawRecordError, Timestamp, TopicName, encode_raw};
use bus::Output;
use pipeline::error_line;
use serde::Deserialize;
use serde::de::IgnoredAny;
use service::config::Limits;
use sha2::{Digest, Sha256};

/// Lines of one request; each costs an answer, and all are one transaction.
const MOST_LINES: usize = 10_000;

/// Who pushes, where to, and within what.
pub(super) struct Frame<'a> {
    pub(super) source: &'a str,
    pub(super) raw: &'a TopicName,
    pub(super) limits: &'a Limits,
    pub(super) now: Timestamp,
}

/// A record that can be written.
pub(super) struct TakenLine {
    pub(super) line: usize,
    /// What its source calls it: its id, else its URL.
    pub(super) id: String,
    pub(super) output: Output,
}

/// What came of a body.
#[derive(Default)]
pub(super) struct Records {
    pub(super) taken: Vec<TakenLine>,
    pub(super) refused: Vec<RefusedLine>,
}

/// A JSON object that is a document itself.
#[derive(Deserialize)]
struct Item {
    uri: Option<IgnoredAny>,
}

impl Frame<'_> {
    /// The records of a body. The problem is one of the whole request.
    pub(super) fn records(&self, content: Content, body: Vec<u8>, held: &mut Held) -> Result<Records, Problem> {
        if body.trim_ascii().is_empty() {
            return Err(Problem::new(Kind::Empty, "send a document, or one record a line"));
        }
        let mut records = Records::default();
        match content {
            Content::Lines => {
                let lines =
                    || body.split(|byte| *byte == b'\n').zip(1..).filter(|(line, _)| !line.trim_ascii().is_empty());
                if lines().nth(MOST_LINES).is_some() {
                    let detail = format!("a request may have {MOST_LINES} lines; send fewer at once");
                    return Err(Problem::new(Kind::TooManyRecords, detail));
                }
                for (line, number) in lines() {
                    records.add(number, object(line, None).and_then(|raw| self.record(raw)), held)?;
                }
            }
            Content::Object(about) => {
                records.add(1, object(&body, Some(about)).and_then(|raw| self.record(raw)), held)?;
            }
            Content::Document(about) => records.add(1, self.record(document(body, about)), held)?,
        }
        Ok(records)
    }

    /// The record as it is written, and what it is called.
    fn record(&self, mut raw: RawRecord) -> Result<(String, Output), Refusal> {
        let too_large = |bytes: usize, most: usize| {
            let detail = format!("{bytes} bytes, {most} are taken; raise limits.ingest to take larger ones");
            Refusal("too_large", detail)
        };
        if raw.body.is_empty() {
            return Err(Refusal("empty", "there is nothing in its body".to_owned()));
        }
        if raw.body.len() > self.limits.ingest {
            return Err(too_large(raw.body.len(), self.limits.ingest));
        }
        if let Some(Err(error)) = raw.url.as_deref().map(CanonicalUrl::parse) {
            return Err(Refusal("broken_url", error.to_string()));
        }
        raw.source = Some(self.source.to_owned());
        raw.fetched_at.get_or_insert(self.now);
        // Sent again it is the same, and of the same key.
        if raw.id.is_none() && raw.url.is_none() {
            raw.id = Some(digest(&raw.body));
        }
        let id = raw.id.clone().or_else(|| raw.url.clone()).unwrap_or_default();
        let context = EncodeContext { source: "dateline/push", at: self.now, from: None };
        let record = encode_raw(raw, context).map_err(|error| Refusal("not_a_record", error.to_string()))?;
        if record.size() > self.limits.raw {
            return Err(too_large(record.size(), self.limits.raw));
        }
        Ok((id, Output { topic: self.raw.clone(), partition: None, record }))
    }
}

impl Records {
    fn add(&mut self, line: usize, read: Result<(String, Output), Refusal>, held: &mut Held) -> Result<(), Problem> {
        match read {
            Ok((id, output)) => {
                held.grow(output.record.size())?;
                self.taken.push(TakenLine { line, id, output });
            }
            Err(Refusal(reason, detail)) => self.refused.push(RefusedLine::new(line, reason, &detail)),
        }
        Ok(())
    }
}

/// The reason and the detail of a line that is no record.
struct Refusal(&'static str, String);

/// Every reason a line is refused for.
pub(super) const REASONS: [&str; 6] = ["broken_base64", "broken_url", "empty", "not_a_record", "not_utf8", "too_large"];

/// A raw record, or an item of ninjs: an object that has a `uri` and no `body`.
fn object(json: &[u8], about: Option<About>) -> Result<RawRecord, Refusal> {
    if std::str::from_utf8(json).is_err() {
        return Err(Refusal("not_utf8", "JSON is UTF-8; write other encodings into bodyBase64".to_owned()));
    }
    let error = match RawRecord::from_json(json) {
        Ok(mut raw) => {
            let About { url, id, .. } = about.unwrap_or_else(About::nothing);
            raw.url = raw.url.or(url);
            raw.id = raw.id.or(id);
            return Ok(raw);
        }
        Err(error) => error,
    };
    if serde_json::from_slice(json).is_ok_and(|item: Item| item.uri.is_some()) {
        return Ok(document(json.to_vec(), about.unwrap_or_else(About::nothing)));
    }
    match error {
        RawRecordError::Base64(_) => Err(Refusal("broken_base64", error_line(&error))),
        RawRecordError::Json(_) | RawRecordError::Body => Err(Refusal("not_a_record", error_line(&error))),
    }
}

impl About {
    /// Of a line, beside which nothing stands.
    fn nothing() -> Self {
        Self { content_type: ContentType::Ninjs.as_str().to_owned(), url: None, id: None }
    }
}

fn document(body: Vec<u8>, about: About) -> RawRecord {
    let About { content_type, url, id } = about;
    RawRecord { id, url, content_type: Some(content_type), body, ..RawRecord::default() }
}

/// `sha256:` and the digest in hexadecimal.
fn digest(body: &[u8]) -> String {
    let digits = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("sha256:{digits}")
}
