//! How fast filters and quotes are found in a store of many articles, in both kinds: `search-speed [ARTICLES]`.
//!
//! A part of the articles is written by the store; the others are copies of these, made in the database, as if published
//! later. They are made up: of 2,000 people, 500 organisations, 60 topics and 12 sources a few have most of the mentions,
//! as in news. Each query is asked as `dateline search` and `dateline quotes` ask it, connecting to PostgreSQL included.

use anyhow::Context;
use article::{
    Article, DateFrom, DateRole, EnrichedArticle, Entity, Extra, Mention, MentionKind, Precision, Provenance, Quote,
    QuoteKind, Record, Span, Speaker, StatedDate, Subject, Timestamp, TopicName, rel,
};
use bus::Received;
use dateline_tests::{Postgres, say, scratch_dir, short_articles};
use pipeline::{Delivery, Store};
use sink::contract::{PostgresTarget, SqliteTarget, Target};
use sink::search::{Query, Searchable};
use sink::{PostgresSettings, SqliteSettings};
use std::sync::Arc;
use std::time::{Duration, Instant};

const BATCH: usize = 500;
const ROUNDS: usize = 9;
const PEOPLE: usize = 2_000;
const ORGANISATIONS: usize = 500;
const TOPICS: usize = 60;
const SOURCES: usize = 12;
/// November 2023.
const FIRST: i64 = 1_700_000_000_000;
/// Between two articles.
const STEP: i64 = 300_000;
const STEP_SECONDS: usize = 300;
/// Articles that the store writes itself.
const WRITTEN: usize = 5_000;

fn main() -> anyhow::Result<()> {
    let count = std::env::args().nth(1).map_or(Ok(100_000), |count| count.parse()).context("how many articles?")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let folder = scratch_dir("search-speed")?;
    let sqlite = SqliteSettings { name: "local".to_owned(), path: folder.path().join("articles.db") };
    let target = SqliteTarget { settings: sqlite.clone() };
    runtime.block_on(measure("SQLite", &target, &sqlite, count, COPY_SQLITE))?;
    let database = Postgres::shared()?.create_database()?;
    let postgres = PostgresSettings::try_new("articles", database.url())?;
    let target = PostgresTarget { settings: postgres.clone() };
    runtime.block_on(measure("PostgreSQL", &target, &postgres, count, COPY_POSTGRES))
}

async fn measure(
    kind: &str,
    target: &dyn Target,
    searchable: &dyn Searchable,
    count: usize,
    copy: &[&str],
) -> anyhow::Result<()> {
    fill(kind, &mut *target.store(), count.min(WRITTEN)).await?;
    for number in 1..count.div_ceil(WRITTEN) {
        let values = [("{n}", number), ("{articles}", WRITTEN), ("{seconds}", number * WRITTEN * STEP_SECONDS)];
        let sql = values.iter().fold(copy.join(";\n"), |sql, (name, value)| sql.replace(name, &value.to_string()));
        target.execute(&sql).await?;
    }
    // As autovacuum leaves it; SQLite has no statistics.
    if kind == "PostgreSQL" {
        target.execute("VACUUM ANALYZE").await?;
    }
    say(&format!("{kind}: {} articles", target.text("SELECT CAST(count(*) AS text) FROM articles").await?))?;
    ask_all(searchable).await
}

/// Copies the first articles, number `{n}`: their ids are their seconds times 16,384.
const COPY_SQLITE: &[&str] = &[
    "PRAGMA synchronous = off",
    "CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, article_text, instance)",
    "CREATE TABLE IF NOT EXISTS first_articles AS SELECT doc AS id, group_concat(term, ' ') AS labels
        FROM terms WHERE col = 'labels' GROUP BY doc",
    "BEGIN",
    "CREATE TEMP TABLE copied AS SELECT * FROM articles WHERE id IN (SELECT id FROM first_articles)",
    "UPDATE copied SET id = id + {seconds} * 16384, uri = lower(hex(randomblob(16))),
        published = strftime('%Y-%m-%dT%H:%M:%fZ', published, '+{seconds} seconds')",
    "INSERT INTO articles SELECT * FROM copied ORDER BY id",
    "INSERT INTO article_text (rowid, headline, summary, body, labels)
        SELECT copied.id, headline, summary, lower(replace(replace(replace(body, '.', ' '), ',', ' '), '-', ' ')), labels
        FROM copied
        JOIN first_articles ON first_articles.id = copied.id - {seconds} * 16384 ORDER BY copied.id",
    "CREATE TEMP TABLE named AS SELECT * FROM article_names WHERE article IN (SELECT id FROM first_articles)",
    "UPDATE named SET article = article + {seconds} * 16384",
    "INSERT INTO article_names SELECT * FROM named",
    "CREATE TEMP TABLE said AS SELECT * FROM article_quotes WHERE article IN (SELECT id FROM first_articles)",
    "UPDATE said SET id = id + {n} * (SELECT count(*) FROM said), article = article + {seconds} * 16384",
    "INSERT INTO article_quotes SELECT * FROM said",
    "INSERT INTO article_quote_text (rowid, words) SELECT id, words FROM said ORDER BY id",
    "COMMIT",
];

