//! Searching in a PostgreSQL store.

use super::connect::Session;
use super::errors::trouble;
use super::settings::PostgresSettings;
use super::text_search::config_of;
use crate::search::{Hit, Query, SearchError, Searchable, Words};
use crate::stores::labels::{LabelKind, label};
use async_trait::async_trait;
use serde_json::Value;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

#[async_trait]
impl Searchable for PostgresSettings {
    /// Best by `ts_rank`. Words are looked for as typed and by their stems in the query's language, English unless it
    /// names one.
    async fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError> {
        search(self, query).await
    }
}

async fn search(settings: &PostgresSettings, query: &Query) -> Result<Vec<Hit>, SearchError> {
    let text = query.text.as_ref().map(|text| text.replace('\0', " ")).filter(|text| !text.trim().is_empty());
    let words = text.as_deref().map(Words::parse);
    if words.as_ref().is_some_and(Words::is_empty) {
        return Ok(Vec::new());
    }
    let terms = words.as_ref().map(Words::folded).unwrap_or_default();
    let session = Session::connect(settings).await?;
    let (sql, parameters) = statement(query, text);
    let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|value| &**value as &(dyn ToSql + Sync)).collect();
    let rows = Session::answer(settings, "search", session.client.query(&sql, &parameters)).await?;
    let rows = rows.map_err(|error| match error.code() {
        Some(&SqlState::UNDEFINED_TABLE) => SearchError::NoTables(settings.address()),
        Some(_) | None => trouble(settings, "search", &error).into_store_error().into(),
    })?;
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows {
        let item: Value = row.try_get(0).map_err(|error| trouble(settings, "search", &error).into_store_error())?;
        hits.push(Hit::of(item, &terms)?);
    }
    Ok(hits)
}

type Parameters = Vec<Box<dyn ToSql + Sync + Send>>;

fn statement(query: &Query, text: Option<String>) -> (String, Parameters) {
    let config = query.language.as_deref().map_or("english", |language| config_of(Some(language)));
    let mut sql = String::from("SELECT item FROM articles WHERE true");
    let mut parameters: Parameters = Vec::new();
    let ranked = text.is_some();
    if let Some(text) = text {
        parameters.push(Box::new(text));
        sql = format!(
            "SELECT item FROM articles,
                (SELECT websearch_to_tsquery('simple', $1) || websearch_to_tsquery('{config}', $1) AS wanted) AS words
            WHERE search @@ wanted"
        );
    }
    let mut also = |condition: &str, value: Option<Box<dyn ToSql + Sync + Send>>| {
        if let Some(value) = value {
            parameters.push(value);
            sql.push_str(&format!(" AND {condition} ${}", parameters.len()));
        }
    };
    let wanted =
        [(LabelKind::Place, &query.place), (LabelKind::Agency, &query.agency), (LabelKind::Language, &query.language)];
    let labels: Vec<String> =
        wanted.into_iter().filter_map(|(kind, value)| value.as_deref().map(|value| label(kind, value))).collect();
    also("labels @>", (!labels.is_empty()).then(|| Box::new(labels) as _));
    also("coalesce(published, first_created) >=", query.since.map(|at| Box::new(at.to_utc()) as _));
    also("coalesce(published, first_created) <", query.until.map(|at| Box::new(at.to_utc()) as _));
    let order =
        if ranked { "ts_rank(search, wanted) DESC, uri" } else { "coalesce(published, first_created) DESC, uri" };
    parameters.push(Box::new(i64::from(query.limit)));
    sql.push_str(&format!(" ORDER BY {order} LIMIT ${}", parameters.len()));
    (sql, parameters)
}
