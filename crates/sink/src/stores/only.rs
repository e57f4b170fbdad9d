//! Which articles a store takes: the table `only` of a store of any kind.
//!
//! Of each key that is given an article must have one of the values, found as searches find them: names without case and
//! accents, `PK` also what lies in `PK-IS`, `en` also `en-GB`. What is taken back or held back is never left out: a store that
//! has an earlier version must learn of it.

use super::filters::name_labels;
use super::found::Found;
use super::labels::{LabelKind, key_label, label};
use super::store_settings::StoreSettings;
use crate::search::{Searchable, name_key};
use article::{Article, EnrichedArticle, PubStatus};
use async_trait::async_trait;
use pipeline::{Delivery, Store, StoreError, Written};
use service::config::Keys;
use std::sync::Arc;

/// Longest body that may be asked for, in characters.
const LONGEST: usize = 10_000_000;

/// Which articles a store takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StoreFilter {
    /// For each key the reason it is counted by, and the labels of which an article must have one.
    labels: Vec<(&'static str, Vec<String>)>,
    /// Names of genres as keys.
    genres: Vec<String>,
    access: Vec<ReadingAccess>,
    /// Characters of the body.
    min_length: Option<usize>,
}

/// What there is to read of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadingAccess {
    /// All of it.
    Open,
    /// The rest is for subscribers.
    Paywalled,
    /// Its beginning.
    Stub,
}

impl StoreFilter {
    /// Reads the keys of `only`.
    pub(crate) fn read(mut keys: Keys<'_>) -> Self {
        let mut labels = Vec::new();
        for (key, reason, kind) in [
            ("languages", "filtered_language", LabelKind::Language),
            ("sources", "filtered_source", LabelKind::Source),
            ("topics", "filtered_topic", LabelKind::Topic),
            ("places", "filtered_place", LabelKind::Place),
            ("people", "filtered_person", LabelKind::Person),
            ("organisations", "filtered_organisation", LabelKind::Organisation),
        ] {
            let values = keys.list(key, |value| labels_of(kind, value));
            if !values.is_empty() {
                labels.push((reason, values.concat()));
            }
        }
        let genres = keys.list("genres", |value| match name_key(value) {
            key if key.is_empty() => Err(format!("`{value}` is no genre; write its name, such as opinion")),
            key => Ok(key),
        });
        let access = keys.list("access", |value| match value {
            "open" => Ok(ReadingAccess::Open),
            "paywalled" => Ok(ReadingAccess::Paywalled),
            "stub" => Ok(ReadingAccess::Stub),
            other => Err(format!("`{other}` is none of its values; write open, paywalled or stub")),
        });
        let min_length = keys.integer("min_length", 1..=LONGEST).given();
        keys.finish();
        Self { labels, genres, access, min_length }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Why an article is left out.
    fn passes_over(&self, article: &Article) -> Option<&'static str> {
        if !matches!(article.pub_status, Some(PubStatus::Usable) | None) {
            return None;
        }
        if self.min_length.is_some_and(|least| article.body().chars().take(least).count() < least) {
            return Some("filtered_length");
        }
        if !self.access.is_empty() && !self.access.contains(&access_of(article)) {
            return Some("filtered_access");
        }
        let is_wanted = |name: &str| self.genres.contains(&name_key(name));
        if !self.genres.is_empty() && !article.genres.iter().filter_map(|genre| genre.name.as_deref()).any(is_wanted) {
            return Some("filtered_genre");
        }
        let found = if self.labels.is_empty() { Vec::new() } else { Found::of(article).labels };
        let has = |labels: &[String]| labels.iter().any(|label| found.binary_search(label).is_ok());
        self.labels.iter().find(|(_, labels)| !has(labels)).map(|(reason, _)| *reason)
    }
}

/// The labels of which an article has one that is meant by a value.
fn labels_of(kind: LabelKind, value: &str) -> Result<Vec<String>, String> {
    let labels = match kind {
        LabelKind::Language => vec![label(kind, value)],
        LabelKind::Place | LabelKind::Agency => name_labels(kind, value),
        LabelKind::Person | LabelKind::Organisation | LabelKind::Topic | LabelKind::Source | LabelKind::Speaker => {
            vec![key_label(kind, &name_key(value))]
        }
    };
    let is_tag = |tag: &str| {
        tag.split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    if kind == LabelKind::Language && !is_tag(value) {
        return Err(format!("`{value}` is no language tag; write en, pt-BR or sr-Latn (BCP 47)"));
    }
    // A name of signs only would be found nowhere.
    if name_key(value).is_empty() {
        return Err(format!("`{value}` is no name; write letters or digits"));
    }
    Ok(labels)
}

fn access_of(article: &Article) -> ReadingAccess {
    let access = article.enrichment.access.as_ref();
    let is = |part: Option<Option<bool>>| part.flatten() == Some(true);
    if is(access.map(|access| access.paywalled)) {
        ReadingAccess::Paywalled
    } else if is(access.map(|access| access.stub)) {
        ReadingAccess::Stub
    } else {
        ReadingAccess::Open
    }
}

/// A store that takes only what its filter lets through. Without a filter it is the store itself.
pub(crate) fn filtered(inner: Box<dyn StoreSettings>, filter: StoreFilter) -> Box<dyn StoreSettings> {
    if filter.is_empty() { inner } else { Box::new(FilteredSettings { inner, filter: Arc::new(filter) }) }
}

#[derive(Debug)]
struct FilteredSettings {
    inner: Box<dyn StoreSettings>,
    filter: Arc<StoreFilter>,
}

#[async_trait]
impl StoreSettings for FilteredSettings {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn build(&self) -> Box<dyn Store> {
        Box::new(FilteredStore { inner: self.inner.build(), filter: Arc::clone(&self.filter) })
    }

    fn passes_over(&self, article: &Article) -> Option<&'static str> {
        self.filter.passes_over(article)
    }

    fn takes_replays(&self) -> bool {
        self.inner.takes_replays()
    }

    fn takes_embargoed(&self) -> bool {
        self.inner.takes_embargoed()
    }

    async fn connects(&self) -> Option<Result<String, String>> {
        self.inner.connects().await
    }

    fn searchable(&self) -> Option<&dyn Searchable> {
        self.inner.searchable()
    }
}

