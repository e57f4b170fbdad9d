//! What a page's JSON-LD says about its article: dates and language. Malformed blocks are common and say nothing.

use serde_json::Value;

/// The facts of the first article, or else the first page, among the blocks of a page.
#[derive(Default)]
pub(crate) struct ArticleFacts {
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) language: Option<String>,
}

/// Reads one JSON-LD block. `None`: it is no JSON or speaks of no article.
pub(crate) fn article_facts(json: &str) -> Option<ArticleFacts> {
    let json = json.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim_end_matches(';');
    // Pages with broken JSON-LD are read without it.
    let value: Value = serde_json::from_str(json).ok()?;
    let object = find(&value, is_article).or_else(|| find(&value, is_page))?;
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(ArticleFacts {
        published: text("datePublished"),
        modified: text("dateModified"),
        language: text("inLanguage"),
    })
}

/// The first object of a kind, outermost first. The parser's nesting limit bounds the recursion.
fn find(value: &Value, is_kind: fn(&str) -> bool) -> Option<&serde_json::Map<String, Value>> {
    match value {
        Value::Array(values) => values.iter().find_map(|value| find(value, is_kind)),
        Value::Object(object) => {
            let matches = match object.get("@type") {
                Some(Value::String(kind)) => is_kind(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_kind),
                Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
            };
            if matches && object.contains_key("datePublished") {
                return Some(object);
            }
            // Only these lead to what the page itself is; lists of other articles hang elsewhere.
            let inner = ["@graph", "mainEntity", "mainEntityOfPage"].into_iter().filter_map(|name| object.get(name));
            inner.into_iter().find_map(|value| find(value, is_kind))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || matches!(kind, "BlogPosting" | "LiveBlogPosting" | "Report" | "Review")
}

fn is_page(kind: &str) -> bool {
    kind.ends_with("Page") || kind == "VideoObject"
}
