//! Removing NUL, the one character of JSON text that PostgreSQL cannot store.

/// A text without NUL characters.
pub(crate) fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// Serialised JSON without NUL characters, which it writes as `\u0000`. A backslash that is itself escaped does not
/// begin an escape.
pub(crate) fn without_nul_escapes(json: String) -> String {
    const ESCAPE: &str = "u0000";
    if !json.contains("\\u0000") {
        return json;
    }
    let mut clean = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some((before, after)) = rest.split_once('\\') {
        clean.push_str(before);
        rest = match after.strip_prefix(ESCAPE) {
            Some(after) => after,
            None => {
                clean.push('\\');
                let mut characters = after.chars();
                clean.extend(characters.next());
                characters.as_str()
            }
        };
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn only_real_nul_characters_go() {
        for (given, expected) in [
            (json!("a\0b\0"), json!("ab")),
            (json!("\\u0000 stays, \0 goes"), json!("\\u0000 stays,  goes")),
            (json!("\\\0\\"), json!("\\\\")),
            (json!({"k\0": ["\0", "\"\0\n"]}), json!({"k": ["", "\"\n"]})),
        ] {
            let clean = without_nul_escapes(given.to_string());
            assert_eq!(serde_json::from_str::<Value>(&clean).unwrap(), expected, "{given}");
        }
    }
}
