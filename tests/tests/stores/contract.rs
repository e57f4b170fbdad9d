//! The store contract on a real PostgreSQL. SQLite runs the same cases in its own crate.

use article::{Article, ArticleId, EnrichedArticle, Record, Timestamp, TopicName, Version};
use bus::Received;
use dateline_tests::{Postgres, Turn, wire_articles};
use pipeline::{Delivery, Store, Written};
use sink::contract::{PostgresTarget, Target, check, check_earlier, check_outage, check_refused, earlier};
use sink::search::Query;
use sink::{PostgresSettings, PostgresStore};

fn target(url: &str) -> PostgresTarget {
    PostgresTarget { settings: PostgresSettings::try_new("contract", url).expect("the harness makes valid URLs") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_keeps_the_contract_of_a_store() {
    let _turn = Turn::of(module_path!());
    let database = Postgres::shared().unwrap().create_database().unwrap();
    check(&target(database.url())).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_away_is_down_and_loses_nothing() {
    let _turn = Turn::of(module_path!());
    let postgres = std::sync::Mutex::new(Postgres::start().unwrap());
    let database = postgres.lock().unwrap().create_database().unwrap();
    let stop = async || postgres.lock().unwrap().kill();
    let start = async || postgres.lock().unwrap().resume();
    check_outage(&target(database.url()), stop, start).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_refused_and_not_shown() {
    let _turn = Turn::of(module_path!());
    let postgres = Postgres::start_with_password("right-password").unwrap();
    let database = postgres.create_database().unwrap();
    check(&target(database.url())).await.unwrap();
    let url = database.url_with_password("wrong-password").unwrap();
    let mut store = PostgresStore::new(PostgresSettings::try_new("contract", &url).unwrap());
    check_refused(&mut store, "127.0.0.1", "wrong-password").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn searching_a_database_without_tables_says_what_to_do() {
    let _turn = Turn::of(module_path!());
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let error = target(database.url()).search(&Query::of_text("ferry")).await.unwrap_err().to_string();
    assert!(error.contains("no articles in 127.0.0.1") && error.contains("dateline run"), "{error}");
}

/// Texts with everything that PostgreSQL's parser treats in a way of its own.
const TEXTS: &[(&str, &str)] = &[
    ("en", "(AP) - The state-of-the-art ferries' crews, said “Mr. O'Neil-Smith”, weren't paid $5.25m; 3.5% of 1,200 …"),
    (
        "en",
        "See https://www.example.org/news/2024/10/a-b_c.html?q=1&r=2#top or www.example.com. Mail desk@example.org!",
    ),
    ("en", "U.S. and U.K. officials met at 10:30 a.m. on 2024-10-24 (v1.2.3, -5 +7 1e10 0x1f) in /var/log/a.txt"),
    (
        "en",
        "It was—so they said—not so: \"no\" 'yes' [maybe] {perhaps} <never> a<b>c &amp; &nbsp; #tag @name 50°C £3 №5",
    ),
    (
        "en",
        "The the THE running runs ran; ponies’ ponies. Line\nbreaks\ttabs\u{a0}no-break\u{2009}thin\u{3000}wide spaces",
    ),
    ("de", "Die Häuser der Bürgermeisterin („Straßenbahn“) wurden 1.234,56 € teurer, so Müller-Lüdenscheidt."),
    ("fr", "L’état-major s’est réuni aujourd’hui à l'hôtel ; « c'est fini », a-t-il déclaré."),
    ("ru", "Министры встретились в Москве, 24 октября, и договорились о перемирии."),
    ("ar", "اجتمع الوزراء في القاهرة، 24 أكتوبر، لمناقشة الاتفاق؟"),
    ("hi", "प्रधानमंत्री ने दिल्ली में बैठक की।"),
    ("zh", "外交部长于10月24日在北京举行会议，讨论了e-mail和www.example.cn的问题。"),
    ("ja", "首相は24日、東京で会議を開いた。"),
    ("en", "e\u{301}tude nai\u{308}ve \u{1F30A}wave wave\u{1F30A} zero\u{200b}width soft\u{ad}hyphen"),
];

fn delivery(number: usize, language: &str, body: &str) -> Delivery {
    let seen_at = Timestamp::from_millis(1_729_778_531_000);
    let id = ArticleId::of_source("index", &number.to_string());
    let mut article = Article::new(id, Version::fetched_at(seen_at.millis()), seen_at);
    article.language = Some(language.to_owned());
    article.set_body(body.to_owned());
    let received =
        Received { topic: TopicName::new("news.enriched.v1"), partition: 0, offset: 0, record: Record::default() };
    Delivery { article: EnrichedArticle(article), replay: 0, received: std::sync::Arc::new(received) }
}

/// The store puts vectors together from what the server makes of single words: as of a text in which nothing else stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_index_of_a_text_is_what_the_server_makes_of_its_words() {
    let _turn = Turn::of(module_path!());
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let mut store = PostgresStore::new(PostgresSettings::try_new("contract", database.url()).unwrap());
    store.open().await.unwrap();
    let wire: Vec<String> = wire_articles(60, 5).map(|article| article.body).collect();
    let texts: Vec<(&str, &str)> = TEXTS.iter().copied().chain(wire.iter().map(|body| ("en", body.as_str()))).collect();
    // In two batches: what was asked for the first is known in the second.
    for (batch, texts) in texts.chunks(texts.len() / 2).enumerate() {
        let batch: Vec<Delivery> = texts
            .iter()
            .enumerate()
            .map(|(number, (language, body))| delivery(batch * 1_000 + number, language, body))
            .collect();
        assert_eq!(store.write(&batch).await.unwrap(), vec![Written::Stored; batch.len()]);
    }
    // A word stands in one place, as printed, by its stem and, which no server makes, without accents.
    let differences = "
        with configs (language, config) as (values ('en', 'english'), ('de', 'german'), ('fr', 'french'),
            ('ru', 'russian'), ('ar', 'arabic')),
        texts as (
            select uri, body, config, regexp_replace(body, '[^[:alnum:]]+', ' ', 'g') as words
            from articles join configs using (language) where body !~ '[\\u0300-\\u036f\\u200b\\u00ad]'
        ),
        expected as (
            select uri, lexeme, unnest(positions) as position from texts, unnest(to_tsvector('simple', words))
            union
            select uri, lexeme, unnest(positions) from texts, unnest(to_tsvector(config::regconfig, words))
        ),
        stored as (select uri, lexeme, unnest(positions) as position from articles, unnest(search)),
        own as (select * from stored where uri in (select uri from texts where body ~ '[À-ɏЀ-ӿ]'))
        select body, 'missing', missing from articles join (
            select uri, array_agg((lexeme, position)) as missing
            from (select * from expected except select * from stored) as one group by uri) as found using (uri)
        union all
        select body, 'extra', extra from texts join (
            select uri, array_agg((lexeme, position)) as extra
            from (select * from stored except select * from expected except select * from own) as one
            group by uri) as found using (uri)";
    assert_eq!(database.query(differences).unwrap(), Vec::<String>::new());
    let lexemes = database.number("select sum(length(search)) from articles").unwrap();
    assert!(lexemes > 5_000, "{lexemes} lexemes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_the_first_release_is_indexed_anew() {
    let _turn = Turn::of(module_path!());
    let database = Postgres::shared().unwrap().create_database().unwrap();
    database.query(include_str!("../../../crates/sink/src/stores/postgres/migrations/0001_articles.sql")).unwrap();
    database
        .query(
            "create table schema_migrations
                (number integer primary key, name text not null, applied_at timestamptz not null default now());
            insert into schema_migrations values (1, 'articles')",
        )
        .unwrap();
    // More than one portion.
    for number in 0..450 {
        let article = delivery(number, "en", "नौका/barge 渡船停航").article.0;
        let (uuid, item) = (article.uri.uuid(), serde_json::to_string(&article).unwrap());
        database
            .query(&format!(
                "insert into articles (uri, version, version_rank, replay, content_hash, headline, body, language,
                    first_created, version_created, agencies, places, labels, search, item)
                values ('{uuid}', 1, 1, 0, 'sha256:', 'Lock keepers {number}', 'नौका/barge 渡船停航', 'en', now(), now(),
                    '{{}}', '{{}}', '{{}}', to_tsvector('simple', 'Lock keepers {number} नौका/barge 渡船停航'), '{item}')"
            ))
            .unwrap();
    }
    for _ in 0..2 {
        PostgresStore::new(PostgresSettings::try_new("contract", database.url()).unwrap()).open().await.unwrap();
        for (words, expected) in [("渡船", 450), ("停航", 450), ("keeper 317", 1), ("नौका", 450), ("barges", 450)]
        {
            let hits = target(database.url()).search(&Query { limit: 1_000, ..Query::of_text(words) }).await.unwrap();
            assert_eq!(hits.len(), expected, "{words}");
        }
        assert_eq!(database.number("select count(*) from pg_tables where tablename = 'articles_to_index'").unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_the_release_before_names_gets_names_and_quotes_however_often_it_is_cut_off() {
    let _turn = Turn::of(module_path!());
    let database = Postgres::shared().unwrap().create_database().unwrap();
    for migration in [
        include_str!("../../../crates/sink/src/stores/postgres/migrations/0001_articles.sql"),
        include_str!("../../../crates/sink/src/stores/postgres/migrations/0002_search_words.sql"),
        "create table schema_migrations
            (number integer primary key, name text not null, applied_at timestamptz not null default now());
        insert into schema_migrations values (1, 'articles'), (2, 'search words')",
    ] {
        database.query(migration).unwrap();
    }
    for portion in earlier().chunks(10) {
        let rows = portion.iter().map(|article| {
            let quoted = |text: &str| text.replace('\'', "''");
            format!(
                "('{}', 1700000000000, 1700000000000, 0, 'sha256:', 'Dredgers leave', '{}', 'en', now(), now(), '{{}}',
                    '{{}}', '{{language:en}}', '', '{}')",
                article.uri,
                quoted(&article.body),
                quoted(&article.item)
            )
        });
        database
            .query(&format!(
                "insert into articles (uri, version, version_rank, replay, content_hash, headline, body, language,
                    first_created, version_created, agencies, places, labels, search, item) values {}",
                rows.collect::<Vec<_>>().join(", ")
            ))
            .unwrap();
    }
    database
        .query(&format!(
            "insert into article_versions
            select uri, version, version_rank, replay, content_hash, headline, version_created,
                case when uri = '{first}' then jsonb_set(item, '{{firstCreated}}', '\"2023-11-15T22:13:20Z\"') else item end
            from articles;
            insert into article_versions
            select uri, 1600000000000, 1600000000000, replay, content_hash, 'Dredgers come', version_created, item
            from articles where uri = '{first}'",
            first = earlier().first().unwrap().uri
        ))
        .unwrap();
    // Before the migration they are said to be of an earlier release.
    database.query("drop table articles_to_index").unwrap();
    let target = target(database.url());
    let error = target.search(&Query::of_text("dredger")).await.unwrap_err().to_string();
    assert!(error.contains("of an earlier release") && error.contains("dateline run"), "{error}");
    database.query("create table articles_to_index as select uri from articles").unwrap();
    check_earlier(&target).await.unwrap();
    // A sink of the release before would leave an article without names, or with those of another version.
    let refused = database
        .query(
            "insert into articles (uri, version, version_rank, replay, content_hash, headline, body, language,
                first_created, version_created, agencies, places, labels, search, item)
            select uri, version + 1, version_rank + 1, replay, content_hash, headline, body, language, first_created,
                version_created, agencies, places, labels, search, item from articles limit 1
            on conflict (uri) do update set version = excluded.version",
        )
        .unwrap_err();
    assert!(format!("{refused:#}").contains("names_form"), "{refused:#}");
}
