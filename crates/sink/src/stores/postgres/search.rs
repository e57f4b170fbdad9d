//! Searching in a PostgreSQL store.

use super::connect::Session;
use super::errors::trouble;
use super::find::{Find, Reach, Sql, What};
use super::settings::PostgresSettings;
use super::words::{Stems, stems};
use crate::search::{Answer, Filling, Hit, Query, QuoteHit, SearchError, Searchable, Term, Words};
use article::ArticleId;
use async_trait::async_trait;
use serde_json::Value;
use tokio_postgres::types::{FromSql, ToSql};
use tokio_postgres::{Error, Row};

/// Articles that are looked through to see how frequent something is; fewer with words, whose vectors are large.
const SAMPLE: i64 = 1_000;
const SAMPLE_WITH_WORDS: i64 = 250;
/// Up to so many articles it is quicker to look through them than to ask the indexes.
const LOOKED_THROUGH: i64 = 2_000;
/// Up to so many articles it is quicker to look for their time than to ask the indexes about all.
const COUNTED: i64 = 50_000;

#[async_trait]
impl Searchable for PostgresSettings {
    /// Best by `ts_rank`. Words are looked for without accents and by their stems in the query's language, English unless it
    /// names one.
    async fn search(&self, query: &Query) -> Result<Answer<Hit>, SearchError> {
        let words = query.words();
        if words.as_ref().is_some_and(Words::is_empty) {
            return Ok(Answer::none());
        }
        let searching = Searching::begin(self, query, What::Articles, words.as_ref()).await?;
        let terms: Vec<&Term> = words.iter().flat_map(Words::wanted).collect();
        let uris = searching.column(&searching.found().await?, 0)?;
        let rows = searching.ask(searching.find.items(uris)).await?;
        let hits = rows.iter().map(|row| Ok(Hit::of(searching.item(row)?, &terms)?));
        Ok(Answer { hits: hits.collect::<Result<_, SearchError>>()?, filling: searching.filling().await? })
    }

    async fn quotes(&self, query: &Query) -> Result<Answer<QuoteHit>, SearchError> {
        let words = query.words();
        if words.as_ref().is_some_and(Words::is_empty) {
            return Ok(Answer::none());
        }
        let searching = Searching::begin(self, query, What::Quotes, words.as_ref()).await?;
        let found = searching.found().await?;
        let reports = Find::reports(searching.column(&found, 0)?, searching.column(&found, 1)?);
        let mut hits = Vec::new();
        for row in searching.ask(reports).await? {
            let position: i32 = row.try_get(1).map_err(|error| searching.failed(&error))?;
            // The tables' own positions begin at 0.
            let position = usize::try_from(position).unwrap_or(usize::MAX);
            hits.extend(QuoteHit::of(searching.item(&row)?, position)?);
        }
        Ok(Answer { hits, filling: searching.filling().await? })
    }

    async fn versions(&self, articles: &[ArticleId]) -> Result<Vec<Value>, SearchError> {
        const VERSIONS: &str = "SELECT item FROM article_versions WHERE uri = ANY($1) ORDER BY uri, version_rank";
        let session = Session::connect(self).await?;
        check_tables(self, &session).await?;
        let uris: Vec<uuid::Uuid> = articles.iter().map(|article| article.uuid()).collect();
        let asked = async {
            let rows = session.client.query(VERSIONS, &[&uris]).await?;
            rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<Value>, Error>>()
        };
        let items = Session::answer(self, "search", asked).await?;
        items.map_err(|error| trouble(self, "search", &error).into_store_error().into())
    }
}

/// A search on its way.
struct Searching<'a> {
    settings: &'a PostgresSettings,
    session: Session,
    find: Find<'a>,
    /// The tables of articles that are still to be indexed or named.
    unfinished: Vec<&'static str>,
}

impl<'a> Searching<'a> {
    async fn begin(
        settings: &'a PostgresSettings,
        query: &'a Query,
        what: What,
        words: Option<&'a Words>,
    ) -> Result<Self, SearchError> {
        let session = Session::connect(settings).await?;
        let unfinished = check_tables(settings, &session).await?;
        let stems = match words {
            Some(words) => stems(settings, &session, query, words).await?,
            None => Stems::new(),
        };
        let searching = Self { settings, session, find: Find::new(query, what, words, &stems), unfinished };
        // One state of the tables for what is found and for what is read of it.
        let begun = searching.session.client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        Session::answer(settings, "search", begun).await?.map_err(|error| searching.failed(&error))?;
        Ok(searching)
    }

