//! Pages that fail, are too large, or are many: asked for again, given up, replaced by their entries.

use super::polled::{
    BRIDGE, FEED, FERRY, INTERVAL, LIMIT, Polled, WORLD, feed_of, feed_of_pages, item, page, rss, text,
};
use fetch::Recorded;
use harness::LogLines;
use std::time::Duration;

#[tokio::test]
async fn a_page_that_fails_is_given_up_after_four_polls_though_the_guid_changes() {
    let mut polled = Polled::new(true);
    for poll in 0..4 {
        polled.put(FEED, feed_of(&[(&format!("{poll}"), FERRY, "Ferry")]));
        let records = polled.records().await;
        assert_eq!(records.len(), usize::from(poll == 3), "poll {poll}");
        polled.restart();
    }
}

#[tokio::test]
async fn a_page_that_fails_is_fetched_at_a_later_poll_even_after_a_restart() {
    for restart in [false, true] {
        let mut polled = Polled::new(true);
        polled.web.put(FEED, Recorded::Page(page(WORLD, Some("\"one\""))));
        polled.put(BRIDGE, "bridge");
        assert_eq!(polled.bodies().await, ["bridge"]);
        if restart {
            polled.restart();
        }
        assert!(polled.bodies().await.is_empty());
        polled.put(FERRY, "ferry");
        assert_eq!(polled.bodies().await, ["ferry"]);
        assert!(polled.bodies().await.is_empty());
    }
}

#[tokio::test]
async fn a_page_that_never_comes_is_replaced_by_its_entry_once() {
    for recorded in [Recorded::Status(404), Recorded::Silence, Recorded::Unreachable, Recorded::Page(page("", None))] {
        let mut polled = Polled::new(true);
        polled.put(FEED, WORLD);
        polled.put(BRIDGE, "bridge");
        polled.web.put(FERRY, recorded);
        assert_eq!(polled.bodies().await, ["bridge"]);
        for _ in 0..2 {
            assert!(polled.bodies().await.is_empty());
            polled.restart();
        }
        let records = polled.records().await;
        assert_eq!(item(&records[0])["content"]["html"], "<p>OSTHAVEN - Boats left the harbour again at noon.</p>");
        assert_eq!(records[0].url.as_deref(), Some(FERRY));
        polled.put(FERRY, "ferry at last");
        assert!(polled.bodies().await.is_empty());
    }
}

#[tokio::test]
async fn an_entry_that_left_the_feed_before_its_page_came_is_not_lost() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.put(BRIDGE, "bridge");
    assert_eq!(polled.bodies().await, ["bridge"]);
    polled.restart();
    polled.put(FEED, rss(0));
    polled.put(FERRY, "ferry");
    let records = polled.records().await;
    assert_eq!(text(&records[0]), "ferry");
    assert_eq!(records[0].hints.as_ref().unwrap().guid.as_deref(), Some("hp-102"));
    assert!(polled.bodies().await.is_empty());
}

#[tokio::test]
async fn a_page_of_a_host_that_asks_to_be_left_alone_waits_without_counting() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.web.put(BRIDGE, Recorded::LeaveAlone(Duration::from_secs(900)));
    polled.put(FERRY, "ferry");
    for _ in 0..8 {
        assert!(polled.bodies().await.is_empty());
    }
    polled.put(BRIDGE, "bridge");
    assert_eq!(polled.bodies().await, ["bridge", "ferry"]);
}

#[tokio::test]
async fn a_host_that_takes_its_time_to_say_later_does_not_hold_up_its_feed_for_ever() {
    let mut polled = Polled::new(true);
    polled.put(FEED, feed_of(&[("f", FERRY, "Ferry")]));
    polled.web.put(FERRY, Recorded::LeaveAlone(Duration::from_secs(900)));
    assert!(polled.records().await.is_empty());
    // As if each answer had taken as long as one may: what all took is remembered across restarts.
    for (spent_ms, sent) in [(100_000, 0), (120_000, 1)] {
        polled.cursor.as_mut().unwrap()["waiting"][0]["spentMs"] = spent_ms.into();
        polled.restart();
        assert_eq!(polled.records().await.len(), sent, "after {spent_ms} ms");
    }
    polled.restart();
    assert!(polled.records().await.is_empty());
}

