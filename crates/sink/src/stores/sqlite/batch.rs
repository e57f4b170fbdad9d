//! Writing a batch in one transaction.

use super::text::{CLEAR_TEXT, WRITE_TEXT, text_of};
use crate::stores::document::Document;
use crate::stores::plan::{Plan, plan};
use crate::stores::row::Row;
use crate::stores::versions::{Standing, version_of};
use article::{AltId, ArticleId, Timestamp};
use chrono::SecondsFormat;
use pipeline::{Reason, Written};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, named_params};
use std::collections::HashMap;

const READ_STANDING: &str = "
SELECT version, replay, content_hash, first_created, source, url, json_extract(item, '$.altIds')
FROM articles WHERE uri = ?";

const WRITE_ARTICLE: &str = "
INSERT INTO articles (
    uri, version, version_rank, replay, content_hash, headline, summary, body, language, located, byline, source, url,
    published, published_precision, first_created, version_created, dateline, dateline_place, dateline_date, agencies,
    places, item
) VALUES (
    :uri, :version, :version_rank, :replay, :content_hash, :headline, :summary, :body, :language, :located, :byline,
    :source, :url, :published, :published_precision, :first_created, :version_created, :dateline, :dateline_place,
    :dateline_date, :agencies, :places, iif(:seen_before IS NULL, :item, json_set(:item, '$.firstCreated', :seen_before))
)
ON CONFLICT (uri) DO UPDATE SET
    version = excluded.version, version_rank = excluded.version_rank, replay = excluded.replay,
    content_hash = excluded.content_hash, headline = excluded.headline, summary = excluded.summary,
    body = excluded.body, language = excluded.language, located = excluded.located, byline = excluded.byline,
    source = excluded.source, url = excluded.url, published = excluded.published,
    published_precision = excluded.published_precision, first_created = excluded.first_created,
    version_created = excluded.version_created, dateline = excluded.dateline,
    dateline_place = excluded.dateline_place, dateline_date = excluded.dateline_date,
    agencies = excluded.agencies, places = excluded.places, item = excluded.item
RETURNING id";

const WRITE_VERSION: &str = "
INSERT INTO article_versions (uri, version, version_rank, replay, content_hash, headline, version_created, item)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (uri, version) DO UPDATE SET
    replay = excluded.replay, content_hash = excluded.content_hash, headline = excluded.headline,
    version_created = excluded.version_created, item = excluded.item
WHERE excluded.replay > article_versions.replay";

const WRITE_SEEN_EARLIER: &str = "
UPDATE articles SET first_created = ?2, item = json_set(item, '$.firstCreated', ?3) WHERE uri = ?1";

/// Writes rows in one transaction and answers for each. `store` is its name, for what is told of them.
pub(super) fn write_batch(
    connection: &mut Connection,
    store: &str,
    rows: &[Result<Row, Reason>],
) -> rusqlite::Result<Vec<Written>> {
    // Immediate: what stands is read and replaced under one write lock, so that no other store comes between.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let plan = plan(rows, read_standing(&transaction, rows)?);
    write_plan(&transaction, &plan)?;
    transaction.commit()?;
    plan.notices.iter().for_each(|notice| notice.tell(store));
    Ok(plan.answers)
}

fn read_standing(
    transaction: &Transaction<'_>,
    rows: &[Result<Row, Reason>],
) -> rusqlite::Result<HashMap<ArticleId, Standing>> {
    let not_a_time = || rusqlite::Error::InvalidColumnType(3, "first_created".to_owned(), Type::Text);
    let mut statement = transaction.prepare(READ_STANDING)?;
    let mut standing = HashMap::new();
    for row in rows.iter().flatten() {
        let found = statement.query_row([row.uri.uuid().to_string()], |found| {
            let first_created: String = found.get(3)?;
            let (source, url): (Option<String>, Option<String>) = (found.get(4)?, found.get(5)?);
            let alt_ids: Option<String> = found.get(6)?;
            Ok(Standing {
                version: version_of(found.get(0)?),
                replay: found.get(1)?,
                content_hash: found.get(2)?,
                first_created: Timestamp::parse(&first_created).ok_or_else(not_a_time)?,
                document: Document::new(source.as_deref(), url.as_deref(), &alt_ids_of(alt_ids.as_deref())),
            })
        });
        if let Some(found) = found.optional()? {
            standing.insert(row.uri, found);
        }
    }
    Ok(standing)
}

/// What somebody wrote there by hand has no names that could be compared.
fn alt_ids_of(json: Option<&str>) -> Vec<AltId> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn write_plan(transaction: &Transaction<'_>, plan: &Plan<'_>) -> rusqlite::Result<()> {
    let mut write_article = transaction.prepare(WRITE_ARTICLE)?;
    let mut clear_text = transaction.prepare(CLEAR_TEXT)?;
    let mut write_text = transaction.prepare(WRITE_TEXT)?;
    let mut clear_labels = transaction.prepare("DELETE FROM article_labels WHERE article = ?")?;
    let mut write_label = transaction.prepare("INSERT INTO article_labels (label, article) VALUES (?, ?)")?;
    for (row, first_created) in &plan.latest {
        let id: i64 = write_article.query_row(
            named_params! {
                ":uri": row.uri.uuid().to_string(),
                ":version": row.number,
                ":version_rank": row.rank,
                ":replay": row.replay,
                ":content_hash": row.content_hash,
                ":headline": row.headline,
                ":summary": row.summary,
                ":body": row.body,
                ":language": row.language,
                ":located": row.located,
                ":byline": row.byline,
                ":source": row.source,
                ":url": row.url,
                ":published": row.published.map(|published| sortable(published.at)),
                ":published_precision": row.published.map(|published| published.precision),
                ":first_created": sortable(*first_created),
                ":seen_before": (*first_created != row.first_created).then(|| first_created.to_string()),
                ":version_created": sortable(row.version_created),
                ":dateline": row.dateline,
                ":dateline_place": row.dateline_place,
                ":dateline_date": row.dateline_date,
                ":agencies": json_list(&row.agencies),
                ":places": json_list(&row.places),
                ":item": row.item,
            },
            |written| written.get(0),
        )?;
        clear_text.execute([id])?;
        write_text.execute(text_of(id, row.headline.as_deref(), row.summary.as_deref(), &row.body))?;
        clear_labels.execute([id])?;
        for label in &row.labels {
            write_label.execute((label, id))?;
        }
    }
    let mut write_version = transaction.prepare(WRITE_VERSION)?;
    for row in &plan.versions {
        write_version.execute((
            row.uri.uuid().to_string(),
            row.number,
            row.rank,
            row.replay,
            &row.content_hash,
            &row.headline,
            sortable(row.version_created),
            &row.item,
        ))?;
    }
    let mut write_seen_earlier = transaction.prepare(WRITE_SEEN_EARLIER)?;
    for (uri, at) in &plan.seen_earlier {
        write_seen_earlier.execute((uri.uuid().to_string(), sortable(*at), at.to_string()))?;
    }
    Ok(())
}

/// RFC 3339 with milliseconds, always of one length.
pub(crate) fn sortable(at: Timestamp) -> String {
    at.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn json_list(values: &[String]) -> String {
    serde_json::Value::from(values.to_vec()).to_string()
}
