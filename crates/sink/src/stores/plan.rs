//! What a batch changes in a store: decided before anything is written.
//!
//! In: the rows of the batch in order and what stands of their articles. Out: which rows to write to which table, and
//! the answer for each. At most one row per article and one per version, so that one statement can write each table.

use super::notice::Notice;
use super::row::Row;
use super::versions::{Standing, Verdict, judge};
use article::{ArticleId, Timestamp};
use pipeline::{Reason, Written};
use std::collections::{BTreeMap, HashMap};

/// What to write.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// The answer for each row, once everything is written.
    pub(crate) answers: Vec<Written>,
    /// Versions that stand from now on, ordered by id, each with the earliest `firstCreated` known.
    pub(crate) latest: Vec<(&'a Row, Timestamp)>,
    /// Articles that stay, but were seen earlier than the store knew.
    pub(crate) seen_earlier: Vec<(ArticleId, Timestamp)>,
    /// What is told of articles that were there already, once everything is written.
    pub(crate) notices: Vec<Notice>,
    /// Versions that do not stand, for the history. One that is there already is overwritten by a later replay only.
    pub(crate) history: Vec<&'a Row>,
}

struct Article<'a> {
    standing: Standing,
    row: Option<&'a Row>,
    seen_earlier: bool,
}

/// Decides a batch against what stands.
pub(crate) fn plan(rows: &[Result<Row, Reason>], standing: HashMap<ArticleId, Standing>) -> Plan<'_> {
    let stored = |(uri, standing)| (uri, Article { standing, row: None, seen_earlier: false });
    let mut articles: BTreeMap<ArticleId, Article<'_>> = standing.into_iter().map(stored).collect();
    let mut versions: BTreeMap<(ArticleId, i64), &Row> = BTreeMap::new();
    let (mut answers, mut notices) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(reason) => {
                answers.push(Written::DeadLetter(reason.clone()));
                continue;
            }
        };
        let verdict = match articles.get_mut(&row.uri) {
            None => {
                let first = Article { standing: row.standing(), row: Some(row), seen_earlier: false };
                articles.insert(row.uri, first);
                Verdict::Supersedes
            }
            Some(article) => {
                let (verdict, notice) = article.take(row);
                notices.extend(notice);
                verdict
            }
        };
        match verdict {
            Verdict::Supersedes | Verdict::Older => {
                let version = versions.entry((row.uri, row.rank)).or_insert(row);
                if row.replay > version.replay {
                    *version = row;
                }
            }
            Verdict::Repeat | Verdict::Same => {}
        }
        answers.push(verdict.unchanged().map_or(Written::Stored, Written::Unchanged));
    }
    let mut plan = Plan { answers, latest: Vec::new(), seen_earlier: Vec::new(), notices, history: Vec::new() };
    for (uri, article) in articles {
        match article.row {
            Some(row) => {
                versions.remove(&(uri, row.rank));
                plan.latest.push((row, article.standing.first_created));
            }
            None if article.seen_earlier => plan.seen_earlier.push((uri, article.standing.first_created)),
            None => {}
        }
    }
    plan.history = versions.into_values().collect();
    plan
}

impl<'a> Article<'a> {
    fn take(&mut self, row: &'a Row) -> (Verdict, Option<Notice>) {
        let arriving = row.standing();
        let verdict = judge(&self.standing, &arriving);
        let notice = Notice::of(row.uri, verdict, &self.standing, &arriving);
        let earliest = self.standing.first_created.min(arriving.first_created);
        match verdict {
            Verdict::Supersedes => {
                self.standing = Standing { first_created: earliest, ..arriving };
                self.row = Some(row);
            }
            Verdict::Older => {
                self.seen_earlier |= earliest < self.standing.first_created;
                self.standing.first_created = earliest;
            }
            Verdict::Repeat | Verdict::Same => {}
        }
        (verdict, notice)
    }
}
