//! A span as OpenTelemetry has it. Pure.

use article::Timestamp;
use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};
use pipeline::{Operation, Span};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// `traceparent` taken apart: the trace, the span, and whether it is sampled.
pub(crate) fn parent_of(traceparent: &str) -> Option<(TraceId, SpanId, bool)> {
    let mut parts = traceparent.trim().split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let shaped = [(version, 2), (trace, 32), (span, 16), (flags, 2)];
    if version == "ff" || !shaped.iter().all(|(text, length)| text.len() == *length && is_hex(text)) {
        return None;
    }
    let (trace, span) = (TraceId::from_hex(trace).ok()?, SpanId::from_hex(span).ok()?);
    let is_sampled = u8::from_str_radix(flags, 16).ok()? & 1 == 1;
    (trace != TraceId::INVALID && span != SpanId::INVALID).then_some((trace, span, is_sampled))
}

/// The span for the collector. `system` is where messages are: `kafka` or `dateline_embedded`.
pub(crate) fn span_data(span: &Span, system: &'static str) -> Option<SpanData> {
    let (trace, parent, _) = parent_of(&span.traceparent)?;
    let (own, above, kind, operation, topic) = match &span.operation {
        Operation::Send(topic) => (parent, SpanId::INVALID, SpanKind::Producer, "send", topic.as_str()),
        Operation::Process { topic, partition, offset } => {
            let place = format!("{}/{topic}/{partition}/{offset}", span.group);
            (id_of(trace, &place), parent, SpanKind::Consumer, "process", topic.as_str())
        }
    };
    let mut attributes = vec![
        KeyValue::new("messaging.system", system),
        KeyValue::new("messaging.operation.name", operation),
        KeyValue::new("messaging.operation.type", operation),
        KeyValue::new("messaging.destination.name", topic.to_owned()),
        KeyValue::new("messaging.consumer.group.name", span.group.clone()),
        KeyValue::new("dateline.stage", span.stage.clone()),
        KeyValue::new("dateline.outcome", span.outcome),
    ];
    if let Operation::Process { partition, offset, .. } = &span.operation {
        attributes.push(KeyValue::new("messaging.destination.partition.id", partition.to_string()));
        attributes.push(KeyValue::new("messaging.kafka.offset", *offset));
    }
    let known = [("messaging.message.id", &span.id), ("dateline.source", &span.source)];
    attributes.extend(known.into_iter().filter_map(|(name, value)| Some(KeyValue::new(name, value.clone()?))));
    let status = match span.outcome {
        "dead_lettered" => {
            attributes.push(KeyValue::new("error.type", span.reason));
            Status::error(span.reason)
        }
        "dropped" => {
            attributes.push(KeyValue::new("dateline.reason", span.reason));
            Status::Unset
        }
        _ => Status::Unset,
    };
    Some(SpanData {
        span_context: SpanContext::new(trace, own, TraceFlags::SAMPLED, false, TraceState::default()),
        parent_span_id: above,
        parent_span_is_remote: above != SpanId::INVALID,
        span_kind: kind,
        name: format!("{operation} {topic}").into(),
        start_time: at(span.began),
        end_time: at(span.ended.max(span.began)),
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status,
        instrumentation_scope: InstrumentationScope::builder("dateline").build(),
    })
}

/// Whether a trace is among those that are told: all of its spans are, or none, whichever process tells them.
pub(crate) fn is_chosen(trace: TraceId, one_in: u64) -> bool {
    let bytes = trace.to_bytes();
    let low = bytes.iter().skip(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    low.is_multiple_of(one_in.max(1))
}

/// The same for the same place, so that a record which is read again after a crash is one span.
fn id_of(trace: TraceId, place: &str) -> SpanId {
    // FNV-1a, 64 bits (Fowler, Noll, Vo).
    let bytes = trace.to_bytes().into_iter().chain(place.bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    SpanId::from_bytes(hash.max(1).to_be_bytes())
}

fn at(time: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(time.millis()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;

    const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn span(operation: Operation, outcome: &'static str, reason: &'static str) -> Span {
        Span {
            traceparent: PARENT.to_owned(),
            operation,
            stage: "enrich".to_owned(),
            group: "news.enrich".to_owned(),
            id: Some("a-1".to_owned()),
            source: None,
            began: Timestamp::from_millis(1_000),
            ended: Timestamp::from_millis(1_250),
            outcome,
            reason,
        }
    }

    fn process(offset: i64) -> Operation {
        Operation::Process { topic: TopicName::new("news.articles.v1"), partition: 3, offset }
    }

    fn attribute(data: &SpanData, name: &str) -> Option<String> {
        data.attributes.iter().find(|one| one.key.as_str() == name).map(|one| one.value.to_string())
    }

    #[test]
    fn the_fetch_is_the_span_that_all_others_are_below() {
        let sent = span_data(&span(Operation::Send(TopicName::new("news.raw.v1")), "emitted", "ok"), "kafka").unwrap();
        assert_eq!(sent.span_context.span_id().to_string(), "00f067aa0ba902b7");
        assert_eq!((sent.parent_span_id, sent.span_kind.clone()), (SpanId::INVALID, SpanKind::Producer));
        assert_eq!(sent.name, "send news.raw.v1");
        let read = span_data(&span(process(7), "emitted", "ok"), "kafka").unwrap();
        assert_eq!(read.parent_span_id, sent.span_context.span_id());
        assert_eq!(read.span_context.trace_id(), sent.span_context.trace_id());
        assert_eq!(attribute(&read, "messaging.kafka.offset").as_deref(), Some("7"));
        assert_eq!(attribute(&read, "messaging.destination.partition.id").as_deref(), Some("3"));
        assert_eq!(read.end_time.duration_since(read.start_time).unwrap(), Duration::from_millis(250));
        let again = span_data(&span(process(7), "emitted", "ok"), "kafka").unwrap();
        assert_eq!(again.span_context.span_id(), read.span_context.span_id(), "the same record, the same span");
        let next = span_data(&span(process(8), "emitted", "ok"), "kafka").unwrap();
        assert_ne!(next.span_context.span_id(), read.span_context.span_id());
    }

    #[test]
    fn what_was_given_up_is_an_error_and_what_was_dropped_is_none() {
        let dead = span_data(&span(process(1), "dead_lettered", "not_utf8"), "kafka").unwrap();
        assert_eq!(
            (dead.status.clone(), attribute(&dead, "error.type").as_deref()),
            (Status::error("not_utf8"), Some("not_utf8"))
        );
        let dropped = span_data(&span(process(1), "dropped", "repeat"), "kafka").unwrap();
        assert_eq!(
            (dropped.status.clone(), attribute(&dropped, "dateline.reason").as_deref()),
            (Status::Unset, Some("repeat"))
        );
    }

    #[test]
    fn a_traceparent_is_one_of_the_standard_or_none() {
        assert!(parent_of(PARENT).is_some_and(|(_, _, sampled)| sampled));
        assert!(parent_of(&PARENT.replace("-01", "-00")).is_some_and(|(_, _, sampled)| !sampled));
        assert!(
            parent_of(&format!("{}-more", PARENT.replacen("00", "cc", 1))).is_some(),
            "a later version may have more"
        );
        for wrong in [
            "",
            "00-4bf9-00f0-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473é-00f067aa0ba902b7-01",
        ] {
            assert_eq!(parent_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn of_so_many_traces_one_is_told() {
        let chosen = |one_in| (0..10_000_u128).filter(|one| is_chosen(TraceId::from(*one), one_in)).count();
        assert_eq!((chosen(1), chosen(10), chosen(0)), (10_000, 1_000, 10_000));
    }
}
