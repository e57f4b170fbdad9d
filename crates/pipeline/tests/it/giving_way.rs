//! The run loop around a store that others write to as well, and that they are to have their turn at.

use crate::scene::{Scene, now, stop, wait_until};
use article::{Article, ArticleId, EncodeContext, EnrichedArticle, Record, Version, encode_enriched};
use async_trait::async_trait;
use dateline_pipeline::{Delivery, LoopSettings, Store, StoreError, Written, run_store};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long the store takes, whatever it is given.
const WRITE: Duration = Duration::from_millis(20);

/// When each write began and ended, and how many records it had.
type Writes = Arc<Mutex<Vec<(Instant, Instant, usize)>>>;

struct Slow(Writes);

#[async_trait]
impl Store for Slow {
    fn name(&self) -> &str {
        "slow"
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let began = Instant::now();
        tokio::time::sleep(WRITE).await;
        self.0.lock().unwrap().push((began, Instant::now(), batch.len()));
        Ok(batch.iter().map(|_| Written::Stored).collect())
    }
}

fn article(number: u32) -> Record {
    let id = ArticleId::of_source("test", &number.to_string());
    let article = Article::new(id, Version::fetched_at(now().millis()), now());
    let context = EncodeContext { source: "test", at: now(), from: None };
    encode_enriched(&EnrichedArticle(article), usize::MAX, context).unwrap()
}

/// The writes of a hundred articles that lie there when the loop starts.
fn writes(gives_way: bool) -> Vec<(Instant, Instant, usize)> {
    let (scene, writes) = (Scene::new(), Writes::default());
    scene.append((0..100).map(article));
    let settings = LoopSettings { gives_way, ..scene.settings("store") };
    let (context, runtime, store) = (scene.context.clone(), scene.runtime.handle().clone(), Slow(Arc::clone(&writes)));
    let running = std::thread::spawn(move || run_store(&context, Box::new(store), &runtime, settings));
    wait_until("all committed", || scene.committed("store") == 100);
    stop(&scene.context, running).unwrap();
    std::mem::take(&mut writes.lock().unwrap())
}

#[test]
fn a_store_that_others_wait_for_is_given_few_records_at_once_and_left_alone_for_as_long_as_each_write_took() {
    let writes = writes(true);
    assert!(writes.iter().all(|(_, _, records)| *records <= 25), "{writes:?}");
    for pair in writes.windows(2) {
        let [(began, ended, _), (next, ..)] = pair else { unreachable!() };
        let (took, left_alone) = (*ended - *began, *next - *ended);
        assert!(left_alone >= took.min(WRITE), "{left_alone:?} behind {took:?}");
    }
}

#[test]
fn a_store_of_ones_own_is_given_all_there_is() {
    assert!(writes(false).iter().any(|(_, _, records)| *records > 25));
}
