//! Searching in a PostgreSQL store.

use super::connect::Session;
use super::errors::trouble;
use super::settings::PostgresSettings;
use super::text_search::config_of;
use super::tsvector::TsVector;
use super::vocabulary::ASK;
use crate::search::{Hit, Query, SearchError, Searchable, Term, TermWord, Words};
use crate::stores::labels::{LabelKind, label};
use async_trait::async_trait;
use serde_json::Value;
use std::collections::HashMap;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

#[async_trait]
impl Searchable for PostgresSettings {
    /// Best by `ts_rank`. Words are looked for without accents and by their stems in the query's language, English unless it
    /// names one.
    async fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError> {
        search(self, query).await
    }
}

async fn search(settings: &PostgresSettings, query: &Query) -> Result<Vec<Hit>, SearchError> {
    let words = query.text.as_deref().filter(|text| !text.trim().is_empty()).map(Words::parse);
    if words.as_ref().is_some_and(Words::is_empty) {
        return Ok(Vec::new());
    }
    let terms: Vec<&Term> = words.iter().flat_map(Words::wanted).collect();
    let session = Session::connect(settings).await?;
    let stems = match &words {
        Some(words) => stems(settings, &session, query, words).await?,
        None => Stems::new(),
    };
    let (sql, parameters) = statement(query, words.as_ref(), &stems);
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

/// Lexemes of words as typed.
type Stems = HashMap<String, Vec<Box<str>>>;

/// What the server makes of all words in the language of the query.
async fn stems(
    settings: &PostgresSettings,
    session: &Session,
    query: &Query,
    words: &Words,
) -> Result<Stems, SearchError> {
    let config = query.language.as_deref().map_or("english", |language| config_of(Some(language)));
    let typed: Vec<&str> = words
        .wanted()
        .chain(&words.excluded)
        .flat_map(|term| &term.words)
        .filter_map(|word| word.whole.as_deref())
        .collect();
    let failed = |error| trouble(settings, "search", &error).into_store_error();
    let answers = Session::answer(settings, "search", session.client.query(ASK, &[&config, &typed])).await?;
    let mut stems = Stems::new();
    for (word, answer) in typed.iter().zip(answers.map_err(failed)?) {
        let vector: TsVector = answer.try_get(1).map_err(failed)?;
        stems.insert((*word).to_owned(), vector.lexemes.into_iter().map(|(text, _)| text).collect());
    }
    Ok(stems)
}

/// The words as a `tsquery`.
fn tsquery(words: &Words, stems: &Stems) -> String {
    let one = |term: &Term| {
        let word = |(number, word): (usize, &TermWord)| {
            let stems = word.whole.as_ref().and_then(|whole| stems.get(whole)).into_iter().flatten();
            let looked_up = std::iter::once(&*word.folded).chain(stems.map(|stem| &**stem));
            let open = if term.open && number + 1 == term.words.len() { ":*" } else { "" };
            let lexemes: Vec<String> = looked_up.map(|lexeme| format!("{}{open}", quoted(lexeme))).collect();
            format!("({})", lexemes.join(" | "))
        };
        format!("({})", term.words.iter().enumerate().map(word).collect::<Vec<_>>().join(" <-> "))
    };
    let all = |terms: &Vec<Term>| format!("({})", terms.iter().map(one).collect::<Vec<_>>().join(" & "));
    let any: Vec<String> = words.alternatives.iter().map(all).collect();
    let none = words.excluded.iter().map(|term| format!("!{}", one(term)));
    let wanted = (!any.is_empty()).then(|| format!("({})", any.join(" | ")));
    wanted.into_iter().chain(none).collect::<Vec<_>>().join(" & ")
}

/// A lexeme of a `tsquery`.
fn quoted(lexeme: &str) -> String {
    format!("'{}'", lexeme.replace('\\', "\\\\").replace('\'', "''"))
}

fn statement(query: &Query, words: Option<&Words>, stems: &Stems) -> (String, Parameters) {
    let mut sql = String::from("SELECT item FROM articles WHERE true");
    let mut parameters: Parameters = Vec::new();
    let ranked = words.is_some_and(|words| !words.alternatives.is_empty());
    if let Some(words) = words {
        parameters.push(Box::new(tsquery(words, stems)));
        sql = "SELECT item FROM articles, (SELECT $1::text::tsquery AS wanted) AS words WHERE search @@ wanted"
            .to_owned();
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
