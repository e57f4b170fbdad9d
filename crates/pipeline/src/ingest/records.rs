//! What ingest writes: raw records, and stubs of documents that were refused.

use crate::dead_letter::{GivenUpBy, stub};
use crate::tally::Tally;
use crate::{LoopSettings, Operation, Reason, Refused, Span};
use article::{EncodeContext, RawRecord, Timestamp, TopicName, encode_raw, header};
use bus::Output;
use serde_json::{Value, json};

/// The record of a document, or its stub when it is over the limit; counts it. `now` is the time of the transaction.
pub(super) fn encode(
    settings: &LoopSettings,
    raw: &TopicName,
    source: &str,
    mut record: RawRecord,
    now: Timestamp,
    tally: &mut Tally,
) -> Output {
    record.source = Some(source.to_owned());
    let described = Refused {
        id: record.id.clone(),
        url: record.url.clone(),
        length: record.body.len() as u64,
        hash: None,
        reason: Reason::new("too_large", String::new()),
    };
    let context = EncodeContext { source: "dateline/ingest", at: now, from: None };
    match encode_raw(record, context) {
        Ok(record) if record.size() <= settings.output_limit => {
            tally.emitted(1);
            Output { topic: raw.clone(), partition: None, record }
        }
        Ok(record) => {
            let message = format!("{} bytes, the limit is {}", record.size(), settings.output_limit);
            let refused = Refused { reason: Reason::new("too_large", message), ..described };
            stub_of(settings, source, &refused, now, tally)
        }
        Err(error) => {
            let refused = Refused { reason: Reason::new("broken_hints", error.to_string()), ..described };
            stub_of(settings, source, &refused, now, tally)
        }
    }
}

/// What is told of a record, or of a dead letter, to who traces.
pub(super) fn span(settings: &LoopSettings, output: &Output, fetched: Timestamp, now: Timestamp) -> Option<Span> {
    let text = |name| output.record.headers.text(name).map(str::to_owned);
    let class = (output.topic == settings.dead_letters).then_some("refused");
    Some(Span {
        traceparent: text(header::TRACEPARENT)?,
        operation: Operation::Send(output.topic.clone()),
        stage: settings.name.clone(),
        group: settings.group.clone(),
        id: text(header::CE_ID),
        source: text(header::RECORD_SOURCE),
        began: fetched,
        ended: now,
        outcome: if class.is_some() { "dead_lettered" } else { "emitted" },
        reason: class.unwrap_or("ok"),
    })
}

/// What stands in the dead letters for a document whose bytes are not kept; counts it.
pub(super) fn stub_of(
    settings: &LoopSettings,
    source: &str,
    refused: &Refused,
    now: Timestamp,
    tally: &mut Tally,
) -> Output {
    tally.dead_lettered(refused.reason.class);
    let advice = match refused.reason.class {
        "too_large" => "raise limits.ingest to take larger ones",
        _ => "mend the document and it is read again",
    };
    tracing::warn!(
        source,
        id = refused.id,
        url = refused.url,
        length = refused.length,
        class = refused.reason.class,
        why = refused.reason.message,
        advice,
        "document refused; what is known of it stands in the dead letters"
    );
    let mut value = json!({"source": source, "length": refused.length});
    if let Some(object) = value.as_object_mut() {
        for (name, known) in [("id", &refused.id), ("url", &refused.url), ("hash", &refused.hash)] {
            if let Some(known) = known {
                object.insert(name.to_owned(), Value::from(known.as_str()));
            }
        }
    }
    let named = RawRecord {
        id: refused.id.clone(),
        url: refused.url.clone(),
        source: Some(source.to_owned()),
        ..RawRecord::default()
    };
    let by =
        GivenUpBy { group: &settings.group, stage: &settings.name, service: &settings.service, attempts: 1, at: now };
    stub(named.key(), value.to_string().into_bytes(), &refused.reason, by, &settings.dead_letters)
}
