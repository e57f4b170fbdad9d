//! Texts as configuration files have them.

use article::escaped;
use serde_json::Value;

/// A text in quotes. `$` before a brace is doubled, or it would be a variable where this is read again.
pub(crate) fn quoted(text: &str) -> String {
    // The escapes of JSON are TOML's, which wants a few signs more.
    escaped(&Value::from(text.replace("${", "$${")).to_string()).into_owned()
}
