//! Which articles match: their ids, best or newest first.
//!
//! Labels and words stand in one text index, and ids sort by time: whatever is asked for is one expression, whose matches
//! come newest first without being sorted.

use super::expression::{any, articles, in_headlines, unwanted, wanted};
use super::key::{end_id, first_id};
use crate::search::{Query, RANKED, Term, Words};
use crate::stores::filters::filters;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// What more articles than these have tells nothing about any of them.
const FREQUENT: i64 = 10_000;

/// The ids of the articles that match, at most as many as the query wants.
pub(super) fn find(connection: &Connection, query: &Query, words: Option<&Words>) -> rusqlite::Result<Vec<i64>> {
    let expression = articles(&filters(query), words.and_then(wanted), words.and_then(unwanted));
    let ranked = words.filter(|words| !words.alternatives.is_empty());
    let most = if ranked.is_some() { query.limit.max(RANKED) } else { query.limit };
    let mut newest = newest(query, expression);
    newest.add(" LIMIT ?", i64::from(most));
    let found = newest.ids(connection)?;
    match ranked {
        Some(words) => best(connection, query, words, found),
        None => Ok(found),
    }
}

/// The message of an article.
pub(super) fn item(connection: &Connection, id: i64) -> rusqlite::Result<String> {
    connection.prepare("SELECT item FROM articles WHERE id = ?")?.query_row([id], |row| row.get(0))
}

/// A statement in the making.
#[derive(Debug)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

impl Sql {
    fn new(text: &str, value: impl Into<Value>) -> Self {
        Self { text: text.to_owned(), values: vec![value.into()] }
    }

    fn add(&mut self, text: &str, value: impl Into<Value>) {
        self.text.push_str(text);
        self.values.push(value.into());
    }

    fn ids(self, connection: &Connection) -> rusqlite::Result<Vec<i64>> {
        let mut statement = connection.prepare(&self.text)?;
        statement.query_map(params_from_iter(self.values), |row| row.get(0))?.collect()
    }
}

/// The ids of all articles of the query's time that match an expression, newest first.
pub(super) fn newest(query: &Query, expression: String) -> Sql {
    const TIME: &str = " AND (SELECT coalesce(published, first_created) FROM articles WHERE id = article_text.rowid)";
    let mut sql = Sql::new("SELECT rowid FROM article_text WHERE article_text MATCH ?", expression);
    // Ids are a little coarser than times.
    if let Some(since) = query.since {
        sql.add(" AND rowid >= ?", first_id(since));
        sql.add(&format!("{TIME} >= ?"), since.to_string());
    }
    if let Some(until) = query.until {
        sql.add(" AND rowid < ?", end_id(until));
        sql.add(&format!("{TIME} < ?"), until.to_string());
    }
    sql.text.push_str(" ORDER BY rowid DESC");
    sql
}

/// The best of some articles, which are given newest first: by bm25 over the words that tell something, a headline counting
/// ten and a summary four times a body. If there are no such words, those with the words in their headlines come first.
fn best(connection: &Connection, query: &Query, words: &Words, found: Vec<i64>) -> rusqlite::Result<Vec<i64>> {
    let (Some(newest), Some(oldest)) = (found.first(), found.last()) else { return Ok(found) };
    let limit = query.limit;
    let terms: Vec<&Term> = words.wanted().collect();
    let mut telling = Vec::new();
    for term in terms {
        if !is_frequent(connection, term)? {
            telling.push(term);
        }
    }
    let (expression, order) = match any(telling) {
        Some(telling) => (telling, "bm25(article_text, 10.0, 4.0, 1.0, 0.0), rowid DESC"),
        // With what the article must have besides: that is what makes few of many.
        None => (articles(&filters(query), wanted(words).map(|words| in_headlines(&words)), None), "rowid DESC"),
    };
    let mut sql = Sql::new("SELECT rowid FROM article_text WHERE article_text MATCH ?", expression);
    sql.add(" AND rowid >= ?", *oldest);
    sql.add(" AND rowid <= ?", *newest);
    // The sign keeps the index from being asked once for every id.
    sql.add(" AND +rowid IN (SELECT value FROM json_each(?))", serde_json::Value::from(found.as_slice()).to_string());
    sql.add(&format!(" ORDER BY {order} LIMIT ?"), i64::from(limit));
    let mut best = sql.ids(connection)?;
    // What only has words that tell nothing.
    let missing = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(best.len());
    let others: Vec<i64> = found.into_iter().filter(|id| !best.contains(id)).take(missing).collect();
    best.extend(others);
    Ok(best)
}

/// Of a phrase each word is looked at in each article, so fewer are counted.
fn is_frequent(connection: &Connection, term: &Term) -> rusqlite::Result<bool> {
    const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM article_text WHERE article_text MATCH ? LIMIT ?)";
    let expression = any([term]).unwrap_or_default();
    let most = i64::try_from(term.words.len()).map_or(0, |words| FREQUENT / words.max(1));
    let articles: i64 = connection.prepare(COUNT)?.query_row((expression, most + 1), |row| row.get(0))?;
    Ok(articles > most)
}