const COPY_POSTGRES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS first_uris AS SELECT uri AS old FROM articles",
    "CREATE TEMP TABLE ids AS SELECT old, gen_random_uuid() AS new FROM first_uris",
    "CREATE TEMP TABLE copied AS SELECT articles.* FROM articles JOIN ids ON old = uri",
    "UPDATE copied SET uri = new, published = published + interval '{seconds} seconds' FROM ids WHERE old = uri",
    "INSERT INTO articles SELECT * FROM copied",
    "CREATE TEMP TABLE named AS SELECT article_names.* FROM article_names JOIN ids ON old = article",
    "UPDATE named SET article = new FROM ids WHERE old = article",
    "INSERT INTO article_names SELECT * FROM named",
    "CREATE TEMP TABLE said AS SELECT article_quotes.* FROM article_quotes JOIN ids ON old = article",
    "UPDATE said SET article = new FROM ids WHERE old = article",
    "INSERT INTO article_quotes SELECT * FROM said",
];

async fn fill(kind: &str, store: &mut dyn Store, count: usize) -> anyhow::Result<()> {
    store.open().await?;
    let mut chance = Chance(7);
    let mut articles = short_articles(count, 1).enumerate();
    let mut writing = Duration::ZERO;
    loop {
        let batch = articles.by_ref().take(BATCH).map(|(number, wire)| {
            let version = FIRST + STEP * i64::try_from(number).unwrap_or(0);
            let mut article = wire.article("desk", version);
            article.set_body(wire.body);
            name_everybody(&mut article, &mut chance, version);
            delivery(article)
        });
        let batch: Vec<Delivery> = batch.collect();
        if batch.is_empty() {
            break;
        }
        let began = Instant::now();
        store.write(&batch).await?;
        writing += began.elapsed();
    }
    say(&format!("{kind}: {count} articles, {:.0}/s written", count as f64 / writing.as_secs_f64()))
}

async fn ask_all(searchable: &dyn Searchable) -> anyhow::Result<()> {
    let of = |name: String| vec![name];
    for (rank, what) in [(0, "frequent"), (40, "usual"), (1_500, "rare"), (PEOPLE, "absent")] {
        let person = || of(surname(rank));
        let organisation = || of(organisation(rank / 4));
        let (topic, source) = (of(topic(rank % 70)), of(format!("source {}", rank % 13)));
        let base = Query::default;
        for (name, query) in [
            ("--person", Query { people: person(), ..base() }),
            ("--organisation", Query { organisations: organisation(), ..base() }),
            ("--topic", Query { topics: topic.clone(), ..base() }),
            ("--source", Query { sources: source.clone(), ..base() }),
            ("--speaker", Query { speakers: person(), ..base() }),
            ("--person --topic --source", Query { people: person(), topics: topic, sources: source, ..base() }),
            ("--person WORDS", Query { people: person(), ..Query::of_text("inquiry harbour") }),
        ] {
            report(what, name, async || Ok(searchable.search(&query).await?.hits.len())).await?;
        }
        for (name, query) in [
            ("quotes --by", Query { speakers: person(), ..base() }),
            ("quotes --by WORD", Query { speakers: person(), ..Query::of_text("harbour") }),
            ("quotes --by RARE", Query { speakers: person(), ..Query::of_text("word17") }),
        ] {
            report(what, name, async || Ok(searchable.quotes(&query).await?.hits.len())).await?;
        }
    }
    let month = |number: i64| Some(Timestamp::from_millis(FIRST + number * 30 * 86_400_000));
    for (name, query) in [
        ("newest", Query::default()),
        ("the", Query::of_text("the")),
        ("the harbour said", Query::of_text("the harbour said")),
        ("\"at the harbour is\"", Query::of_text("\"at the harbour is\"")),
        ("the word17", Query::of_text("the word17")),
        ("word17 or word18", Query::of_text("word17 or word18")),
        ("-word17", Query::of_text("-word17")),
        ("the, a month", Query { since: month(0), until: month(1), ..Query::of_text("the") }),
        ("the, a year", Query { since: month(0), until: month(12), ..Query::of_text("the") }),
        ("word17, a year", Query { since: month(0), until: month(12), ..Query::of_text("word17") }),
        ("a month", Query { since: month(0), until: month(1), ..Query::default() }),
        ("the --person frequent", Query { people: of(surname(0)), ..Query::of_text("the") }),
        ("the --person rare", Query { people: of(surname(1_500)), ..Query::of_text("the") }),
    ] {
        report("words", name, async || Ok(searchable.search(&query).await?.hits.len())).await?;
    }
    Ok(())
}

