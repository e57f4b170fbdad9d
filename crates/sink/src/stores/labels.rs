//! Words that filters look up, made in one place for writer and reader.
//!
//! Places and agencies are in lower case, and again as keys where that is another word; languages and codes in lower
//! case; people, organisations, topics, sources and speakers as keys ([`name_key`]).

use super::names::{Name, NameKind};
use super::origin::source;
use super::said::Said;
use crate::search::name_key;
use article::Article;
use std::collections::BTreeSet;

/// What a label is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelKind {
    /// A place's name or its ISO 3166 code.
    Place,
    /// An agency's name.
    Agency,
    /// A language tag, or only its first part.
    Language,
    /// A person: the name, its last words, every form in the article, each title before the name.
    Person,
    /// An organisation, in every form in the article.
    Organisation,
    /// A topic's name or its code.
    Topic,
    /// The source's name in the configuration, or the outlet that the item names.
    Source,
    /// Somebody who is quoted, known as [`Self::Person`] is.
    Speaker,
}

/// An entry of PostgreSQL's index on labels must stay below 2,700 bytes; at most four bytes a character.
const MAX_CHARACTERS: usize = 400;
/// Labels of one article, far above what news has.
const MOST_LABELS: usize = 20_000;

impl LabelKind {
    fn prefix(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Agency => "agency",
            Self::Language => "language",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Topic => "topic",
            Self::Source => "source",
            Self::Speaker => "speaker",
        }
    }
}

/// The label of a value in lower case: `place:pk-is`.
pub(crate) fn label(kind: LabelKind, value: &str) -> String {
    let folded = article::collapse_white_space(&value.replace('\0', "")).to_lowercase();
    let folded: String = folded.chars().take(MAX_CHARACTERS).collect();
    format!("{}:{folded}", kind.prefix())
}

/// The label of a key: `person:siobhan obrien`.
pub(crate) fn key_label(kind: LabelKind, key: &str) -> String {
    format!("{}:{key}", kind.prefix())
}

/// All labels of an article, sorted, each once. A place with code `PK-IS` is also found under `PK`, an article in
/// `en-GB` under `en`.
pub(crate) fn labels(
    article: &Article,
    agencies: &[String],
    places: &[String],
    names: &[Name],
    said: &[Said],
) -> Vec<String> {
    let mut labels = Labels(BTreeSet::new());
    if let Some(tag) = &article.language {
        labels.add_code(LabelKind::Language, tag);
    }
    let outlets = article.info_sources.iter().filter(|outlet| outlet.role.as_deref() != Some("agency"));
    for name in source(article).into_iter().chain(outlets.filter_map(|outlet| outlet.name.as_deref())) {
        labels.add(LabelKind::Source, [name_key(name)]);
    }
    for name in agencies {
        labels.add_name(LabelKind::Agency, name);
    }
    for name in places {
        labels.add_name(LabelKind::Place, name);
    }
    for code in article.places.iter().filter_map(|place| place.literal.as_deref()) {
        labels.add_code(LabelKind::Place, code);
    }
    for speaker in said {
        labels.add(LabelKind::Speaker, speaker.speaker_keys.iter().cloned());
    }
    for name in names {
        labels.add_named(name);
    }
    labels.0.into_iter().collect()
}

struct Labels(BTreeSet<String>);

impl Labels {
    fn put(&mut self, label: String) {
        if self.0.len() < MOST_LABELS {
            self.0.insert(label);
        }
    }

    fn add(&mut self, kind: LabelKind, keys: impl IntoIterator<Item = String>) {
        keys.into_iter().filter(|key| !key.is_empty()).for_each(|key| self.put(key_label(kind, &key)));
    }

    fn add_name(&mut self, kind: LabelKind, name: &str) {
        self.put(label(kind, name));
        self.add(kind, [name_key(name)]);
    }

    fn add_code(&mut self, kind: LabelKind, code: &str) {
        self.put(label(kind, code));
        if let Some((part, _)) = code.split_once('-') {
            self.put(label(kind, part));
        }
    }

    fn add_named(&mut self, name: &Name) {
        match name.kind {
            NameKind::Person => self.add(LabelKind::Person, name.keys()),
            NameKind::Organisation => self.add(LabelKind::Organisation, name.keys()),
            NameKind::Place => self.add(LabelKind::Place, name.keys()),
            NameKind::Topic => {
                self.add(LabelKind::Topic, name.keys());
                // The code with its vocabulary, and alone.
                let code = name.code.iter().map(|code| name_key(code));
                let bare = name.code.iter().filter_map(|code| code.split_once(':')).map(|(_, code)| name_key(code));
                self.add(LabelKind::Topic, code.chain(bare).collect::<Vec<_>>());
            }
            NameKind::Event | NameKind::Keyword => {}
        }
    }
}
