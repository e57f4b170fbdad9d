//! Which text-search configuration fits a language, and how much text goes into the index.
//!
//! Every word is indexed as printed (`simple`), without accents and, where the language has a stemmer, by its stem: then
//! exact words are found whatever language a search is in, and inflected ones in the language of the article.

use super::tsvector::Weight;
use crate::search::beginning;

/// Bytes that are indexed. In the index of a longer body most words would have lost their places: PostgreSQL counts
/// no further than 16,383 words.
const HEADLINE_BYTES: usize = 4 * 1024;
const SUMMARY_BYTES: usize = 8 * 1024;
const BODY_BYTES: usize = 192 * 1024;

/// Languages that PostgreSQL 15 and later bring a stemmer for, by ISO 639-1 code.
const CONFIGS: &[(&str, &str)] = &[
    ("ar", "arabic"),
    ("ca", "catalan"),
    ("da", "danish"),
    ("de", "german"),
    ("el", "greek"),
    ("en", "english"),
    ("es", "spanish"),
    ("eu", "basque"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("ga", "irish"),
    ("hi", "hindi"),
    ("hu", "hungarian"),
    ("hy", "armenian"),
    ("id", "indonesian"),
    ("it", "italian"),
    ("lt", "lithuanian"),
    ("nb", "norwegian"),
    ("ne", "nepali"),
    ("nl", "dutch"),
    ("no", "norwegian"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sr", "serbian"),
    ("sv", "swedish"),
    ("ta", "tamil"),
    ("tr", "turkish"),
    ("yi", "yiddish"),
];

/// The configuration for a BCP 47 tag; `simple`, which only folds case, for all others.
pub(crate) fn config_of(language: Option<&str>) -> &'static str {
    let primary = language.and_then(|tag| tag.split('-').next()).unwrap_or_default().to_ascii_lowercase();
    CONFIGS.iter().find(|(code, _)| *code == primary).map_or("simple", |(_, config)| config)
}

/// A text with the weight of its words.
pub(super) type Part<'a> = (Weight, &'a str);

/// What is indexed of an article.
pub(super) struct Indexed<'a> {
    pub(super) config: &'static str,
    pub(super) parts: [Part<'a>; 3],
}

impl<'a> Indexed<'a> {
    /// By the article's columns.
    pub(super) fn of(
        language: Option<&str>,
        headline: Option<&'a str>,
        summary: Option<&'a str>,
        body: &'a str,
    ) -> Self {
        let parts = [
            (Weight::A, beginning(headline.unwrap_or_default(), HEADLINE_BYTES)),
            (Weight::B, beginning(summary.unwrap_or_default(), SUMMARY_BYTES)),
            (Weight::D, beginning(body, BODY_BYTES)),
        ];
        Self { config: config_of(language), parts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_follows_the_primary_language() {
        for (tag, expected) in
            [(Some("en-GB"), "english"), (Some("DE"), "german"), (Some("ur"), "simple"), (None, "simple")]
        {
            assert_eq!(config_of(tag), expected);
        }
    }
}
