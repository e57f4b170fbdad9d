//! JSON of strangers as a tree of bounded size.
//!
//! A value in memory is up to a hundred times as large as its text (`{"":0}` is a node of a map), so a document of a few
//! megabytes could become a gigabyte. Its values are counted in the text, before any of them is made.

use article::drop_controls;
use serde_json::Value;

/// Most values of one document: a feed of some ten thousand entries, or our own message with many thousand mentions.
pub(crate) const MOST_VALUES: usize = 200_000;

/// Why there is no tree.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoTree {
    /// It would be larger than any news item's.
    #[error("the JSON has more than {MOST_VALUES} values")]
    TooMany,
    /// It is no JSON.
    #[error(transparent)]
    Broken(serde_json::Error),
}

/// The tree of a whole document.
pub(crate) fn tree(text: &str) -> Result<Value, NoTree> {
    if values_in(text) > MOST_VALUES {
        return Err(NoTree::TooMany);
    }
    serde_json::from_str(text).map_err(NoTree::Broken)
}

/// Takes control characters out of every string of a tree.
pub(crate) fn drop_controls_in(value: &mut Value) {
    each_text_in(value, drop_controls);
}

/// Changes every string of a tree. The parser's nesting limit bounds the recursion.
pub(crate) fn each_text_in(value: &mut Value, change: fn(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text_in(value, change)),
        Value::Object(object) => object.values_mut().for_each(|value| each_text_in(value, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// How many values JSON text has, counted by the signs that part and open them: at least as many as it has, at most
/// two for each.
pub(crate) fn values_in(text: &str) -> usize {
    let (mut count, mut quoted, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else {
            quoted = byte == b'"';
            count += usize::from(matches!(byte, b',' | b'[' | b'{'));
        }
    }
    count + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_strings() {
        for (text, expected) in [("1", 1), ("[1,2]", 3), (r#"{"a":"b,[\\\",{","c":[]}"#, 4), ("", 1)] {
            assert_eq!(values_in(text), expected, "{text}");
        }
    }

    #[test]
    fn a_tree_is_refused_before_it_is_made() {
        let many = |unit: &str| format!("[{}0]", unit.repeat(MOST_VALUES));
        for unit in ["0,", "[],", "{},", r#"{"":0},"#] {
            assert!(matches!(tree(&many(unit)), Err(NoTree::TooMany)), "{unit}");
        }
        assert!(tree(&format!("[{}0]", "0,".repeat(MOST_VALUES - 3))).is_ok());
        assert!(matches!(tree("[0"), Err(NoTree::Broken(_))));
    }
}
