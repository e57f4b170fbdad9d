//! Values as SQLite keeps them. Times are RFC 3339 with milliseconds, as everywhere: they are of one length and sort as text.

/// A list as JSON text.
pub(super) fn json_list(values: &[String]) -> String {
    if values.is_empty() { "[]".to_owned() } else { serde_json::Value::from(values.to_vec()).to_string() }
}
