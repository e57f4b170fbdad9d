//! Searching in an SQLite store.

use super::find::{find, item};
use super::quotes::find_quotes;
use super::refill::left;
use super::schema::{is_current, open_for_reading};
use super::settings::SqliteSettings;
use crate::search::{Answer, Filling, Hit, Query, QuoteHit, SearchError, Searchable, Term, Words};
use article::ArticleId;
use async_trait::async_trait;
use rusqlite::Connection;
use serde_json::Value;
use std::path::Path;

#[async_trait]
impl Searchable for SqliteSettings {
    /// Best by bm25: a headline counts ten times, a summary four times a body.
    async fn search(&self, query: &Query) -> Result<Answer<Hit>, SearchError> {
        let (path, query) = (self.path.clone(), query.clone());
        let work = tokio::task::spawn_blocking(move || search(&path, &query));
        work.await.map_err(SearchError::Stopped)?
    }

    async fn quotes(&self, query: &Query) -> Result<Answer<QuoteHit>, SearchError> {
        let (path, query) = (self.path.clone(), query.clone());
        let work = tokio::task::spawn_blocking(move || quotes(&path, &query));
        work.await.map_err(SearchError::Stopped)?
    }

    async fn versions(&self, articles: &[ArticleId]) -> Result<Vec<Value>, SearchError> {
        let (path, articles) = (self.path.clone(), articles.to_vec());
        let work = tokio::task::spawn_blocking(move || versions(&path, &articles));
        work.await.map_err(SearchError::Stopped)?
    }
}

fn search(path: &Path, query: &Query) -> Result<Answer<Hit>, SearchError> {
    let connection = connect(path)?;
    let words = query.words();
    if words.as_ref().is_some_and(Words::is_empty) {
        return Ok(Answer::none());
    }
    let terms: Vec<&Term> = words.iter().flat_map(Words::wanted).collect();
    let found = || {
        // One state of the file for what is found and for what is read of it.
        let transaction = connection.unchecked_transaction()?;
        let ids = find(&transaction, query, words.as_ref())?;
        let items = ids.into_iter().map(|id| item(&transaction, id)).collect::<rusqlite::Result<Vec<String>>>()?;
        Ok((items, filling(&transaction)?))
    };
    let (items, filling) = found().map_err(|error| failed(path, error))?;
    let hits = items.into_iter().map(|item| Ok(Hit::of(serde_json::from_str(&item)?, &terms)?));
    Ok(Answer { hits: hits.collect::<Result<_, SearchError>>()?, filling })
}

fn quotes(path: &Path, query: &Query) -> Result<Answer<QuoteHit>, SearchError> {
    let connection = connect(path)?;
    let words = query.words();
    if words.as_ref().is_some_and(Words::is_empty) {
        return Ok(Answer::none());
    }
    let found = || {
        let transaction = connection.unchecked_transaction()?;
        let places = find_quotes(&transaction, query, words.as_ref())?;
        let read = |(id, position)| Ok((item(&transaction, id)?, position));
        let items = places.into_iter().map(read).collect::<rusqlite::Result<Vec<(String, usize)>>>()?;
        Ok((items, filling(&transaction)?))
    };
    let (items, filling) = found().map_err(|error| failed(path, error))?;
    let mut hits = Vec::with_capacity(items.len());
    for (item, position) in items {
        hits.extend(QuoteHit::of(serde_json::from_str(&item)?, position)?);
    }
    Ok(Answer { hits, filling })
}

fn versions(path: &Path, articles: &[ArticleId]) -> Result<Vec<Value>, SearchError> {
    let connection = connect(path)?;
    let found = || {
        let mut select = connection.prepare("SELECT item FROM article_versions WHERE uri = ? ORDER BY version_rank")?;
        let mut items = Vec::new();
        for article in articles {
            let rows = select.query_map([article.uuid().to_string()], |row| row.get(0))?;
            items.extend(rows.collect::<rusqlite::Result<Vec<String>>>()?);
        }
        Ok(items)
    };
    let items = found().map_err(|error| failed(path, error))?;
    items.iter().map(|item| Ok(serde_json::from_str(item)?)).collect()
}

/// Articles that are not taken over yet are not found.
fn filling(connection: &Connection) -> rusqlite::Result<Option<Filling>> {
    let left = left(connection)?;
    if left == 0 {
        return Ok(None);
    }
    let done: i64 = connection.query_row("SELECT count(*) FROM articles", [], |row| row.get(0))?;
    Ok(Filling::of(left, done + left))
}

/// Opens a file that has our tables.
fn connect(path: &Path) -> Result<Connection, SearchError> {
    if !path.is_file() {
        return Err(SearchError::NoDatabase(path.to_owned()));
    }
    let opened = || {
        let connection = open_for_reading(path)?;
        // A file that was made and not filled: the first start was cut short, or another program made it.
        let has_tables = connection.table_exists(None, "articles")?;
        let is_current = has_tables && is_current(&connection)?;
        Ok((connection, has_tables, is_current))
    };
    let at = || path.display().to_string();
    match opened().map_err(|error| failed(path, error))? {
        (_, false, _) => Err(SearchError::NoTables(at())),
        (_, true, false) => Err(SearchError::OldTables(at())),
        (connection, true, true) => Ok(connection),
    }
}

fn failed(path: &Path, source: rusqlite::Error) -> SearchError {
    SearchError::Failed { at: path.display().to_string(), source: source.into() }
}
