//! Writing a batch in one transaction.

use super::found::FoundWriter;
use super::text::{CLEAR_TEXT, WRITE_TEXT, text_of};
use super::values::json_list;
use crate::stores::document::Document;
use crate::stores::plan::{Plan, plan};
use crate::stores::row::Row;
use crate::stores::versions::{Standing, version_of};
use article::{AltId, ArticleId, Timestamp};
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
UPDATE articles SET first_created = ?2, item = json_set(item, '$.firstCreated', ?2) WHERE uri = ?1";

/// An article that states no date counts as of when it was first seen.
const LABEL_SEEN_EARLIER: &str = "
UPDATE article_labels SET at = ?2 WHERE article = (SELECT id FROM articles WHERE uri = ?1 AND published IS NULL)";

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
    let mut write_found = FoundWriter::prepare(transaction)?;
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
                ":published": row.published.map(|published| published.at.to_string()),
                ":published_precision": row.published.map(|published| published.precision),
                ":first_created": first_created.to_string(),
                ":seen_before": (*first_created != row.first_created).then(|| first_created.to_string()),
                ":version_created": row.version_created.to_string(),
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
        write_found.write(id, row.published.map_or(*first_created, |published| published.at), &row.found)?;
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
            row.version_created.to_string(),
            &row.item,
        ))?;
    }
    let mut write_seen_earlier = transaction.prepare(WRITE_SEEN_EARLIER)?;
    let mut label_seen_earlier = transaction.prepare(LABEL_SEEN_EARLIER)?;
    for (uri, at) in &plan.seen_earlier {
        write_seen_earlier.execute((uri.uuid().to_string(), at.to_string()))?;
        label_seen_earlier.execute((uri.uuid().to_string(), at.millis()))?;
    }
    Ok(())
}
