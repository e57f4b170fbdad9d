//! The message as a contract: golden messages are read by every version, nothing unknown is lost, the schema is that of
//! the types. That messages hold to it is tested with the tests of the whole pipeline.

use dateline_article::{
    Article, ArticleId, EncodeContext, Hints, RawRecord, Timestamp, Version, article_schema, decode_article,
    decode_raw, encode_article, encode_raw, header,
};
use proptest::prelude::*;
use serde_json::Value;

fn golden() -> Vec<(&'static str, Value)> {
    [("full", include_str!("../golden/full.json")), ("least", include_str!("../golden/least.json"))]
        .map(|(name, text)| (name, serde_json::from_str(text).unwrap()))
        .to_vec()
}

#[test]
fn golden_messages_are_read_and_written_back_whole() {
    for (name, message) in golden() {
        let article: Article = serde_json::from_value(message.clone()).unwrap();
        assert_eq!(serde_json::to_value(&article).unwrap(), with_milliseconds(message), "{name}");
    }
}

/// A message of a release that left out milliseconds where there were none, as it is written today.
fn with_milliseconds(message: Value) -> Value {
    match message {
        Value::String(text) => match text.strip_suffix('Z') {
            Some(second) if second.len() == "2024-10-24T14:02:11".len() && Timestamp::parse(&text).is_some() => {
                Value::String(format!("{second}.000Z"))
            }
            Some(_) | None => Value::String(text),
        },
        Value::Array(values) => values.into_iter().map(with_milliseconds).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, with_milliseconds(value))).collect(),
        other => other,
    }
}

#[test]
fn the_checked_in_schema_is_the_one_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/dateline-article-1.0.json");
    let current = serde_json::to_string_pretty(&article_schema()).unwrap() + "\n";
    if std::env::var_os("DATELINE_TEST_WRITE_SCHEMA").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    let checked_in = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        checked_in == current,
        "schema/dateline-article-1.0.json is not that of the types: read the difference, then run this test with DATELINE_TEST_WRITE_SCHEMA=1"
    );
}

#[test]
fn trace_and_source_follow_an_article_from_topic_to_topic() {
    let at = Timestamp::from_millis(1_729_778_531_000);
    let raw =
        RawRecord { id: Some("a".into()), source: Some("wire".into()), fetched_at: Some(at), ..RawRecord::default() };
    let raw = encode_raw(raw, EncodeContext { source: "dateline/ingest", at, from: None }).unwrap();
    let article = Article::new(ArticleId::of_source("wire", "a"), Version::fetched_at(at.millis()), at);
    let context = EncodeContext { source: "dateline/extract", at, from: Some(&raw.headers) };
    let encoded = encode_article(&article, usize::MAX, context).unwrap();
    for name in [header::TRACEPARENT, header::RECORD_SOURCE, header::RECORD_FETCHED_AT] {
        assert_eq!(encoded.headers.get(name), raw.headers.get(name), "{name}");
        assert!(encoded.headers.get(name).is_some(), "{name}");
    }
    assert_eq!(encoded.key.as_deref(), Some(article.uri.to_string().as_bytes()));
    assert_eq!(decode_article(&encoded).unwrap(), article);
}

fn optional_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(".{0,20}")
}

proptest! {
    #[test]
    fn raw_records_survive_the_wire(
        id in optional_text(), url in optional_text(), content_type in optional_text(), source in optional_text(),
        title in optional_text(), body in prop::collection::vec(any::<u8>(), 0..200), millis in 0_i64..4_000_000_000_000,
    ) {
        let hints = title.map(|title| Hints { title: Some(title), ..Hints::default() });
        let fetched_at = Some(Timestamp::from_millis(millis));
        let raw = RawRecord { id, url, content_type, fetched_at, source, hints, body };
        let context = EncodeContext { source: "test", at: Timestamp::from_millis(millis), from: None };
        prop_assert_eq!(&decode_raw(&encode_raw(raw.clone(), context).unwrap()).unwrap(), &raw);
        prop_assert_eq!(&RawRecord::from_json(&raw.to_json().unwrap()).unwrap(), &raw);
    }
}
