//! Writing a batch in one transaction.

use super::article::ArticleWriter;
use super::stored::move_to;
use crate::stores::document::Document;
use crate::stores::plan::{Plan, plan};
use crate::stores::row::Row;
use crate::stores::versions::{Standing, version_of};
use article::{AltId, ArticleId, Timestamp};
use pipeline::{Reason, Written};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::collections::{HashMap, HashSet};

const READ_STANDING: &str = "
SELECT version, replay, content_hash, first_created, source, url, json_extract(item, '$.altIds')
FROM articles WHERE uri = ?";

const WRITE_VERSION: &str = "
INSERT INTO article_history (uri, version, version_rank, replay, content_hash, headline, version_created, item)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (uri, version) DO UPDATE SET
    replay = excluded.replay, content_hash = excluded.content_hash, headline = excluded.headline,
    version_created = excluded.version_created, item = excluded.item
WHERE excluded.replay > article_history.replay";

/// Gives the id of an article that states no date, which counts as of when it was first seen.
const WRITE_SEEN_EARLIER: &str = "
UPDATE articles SET
    first_received = coalesce(first_received, first_created), first_created = ?2,
    item = json_set(item, '$.firstCreated', ?2)
WHERE uri = ?1 RETURNING iif(published IS NULL, id, NULL)";

/// Writes rows in one transaction and answers for each. `store` is its name, for what is told of them.
pub(super) fn write_batch(
    connection: &mut Connection,
    store: &str,
    rows: &[Result<Row, Reason>],
) -> rusqlite::Result<Vec<Written>> {
    // Immediate: what stands is read and replaced under one write lock, so that no other store comes between.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let standing = read_standing(&transaction, rows)?;
    let known: HashSet<ArticleId> = standing.keys().copied().collect();
    let plan = plan(rows, standing);
    write_plan(&transaction, &plan, &known)?;
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

fn write_plan(transaction: &Transaction<'_>, plan: &Plan<'_>, known: &HashSet<ArticleId>) -> rusqlite::Result<()> {
    let mut writer = ArticleWriter::prepare(transaction)?;
    let mut latest: Vec<&(&Row, Timestamp)> = plan.latest.iter().collect();
    latest.sort_by_key(|(row, first_created)| row.time(*first_created));
    // The text index wants what goes first, and what comes in the order of its ids.
    for (row, _) in latest.iter().filter(|(row, _)| known.contains(&row.uri)) {
        writer.clear(row.uri, row.number)?;
    }
    for (row, first_created) in latest {
        writer.write(row, *first_created)?;
    }
    let mut write_version = transaction.prepare(WRITE_VERSION)?;
    for row in &plan.history {
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
    for (uri, at) in &plan.seen_earlier {
        let undated =
            write_seen_earlier.query_row((uri.uuid().to_string(), at.to_string()), |row| row.get(0)).optional()?;
        if let Some(Some(id)) = undated {
            move_to(transaction, id, *at)?;
        }
    }
    Ok(())
}
