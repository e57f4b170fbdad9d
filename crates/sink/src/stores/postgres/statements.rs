//! The SQL of a batch: one statement a table, one array a column. That of names and quotes stands in `found`.

use super::columns::{Columns, array, column};
use super::found::{CLEAR_NAMES, CLEAR_QUOTES, WRITE_NAMES, WRITE_QUOTES};
use super::tsvector::EncodedTsVector;
use super::vocabulary::ASK;
use crate::stores::row::Row;
use article::{ArticleId, Timestamp};
use chrono::{DateTime, Utc};
use tokio_postgres::{Client, Error, Statement};
use uuid::Uuid;

/// Rows are locked in the order of their ids, so that two stores wait for each other instead of deadlocking.
const READ_STANDING: &str = "
SELECT uri, version, replay, content_hash, first_created, source, url, item -> 'altIds' FROM articles
WHERE uri = ANY($1) ORDER BY uri FOR UPDATE";

/// `$26` are the ids that READ_STANDING found and locked. A row that another store has inserted since is left alone,
/// which the number of rows then shows.
const WRITE_ARTICLES: &str = "
INSERT INTO articles (
    uri, version, version_rank, replay, content_hash, headline, summary, body, language, located, byline, source, url,
    published, published_precision, first_created, version_created, dateline, dateline_place, dateline_date, agencies,
    places, labels, item, first_received, search, names_form
)
SELECT
    uri, version, version_rank, replay, content_hash, headline, summary, body, language, located, byline, source, url,
    published, published_precision, first_created, version_created, dateline, dateline_place, dateline_date,
    agencies::text[], places::text[], labels::text[],
    CASE WHEN seen_before IS NULL THEN item::jsonb
        ELSE jsonb_set(item::jsonb, '{firstCreated}', to_jsonb(seen_before)) END,
    CASE WHEN seen_before IS NOT NULL THEN item::jsonb ->> 'firstCreated' END,
    search, 1
FROM unnest(
    $1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::text[], $16::timestamptz[],
    $17::timestamptz[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[],
    $25::text[], $27::tsvector[]
) AS given (
    uri, version, version_rank, replay, content_hash, headline, summary, body, language, located, byline, source, url,
    published, published_precision, first_created, version_created, dateline, dateline_place, dateline_date, agencies,
    places, labels, item, seen_before, search
)
ON CONFLICT (uri) DO UPDATE SET
    version = excluded.version, version_rank = excluded.version_rank, replay = excluded.replay,
    content_hash = excluded.content_hash, headline = excluded.headline, summary = excluded.summary,
    body = excluded.body, language = excluded.language, located = excluded.located, byline = excluded.byline,
    source = excluded.source, url = excluded.url, published = excluded.published,
    published_precision = excluded.published_precision, first_created = excluded.first_created,
    version_created = excluded.version_created, dateline = excluded.dateline,
    dateline_place = excluded.dateline_place, dateline_date = excluded.dateline_date, agencies = excluded.agencies,
    places = excluded.places, labels = excluded.labels, item = excluded.item,
    first_received = excluded.first_received, search = excluded.search
WHERE articles.uri = ANY($26::uuid[])";

const WRITE_VERSIONS: &str = "
INSERT INTO article_history (uri, version, version_rank, replay, content_hash, headline, version_created, item)
SELECT uri, version, version_rank, replay, content_hash, headline, version_created, item::jsonb
FROM unnest(
    $1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[], $8::text[]
) AS given (uri, version, version_rank, replay, content_hash, headline, version_created, item)
ON CONFLICT (uri, version) DO UPDATE SET
    replay = excluded.replay, content_hash = excluded.content_hash, headline = excluded.headline,
    version_created = excluded.version_created, item = excluded.item
WHERE excluded.replay > article_history.replay";

/// The versions that stand go into the history before others take their places.
const KEEP_VERSIONS: &str = "
INSERT INTO article_history (uri, version, version_rank, replay, content_hash, headline, version_created, item)
SELECT
    uri, standing.version, version_rank, replay, content_hash, headline, version_created,
    CASE WHEN first_received IS NULL THEN item
        ELSE jsonb_set(item, '{firstCreated}', to_jsonb(first_received)) END
FROM articles AS standing JOIN unnest($1::uuid[], $2::bigint[]) AS next (uri, version) USING (uri)
WHERE standing.version <> next.version
ON CONFLICT (uri, version) DO UPDATE SET
    replay = excluded.replay, content_hash = excluded.content_hash, headline = excluded.headline,
    version_created = excluded.version_created, item = excluded.item
WHERE excluded.replay > article_history.replay";

const WRITE_SEEN_EARLIER: &str = "
UPDATE articles SET
    first_created = given.first_created, first_received = coalesce(first_received, articles.item ->> 'firstCreated'),
    item = jsonb_set(articles.item, '{firstCreated}', to_jsonb(given.stated))
FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS given (uri, first_created, stated)
WHERE articles.uri = given.uri";

/// The statements, prepared once a session.
#[derive(Debug)]
pub(super) struct Statements {
    pub(super) read_standing: Statement,
    pub(super) ask: Statement,
    pub(super) write_articles: Statement,
    pub(super) write_versions: Statement,
    pub(super) keep_versions: Statement,
    pub(super) write_seen_earlier: Statement,
    pub(super) clear_names: Statement,
    pub(super) write_names: Statement,
    pub(super) clear_quotes: Statement,
    pub(super) write_quotes: Statement,
}

impl Statements {
    pub(super) async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            read_standing: client.prepare(READ_STANDING).await?,
            ask: client.prepare(ASK).await?,
            write_articles: client.prepare(WRITE_ARTICLES).await?,
            write_versions: client.prepare(WRITE_VERSIONS).await?,
            keep_versions: client.prepare(KEEP_VERSIONS).await?,
            write_seen_earlier: client.prepare(WRITE_SEEN_EARLIER).await?,
            clear_names: client.prepare(CLEAR_NAMES).await?,
            write_names: client.prepare(WRITE_NAMES).await?,
            clear_quotes: client.prepare(CLEAR_QUOTES).await?,
            write_quotes: client.prepare(WRITE_QUOTES).await?,
        })
    }
}

