//! The recorded twin keeps to what the network does.

use dateline_fetch::{Fetch, FetchError, Recorded, RecordedFetch, RecordedPage, Request};

const URL: &str = "https://example.org/a";

fn page() -> RecordedPage {
    RecordedPage {
        etag: Some("\"v1\"".into()),
        last_modified: Some("Wed, 21 Oct 2015 07:28:00 GMT".into()),
        content_type: Some("text/html".into()),
        cache_control: None,
        usage: Vec::new(),
        bytes: b"<p>hello".to_vec(),
    }
}

#[tokio::test]
async fn conditions_and_limits_are_honoured() {
    let twin = RecordedFetch::default();
    twin.put(URL, Recorded::Page(page()));
    let plain = Request::new(URL, "*/*", 8);
    assert_eq!(twin.get(&plain).await.unwrap().bytes, b"<p>hello");
    let by_tag = Request { if_none_match: Some("\"v1\"".into()), ..plain.clone() };
    assert!(twin.get(&by_tag).await.unwrap().is_not_modified());
    let stale_tag =
        Request { if_none_match: Some("\"v0\"".into()), if_modified_since: page().last_modified, ..plain.clone() };
    assert!(!twin.get(&stale_tag).await.unwrap().is_not_modified());
    let error = twin.get(&Request { max_bytes: 7, ..plain }).await.unwrap_err();
    assert!(matches!(error, FetchError::TooLarge { limit: 7, length: 8, hash: Some(_), .. }), "{error:?}");
}

#[tokio::test]
async fn what_is_not_recorded_is_not_found() {
    let error = RecordedFetch::default().get(&Request::new(URL, "*/*", 8)).await.unwrap_err();
    assert_eq!(error.to_string(), "example.org answered 404");
}

#[tokio::test]
async fn a_directory_of_recordings_is_read() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.html"), "<p>hello").unwrap();
    let index = format!(r#"[{{"url": "{URL}", "file": "a.html", "contentType": "text/html"}}]"#);
    std::fs::write(directory.path().join("index.json"), index).unwrap();
    let twin = RecordedFetch::open(directory.path()).unwrap();
    let response = twin.get(&Request::new(URL, "*/*", 8)).await.unwrap();
    assert_eq!((response.bytes.as_slice(), response.content_type.as_deref()), (&b"<p>hello"[..], Some("text/html")));

    std::fs::write(directory.path().join("index.json"), "{}").unwrap();
    assert!(
        RecordedFetch::open(directory.path()).unwrap_err().to_string().ends_with("is not a list of recorded pages")
    );
}

#[tokio::test]
async fn a_recorded_robots_file_is_obeyed_by_who_obeys_any() {
    let twin = RecordedFetch::default();
    twin.put(URL, Recorded::Page(page()));
    let asked = Request::new(URL, "*/*", 100);
    let rules = RecordedPage { bytes: b"User-agent: dateline\nDisallow: /a".to_vec(), ..RecordedPage::default() };
    let robots = "https://example.org/robots.txt";
    for (recorded, allowed) in [
        (Recorded::Status(404), true),
        (Recorded::Page(rules), false),
        (Recorded::Status(503), false),
        (Recorded::Unreachable, false),
        (Recorded::Page(page()), true),
    ] {
        twin.put(robots, recorded.clone());
        assert_eq!(twin.get(&asked).await.is_ok(), allowed, "{recorded:?}");
        assert!(twin.get(&Request { obeys_robots: false, ..asked.clone() }).await.is_ok(), "{recorded:?}");
    }
}