#[tokio::test]
async fn a_page_over_the_limit_is_refused_once_and_leaves_a_stub() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.put(BRIDGE, "bridge");
    polled.put(FERRY, vec![b'x'; (LIMIT + 1) as usize]);
    let harvest = polled.poll().await.unwrap();
    assert_eq!(harvest.records.len(), 1);
    let refused = &harvest.refused[0];
    assert_eq!((refused.reason.class, refused.url.as_deref()), ("too_large", Some(FERRY)));
    assert_eq!((refused.id.as_deref(), refused.length), (Some("hp-102"), LIMIT + 1));
    assert!(refused.hash.as_ref().unwrap().starts_with("sha256:"));
    assert!(polled.records().await.is_empty());
}

#[tokio::test]
async fn a_long_backlog_comes_in_several_harvests_and_a_restart_repeats_nothing() {
    let mut polled = Polled::new(true);
    polled.put(FEED, rss(50));
    for number in 0..50 {
        polled.put(&format!("https://news.example/{number}"), format!("page {number}"));
    }
    let mut bodies = Vec::new();
    for (records, next_in) in [(20, Duration::ZERO), (20, Duration::ZERO), (10, INTERVAL)] {
        let harvest = polled.poll().await.unwrap();
        assert_eq!((harvest.records.len(), harvest.next_in), (records, next_in));
        bodies.extend(harvest.records.iter().map(text));
        if records == 20 && bodies.len() == 40 {
            polled.restart();
        }
    }
    assert_eq!(bodies, (0..50).map(|number| format!("page {number}")).collect::<Vec<_>>());
    assert!(polled.bodies().await.is_empty());
}

#[tokio::test]
async fn failing_pages_are_not_asked_for_again_within_one_backlog() {
    let mut polled = Polled::new(true);
    polled.put(FEED, rss(45));
    for number in 1..45 {
        polled.put(&format!("https://news.example/{number}"), format!("page {number}"));
    }
    for (records, next_in) in [(19, Duration::ZERO), (20, Duration::ZERO), (5, INTERVAL)] {
        let harvest = polled.poll().await.unwrap();
        assert_eq!((harvest.records.len(), harvest.next_in), (records, next_in));
    }
    polled.put("https://news.example/0", "page 0");
    assert_eq!(polled.bodies().await, ["page 0"]);
}

#[tokio::test]
async fn a_site_that_is_down_costs_a_few_attempts_a_poll() {
    let mut polled = Polled::new(true);
    polled.put(FEED, rss(30));
    for number in 0..30 {
        polled.web.put(format!("https://news.example/{number}"), Recorded::Silence);
    }
    for _ in 0..8 {
        assert!(polled.bodies().await.is_empty());
    }
    for number in 0..30 {
        polled.put(&format!("https://news.example/{number}"), format!("page {number}"));
    }
    let brought = polled.poll().await.unwrap().records.len() + polled.poll().await.unwrap().records.len();
    assert_eq!(brought, 30);
}

#[tokio::test]
async fn pages_are_counted_by_what_became_of_them() {
    let mut polled = Polled::new(true);
    let host = |number: u32| format!("https://host-{number}.example/story");
    polled.put(FEED, feed_of_pages(&[&host(1), &host(2), &host(3), &host(4)]));
    polled.put(&host(1), "one");
    polled.web.put(host(2), Recorded::Status(500));
    polled.web.put(host(3), Recorded::LeaveAlone(Duration::from_secs(900)));
    polled.put(&host(4), vec![b'x'; (LIMIT + 1) as usize]);
    let first = polled.poll().await.unwrap();
    assert_eq!(first.pages, [("failed", 1), ("fetched", 1), ("left_alone", 1), ("too_large", 1)].into());
    polled.web.put(host(3), Recorded::Page(page("three", None)));
    assert_eq!(polled.poll().await.unwrap().pages, [("failed", 1), ("fetched", 1)].into());
    assert_eq!(polled.poll().await.unwrap().pages, [("failed", 1)].into());
    assert_eq!(polled.poll().await.unwrap().pages, [("given_up", 1)].into());
}

#[tokio::test]
async fn a_page_that_fails_says_what_happens_next() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.put(BRIDGE, "bridge");
    polled.web.put(FERRY, Recorded::Status(500));
    let lines = LogLines::default();
    let _guard = lines.listen();
    for attempt in 1..=4 {
        polled.records().await;
        let said = lines.take();
        assert_eq!(said.len(), 1, "{said:?}");
        let next = if attempt < 4 { "asked for again at a later poll" } else { "the feed's own entry is sent instead" };
        for part in ["page not fetched", format!("{attempt} of 4").as_str(), "answered 500", next] {
            assert!(said[0].contains(part), "{part}: {said:?}");
        }
    }
}
