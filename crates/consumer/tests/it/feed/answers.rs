//! What the server of a feed answers: pauses with reasons, and advice to the operator.

use super::polled::{FEED, Polled, WORLD};
use fetch::{Recorded, RecordedPage};
use harness::LogLines;
use pipeline::SourceError;
use std::time::Duration;

#[tokio::test]
async fn answers_of_the_server_become_pauses_with_reasons() {
    let mut polled = Polled::new(true);
    let error = polled.poll().await.unwrap_err();
    let answered = "news.example answered 404; if it stays so, correct its url or remove the source";
    assert!(matches!(&error, SourceError::Retry(text) if text.ends_with(answered)), "{error:?}");
    polled.web.put(FEED, Recorded::LeaveAlone(Duration::from_secs(900)));
    let error = polled.poll().await.unwrap_err();
    assert!(matches!(error, SourceError::RetryAfter { wait, .. } if wait == Duration::from_secs(900)));
    polled.web.put(FEED, Recorded::Status(410));
    assert!(matches!(polled.poll().await.unwrap_err(), SourceError::Broken(_)));
    polled.cursor = Some(serde_json::json!({ "form": 7, "taken": "" }));
    let error = polled.poll().await.unwrap_err();
    assert!(matches!(&error, SourceError::Broken(text) if text.contains("form 7")), "{error:?}");
}

#[tokio::test]
async fn a_feed_that_does_not_answer_as_one_says_what_to_do() {
    let mut polled = Polled::new(false);
    for (status, is_broken, advice) in [
        (401, true, "login"),
        (403, true, "consumer.contact"),
        (404, false, "correct its url"),
        (410, true, "remove the source"),
    ] {
        polled.web.put(FEED, Recorded::Status(status));
        let error = polled.poll().await.unwrap_err();
        assert_eq!(matches!(error, SourceError::Broken(_)), is_broken, "{error:?}");
        assert!(error.to_string().contains(advice), "{error}");
    }
}

#[tokio::test]
async fn a_page_that_robots_txt_keeps_back_is_counted_and_its_entry_taken() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    let rules = RecordedPage { bytes: b"User-agent: *\nDisallow: /".to_vec(), ..RecordedPage::default() };
    polled.web.put("https://news.example/robots.txt", Recorded::Page(rules));
    let harvest = polled.poll().await.unwrap();
    assert_eq!((harvest.records.len(), harvest.refused.len()), (2, 0));
    assert_eq!(harvest.refusals, [("robots", 2)].into());
    assert!(harvest.records.iter().all(|record| record.content_type.as_deref() == Some(ENTRY)), "{harvest:?}");
    assert!(polled.records().await.is_empty(), "they are done");
}

#[tokio::test]
async fn pages_wait_while_a_robots_txt_cannot_be_had() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.web.put("https://news.example/robots.txt", Recorded::Status(500));
    let harvest = polled.poll().await.unwrap();
    assert!(harvest.records.is_empty() && harvest.refusals.is_empty(), "{harvest:?}");
    polled.web.put("https://news.example/robots.txt", Recorded::Status(404));
    assert_eq!(polled.records().await.len(), 2);
}

#[tokio::test]
async fn a_feed_that_moved_for_good_is_said_once() {
    let mut polled = Polled::new(false);
    let moved = "https://news.example/new.rss";
    polled.web.put(FEED, Recorded::MovedTo(moved.into()));
    polled.put(moved, WORLD);
    let lines = LogLines::default();
    let _guard = lines.listen();
    assert_eq!(polled.records().await.len(), 2);
    let said = lines.take();
    assert_eq!(said.len(), 1, "{said:?}");
    for part in ["INFO", "feed moved for good", "change its url", FEED, moved] {
        assert!(said[0].contains(part), "{part}: {said:?}");
    }
    assert!(polled.records().await.is_empty());
    assert_eq!(lines.take(), Vec::<String>::new());
}