    /// What matches, newest first, as many as are wanted or all.
    async fn found(&self) -> Result<Vec<Row>, SearchError> {
        let wanted = i64::from(self.find.wanted());
        let enough = |rows: &[Row]| i64::try_from(rows.len()).is_ok_and(|found| found >= wanted);
        if !self.find.is_narrow() {
            return self.ask(self.find.found(Reach::Newest(wanted))).await;
        }
        let sample = if self.find.has_words() { SAMPLE_WITH_WORDS } else { SAMPLE };
        let rows = self.ask(self.find.found(Reach::Newest(sample))).await?;
        if enough(&rows) {
            return Ok(rows);
        }
        if let Some(reach) = self.reach(sample, &rows, wanted).await? {
            let rows = self.ask(self.find.found(reach)).await?;
            if enough(&rows) {
                return Ok(rows);
            }
        }
        self.ask(self.find.found(Reach::All)).await
    }

    /// Where enough are, if older articles are like those that were looked through; `None`: perhaps nowhere but in all.
    async fn reach(&self, sample: i64, found: &[Row], wanted: i64) -> Result<Option<Reach>, SearchError> {
        let found = i64::try_from(found.len()).unwrap_or(i64::MAX);
        // Half as many again, as chance would have it.
        let Some(articles) = (sample * wanted * 3 / 2).checked_div(found).filter(|articles| *articles <= COUNTED)
        else {
            return Ok(None);
        };
        if articles <= LOOKED_THROUGH {
            return Ok(Some(Reach::Newest(articles)));
        }
        let last = self.ask(self.find.time_of(articles)).await?;
        Ok(self.column(&last, 0)?.first().copied().map(Reach::Since))
    }

    async fn ask(&self, sql: Sql) -> Result<Vec<Row>, SearchError> {
        let parameters: Vec<&(dyn ToSql + Sync)> =
            sql.parameters.iter().map(|value| &**value as &(dyn ToSql + Sync)).collect();
        let rows = Session::answer(self.settings, "search", self.session.client.query(&sql.text, &parameters)).await?;
        rows.map_err(|error| self.failed(&error))
    }

    /// How far a change of the tables is that this search would have needed.
    async fn filling(&self) -> Result<Option<Filling>, SearchError> {
        for table in &self.unfinished {
            let is_needed = match *table {
                TO_INDEX => self.find.has_words(),
                _ => self.find.has_labels() || self.find.is_of_quotes(),
            };
            if is_needed {
                let text = format!("SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM articles)");
                // The table goes once it is empty.
                let Ok(rows) = self.ask(Sql { text, ..Sql::default() }).await else { return Ok(None) };
                let number = |column| Ok::<i64, SearchError>(self.column(&rows, column)?.first().copied().unwrap_or(0));
                return Ok(Filling::of(number(0)?, number(1)?));
            }
        }
        Ok(None)
    }

    fn column<T: for<'b> FromSql<'b>>(&self, rows: &[Row], column: usize) -> Result<Vec<T>, SearchError> {
        rows.iter().map(|row| row.try_get(column).map_err(|error| self.failed(&error))).collect()
    }

    fn item(&self, row: &Row) -> Result<Value, SearchError> {
        row.try_get(0).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &Error) -> SearchError {
        trouble(self.settings, "search", error).into_store_error().into()
    }
}

const TO_INDEX: &str = "articles_to_index";
const TO_NAME: &str = "articles_to_name";

/// Refuses tables that are not there or of an earlier release; gives those of articles that are still to be worked on.
async fn check_tables(settings: &PostgresSettings, session: &Session) -> Result<Vec<&'static str>, SearchError> {
    const THERE: &str =
        "SELECT to_regclass(name) IS NOT NULL FROM unnest($1::text[]) WITH ORDINALITY AS given (name, number)
        ORDER BY number";
    let names = ["articles", "article_quotes", TO_INDEX, TO_NAME];
    let asked = async {
        let rows = session.client.query(THERE, &[&names.as_slice()]).await?;
        rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<bool>, Error>>()
    };
    let there = Session::answer(settings, "search", asked).await?;
    let there = there.map_err(|error| trouble(settings, "search", &error).into_store_error())?;
    match there.as_slice() {
        [true, true, unfinished @ ..] => {
            let unfinished = [TO_INDEX, TO_NAME].into_iter().zip(unfinished).filter(|(_, is_there)| **is_there);
            Ok(unfinished.map(|(name, _)| name).collect())
        }
        [true, ..] => Err(SearchError::OldTables(settings.address())),
        _ => Err(SearchError::NoTables(settings.address())),
    }
}
