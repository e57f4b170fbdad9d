//! A sitemap source that is polled as the pipeline does, on recorded answers that are counted, and the sitemaps it is
//! given.

use article::{RawRecord, Timestamp};
use async_trait::async_trait;
use dateline_consumer::{Intervals, SitemapSettings, SitemapSource, SourceContext};
use fetch::{Fetch, FetchError, Recorded, RecordedFetch, RecordedPage, Request, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use pipeline::{Harvest, HourlyLimit, Source, SourceError};
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(super) const MAP: &str = "https://news.example/sitemap.xml";
pub(super) const INTERVAL: Duration = Duration::from_secs(300);

/// 24 October 2024, 14:00 UTC.
const NOW: i64 = 1_729_778_400_000;

/// Recorded answers, and what was asked: the address, and `?` where only a change was wanted.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) web: RecordedFetch,
    asked: Mutex<Vec<String>>,
}

#[async_trait]
impl Fetch for Counted {
    async fn get(&self, request: &Request) -> Result<Response, FetchError> {
        let conditional = request.if_none_match.is_some() || request.if_modified_since.is_some();
        self.asked.lock().unwrap().push(format!("{}{}", request.url, if conditional { " ?" } else { "" }));
        self.web.get(request).await
    }
}

/// A source whose position is committed after each harvest.
pub(super) struct Polled {
    pub(super) web: Arc<Counted>,
    pub(super) source: SitemapSource,
    pub(super) cursor: Option<Value>,
}

impl Polled {
    pub(super) fn new() -> Self {
        let web = Arc::new(Counted::default());
        Self { source: source_of(&web), web, cursor: None }
    }

    /// A page or a sitemap, with an entity tag of its bytes.
    pub(super) fn put(&self, url: &str, body: impl Into<Vec<u8>>) {
        let bytes = body.into();
        let sum = bytes.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
        let page = RecordedPage { etag: Some(format!("\"{sum}\"")), bytes, ..RecordedPage::default() };
        self.web.web.put(url, Recorded::Page(page));
    }

    /// Pages that say their own addresses.
    pub(super) fn put_pages(&self, addresses: &[&str]) {
        addresses.iter().for_each(|address| self.put(address, *address));
    }

    /// The process ends and another one goes on from the position.
    pub(super) fn restart(&mut self) {
        self.source = source_of(&self.web);
    }

    pub(super) async fn poll(&mut self) -> Result<Harvest, SourceError> {
        let harvest = self.source.poll(self.cursor.as_ref(), Timestamp::from_millis(NOW)).await?;
        if let Some(cursor) = &harvest.cursor {
            // As it comes back from the topic.
            self.cursor = Some(serde_json::from_str(&cursor.to_string()).unwrap());
        }
        Ok(harvest)
    }

    /// All records up to the next interval.
    pub(super) async fn records(&mut self) -> Vec<RawRecord> {
        let mut records = Vec::new();
        loop {
            let harvest = self.poll().await.unwrap();
            records.extend(harvest.records);
            if !harvest.next_in.is_zero() {
                assert_eq!(harvest.next_in, INTERVAL);
                return records;
            }
        }
    }

    /// The addresses of these, without scheme and host.
    pub(super) async fn taken(&mut self) -> Vec<String> {
        self.records().await.iter().map(path).collect()
    }

    /// What was asked since this was called last.
    pub(super) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.web.asked.lock().unwrap())
    }
}

fn source_of(web: &Arc<Counted>) -> SitemapSource {
    let intervals = Intervals { shortest: INTERVAL, longest: 12 * INTERVAL };
    let settings = SitemapSettings { name: "site".into(), address: MAP.parse().unwrap(), intervals };
    let fetch = Arc::clone(web) as Arc<dyn Fetch>;
    SitemapSource::new(settings, SourceContext { fetch, ingest_limit: 1 << 20, feed_limit: HourlyLimit::default() })
}

pub(super) fn path(record: &RawRecord) -> String {
    let url = record.url.as_deref().unwrap();
    url.strip_prefix("https://news.example/").unwrap_or(url).to_owned()
}

/// A sitemap of pages of the site by their paths, with `lastmod` where one is given.
pub(super) fn urlset(pages: &[(&str, &str)]) -> String {
    list("urlset", "url", pages)
}

/// An index of sitemaps of the site.
pub(super) fn index(maps: &[(&str, &str)]) -> String {
    list("sitemapindex", "sitemap", maps)
}

fn list(root: &str, name: &str, listed: &[(&str, &str)]) -> String {
    let mut xml = format!("<?xml version=\"1.0\"?><{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
    for (path, modified) in listed {
        write!(xml, "<{name}><loc>https://news.example/{path}</loc>").unwrap();
        if !modified.is_empty() {
            write!(xml, "<lastmod>{modified}</lastmod>").unwrap();
        }
        write!(xml, "</{name}>").unwrap();
    }
    format!("{xml}</{root}>")
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
