//! Stores that tell what became of each article they were given, and are otherwise the stores they were.

use super::article_line::{enriched, headline};
use article::{Article, EnrichedArticle, RecordRef};
use async_trait::async_trait;
use pipeline::{Delivery, Store, StoreError, Written};
use sink::StoreSettings;
use sink::search::Searchable;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Answers that wait to be shown, at most: more than the demo ever has under way. What finds no room is not shown.
const WAITING: usize = 10_000;

/// What a store did with a record of the enriched topic.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) store: String,
    pub(crate) source: Option<String>,
    pub(crate) record: RecordRef,
    pub(crate) written: Written,
    /// The article in a line.
    pub(crate) article: String,
}

/// The stores as they are, with an ear on each.
pub(crate) fn watched(stores: Vec<Box<dyn StoreSettings>>) -> (Vec<Box<dyn StoreSettings>>, Receiver<Told>) {
    let (told, heard) = sync_channel(WAITING);
    let watched = stores.into_iter().map(|inner| {
        let watched: Box<dyn StoreSettings> = Box::new(WatchedSettings { inner, told: told.clone() });
        watched
    });
    (watched.collect(), heard)
}

#[derive(Debug)]
struct WatchedSettings {
    inner: Box<dyn StoreSettings>,
    told: SyncSender<Told>,
}

impl StoreSettings for WatchedSettings {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn build(&self) -> Box<dyn Store> {
        Box::new(WatchedStore { inner: self.inner.build(), told: self.told.clone() })
    }

    fn takes_replays(&self) -> bool {
        self.inner.takes_replays()
    }

    fn takes_embargoed(&self) -> bool {
        self.inner.takes_embargoed()
    }

    fn searchable(&self) -> Option<&dyn Searchable> {
        self.inner.searchable()
    }
}

struct WatchedStore {
    inner: Box<dyn Store>,
    told: SyncSender<Told>,
}

#[async_trait]
impl Store for WatchedStore {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn passes_over(&self, article: &EnrichedArticle) -> Option<&'static str> {
        self.inner.passes_over(article)
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        self.inner.open().await
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let answers = self.inner.write(batch).await?;
        for (delivery, written) in batch.iter().zip(&answers) {
            let received = &delivery.received;
            let told = Told {
                store: self.inner.name().to_owned(),
                source: received.record.headers.text(article::header::RECORD_SOURCE).map(str::to_owned),
                record: received.place(),
                written: written.clone(),
                article: in_a_line(&delivery.article.0),
            };
            // A show that has ended or fallen far behind must not hold up the store.
            let _ = self.told.try_send(told);
        }
        Ok(answers)
    }
}

fn in_a_line(article: &Article) -> String {
    format!("\"{}\"  {}", headline(article), enriched(article))
}
