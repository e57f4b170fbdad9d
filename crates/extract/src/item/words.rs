//! Values from short lists, which agencies spell in several ways, in the words of ninjs 3.

use serde_json::Value;

/// Values that ninjs 3 has another word for, and those that are spelled otherwise.
const VALUES: &[(&str, &[(&str, &str)])] = &[
    ("representationType", &[("complete", "full"), ("incomplete", "partial")]),
    (
        "pubStatus",
        &[("cancelled", "canceled"), ("killed", "canceled"), ("embargoed", "withheld"), ("hold", "withheld")],
    ),
];

/// A value from a short list, which agencies spell as a code of IPTC too: `stat:canceled`.
pub(crate) fn settle_value(name: &str, value: &mut Value) {
    let Some((_, words)) = VALUES.iter().find(|(known, _)| *known == name) else { return };
    let Value::String(text) = value else { return };
    let word = text.rsplit([':', '/']).next().unwrap_or(text).trim().to_ascii_lowercase();
    let new = words.iter().find(|(old, _)| *old == word).map(|(_, new)| (*new).to_owned());
    *text = new.unwrap_or(word);
}
