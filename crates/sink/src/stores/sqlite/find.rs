//! Which articles match: their ids, best or newest first.

use super::expression::{unwanted, wanted};
use crate::search::{Query, Words};
use crate::stores::filters::filters;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// A label of so many articles is frequent: the newest articles are sure to have some.
const FREQUENT: i64 = 5_000;

const HAS_LABEL: &str = "EXISTS (SELECT 1 FROM article_labels other WHERE other.label = ? AND other.article = ";

/// A statement in the making.
#[derive(Debug, Default)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

impl Sql {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    pub(super) fn add(&mut self, text: &str, value: impl Into<Value>) {
        self.text.push_str(text);
        self.values.push(value.into());
    }

    fn also(&mut self, text: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.add(text, value);
        }
    }
}

/// The ids of the articles that match, at most as many as the query wants.
pub(super) fn find(connection: &Connection, query: &Query, words: Option<&Words>) -> rusqlite::Result<Vec<i64>> {
    let labels = Labels::of(connection, query)?;
    let mut sql = match words.and_then(wanted) {
        Some(wanted) => by_words(query, &labels.labels, wanted, words.and_then(unwanted)),
        None => newest(query, &labels, words.and_then(unwanted), None),
    };
    sql.add(" LIMIT ?", i64::from(query.limit));
    let mut statement = connection.prepare(&sql.text)?;
    statement.query_map(params_from_iter(sql.values), |row| row.get(0))?.collect()
}

/// The message of an article.
pub(super) fn item(connection: &Connection, id: i64) -> rusqlite::Result<String> {
    connection.prepare("SELECT item FROM articles WHERE id = ?")?.query_row([id], |row| row.get(0))
}

/// Labels of which an article must have all, the rarest first.
#[derive(Debug)]
pub(super) struct Labels {
    labels: Vec<String>,
    /// Even the rarest is frequent.
    are_frequent: bool,
}

impl Labels {
    pub(super) fn of(connection: &Connection, query: &Query) -> rusqlite::Result<Self> {
        const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM article_labels WHERE label = ? LIMIT ?)";
        let mut count = connection.prepare(COUNT)?;
        let counted = filters(query).into_iter().map(|label| {
            let articles: i64 = count.query_row((&label, FREQUENT), |row| row.get(0))?;
            Ok((articles, label))
        });
        let mut counted: Vec<(i64, String)> = counted.collect::<rusqlite::Result<_>>()?;
        counted.sort();
        let are_frequent = counted.iter().all(|(articles, _)| *articles >= FREQUENT);
        Ok(Self { labels: counted.into_iter().map(|(_, label)| label).collect(), are_frequent })
    }
}

/// The ids of all articles with these labels and times, newest first, or of those among some, a JSON array. What has a
/// rare label is read off the labels alone; frequent ones are looked for article by article, of which few are needed.
pub(super) fn newest(query: &Query, labels: &Labels, unwanted: Option<String>, among: Option<String>) -> Sql {
    let rarest = labels.labels.split_first().filter(|_| !labels.are_frequent);
    let Some((first, others)) = rarest else {
        let mut sql = Sql::new("SELECT id FROM articles INDEXED BY articles_by_time WHERE true");
        between(&mut sql, query);
        sql.also(" AND id IN (SELECT value FROM json_each(?))", among);
        for label in &labels.labels {
            sql.add(&format!(" AND {HAS_LABEL}articles.id)"), label.clone());
        }
        sql.also(" AND id NOT IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)", unwanted);
        sql.text.push_str(" ORDER BY coalesce(published, first_created) DESC, id DESC");
        return sql;
    };
    let mut sql = Sql::default();
    sql.add("SELECT article FROM article_labels WHERE label = ?", first.clone());
    for label in others {
        sql.add(&format!(" AND {HAS_LABEL}article_labels.article)"), label.clone());
    }
    sql.also(" AND article IN (SELECT value FROM json_each(?))", among);
    sql.also(" AND at >= ?", query.since.map(article::Timestamp::millis));
    sql.also(" AND at < ?", query.until.map(article::Timestamp::millis));
    sql.also(" AND article NOT IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)", unwanted);
    sql.text.push_str(" ORDER BY at DESC, article DESC");
    sql
}

fn by_words(query: &Query, labels: &[String], wanted: String, unwanted: Option<String>) -> Sql {
    let mut sql = Sql::default();
    sql.add("SELECT article_text.rowid FROM article_text WHERE article_text MATCH ?", wanted);
    sql.also(" AND rowid NOT IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)", unwanted);
    for label in labels {
        sql.add(&format!(" AND {HAS_LABEL}article_text.rowid)"), label.clone());
    }
    if query.since.is_some() || query.until.is_some() {
        sql.text.push_str(" AND EXISTS (SELECT 1 FROM articles WHERE id = article_text.rowid");
        between(&mut sql, query);
        sql.text.push(')');
    }
    sql.text.push_str(" ORDER BY bm25(article_text, 10.0, 4.0, 1.0), article_text.rowid DESC");
    sql
}

fn between(sql: &mut Sql, query: &Query) {
    sql.also(" AND coalesce(published, first_created) >= ?", query.since.map(|at| at.to_string()));
    sql.also(" AND coalesce(published, first_created) < ?", query.until.map(|at| at.to_string()));
}
