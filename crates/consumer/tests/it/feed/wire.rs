//! What a feed costs on the wire, counted by a server on this machine.

use super::polled::{INTERVAL, WORLD};
use article::Timestamp;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use dateline_consumer::{FeedSettings, FeedSource, Intervals, SourceContext};
use fetch::{Allowed, FetchSettings, HttpFetch, Place};
use pipeline::{Harvest, HourlyLimit, Source};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Paths asked for, with ` ?` behind such where only a change was wanted.
type Asked = Arc<Mutex<Vec<String>>>;

/// A server whose feed has an entity tag that it honours, or not.
async fn serve(honours: bool) -> (String, Asked) {
    let asked = Asked::default();
    let log = Arc::clone(&asked);
    let answer = move |uri: Uri, headers: HeaderMap| {
        let is_conditional = headers.contains_key(header::IF_NONE_MATCH);
        log.lock().unwrap().push(format!("{}{}", uri.path(), if is_conditional { " ?" } else { "" }));
        async move {
            let response = Response::builder().header(header::ETAG, "\"one\"");
            match uri.path() {
                "/feed" if is_conditional && honours => response.status(StatusCode::NOT_MODIFIED).body(Body::empty()),
                "/feed" => response.body(Body::from(WORLD)),
                _ => response.status(StatusCode::NOT_FOUND).body(Body::empty()),
            }
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/feed", listener.local_addr().unwrap());
    let app = Router::new().fallback(move |uri, headers| {
        let answer = answer(uri, headers);
        async move { answer.await.unwrap() }
    });
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (url, asked)
}

async fn poll(source: &mut FeedSource, cursor: &mut Option<Value>) -> Harvest {
    let harvest = source.poll(cursor.as_ref(), Timestamp::from_millis(1_729_778_400_000)).await.unwrap();
    *cursor = harvest.cursor.clone().or(cursor.take());
    harvest
}

#[tokio::test]
async fn an_unchanged_feed_costs_one_conditional_request_and_one_that_lies_its_body_and_no_record() {
    for honours in [true, false] {
        let (url, asked) = serve(honours).await;
        let fetch = HttpFetch::new(FetchSettings {
            host_delay: Duration::ZERO,
            allowed: vec![Allowed { place: Place::Block("127.0.0.0/8".parse().unwrap()), port: None }],
            ..FetchSettings::default()
        });
        let settings = FeedSettings {
            name: "world".into(),
            address: url.parse().unwrap(),
            follow: false,
            intervals: Intervals { shortest: INTERVAL, longest: INTERVAL },
            speaks_for: Vec::new(),
        };
        let context =
            SourceContext { fetch: Arc::new(fetch), ingest_limit: 1 << 20, feed_limit: HourlyLimit::default() };
        let (mut source, mut cursor) = (FeedSource::new(settings, context), None);
        assert_eq!(poll(&mut source, &mut cursor).await.records.len(), 2);
        assert_eq!(std::mem::take(&mut *asked.lock().unwrap()), ["/feed"]);
        for _ in 0..3 {
            let harvest = poll(&mut source, &mut cursor).await;
            assert!(harvest.records.is_empty() && harvest.cursor.is_none(), "{harvest:?}");
            assert_eq!(std::mem::take(&mut *asked.lock().unwrap()), ["/feed ?"]);
        }
    }
}
