//! What a language tag (BCP 47) begins with.

/// The code of the language, in lower case.
pub(crate) fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether a tag is of the language with this code.
pub(crate) fn is_of(tag: &str, code: &str) -> bool {
    tag.split('-').next().unwrap_or_default().eq_ignore_ascii_case(code)
}
