//! A feed source that is polled as the pipeline does, on recorded answers, and the feeds it is given.

use article::{RawRecord, Timestamp};
use dateline_consumer::{FeedSettings, FeedSource, Intervals, SourceContext};
use fetch::{Recorded, RecordedFetch, RecordedPage};
use pipeline::{Harvest, HourlyLimit, Source, SourceError};
use serde_json::Value;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

pub(super) const WORLD: &str = include_str!("../../feeds/world.rss");
pub(super) const FEED: &str = "https://news.example/world.rss";
pub(super) const FERRY: &str = "https://news.example/world/ferry";
pub(super) const BRIDGE: &str = "https://news.example/world/bridge";
pub(super) const INTERVAL: Duration = Duration::from_secs(300);
pub(super) const LIMIT: u64 = 1 << 20;

/// A source that is polled as the pipeline does, its position committed after each harvest.
pub(super) struct Polled {
    pub(super) web: Arc<RecordedFetch>,
    pub(super) settings: FeedSettings,
    pub(super) source: FeedSource,
    pub(super) cursor: Option<Value>,
    /// Milliseconds since 1970: Thursday, 24 October 2024, 14:00 UTC.
    pub(super) now: i64,
}

impl Polled {
    pub(super) fn new(follow: bool) -> Self {
        let web = Arc::new(RecordedFetch::default());
        let settings = FeedSettings {
            name: "world".into(),
            address: FEED.parse().unwrap(),
            follow,
            intervals: Intervals { shortest: INTERVAL, longest: 12 * INTERVAL },
            // The site of many of the entries here.
            speaks_for: vec!["a.example".into()],
        };
        let source = source_of(&settings, &web);
        Self { web, settings, source, cursor: None, now: 1_729_778_400_000 }
    }

    pub(super) fn put(&self, url: &str, body: impl Into<Vec<u8>>) {
        self.web.put(url, Recorded::Page(page(body, None)));
    }

    /// The process ends and another one goes on from the position.
    pub(super) fn restart(&mut self) {
        self.source = source_of(&self.settings, &self.web);
    }

    pub(super) async fn poll(&mut self) -> Result<Harvest, SourceError> {
        let harvest = self.source.poll(self.cursor.as_ref(), Timestamp::from_millis(self.now)).await?;
        if let Some(cursor) = &harvest.cursor {
            // As it comes back from the topic.
            self.cursor = Some(serde_json::from_str(&cursor.to_string()).unwrap());
        }
        Ok(harvest)
    }

    pub(super) async fn records(&mut self) -> Vec<RawRecord> {
        let harvest = self.poll().await.unwrap();
        assert!(harvest.refused.is_empty(), "{:?}", harvest.refused);
        assert_eq!(harvest.next_in, INTERVAL);
        harvest.records
    }

    pub(super) async fn bodies(&mut self) -> Vec<String> {
        self.records().await.iter().map(text).collect()
    }
}

fn source_of(settings: &FeedSettings, web: &Arc<RecordedFetch>) -> FeedSource {
    FeedSource::new(
        settings.clone(),
        SourceContext {
            fetch: Arc::clone(web) as Arc<dyn fetch::Fetch>,
            ingest_limit: LIMIT,
            feed_limit: HourlyLimit::default(),
        },
    )
}

pub(super) fn page(body: impl Into<Vec<u8>>, etag: Option<&str>) -> RecordedPage {
    RecordedPage {
        etag: etag.map(str::to_owned),
        content_type: Some("text/html; charset=utf-8".into()),
        bytes: body.into(),
        ..RecordedPage::default()
    }
}

pub(super) fn text(record: &RawRecord) -> String {
    String::from_utf8(record.body.clone()).unwrap()
}

pub(super) fn item(record: &RawRecord) -> Value {
    assert_eq!(record.content_type.as_deref(), Some("application/vnd.dateline.entry+json"));
    serde_json::from_slice(&record.body).unwrap()
}

/// A feed of `count` entries of the site `news.example`, the newest first.
pub(super) fn rss(count: usize) -> String {
    let mut feed = String::from("<rss version=\"2.0\"><channel><title>Many</title>");
    for number in (0..count).rev() {
        write!(feed, "<item><guid>n-{number}</guid><link>https://news.example/{number}</link></item>").unwrap();
    }
    feed + "</channel></rss>"
}

/// A feed of entries given by guid, link and title; what is empty is left out.
pub(super) fn feed_of(entries: &[(&str, &str, &str)]) -> String {
    let element =
        |name: &str, text: &str| if text.is_empty() { String::new() } else { format!("<{name}>{text}</{name}>") };
    let items = entries.iter().map(|(guid, link, title)| {
        let guid = element("guid isPermaLink=\"false\"", guid).replace("</guid isPermaLink=\"false\">", "</guid>");
        format!("<item>{guid}{}{}</item>", element("link", link), element("title", title))
    });
    format!("<rss version=\"2.0\"><channel>{}</channel></rss>", items.collect::<String>())
}

/// A feed of entries on these pages, the last one the oldest.
pub(super) fn feed_of_pages(links: &[&str]) -> String {
    feed_of(&links.iter().map(|link| ("", *link, *link)).collect::<Vec<_>>())
}
