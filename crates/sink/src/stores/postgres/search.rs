//! Searching in a PostgreSQL store.

use super::connect::Session;
use super::errors::trouble;
use super::find::{Find, Reach, What};
use super::settings::PostgresSettings;
use super::sql::Sql;
use super::words::{Stems, stems};
use crate::search::{Answer, Filling, Hit, Query, QuoteHit, SearchError, Searchable, Term, Words};
use article::ArticleId;
use async_trait::async_trait;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde_json::Value;
use tokio_postgres::types::FromSql;
use tokio_postgres::{Client, Error, Row};
use uuid::Uuid;

/// One state of the tables for what is found and for what is read of it.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Articles that are looked through to see how frequent something is; fewer with words, whose vectors are large.
const SAMPLE: i64 = 1_000;
const SAMPLE_WITH_WORDS: i64 = 250;
/// Up to so many articles it is quicker to look through them than to ask the indexes; more with words and labels, as the
/// vectors are read only of those that have the labels.
const LOOKED_THROUGH: i64 = 2_500;
const LOOKED_THROUGH_WITH_LABELS: i64 = 6_000;
/// Articles whose time is looked up, to tell from them since when there are more of them.
const COUNTED: (i64, i64) = (500, 2_000);
/// Up to so many articles it is quicker to ask the indexes about their time than about all.
const INDEXED: i64 = 50_000;
/// How often is guessed where enough will be.
const TRIES: usize = 2;

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
        let best = searching.best(&searching.found().await?)?;
        let rows = searching.ask(Find::items(best)).await?;
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
        let query = Query::default();
        let searching = Searching::begin(self, &query, What::Articles, None).await?;
        let mut versions = Sql::new("SELECT item FROM article_versions WHERE uri = ANY($1) ORDER BY uri, version_rank");
        versions.bind(articles.iter().map(|article| article.uuid()).collect::<Vec<Uuid>>());
        searching.ask(versions).await?.iter().map(|row| searching.item(row)).collect()
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
        let client = &session.client;
        // All of this is sent at once.
        let asked = async {
            tokio::join!(client.batch_execute(BEGIN), tables(client), async {
                match words {
                    Some(words) => stems(client, query, words).await,
                    None => Ok(Stems::new()),
                }
            })
        };
        let (begun, tables, stems) = Session::answer(settings, "search", asked).await?;
        let failed = |error: Error| SearchError::from(trouble(settings, "search", &error).into_store_error());
        begun.map_err(failed)?;
        let unfinished = unfinished(settings, &tables.map_err(failed)?)?;
        let find = Find::new(query, what, words, &stems.map_err(failed)?);
        Ok(Self { settings, session, find, unfinished })
    }

    /// What matches, newest first, as many as are wanted or all.
    async fn found(&self) -> Result<Vec<Row>, SearchError> {
        let wanted = i64::from(self.find.wanted());
        let enough = |rows: &[Row]| i64::try_from(rows.len()).is_ok_and(|found| found >= wanted);
        if !self.find.is_narrow() {
            return self.ask(self.find.found(Reach::Newest(wanted))).await;
        }
        let sample = if self.find.has_words() { SAMPLE_WITH_WORDS } else { SAMPLE };
        let (mut looked_through, mut rows) = (sample, self.ask(self.find.found(Reach::Newest(sample))).await?);
        for _ in 0..TRIES {
            if enough(&rows) {
                return Ok(rows);
            }
            // As many as have enough, if older articles are like those that were looked through, and more, as chance would
            // have it: the fewer were found, the less is known.
            let found = i64::try_from(rows.len()).unwrap_or(0);
            let root = found.isqrt();
            let Some(articles) = (looked_through * wanted * (root + 3)).checked_div(found * root) else { break };
            let Some(reach) = self.reach(articles).await? else { break };
            (looked_through, rows) = (articles, self.ask(self.find.found(reach)).await?);
        }
        if enough(&rows) { Ok(rows) } else { self.ask(self.find.found(Reach::All)).await }
    }

    /// Where so many of the newest articles are looked for; `None`: in all.
    async fn reach(&self, articles: i64) -> Result<Option<Reach>, SearchError> {
        if articles > INDEXED {
            return Ok(None);
        }
        let is_both = self.find.has_words() && self.find.has_labels();
        let looked_through = if is_both { LOOKED_THROUGH_WITH_LABELS } else { LOOKED_THROUGH };
        if articles <= looked_through {
            return Ok(Some(Reach::Newest(articles)));
        }
        let (first, last) = if articles <= COUNTED.1 { (articles, articles) } else { COUNTED };
        let times = self.ask(self.find.times_of(first, last)).await?;
        let time = |column| -> Result<Option<DateTime<Utc>>, SearchError> {
            Ok(self.column(&times, column)?.first().copied().flatten())
        };
        let Some((first_at, last_at)) = time(0)?.zip(time(1)?) else { return Ok(None) };
        Ok(time_of(articles, (first, first_at), (last, last_at)).map(Reach::Since))
    }

    /// The ids of the best of what was found, or of all of it.
    fn best(&self, found: &[Row]) -> Result<Vec<Uuid>, SearchError> {
        let uris: Vec<Uuid> = self.column(found, 0)?;
        if !self.find.is_ranked() {
            return Ok(uris);
        }
        let ranks: Vec<f32> = self.column(found, 1)?;
        let mut ranked: Vec<(f32, Uuid)> = ranks.into_iter().zip(uris).collect();
        // Equally good ones stay newest first.
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        Ok(ranked.into_iter().take(self.find.limit()).map(|(_, uri)| uri).collect())
    }

    async fn ask(&self, sql: Sql) -> Result<Vec<Row>, SearchError> {
        let rows = Session::answer(self.settings, "search", sql.rows(&self.session.client)).await?;
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
                let Ok(rows) = self.ask(Sql::new(text)).await else { return Ok(None) };
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

/// The time of the article of this number, newest first, if they come as they came between two others.
fn time_of(article: i64, first: (i64, DateTime<Utc>), last: (i64, DateTime<Utc>)) -> Option<DateTime<Utc>> {
    let between = first.1.signed_duration_since(last.1).num_milliseconds();
    let further = between.checked_mul(article - last.0)?.checked_div(last.0 - first.0).unwrap_or(0);
    let at = last.1.checked_sub_signed(TimeDelta::try_milliseconds(further)?)?;
    // PostgreSQL knows no times long before.
    (at.year() > 0).then_some(at)
}

const TO_INDEX: &str = "articles_to_index";
const TO_NAME: &str = "articles_to_name";

/// Tables that a search looks for: those it needs, then those that are there until all articles are in its form.
const TABLES: [&str; 4] = ["articles", "article_quotes", TO_INDEX, TO_NAME];

/// Whether each of [`TABLES`] is there.
async fn tables(client: &Client) -> Result<Vec<bool>, Error> {
    let mut sql = Sql::new(
        "SELECT to_regclass(name) IS NOT NULL FROM unnest($1) WITH ORDINALITY AS given (name, number) ORDER BY number",
    );
    sql.bind(TABLES.map(str::to_owned).to_vec());
    sql.rows(client).await?.iter().map(|row| row.try_get(0)).collect()
}

/// Refuses tables that are not there or of an earlier release; gives those of articles that are still to be worked on.
fn unfinished(settings: &PostgresSettings, there: &[bool]) -> Result<Vec<&'static str>, SearchError> {
    match there {
        [true, true, unfinished @ ..] => {
            let unfinished = [TO_INDEX, TO_NAME].into_iter().zip(unfinished).filter(|(_, is_there)| **is_there);
            Ok(unfinished.map(|(name, _)| name).collect())
        }
        [true, ..] => Err(SearchError::OldTables(settings.address())),
        _ => Err(SearchError::NoTables(settings.address())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_articles_are_expected_to_come_as_newer_ones_did() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (first, last) = ((1_000, at("2024-03-11T00:00:00Z")), (4_000, at("2024-03-10T23:10:00Z")));
        // A second each.
        assert_eq!(time_of(7_600, first, last), Some(at("2024-03-10T22:10:00Z")));
        assert_eq!(time_of(3_000, (3_000, last.1), (3_000, last.1)), Some(last.1));
        let long_ago = at("0004-01-01T00:00:00Z");
        assert_eq!(time_of(40_000, first, (4_000, long_ago)), None);
        assert_eq!(time_of(i64::MAX, first, (4_000, long_ago)), None);
    }
}
