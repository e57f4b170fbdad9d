//! Dead letters for programs: one JSON object each.

use crate::commands::as_json::known;
use pipeline::letters::{Letter, Mark, NoRetry};
use serde_json::{Map, Value, json};

/// What is known of a letter, without its document. What is not known is left out.
pub(super) fn letter(letter: &Letter, mark: Option<Mark>, no_retry: Option<&NoRetry>) -> Map<String, Value> {
    known([
        ("id", Some(json!(letter.id.to_string()))),
        ("stage", Some(json!(letter.stage()))),
        ("class", Some(json!(letter.class()))),
        ("message", Some(json!(letter.message()))),
        ("givenUpAt", Some(json!(letter.given_up_at()))),
        ("source", letter.source().map(Value::from)),
        ("from", letter.origin().map(|from| json!(from))),
        ("group", letter.group().map(Value::from)),
        ("attempts", letter.attempts().map(Value::from)),
        ("service", letter.service().map(Value::from)),
        ("bytes", Some(json!(letter.record.value().len()))),
        ("omittedBytes", letter.omitted_bytes().map(Value::from)),
        ("cannotRetry", no_retry.map(|why| json!({"reason": why.word(), "why": why.to_string()}))),
        ("mark", mark.map(|mark| json!({"mark": mark.mark, "at": mark.at}))),
    ])
}