/// The median of several rounds, and the longest.
async fn report(what: &str, name: &str, ask: impl AsyncFn() -> anyhow::Result<usize>) -> anyhow::Result<()> {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        found = ask().await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(ROUNDS / 2).copied().unwrap_or_default();
    let longest = times.last().copied().unwrap_or_default();
    say(&format!("  {what:<9} {name:<26} {found:>3} found {median:>7.1} ms, at most {longest:.1}"))
}

/// Chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }

    /// Small numbers far more often than large ones.
    fn rank(&mut self, end: usize) -> usize {
        let share = self.below(1_000_000) as f64 / 1_000_000.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and `end`")]
        let rank = ((end as f64).powf(share) - 1.0) as usize;
        rank.min(end - 1)
    }
}

const SYLLABLES: [&str; 16] =
    ["ba", "dor", "ken", "lo", "mir", "na", "pel", "qua", "ri", "sol", "tan", "ur", "vek", "wil", "yor", "zan"];

/// A word of its own for every number.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..3 {
        word.push_str(SYLLABLES.get(number % 16).copied().unwrap_or_default());
        number /= 16;
    }
    word
}

fn surname(rank: usize) -> String {
    format!("Mc{}", word(rank))
}

fn organisation(rank: usize) -> String {
    format!("{} Institute", word(rank + 2_048))
}

fn topic(rank: usize) -> String {
    format!("{} affairs", word(rank + 3_072))
}

/// Gives an article what enrichment would.
fn name_everybody(article: &mut Article, chance: &mut Chance, at: i64) {
    let entity = |name: String| Entity { name: Some(name), rel: Some(rel::MENTIONS.to_owned()), ..Entity::default() };
    let mut people: Vec<usize> = (0..5).map(|_| chance.rank(PEOPLE)).collect();
    people.dedup();
    let organisations: Vec<usize> = (0..4).map(|_| chance.rank(ORGANISATIONS)).collect();
    let mut body = article.body().to_owned();
    for (position, rank) in (0..).zip(&people) {
        let first = word(rank * 7);
        let name = format!("{first} {}", surname(*rank));
        let said = format!("the {} at the harbour is word{}", word(chance.below(4_096)), chance.below(5_000));
        let start = article::char_count(&body) + 2;
        body.push_str(&format!("\n\n{name} said {said}. {} left.", surname(*rank)));
        let mention = |start: u32, text: &str| Mention {
            kind: MentionKind::Person,
            reference: Some(position),
            name: None,
            span: Span { start, end: start + article::char_count(text) },
            extra: Extra::new(),
        };
        let again = start + article::char_count(&format!("{name} said {said}. "));
        article.enrichment.mentions.extend([mention(start, &name), mention(again, &surname(*rank))]);
        article.enrichment.quotes.push(Quote {
            kind: QuoteKind::Indirect,
            text: said,
            speaker: Some(Speaker { name: name.clone(), reference: Some(position) }),
            mention: Some(name.clone()),
            cue: Some("said".to_owned()),
            span: Span { start, end: start + 10 },
            extra: Extra::new(),
        });
        article.people.push(entity(name));
    }
    article.set_body(body);
    article.organisations = organisations.into_iter().map(|rank| entity(organisation(rank))).collect();
    article.subjects = (0..2).map(|_| about(topic(chance.rank(TOPICS)))).collect();
    let day = Timestamp::from_millis(at).to_string();
    article.enrichment.dates = vec![StatedDate::new(DateRole::Published, day, Precision::Second, DateFrom::Header)];
    article.enrichment.provenance = vec![Provenance {
        source: Some(format!("source {}", chance.rank(SOURCES))),
        ..Provenance::new("ingest", "dateline/test", Timestamp::from_millis(at))
    }];
}

fn about(name: String) -> Subject {
    Subject { name: Some(name), rel: Some(rel::ABOUT.to_owned()), confidence: Some(90), ..Subject::default() }
}

fn delivery(article: Article) -> Delivery {
    let received =
        Received { topic: TopicName::new("news.enriched.v1"), partition: 0, offset: 0, record: Record::default() };
    Delivery { article: EnrichedArticle(article), replay: 0, received: Arc::new(received) }
}
