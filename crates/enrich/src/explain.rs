//! Why an article says what it says: for each enricher what it wrote, and by which rule or model.
//!
//! In: the article before and after each enricher, and the reasons that enrichers give while they work
//! ([`crate::Reading::because`]). Out: an [`Explanation`], which prints as text for a terminal. Nothing of this happens
//! unless asked for.

use article::{Article, EnrichedArticle, Span, printable};
use serde_json::Value;
use std::fmt;

/// One article explained.
#[derive(Debug)]
pub struct Explanation {
    /// The article, as it is without explaining.
    pub article: EnrichedArticle,
    /// One step for each enricher, in the order of their work.
    pub steps: Vec<Step>,
}

/// What one enricher did.
#[derive(Debug)]
pub struct Step {
    /// Its name.
    pub enricher: &'static str,
    /// The version of its model, if it has one.
    pub model: Option<String>,
    /// Whether it left the article alone because it does not read its language.
    pub skipped: bool,
    /// What it wrote.
    pub changes: Vec<Change>,
    /// Why, in the order of its work.
    pub reasons: Vec<Because>,
}

/// A value that an enricher wrote.
#[derive(Debug)]
pub struct Change {
    /// Where in the message, such as `enrichment.quotes[2]`.
    pub path: String,
    /// The value as JSON; `None` where one was taken away.
    pub value: Option<Value>,
    /// The piece of the body that the value's span covers.
    pub printed: Option<String>,
}

/// Why something was found, or was not.
#[derive(Debug)]
pub struct Because {
    /// The piece of the body it is about, if it is about one.
    pub span: Option<Span>,
    /// That piece.
    pub printed: String,
    /// The rule or the model's judgement.
    pub why: String,
}

/// What stands in `after` and not in `before`.
pub(crate) fn changes(before: &Article, after: &Article, body: &str) -> Result<Vec<Change>, serde_json::Error> {
    let mut found = Vec::new();
    compare(String::new(), &serde_json::to_value(before)?, &serde_json::to_value(after)?, &mut found);
    for change in &mut found {
        change.printed = change.value.as_ref().and_then(span_of).map(|span| piece(body, span));
    }
    Ok(found)
}

fn span_of(value: &Value) -> Option<Span> {
    serde_json::from_value(value.get("span")?.clone()).ok() // Anything else there is no span.
}

fn piece(body: &str, span: Span) -> String {
    let length = span.end.saturating_sub(span.start);
    body.chars().skip(span.start as usize).take(length as usize).collect()
}

/// The depth of messages is bounded by the types they are made of.
fn compare(path: String, before: &Value, after: &Value, found: &mut Vec<Change>) {
    match (before, after) {
        (one, other) if one == other => {}
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in other {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(path, one.get(key).unwrap_or(&Value::Null), value, found);
            }
            for key in one.keys().filter(|key| !other.contains_key(*key)) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                found.push(Change { path, value: None, printed: None });
            }
        }
        (Value::Null, Value::Object(other)) if !other.contains_key("span") => {
            compare(path, &Value::Object(serde_json::Map::new()), &Value::Object(other.clone()), found);
        }
        (Value::Null, Value::Array(_)) => compare(path, &Value::Array(Vec::new()), after, found),
        (Value::Array(one), Value::Array(other)) => {
            for (at, value) in other.iter().enumerate() {
                match one.get(at) {
                    Some(old) => compare(format!("{path}[{at}]"), old, value, found),
                    None => {
                        let path = format!("{path}[{at}]");
                        found.push(Change { path, value: Some(value.clone()), printed: None });
                    }
                }
            }
            for at in other.len()..one.len() {
                found.push(Change { path: format!("{path}[{at}]"), value: None, printed: None });
            }
        }
        (_, _) => found.push(Change { path, value: Some(after.clone()), printed: None }),
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.article.0.uri)?;
        if let Some(headline) = self.article.0.headlines.first() {
            writeln!(out, "{}", shown(&headline.value))?;
        }
        for step in &self.steps {
            writeln!(out, "\n{step}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.enricher)?;
        if let Some(model) = &self.model {
            write!(out, " ({model})")?;
        }
        if self.skipped {
            return write!(out, "\n  left out: it does not read the language of this article");
        }
        if self.changes.is_empty() && self.reasons.is_empty() {
            return write!(out, "\n  found nothing");
        }
        for change in &self.changes {
            match &change.value {
                Some(value) => write!(out, "\n  + {} = {}", change.path, shown(&value.to_string()))?,
                None => write!(out, "\n  - {}", change.path)?,
            }
            if let Some(printed) = &change.printed {
                write!(out, "  “{}”", shown(printed))?;
            }
        }
        for reason in &self.reasons {
            write!(out, "\n  because ")?;
            if let Some(span) = reason.span {
                write!(out, "{}..{} “{}”: ", span.start, span.end, shown(&reason.printed))?;
            }
            write!(out, "{}", shown(&reason.why))?;
        }
        Ok(())
    }
}

/// In one line, which is not too long and cannot steer a terminal.
fn shown(text: &str) -> String {
    const LONGEST: usize = 300;
    let clean = printable(text);
    match clean.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", clean.get(..end).unwrap_or_default()),
        None => clean,
    }
}
