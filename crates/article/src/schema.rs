//! The JSON Schema of the message, generated from the types and checked in as `schema/dateline-article-1.0.json`.

use crate::Article;
use serde_json::Value;

/// The schema of an article message, JSON Schema 2020-12.
pub fn article_schema() -> Value {
    let mut schema = schemars::schema_for!(Article).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("$id".to_owned(), "https://example.org/schemas/dateline-article-1.0.json".into());
        root.insert("title".to_owned(), "Dateline article message 1.0: ninjs 3.0 with enrichment".into());
    }
    schema
}
