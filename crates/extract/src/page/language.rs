//! The language a page declares.
//!
//! In: its declarations. Out: a BCP 47 tag, or nothing. What is no tag is no declaration; whether the text is in that
//! language is for others to find out.

use super::metadata::Metadata;
use crate::language_tag::language_tag;
use crate::notes::Notes;

/// Finds the declared language: the outermost element's, else meta elements, else JSON-LD.
pub(crate) fn language(declared: &Metadata, notes: &Notes) -> Option<String> {
    let meta = |names| declared.meta(names);
    let stated = [
        ("html lang", declared.html_language.as_deref()),
        (
            "meta language",
            meta(&["content-language", "inlanguage", "dc.language", "dcterms.language", "language", "og:locale"]),
        ),
        ("json_ld inLanguage", declared.json_ld.language.as_deref()),
    ];
    let (rule, tag) = stated.into_iter().find_map(|(rule, text)| Some((rule, language_tag(text?)?)))?;
    notes.chose("language", rule, || tag.clone());
    Some(tag)
}
