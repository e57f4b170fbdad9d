//! What a language tag (BCP 47) begins with.

/// The code of the language, in lower case.
pub(crate) fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}
