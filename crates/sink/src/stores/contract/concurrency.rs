//! Several stores on one database: two sinks of one group during a rebalance, or two that start together.

use super::cases::{open, standing};
use super::samples::{FETCH, delivery, fetched, id};
use super::target::Target;
use anyhow::{Context, Result, ensure};
use article::Timestamp;
use pipeline::{Delivery, StoreError, Written};
use tokio::task::JoinSet;

const STORES: i64 = 4;
const ROUNDS: i64 = 6;
const ARTICLES: i64 = 20;

fn name(article: i64) -> String {
    format!("same articles {article}")
}

/// Every store writes every article, each in an order and with versions of its own.
fn batch(store: i64, round: i64) -> Vec<Delivery> {
    let version = FETCH + round * STORES + store;
    let mut batch: Vec<Delivery> =
        (0..ARTICLES).map(|article| delivery(fetched(&name(article), version, &format!("text {version}")))).collect();
    if store % 2 == 1 {
        batch.reverse();
    }
    batch
}

pub(super) async fn same_articles(target: &dyn Target) -> Result<()> {
    let mut writers = JoinSet::new();
    for number in 0..STORES {
        let mut store = open(target).await?;
        writers.spawn(async move {
            for round in 0..ROUNDS {
                let batch = batch(number, round);
                // Down is an allowed answer when others stay in the way; the loop writes the batch again.
                let mut tries = 0;
                let answers = loop {
                    match store.write(&batch).await {
                        Ok(answers) => break answers,
                        Err(StoreError::Down(text)) if tries < 5 => {
                            tries += 1;
                            store.open().await.with_context(|| text)?;
                        }
                        Err(error) => return Err(error.into()),
                    }
                };
                let written = |answer: &Written| matches!(answer, Written::Stored | Written::Unchanged(_));
                ensure!(answers.iter().all(written), "answered {answers:?}");
            }
            Ok(())
        });
    }
    while let Some(end) = writers.join_next().await {
        end??;
    }
    let newest = FETCH + STORES * ROUNDS - 1;
    for article in 0..ARTICLES {
        let uri = id(&name(article));
        let stored = standing(target, uri).await?;
        ensure!(stored.version == newest, "version {} of article {article} stands", stored.version);
        ensure!(stored.first_created == Some(Timestamp::from_millis(FETCH)), "seen {:?}", stored.first_created);
        let versions = target.versions(uri).await?.len();
        ensure!(versions == usize::try_from(STORES * ROUNDS)?, "{versions} versions of article {article}");
    }
    Ok(())
}

pub(super) async fn opened_at_once(target: &dyn Target) -> Result<()> {
    let mut openings = JoinSet::new();
    for _ in 0..4 {
        let mut store = target.store();
        openings.spawn(async move { store.open().await });
    }
    while let Some(end) = openings.join_next().await {
        end??;
    }
    Ok(())
}
