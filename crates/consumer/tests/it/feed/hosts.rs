//! Hosts that others ask at the same time, and pages that take long: what is there does not wait for them.

use super::polled::{BRIDGE, FEED, FERRY, LIMIT, Polled, WORLD, feed_of_pages, text};
use async_trait::async_trait;
use dateline_consumer::{FeedSource, SourceContext};
use fetch::{Fetch, FetchError, Recorded, RecordedFetch, Request, Response};
use pipeline::{HourlyLimit, Source};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

#[tokio::test]
async fn a_page_whose_host_others_ask_waits_for_its_turn_and_holds_up_no_other() {
    let mut polled = Polled::new(true);
    polled.put(
        FEED,
        feed_of_pages(&[
            "https://quick.example/2",
            "https://slow.example/2",
            "https://quick.example/1",
            "https://slow.example/1",
        ]),
    );
    for page in
        ["https://quick.example/1", "https://quick.example/2", "https://slow.example/1", "https://slow.example/2"]
    {
        polled.put(page, page);
    }
    polled.web.keep_busy("slow.example");
    assert_eq!(polled.source.contends_for(), Some("news.example"));
    let harvest = polled.poll().await.unwrap();
    let brought: Vec<_> = harvest.records.iter().map(text).collect();
    assert_eq!(brought, ["https://quick.example/1", "https://quick.example/2"]);
    assert_eq!(harvest.next_in, Duration::ZERO, "the rest is wanted as soon as the host is free");
    assert_eq!(polled.source.contends_for(), Some("slow.example"));
    assert_eq!(polled.bodies().await, ["https://slow.example/1", "https://slow.example/2"]);
    assert_eq!(polled.source.contends_for(), Some("news.example"));
}

#[tokio::test]
async fn a_page_that_is_moved_to_a_host_others_ask_waits_for_that_one() {
    let mut polled = Polled::new(true);
    polled.put(FEED, feed_of_pages(&["https://short.example/2", "https://short.example/1"]));
    for number in [1, 2] {
        let page = format!("https://slow.example/{number}");
        polled.web.put(format!("https://short.example/{number}"), Recorded::MovedTo(page.clone()));
        polled.put(&page, format!("page {number}"));
    }
    polled.web.keep_busy("slow.example");
    let harvest = polled.poll().await.unwrap();
    assert!(harvest.records.is_empty() && harvest.next_in.is_zero());
    assert_eq!(polled.source.contends_for(), Some("slow.example"));
    assert_eq!(polled.bodies().await, ["page 1", "page 2"]);
}

#[tokio::test]
async fn a_feed_that_moved_to_a_host_others_ask_waits_for_that_one() {
    let mut polled = Polled::new(false);
    let moved = "https://slow.example/world.rss";
    polled.web.put(FEED, Recorded::MovedTo(moved.into()));
    polled.put(moved, WORLD);
    polled.web.keep_busy("slow.example");
    let harvest = polled.poll().await.unwrap();
    assert!(harvest.records.is_empty() && harvest.cursor.is_none() && harvest.next_in.is_zero());
    assert_eq!(polled.source.contends_for(), Some("slow.example"));
    assert_eq!(polled.records().await.len(), 2);
}

/// Recorded answers of which one is held back until it is let go.
struct Held {
    web: Arc<RecordedFetch>,
    url: &'static str,
    let_go: Semaphore,
    asked: AtomicUsize,
}

#[async_trait]
impl Fetch for Held {
    async fn get(&self, request: &Request) -> Result<Response, FetchError> {
        if request.url == self.url {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.let_go.acquire().await.unwrap().forget();
        }
        self.web.get(request).await
    }
}

#[tokio::test]
async fn what_was_fetched_does_not_wait_for_a_slow_page_which_is_asked_for_once() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.put(BRIDGE, "bridge");
    polled.put(FERRY, "ferry");
    let web = Arc::clone(&polled.web);
    let held = Arc::new(Held { web, url: FERRY, let_go: Semaphore::new(0), asked: AtomicUsize::new(0) });
    let fetch = Arc::clone(&held) as Arc<dyn Fetch>;
    polled.source = FeedSource::new(
        polled.settings.clone(),
        SourceContext { fetch, ingest_limit: LIMIT, feed_limit: HourlyLimit::default() },
    );
    let began = Instant::now();
    let first = tokio::time::timeout(Duration::from_secs(20), polled.poll()).await.expect("a harvest").unwrap();
    assert_eq!(first.records.iter().map(text).collect::<Vec<_>>(), ["bridge"]);
    assert!(began.elapsed() >= Duration::from_millis(900), "it waits a little for others: {:?}", began.elapsed());
    assert_eq!(first.next_in, Duration::ZERO);
    let position = polled.cursor.clone();
    held.let_go.add_permits(1);
    assert_eq!(polled.bodies().await, ["ferry"]);
    assert_eq!(held.asked.load(Ordering::SeqCst), 1);
    assert!(polled.bodies().await.is_empty());

    // A process that ended before the slow page came has not lost it.
    polled.cursor = position;
    polled.restart();
    assert_eq!(polled.bodies().await, ["ferry"]);
}
