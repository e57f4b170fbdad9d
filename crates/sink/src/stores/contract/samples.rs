//! Articles of our own writing, as deliveries.

use article::{
    Article, ArticleId, DateFrom, DateRole, Dateline, DatelinePlace, EnrichedArticle, Extra, InfoSource, Place,
    Precision, Provenance, Record, Span, StatedDate, Timestamp, TopicName, Version, alt_role, content_hash,
};
use bus::Received;
use pipeline::Delivery;

/// A fetch time: November 2023.
pub(super) const FETCH: i64 = 1_700_000_000_000;

/// The id of a case's article.
pub(super) fn id(case: &str) -> ArticleId {
    ArticleId::of_source("store-contract", case)
}

/// A fetched version: its text is `text`, its firstCreated the fetch time.
pub(super) fn fetched(case: &str, at: i64, text: &str) -> Article {
    article(case, Version::fetched_at(at), at, text)
}

/// A version that the source counted itself, seen at [`FETCH`].
pub(super) fn revision(case: &str, number: u64, text: &str) -> Article {
    article(case, Version::revision(number).unwrap_or_else(|| Version::fetched_at(FETCH)), FETCH, text)
}

fn article(case: &str, version: Version, seen_at: i64, text: &str) -> Article {
    let mut article = Article::new(id(case), version, Timestamp::from_millis(seen_at));
    article.set_headline(&format!("Headline of {text}"));
    article.set_body(text.to_owned());
    article.add_alt_id(alt_role::CONTENT_HASH, &content_hash(&format!("Headline of {text}"), text));
    article
}

/// An article in which every column has a value.
pub(super) fn complete(case: &str) -> Article {
    let body = "MUZAFFARABAD, (UrduPoint / Valley Press Wire - 24th Oct, 2024) Rivers receded on Thursday.";
    let mut article = fetched(case, FETCH, body);
    article.set_headline("Rivers recede in the valley");
    article.set_summary("Rivers receded on Thursday.");
    article.language = Some("en-GB".to_owned());
    article.located = Some("Muzaffarabad".to_owned());
    article.by = Some("A. Writer".to_owned());
    article.places =
        vec![Place { name: Some("Muzaffarabad".to_owned()), literal: Some("PK-JK".to_owned()), ..Place::default() }];
    let agency = |name: &str| InfoSource {
        name: Some(name.to_owned()),
        role: Some("agency".to_owned()),
        ..InfoSource::default()
    };
    article.info_sources = vec![agency("UrduPoint"), agency("Nordic Wire")];
    article.enrichment.dateline = Some(Dateline {
        text: "MUZAFFARABAD, (UrduPoint / Valley Press Wire - 24th Oct, 2024)".to_owned(),
        place: Some(DatelinePlace { name: "Muzaffarabad".to_owned(), reference: Some(0) }),
        agencies: vec!["UrduPoint".to_owned(), "Valley Press Wire".to_owned()],
        date: Some("2024-10-24".to_owned()),
        span: Span { start: 0, end: 62 },
        extra: Extra::new(),
    });
    article.enrichment.dates =
        vec![StatedDate::new(DateRole::Published, "2024-10-24".to_owned(), Precision::Day, DateFrom::Header)];
    article.enrichment.provenance = vec![Provenance {
        source: Some("wire".to_owned()),
        ..Provenance::new("ingest", "dateline/test", Timestamp::from_millis(FETCH))
    }];
    article.add_alt_id(alt_role::CANONICAL_URL, &format!("https://example.org/{case}"));
    article
}

/// On its way into a store, outside any replay.
pub(super) fn delivery(article: Article) -> Delivery {
    replayed(article, 0)
}

/// On its way into a store, written by a replay.
pub(super) fn replayed(article: Article, replay: i64) -> Delivery {
    let received =
        Received { topic: TopicName::new("news.enriched.v1"), partition: 0, offset: 0, record: Record::default() };
    Delivery { article: EnrichedArticle(article), replay, received: std::sync::Arc::new(received) }
}
