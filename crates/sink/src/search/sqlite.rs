//! Searching in an SQLite store.

use super::words::Words;
use super::{Hit, Query, SearchError};
use crate::stores::sqlite::{SqliteSettings, open_for_reading, sortable};
use crate::stores::{LabelKind, label};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params_from_iter};
use std::path::Path;

/// Best first by bm25 (a headline counts ten times, a summary four times a body) when there is text, else newest first.
pub async fn search_sqlite(settings: &SqliteSettings, query: &Query) -> Result<Vec<Hit>, SearchError> {
    let (path, query) = (settings.path.clone(), query.clone());
    let work = tokio::task::spawn_blocking(move || search(&path, &query));
    work.await.map_err(SearchError::Stopped)?
}

fn search(path: &Path, query: &Query) -> Result<Vec<Hit>, SearchError> {
    if !path.is_file() {
        return Err(SearchError::NoDatabase(path.to_owned()));
    }
    let words = query.text.as_deref().filter(|text| !text.trim().is_empty()).map(Words::parse);
    if words.as_ref().is_some_and(Words::is_empty) {
        return Ok(Vec::new());
    }
    let terms = words.as_ref().map(Words::folded).unwrap_or_default();
    let failed = |source| SearchError::Sqlite { path: path.to_owned(), source };
    let connection = open_for_reading(path).map_err(failed)?;
    // A file that was made and not filled: the first start was cut short, or another program made it.
    if !connection.table_exists(None, "articles").map_err(failed)? {
        return Err(SearchError::NoTables(path.display().to_string()));
    }
    let items = select(&connection, query, words.as_ref()).map_err(failed)?;
    let hit = |item: String| Ok(Hit::of(serde_json::from_str(&item)?, &terms)?);
    items.into_iter().map(hit).collect()
}

fn select(connection: &Connection, query: &Query, words: Option<&Words>) -> rusqlite::Result<Vec<String>> {
    let wanted = words.and_then(Words::wanted);
    let ranked = wanted.is_some();
    let mut sql = String::from("SELECT articles.item FROM articles");
    if ranked {
        sql.push_str(" JOIN article_text ON article_text.rowid = articles.id");
    }
    sql.push_str(" WHERE true");
    let mut values: Vec<SqlValue> = Vec::new();
    let mut also = |condition: &str, value: Option<String>| {
        if let Some(value) = value {
            sql.push_str(" AND ");
            sql.push_str(condition);
            values.push(value.into());
        }
    };
    also("article_text MATCH ?", wanted);
    let without = "articles.id NOT IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)";
    also(without, words.and_then(Words::unwanted));
    let labelled = "articles.id IN (SELECT article FROM article_labels WHERE label = ?)";
    also(labelled, query.place.as_deref().map(|place| label(LabelKind::Place, place)));
    also(labelled, query.agency.as_deref().map(|agency| label(LabelKind::Agency, agency)));
    also(labelled, query.language.as_deref().map(|language| label(LabelKind::Language, language)));
    also("coalesce(published, first_created) >= ?", query.since.map(sortable));
    also("coalesce(published, first_created) < ?", query.until.map(sortable));
    if ranked {
        sql.push_str(" ORDER BY bm25(article_text, 10.0, 4.0, 1.0), articles.id DESC LIMIT ?");
    } else {
        sql.push_str(" ORDER BY coalesce(published, first_created) DESC, articles.id DESC LIMIT ?");
    }
    values.push(i64::from(query.limit).into());
    let mut statement = connection.prepare(&sql)?;
    statement.query_map(params_from_iter(values), |row| row.get(0))?.collect()
}
