//! The store contract on SQLite files, and what only a file can do wrong.

use article::{Article, ArticleId, EnrichedArticle, Record, Timestamp, TopicName, Version};
use bus::Received;
use dateline_sink::contract::{self, SqliteTarget, check_refused};
use dateline_sink::search::{Query, SearchError, Searchable};
use dateline_sink::{SqliteSettings, SqliteStore};
use pipeline::{Delivery, Store, StoreError, Written};
use std::path::Path;
use std::sync::Arc;

fn settings(path: &Path) -> SqliteSettings {
    SqliteSettings { name: "local".to_owned(), path: path.to_owned(), embargoed: false }
}

fn delivery(name: &str) -> Delivery {
    let seen_at = Timestamp::from_millis(1_700_000_000_000);
    let mut article = Article::new(ArticleId::of_source("desk", name), Version::fetched_at(seen_at.millis()), seen_at);
    article.set_headline(&format!("Lock keeper counts {name}"));
    let received =
        Received { topic: TopicName::new("news.enriched.v1"), partition: 0, offset: 0, record: Record::default() };
    Delivery { article: EnrichedArticle(article), replay: 0, received: Arc::new(received) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_the_store_contract() {
    let folder = tempfile::tempdir().unwrap();
    let target = SqliteTarget { settings: settings(&folder.path().join("made/on the way/articles.db")) };
    contract::check(&target).await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.db");
    std::fs::write(&path, "these are not the pages of a database ".repeat(200)).unwrap();
    check_refused(&mut SqliteStore::new(settings(&path)), "articles.db", "pages").await.unwrap();
}

#[tokio::test]
async fn a_write_before_opening_is_down() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::new(settings(&folder.path().join("articles.db")));
    assert!(matches!(store.write(&[]).await, Err(StoreError::Down(_))));
    assert_eq!(store.name(), "local");
}

#[tokio::test]
async fn searching_a_file_that_is_not_there_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("absent.db");
    let end = settings(&path).search(&Query::of_text("x")).await;
    assert!(matches!(end, Err(SearchError::NoDatabase(_))));
    assert!(!path.exists());
}

#[tokio::test]
async fn searching_a_file_without_tables_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.db");
    std::fs::write(&path, "").unwrap();
    let error = settings(&path).search(&Query::of_text("ferry")).await.unwrap_err().to_string();
    assert!(error.contains("no articles in") && error.contains("dateline run"), "{error}");
}

#[tokio::test]
async fn what_a_trigger_refuses_is_told_in_its_words_and_goes_on_without_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.db");
    let mut store = SqliteStore::new(settings(&path));
    store.open().await.unwrap();
    assert_eq!(store.write(&[delivery("barges")]).await.unwrap(), [Written::Stored]);
    let other = rusqlite::Connection::open(&path).unwrap();
    let closed =
        "CREATE TRIGGER closed BEFORE INSERT ON articles BEGIN SELECT RAISE(ABORT, 'closed for stocktaking'); END";
    other.execute_batch(closed).unwrap();
    let batch = [delivery("ferries"), delivery("tugs")];
    match store.write(&batch).await {
        Err(StoreError::Records(reason)) => assert!(reason.message.contains("closed for stocktaking"), "{reason:?}"),
        other => panic!("{other:?}"),
    }
    other.execute_batch("DROP TRIGGER closed").unwrap();
    assert_eq!(store.write(&batch).await.unwrap(), [Written::Stored, Written::Stored]);
}

/// What the first release made of an article: the texts were cut by the tokenizer alone.
const FILLED: &str = "
    CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;
    INSERT INTO schema_migrations VALUES (1, 'articles', '2023-11-14T22:13:20Z');
    INSERT INTO articles
        (id, uri, version, version_rank, replay, content_hash, headline, body, first_created, version_created,
        agencies, places, item)
    SELECT 7, item ->> 'uri', 1700000000000, 1700000000000, 0, 'sha256:', 'Lock keeper counts 渡船停航',
        'नौका/barge', '2023-11-14T22:13:20.000Z', '2023-11-14T22:13:20.000Z', '[]', '[]', item FROM given;
    INSERT INTO article_text (rowid, headline, body) VALUES (7, 'Lock keeper counts 渡船停航', 'नौका/barge');";

#[tokio::test]
async fn a_file_of_the_first_release_is_indexed_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.db");
    let first = rusqlite::Connection::open(&path).unwrap();
    first.execute_batch(include_str!("../../src/stores/sqlite/migrations/0001_articles.sql")).unwrap();
    let article = delivery("渡船停航").article.0;
    first.execute_batch("CREATE TEMP TABLE given (item TEXT)").unwrap();
    first.execute("INSERT INTO given VALUES (?)", [serde_json::to_string(&article).unwrap()]).unwrap();
    first.execute_batch(FILLED).unwrap();
    drop(first);
    for _ in 0..2 {
        SqliteStore::new(settings(&path)).open().await.unwrap();
        for words in ["渡船", "停航", "keeper", "नौका", "barge"] {
            let hits = settings(&path).search(&Query::of_text(words)).await.unwrap();
            assert_eq!(hits.hits.len(), 1, "{words}");
        }
    }
}

/// What the release before the tables of names and quotes made of articles.
const NAMELESS: &str = "
    CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;
    INSERT INTO schema_migrations VALUES (1, 'articles', '2023-11-14T22:13:20Z'), (2, 'search words', '2023-11-14T22:13:20Z');
    INSERT INTO articles
        (uri, version, version_rank, replay, content_hash, headline, body, first_created, version_created, agencies,
        places, item)
    SELECT uri, 1700000000000, 1700000000000, 0, 'sha256:', 'Dredgers leave', body, '2023-11-14T22:13:20.000Z',
        '2023-11-14T22:13:20.000Z', '[]', '[]', item FROM given ORDER BY rowid;
    INSERT INTO article_text (rowid, headline, body) SELECT id, headline, body FROM articles;
    INSERT INTO article_labels SELECT 'language:en', id FROM articles;
    INSERT INTO article_versions
    SELECT uri, version, version_rank, replay, content_hash, headline, version_created,
        iif(id = 1, json_set(item, '$.firstCreated', '2023-11-15T22:13:20Z'), item) FROM articles;
    INSERT INTO article_versions
    SELECT uri, 1600000000000, 1600000000000, replay, content_hash, 'Dredgers come', version_created, item FROM articles
    WHERE id = 1;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_the_release_before_names_gets_names_and_quotes_however_often_it_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.db");
    let earlier = rusqlite::Connection::open(&path).unwrap();
    earlier.execute_batch(include_str!("../../src/stores/sqlite/migrations/0001_articles.sql")).unwrap();
    earlier.execute_batch(include_str!("../../src/stores/sqlite/migrations/0002_search_words.sql")).unwrap();
    earlier.execute_batch("CREATE TEMP TABLE given (uri TEXT, item TEXT, body TEXT)").unwrap();
    for article in contract::earlier() {
        earlier.execute("INSERT INTO given VALUES (?, ?, ?)", (article.uri, article.item, article.body)).unwrap();
    }
    earlier.execute_batch(NAMELESS).unwrap();
    drop(earlier);
    let target = SqliteTarget { settings: settings(&path) };
    let error = target.settings.search(&Query::of_text("dredger")).await.unwrap_err().to_string();
    assert!(error.contains("of an earlier release") && error.contains("dateline run"), "{error}");
    contract::check_earlier(&target).await.unwrap();
}
