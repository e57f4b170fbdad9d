//! Filling a store: the first articles are written by it, the others are copies of these, made in the database, as if
//! published later; the newest are written by the store again.

use crate::articles::{STEP, deliveries};
use dateline_tests::{say, tell};
use pipeline::{Delivery, Store};
use sink::contract::Target;
use std::time::{Duration, Instant};

const BATCH: usize = 500;
/// Articles that the store writes first.
const WRITTEN: usize = 5_000;
/// Articles that the store writes last, one part of many in a store of this size.
const LAST: usize = 2_000;

/// Fills a store with `count` articles, at least [`WRITTEN`].
pub(crate) async fn fill(kind: &str, target: &dyn Target, count: usize, copy: &[&str]) -> anyhow::Result<()> {
    let mut store = target.store();
    store.open().await?;
    write(&mut *store, deliveries(WRITTEN, 1, 0)).await?;
    let copies = count.saturating_sub(WRITTEN + LAST).div_ceil(WRITTEN);
    let seconds = usize::try_from(STEP / 1_000)?;
    for number in 1..=copies {
        let values = [("{n}", number), ("{articles}", WRITTEN), ("{seconds}", number * WRITTEN * seconds)];
        let sql = values.iter().fold(copy.join(";\n"), |sql, (name, value)| sql.replace(name, &value.to_string()));
        target.execute(&sql).await?;
        if number % 20 == 0 {
            tell(&format!("{kind}: {} of {count} articles", (number + 1) * WRITTEN));
        }
    }
    // As autovacuum leaves it from time to time; SQLite has no statistics.
    if kind == "PostgreSQL" {
        target.execute("VACUUM ANALYZE").await?;
    }
    let writing = write(&mut *store, deliveries(LAST, 2, (copies + 1) * WRITTEN)).await?;
    let articles = target.text("SELECT CAST(count(*) AS text) FROM articles").await?;
    say(&format!("{kind}: {articles} articles, the last {:.0}/s", LAST as f64 / writing.as_secs_f64()))
}

async fn write(store: &mut dyn Store, articles: impl Iterator<Item = Delivery>) -> anyhow::Result<Duration> {
    let mut writing = Duration::ZERO;
    let mut articles = articles.peekable();
    while articles.peek().is_some() {
        let batch: Vec<Delivery> = articles.by_ref().take(BATCH).collect();
        let began = Instant::now();
        store.write(&batch).await?;
        writing += began.elapsed();
    }
    Ok(writing)
}

/// Copies the first articles, number `{n}`: their ids are their seconds times 16,384.
pub(crate) const COPY_SQLITE: &[&str] = &[
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

pub(crate) const COPY_POSTGRES: &[&str] = &[
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