struct FilteredStore {
    inner: Box<dyn Store>,
    filter: Arc<StoreFilter>,
}

#[async_trait]
impl Store for FilteredStore {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn passes_over(&self, article: &EnrichedArticle) -> Option<&'static str> {
        self.filter.passes_over(&article.0).or_else(|| self.inner.passes_over(article))
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        self.inner.open().await
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        self.inner.write(batch).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Access, ArticleId, Entity, Genre, Place, Timestamp, Version};
    use service::config::{Environment, Problems, Settings};

    fn read(only: &str) -> Result<StoreFilter, String> {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("dateline.toml");
        std::fs::write(&file, format!("[[store]]\nname = 'a'\nkind = 'stdout'\n[store.only]\n{only}\n")).unwrap();
        let mut problems = Problems::default();
        let settings = Settings::load(Some(&file), &Environment::default(), &mut problems);
        let (only, rest) = settings.stores[0].without_table("only", &mut problems);
        let filter = StoreFilter::read(only.keys(&mut problems));
        rest.keys(&mut problems).finish();
        problems.check().map(|()| filter).map_err(|problems| problems.to_string())
    }

    fn ferry() -> Article {
        let mut article = Article::new(ArticleId::of_content("a"), Version::fetched_at(0), Timestamp::from_millis(0));
        article.set_headline("Ferry late again");
        article.set_body("The harbour of Gwadar was closed, said Zoë Quay.".to_owned());
        article.language = Some("en-GB".to_owned());
        article.people.push(Entity { name: Some("Zoë Quay".to_owned()), ..Entity::default() });
        article.places.push(Place {
            name: Some("Gwadar".to_owned()),
            literal: Some("PK-BA".to_owned()),
            ..Place::default()
        });
        article.genres.push(Genre { name: Some("Opinion".to_owned()), ..Genre::default() });
        article
    }

    #[test]
    fn an_article_must_have_one_value_of_each_key() {
        let article = ferry();
        for (only, expected) in [
            ("", None),
            ("languages = ['en']", None),
            ("languages = ['de', 'en-gb']", None),
            ("languages = ['de']", Some("filtered_language")),
            ("places = ['pk']", None),
            ("places = ['Gwadar', 'Oslo']", None),
            ("places = ['IN']", Some("filtered_place")),
            ("people = ['quay']\nlanguages = ['en']", None),
            ("people = ['Zoe Quay']", None),
            ("people = ['Quill']", Some("filtered_person")),
            ("organisations = ['U.N.']", Some("filtered_organisation")),
            ("topics = ['medtop:01000000']", Some("filtered_topic")),
            ("sources = ['world']", Some("filtered_source")),
            ("genres = ['opinion']", None),
            ("genres = ['interview']", Some("filtered_genre")),
            ("access = ['open']", None),
            ("access = ['stub', 'paywalled']", Some("filtered_access")),
            ("min_length = 48", None),
            ("min_length = 49", Some("filtered_length")),
        ] {
            assert_eq!(read(only).unwrap().passes_over(&article), expected, "{only}");
        }
    }

    #[test]
    fn what_is_taken_back_is_never_left_out() {
        let filter = read("languages = ['de']\nmin_length = 500").unwrap();
        for status in [PubStatus::Canceled, PubStatus::Withheld] {
            let article = Article { pub_status: Some(status), ..ferry() };
            assert_eq!(filter.passes_over(&article), None, "{status:?}");
        }
    }

    #[test]
    fn what_there_is_to_read_is_told_apart() {
        let filter = read("access = ['open']").unwrap();
        for (paywalled, stub, expected) in [
            (Some(true), None, Some("filtered_access")),
            (None, Some(true), Some("filtered_access")),
            (Some(false), None, None),
        ] {
            let mut article = ferry();
            article.enrichment.access = Some(Access { paywalled, stub, ..Access::default() });
            assert_eq!(filter.passes_over(&article), expected, "{paywalled:?} {stub:?}");
        }
    }

    #[test]
    fn a_store_with_a_filter_is_otherwise_the_store_it_was() {
        let filter = read("languages = ['de']").unwrap();
        for replays in [false, true] {
            let inner = Box::new(crate::StdoutSettings { name: "a".to_owned(), replays, embargoed: false });
            let store = filtered(inner, filter.clone());
            assert_eq!((store.name(), store.takes_replays()), ("a", replays));
            assert_eq!(store.passes_over(&ferry()), Some("filtered_language"));
        }
    }

    #[test]
    fn a_filter_that_cannot_be_meant_is_refused_by_line() {
        for (only, expected) in [
            ("languages = ['English!']", ":5: store.a.only.languages: `English!` is no language tag"),
            ("access = ['free']", ":5: store.a.only.access: `free` is none of its values"),
            ("people = ['!!']", ":5: store.a.only.people: `!!` is no name"),
            ("min_length = 0", ":5: store.a.only.min_length: 0 is out of range"),
            ("language = ['en']", ":5: store.a.only.language: unknown key; did you mean `languages`?"),
            ("languages = 'en'", ":5: store.a.only.languages: is not a list"),
        ] {
            let problems = read(only).unwrap_err();
            assert!(problems.contains(expected), "{problems}");
        }
    }
}
