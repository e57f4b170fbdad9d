//! Searching in a PostgreSQL store.

use super::connect::Session;
use super::errors::trouble;
use super::find::{Find, Sql};
use super::settings::PostgresSettings;
use super::words::{Stems, stems};
use crate::search::{Hit, Query, QuoteHit, SearchError, Searchable, Term, Words};
use async_trait::async_trait;
use serde_json::Value;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

#[async_trait]
impl Searchable for PostgresSettings {
    /// Best by `ts_rank`. Words are looked for without accents and by their stems in the query's language, English unless it
    /// names one.
    async fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError> {
        let words = query.words();
        if words.as_ref().is_some_and(Words::is_empty) {
            return Ok(Vec::new());
        }
        let searching = Searching::begin(self, query, words.as_ref()).await?;
        let terms: Vec<&Term> = words.iter().flat_map(Words::wanted).collect();
        let read = |row: &Row| Ok(Hit::of(searching.item(row)?, &terms)?);
        searching.articles().await?.iter().map(read).collect()
    }

    async fn quotes(&self, query: &Query) -> Result<Vec<QuoteHit>, SearchError> {
        let words = query.words();
        if words.as_ref().is_some_and(Words::is_empty) {
            return Ok(Vec::new());
        }
        let searching = Searching::begin(self, query, words.as_ref()).await?;
        let mut quotes = Vec::new();
        for row in searching.quotes().await? {
            let position: i32 = row.try_get(1).map_err(|error| searching.failed(&error))?;
            // The tables' own positions begin at 0.
            let position = usize::try_from(position).unwrap_or(usize::MAX);
            quotes.extend(QuoteHit::of(searching.item(&row)?, position)?);
        }
        Ok(quotes)
    }
}

/// A search on its way.
struct Searching<'a> {
    settings: &'a PostgresSettings,
    session: Session,
    find: Find<'a>,
}

impl<'a> Searching<'a> {
    async fn begin(
        settings: &'a PostgresSettings,
        query: &'a Query,
        words: Option<&'a Words>,
    ) -> Result<Self, SearchError> {
        let session = Session::connect(settings).await?;
        check_tables(settings, &session).await?;
        let stems = match words {
            Some(words) => stems(settings, &session, query, words).await?,
            None => Stems::new(),
        };
        Ok(Self { settings, session, find: Find::new(query, words, &stems) })
    }

    async fn articles(&self) -> Result<Vec<Row>, SearchError> {
        if let Some(newest) = self.find.articles_among_newest() {
            let rows = self.ask(newest).await?;
            if self.find.is_enough(rows.len()) {
                return Ok(rows);
            }
        }
        self.ask(self.find.articles()).await
    }

    async fn quotes(&self) -> Result<Vec<Row>, SearchError> {
        let rows = self.ask(self.find.quotes_in_newest()).await?;
        if self.find.is_enough(rows.len()) {
            return Ok(rows);
        }
        self.ask(self.find.all_quotes()).await
    }

    async fn ask(&self, sql: Sql) -> Result<Vec<Row>, SearchError> {
        let parameters: Vec<&(dyn ToSql + Sync)> =
            sql.parameters.iter().map(|value| &**value as &(dyn ToSql + Sync)).collect();
        let rows = Session::answer(self.settings, "search", self.session.client.query(&sql.text, &parameters)).await?;
        rows.map_err(|error| self.failed(&error))
    }

    fn item(&self, row: &Row) -> Result<Value, SearchError> {
        row.try_get(0).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &tokio_postgres::Error) -> SearchError {
        trouble(self.settings, "search", error).into_store_error().into()
    }
}

async fn check_tables(settings: &PostgresSettings, session: &Session) -> Result<(), SearchError> {
    const THERE: &str = "SELECT to_regclass('articles') IS NOT NULL, to_regclass('article_quotes') IS NOT NULL";
    let asked = async {
        let there = session.client.query_one(THERE, &[]).await?;
        Ok((there.try_get(0)?, there.try_get(1)?))
    };
    let there: Result<(bool, bool), tokio_postgres::Error> = Session::answer(settings, "search", asked).await?;
    match there.map_err(|error| trouble(settings, "search", &error).into_store_error())? {
        (false, _) => Err(SearchError::NoTables(settings.address())),
        (true, false) => Err(SearchError::OldTables(settings.address())),
        (true, true) => Ok(()),
    }
}
