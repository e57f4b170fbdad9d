//! What commands print for programs: objects of what is known, and records with their bytes.

use article::{RawRecord, Record};
use serde_json::{Map, Value, json};

/// An object of these members; what is not known is left out.
pub(super) fn known<const N: usize>(members: [(&str, Option<Value>); N]) -> Map<String, Value> {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// Key and headers of a record, as text.
pub(super) fn key_and_headers(record: &Record) -> Map<String, Value> {
    let text = |bytes: &[u8]| json!(String::from_utf8_lossy(bytes));
    let headers: Map<_, _> = record.headers.iter().map(|(name, value)| (name.to_owned(), text(value))).collect();
    known([("key", record.key.as_deref().map(text)), ("headers", Some(Value::from(headers)))])
}

/// A value of any bytes: `body`, or `bodyBase64` when it is no text, as raw records have it.
pub(super) fn body(value: &[u8]) -> serde_json::Result<Map<String, Value>> {
    let raw = RawRecord { body: value.to_vec(), ..RawRecord::default() };
    serde_json::from_slice(&raw.to_json()?)
}
