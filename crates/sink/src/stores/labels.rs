//! Words that filters look up: place, agency and language, folded to lower case in one place for writer and reader.

use article::Article;

/// What a label is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelKind {
    /// A place's name or its ISO 3166 code.
    Place,
    /// An agency's name.
    Agency,
    /// A language tag, or only its first part.
    Language,
}

/// An entry of PostgreSQL's index on labels must stay below 2,700 bytes; at most four bytes a character.
const MAX_CHARACTERS: usize = 400;

/// The label of a value: `place:islamabad`.
pub(crate) fn label(kind: LabelKind, value: &str) -> String {
    let prefix = match kind {
        LabelKind::Place => "place",
        LabelKind::Agency => "agency",
        LabelKind::Language => "language",
    };
    let folded = article::collapse_white_space(&value.replace('\0', "")).to_lowercase();
    let folded: String = folded.chars().take(MAX_CHARACTERS).collect();
    format!("{prefix}:{folded}")
}

/// All labels of an article, sorted, each once. A place with code `PK-IS` is also found under `PK`, an article in
/// `en-GB` under `en`.
pub(crate) fn labels(agencies: &[String], places: &[String], article: &Article) -> Vec<String> {
    let mut labels: Vec<String> = agencies.iter().map(|name| label(LabelKind::Agency, name)).collect();
    labels.extend(places.iter().map(|name| label(LabelKind::Place, name)));
    let coded = |kind, code: &str| {
        let whole = label(kind, code);
        let part = code.split_once('-').map(|(part, _)| label(kind, part));
        std::iter::once(whole).chain(part)
    };
    for code in article.places.iter().filter_map(|place| place.literal.as_deref()) {
        labels.extend(coded(LabelKind::Place, code));
    }
    labels.extend(article.language.iter().flat_map(|tag| coded(LabelKind::Language, tag)));
    labels.sort_unstable();
    labels.dedup();
    labels
}
