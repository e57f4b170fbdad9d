//! What the server of a feed answers: pauses with reasons, and advice to the operator.

use super::polled::{BRIDGE, FEED, FERRY, INTERVAL, Polled, WORLD};
use fetch::{Recorded, RecordedPage};
use harness::LogLines;
use pipeline::SourceError;
use std::time::Duration;

/// The type of an entry that is sent itself.
const ENTRY: &str = "application/vnd.dateline.entry+json";

#[tokio::test]
async fn answers_of_the_server_become_pauses_with_reasons() {
    let mut polled = Polled::new(true);
    let error = polled.poll().await.unwrap_err();
    let answered = "news.example answered 404; if it stays so, correct its url or remove the source";
    assert!(matches!(&error, SourceError::Missing(text) if text.ends_with(answered)), "{error:?}");
    polled.web.put(FEED, Recorded::LeaveAlone(Duration::from_secs(900)));
    let error = polled.poll().await.unwrap_err();
    assert!(matches!(error, SourceError::RetryAfter { wait, .. } if wait == Duration::from_secs(900)));
    polled.web.put(FEED, Recorded::Status(410));
    assert!(matches!(polled.poll().await.unwrap_err(), SourceError::Gone(_)));
    polled.cursor = Some(serde_json::json!({ "form": 7, "taken": "" }));
    let error = polled.poll().await.unwrap_err();
    assert!(matches!(&error, SourceError::Broken(text) if text.contains("form 7")), "{error:?}");
}

#[tokio::test]
async fn a_feed_that_does_not_answer_as_one_says_what_to_do() {
    let mut polled = Polled::new(false);
    for (status, kind, advice) in [
        (401, "denied", "login"),
        (403, "denied", "consumer.contact"),
        (404, "missing", "correct its url"),
        (410, "gone", "remove the source"),
        (500, "retry", "answered 500"),
    ] {
        polled.web.put(FEED, Recorded::Status(status));
        let error = polled.poll().await.unwrap_err();
        let of = match error {
            SourceError::Denied(_) => "denied",
            SourceError::Missing(_) => "missing",
            SourceError::Gone(_) => "gone",
            SourceError::Retry(_) => "retry",
            SourceError::RetryAfter { .. } | SourceError::Broken(_) => "another",
        };
        assert_eq!(of, kind, "{error:?}");
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
async fn what_a_page_s_server_says_of_its_use_goes_with_the_page() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    let usage = vec!["tdm-reservation: 1".to_owned(), "x-robots-tag: noai".to_owned()];
    for page in [FERRY, BRIDGE] {
        polled.web.put(
            page,
            Recorded::Page(RecordedPage {
                usage: usage.clone(),
                bytes: b"<p>It is late.".to_vec(),
                ..RecordedPage::default()
            }),
        );
    }
    let records = polled.records().await;
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(|record| record.hints.as_ref().unwrap().usage == usage), "{records:?}");
}

#[tokio::test]
async fn pages_wait_while_a_robots_txt_cannot_be_had() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.web.put("https://news.example/robots.txt", Recorded::Status(500));
    let harvest = polled.poll().await.unwrap();
    assert!(harvest.records.is_empty() && harvest.refusals.is_empty(), "{harvest:?}");
    polled.web.put("https://news.example/robots.txt", Recorded::Status(404));
    [FERRY, BRIDGE].iter().for_each(|page| polled.put(page, "<p>It is late."));
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

#[tokio::test]
async fn a_feed_that_moved_is_asked_for_there_after_some_hours_and_stays_the_same_source() {
    let mut polled = Polled::new(false);
    let moved = "https://news.example/new.rss";
    polled.web.put(FEED, Recorded::MovedTo(moved.into()));
    polled.put(moved, WORLD);
    assert_eq!(polled.records().await.len(), 2);
    for _ in 0..6 {
        polled.now += 90 * 60_000;
        assert!(polled.records().await.is_empty());
    }
    // Its redirect has ended.
    polled.web.put(FEED, Recorded::Status(404));
    polled.restart();
    let changed = WORLD.replace("<item>", "<item><title>Another</title><guid>another</guid></item><item>");
    polled.put(moved, changed.clone());
    let records = polled.records().await;
    assert!((1..=2).contains(&records.len()) && records[0].source.as_deref() == Some("world"), "{records:?}");
    // And so has the new address, and the old one is back.
    polled.web.put(moved, Recorded::Status(410));
    assert!(matches!(polled.poll().await, Err(SourceError::Gone(_))));
    polled.put(FEED, changed);
    assert!(polled.records().await.is_empty());
}

#[tokio::test]
async fn hours_that_a_feed_leaves_out_are_left_out_up_to_twelve() {
    let mut polled = Polled::new(false);
    let stated = "<ttl>30</ttl><skipHours><hour>14</hour><hour>15</hour></skipHours>";
    polled.put(FEED, WORLD.replace("<channel>", &format!("<channel>{stated}")));
    // It is 14:00.
    let harvest = polled.poll().await.unwrap();
    assert_eq!((harvest.next_in.as_secs(), harvest.stated_pace.as_secs()), (2 * 3_600, 1_800));
    polled.restart();
    assert_eq!(
        polled.poll().await.unwrap().next_in.as_secs(),
        2 * 3_600,
        "the position knows, the document is as it was"
    );
    polled.now += 2 * 3_600_000;
    assert_eq!(polled.poll().await.unwrap().next_in, INTERVAL);
    polled.now -= 2 * 3_600_000;
    let days = "Monday Tuesday Thursday Friday Saturday Sunday".split(' ').map(|day| format!("<day>{day}</day>"));
    let stated = format!("<ttl>100000</ttl><skipDays>{}</skipDays>", days.collect::<String>());
    polled.put(FEED, WORLD.replace("<channel>", &format!("<channel>{stated}")));
    let harvest = polled.poll().await.unwrap();
    assert_eq!((harvest.next_in.as_secs(), harvest.stated_pace.as_secs()), (12 * 3_600, 3_600), "a Thursday");
}