/// Parameters of [`Statements::write_articles`]: the rows, the ids that are there already, the vectors of the rows.
pub(super) fn article_columns<'a>(
    latest: &[(&'a Row, Timestamp)],
    known: &'a [Uuid],
    vectors: Vec<EncodedTsVector>,
) -> Columns<'a> {
    let rows: Vec<&'a Row> = latest.iter().map(|(row, _)| *row).collect();
    let first_created: Vec<DateTime<Utc>> = latest.iter().map(|(_, at)| at.to_utc()).collect();
    let seen_before: Vec<Option<String>> =
        latest.iter().map(|(row, at)| (*at != row.first_created).then(|| at.to_string())).collect();
    vec![
        column(&rows, |row| row.uri.uuid()),
        column(&rows, |row| row.number),
        column(&rows, |row| row.rank),
        column(&rows, |row| row.replay),
        column(&rows, |row| row.content_hash.as_str()),
        column(&rows, |row| row.headline.as_deref()),
        column(&rows, |row| row.summary.as_deref()),
        column(&rows, |row| row.body.as_str()),
        column(&rows, |row| row.language.as_deref()),
        column(&rows, |row| row.located.as_deref()),
        column(&rows, |row| row.byline.as_deref()),
        column(&rows, |row| row.source.as_deref()),
        column(&rows, |row| row.url.as_deref()),
        column(&rows, |row| row.published.map(|published| published.at.to_utc())),
        column(&rows, |row| row.published.map(|published| published.precision)),
        Box::new(first_created),
        column(&rows, |row| row.version_created.to_utc()),
        column(&rows, |row| row.dateline.as_deref()),
        column(&rows, |row| row.dateline_place.as_deref()),
        column(&rows, |row| row.dateline_date.as_deref()),
        column(&rows, |row| array(&row.agencies)),
        column(&rows, |row| array(&row.places)),
        column(&rows, |row| array(&row.found.labels)),
        column(&rows, |row| row.item.as_str()),
        Box::new(seen_before),
        Box::new(known),
        Box::new(vectors),
    ]
}

/// Parameters of [`Statements::keep_versions`]: the rows that take their places.
pub(super) fn keep_columns<'a>(rows: &[&'a Row]) -> Columns<'a> {
    vec![column(rows, |row| row.uri.uuid()), column(rows, |row| row.number)]
}

/// Parameters of [`Statements::write_versions`].
pub(super) fn version_columns<'a>(rows: &[&'a Row]) -> Columns<'a> {
    vec![
        column(rows, |row| row.uri.uuid()),
        column(rows, |row| row.number),
        column(rows, |row| row.rank),
        column(rows, |row| row.replay),
        column(rows, |row| row.content_hash.as_str()),
        column(rows, |row| row.headline.as_deref()),
        column(rows, |row| row.version_created.to_utc()),
        column(rows, |row| row.item.as_str()),
    ]
}

/// Parameters of [`Statements::write_seen_earlier`].
pub(super) fn seen_earlier_columns(articles: &[(ArticleId, Timestamp)]) -> Columns<'static> {
    vec![
        Box::new(articles.iter().map(|(uri, _)| uri.uuid()).collect::<Vec<_>>()),
        Box::new(articles.iter().map(|(_, at)| at.to_utc()).collect::<Vec<_>>()),
        Box::new(articles.iter().map(|(_, at)| at.to_string()).collect::<Vec<_>>()),
    ]
}
