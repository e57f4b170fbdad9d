//! Which text-search configuration fits a language, and how much text goes into the index.

/// Bytes of a body that are indexed, tried in this order: PostgreSQL refuses a vector of more than 1 MB
/// (MAXSTRPOS), and a body of distinct words costs up to twice its size in each of the two configurations; words with
/// hyphens and URLs cost more, so a refused row is tried again with less.
pub(super) const BODY_CAPS: [usize; 3] = [192 * 1024, 40 * 1024, 0];

/// Characters of headline and summary that are indexed.
pub(super) const HEADLINE_CHARACTERS: i32 = 2_000;
pub(super) const SUMMARY_CHARACTERS: i32 = 4_000;

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

/// How many characters of a text fit into so many bytes.
pub(super) fn characters_within(text: &str, bytes: usize) -> i32 {
    let fitting = text.char_indices().take_while(|(at, character)| at + character.len_utf8() <= bytes).count();
    i32::try_from(fitting).unwrap_or(i32::MAX)
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

    #[test]
    fn a_character_is_never_cut() {
        assert_eq!(characters_within("aéz", 2), 1);
        assert_eq!(characters_within("aéz", 3), 2);
        assert_eq!(characters_within("aéz", 99), 3);
    }
}
