//! Searching in an SQLite store.

use super::batch::sortable;
use super::schema::open_for_reading;
use super::settings::SqliteSettings;
use crate::search::{Hit, Query, SearchError, Searchable, Term, Words};
use crate::stores::labels::{LabelKind, label};
use async_trait::async_trait;
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params_from_iter};
use std::path::Path;

#[async_trait]
impl Searchable for SqliteSettings {
    /// Best by bm25: a headline counts ten times, a summary four times a body.
    async fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError> {
        let (path, query) = (self.path.clone(), query.clone());
        let work = tokio::task::spawn_blocking(move || search(&path, &query));
        work.await.map_err(SearchError::Stopped)?
    }
}

fn search(path: &Path, query: &Query) -> Result<Vec<Hit>, SearchError> {
    if !path.is_file() {
        return Err(SearchError::NoDatabase(path.to_owned()));
    }
    let words = query.text.as_deref().filter(|text| !text.trim().is_empty()).map(Words::parse);
    if words.as_ref().is_some_and(Words::is_empty) {
        return Ok(Vec::new());
    }
    let terms: Vec<&Term> = words.iter().flat_map(Words::wanted).collect();
    let at = || path.display().to_string();
    let failed = |source: rusqlite::Error| SearchError::Failed { at: at(), source: source.into() };
    let connection = open_for_reading(path).map_err(failed)?;
    // A file that was made and not filled: the first start was cut short, or another program made it.
    if !connection.table_exists(None, "articles").map_err(failed)? {
        return Err(SearchError::NoTables(at()));
    }
    let items = select(&connection, query, words.as_ref()).map_err(failed)?;
    let hit = |item: String| Ok(Hit::of(serde_json::from_str(&item)?, &terms)?);
    items.into_iter().map(hit).collect()
}

fn select(connection: &Connection, query: &Query, words: Option<&Words>) -> rusqlite::Result<Vec<String>> {
    let found = words.and_then(wanted);
    let ranked = found.is_some();
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
    also("article_text MATCH ?", found);
    let without = "articles.id NOT IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)";
    also(without, words.and_then(unwanted));
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

/// The terms that must occur as an FTS5 expression; `None`: only exclusions.
fn wanted(words: &Words) -> Option<String> {
    let all = |terms: &Vec<Term>| terms.iter().map(expression).collect::<Vec<_>>().join(" ");
    let any: Vec<String> = words.alternatives.iter().map(all).collect();
    (!any.is_empty()).then(|| any.join(" OR "))
}

/// The excluded terms as an FTS5 expression.
fn unwanted(words: &Words) -> Option<String> {
    let any: Vec<String> = words.excluded.iter().map(expression).collect();
    (!any.is_empty()).then(|| any.join(" OR "))
}

/// A term as a string of FTS5, in which nothing is syntax.
fn expression(term: &Term) -> String {
    let words: Vec<&str> = term.words.iter().map(|word| &*word.folded).collect();
    format!("\"{}\"{}", words.join(" ").replace('"', ""), if term.open { " *" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::{unwanted as unwanted_of, wanted as wanted_of, *};

    #[test]
    fn typed_text_becomes_an_expression_without_syntax() {
        for (text, wanted, unwanted) in [
            ("polio vaccine", Some(r#""polio" "vaccine""#), None),
            (r#""prime minister" -sharif"#, Some(r#""prime minister""#), Some(r#""sharif""#)),
            ("flood or quake OR", Some(r#""flood" OR "quake""#), None),
            ("or or", None, None),
            ("-a", None, Some(r#""a""#)),
            (r#"NEAR(a b) AND body:x* ^"#, Some(r#""near a" "b" "and" "body x""#), None),
            (r#"say "unclosed phrase"#, Some(r#""say" "unclosed phrase""#), None),
            (r#"a"b"c"#, Some(r#""a" "b" "c""#), None),
            ("!!! --- ''", None, None),
            ("港 港口 Ärzte/Pfleger", Some(r#""港" * "港口" "arzte pfleger""#), None),
            ("a\0b", Some(r#""a" "b""#), None),
        ] {
            let words = Words::parse(text);
            assert_eq!(wanted_of(&words).as_deref(), wanted, "{text}");
            assert_eq!(unwanted_of(&words).as_deref(), unwanted, "{text}");
        }
    }
}
