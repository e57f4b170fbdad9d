//! Which entries come, and as what: by guid, link or title, once, and again when their text changed.

use super::polled::{BRIDGE, FEED, FERRY, Polled, WORLD, feed_of, item, page, rss, text};
use article::Timestamp;
use fetch::Recorded;
use pipeline::Source;

#[tokio::test]
async fn the_first_poll_brings_the_page_of_every_entry_oldest_first() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.put(FERRY, "<p>ferry");
    polled.put(BRIDGE, "<p>bridge");
    let records = polled.records().await;
    assert_eq!(records.iter().map(text).collect::<Vec<_>>(), ["<p>bridge", "<p>ferry"]);
    let ferry = &records[1];
    assert_eq!(ferry.id.as_deref(), Some("hp-102"));
    assert_eq!(ferry.url.as_deref(), Some(FERRY));
    assert_eq!(ferry.source.as_deref(), Some("world"));
    assert_eq!(ferry.content_type.as_deref(), Some("text/html; charset=utf-8"));
    let hints = ferry.hints.as_ref().unwrap();
    assert_eq!(hints.guid.as_deref(), Some("hp-102"));
    assert_eq!(hints.title.as_deref(), Some("Ferry service resumes after storm"));
    assert_eq!(hints.byline.as_deref(), Some("Mara Linde"));
    assert_eq!(hints.published.as_deref(), Some("2024-10-24T11:00:00+02:00"));
    assert_eq!(hints.updated, None);
    assert_eq!(hints.categories, ["Transport", "Weather"]);
    assert_eq!(records[0].url.as_deref(), Some(BRIDGE));
}

#[tokio::test]
async fn a_feed_that_did_not_change_brings_nothing_and_leaves_the_position_alone() {
    for etag in [None, Some("\"one\"")] {
        let mut polled = Polled::new(false);
        polled.web.put(FEED, Recorded::Page(page(WORLD, etag)));
        assert_eq!(polled.records().await.len(), 2);
        for _ in 0..2 {
            let harvest = polled.poll().await.unwrap();
            assert!(harvest.records.is_empty() && harvest.cursor.is_none());
            polled.restart();
        }
    }
}

#[tokio::test]
async fn a_server_that_says_not_modified_is_believed() {
    let mut polled = Polled::new(false);
    polled.web.put(FEED, Recorded::Page(page(WORLD, Some("\"one\""))));
    assert_eq!(polled.records().await.len(), 2);
    polled.restart();
    polled.web.put(FEED, Recorded::Page(page(rss(5), Some("\"one\""))));
    assert!(polled.records().await.is_empty());
    polled.web.put(FEED, Recorded::Page(page(rss(5), Some("\"two\""))));
    assert_eq!(polled.records().await.len(), 5);
}

#[tokio::test]
async fn an_entry_whose_text_changed_comes_again_and_the_others_do_not() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.put(FERRY, "first");
    polled.put(BRIDGE, "bridge");
    assert_eq!(polled.bodies().await, ["bridge", "first"]);
    polled.put(FEED, WORLD.replace("at noon", "at one"));
    polled.put(FERRY, "second");
    assert_eq!(polled.bodies().await, ["second"]);
    polled.put(FEED, WORLD.replace("at noon", "at one").replace("World news", "News"));
    assert!(polled.bodies().await.is_empty());
}

#[tokio::test]
async fn an_entry_is_sent_itself_when_the_feed_is_not_followed() {
    let mut polled = Polled::new(false);
    polled.put(FEED, WORLD);
    let records = polled.records().await;
    let (bridge, ferry) = (item(&records[0]), item(&records[1]));
    assert_eq!(records[1].url.as_deref(), Some(FERRY));
    assert_eq!(records[1].hints, None);
    assert_eq!(ferry["guid"], "hp-102");
    assert_eq!(ferry["link"], FERRY);
    assert_eq!(ferry["title"], "Ferry service resumes after storm");
    assert_eq!(ferry["content"]["html"], "<p>OSTHAVEN - Boats left the harbour again at noon.</p>");
    assert_eq!(ferry["published"], "2024-10-24T11:00:00+02:00");
    assert_eq!(ferry["authors"][0], "Mara Linde");
    assert_eq!(ferry["categories"][1], "Weather");
    assert_eq!(ferry["language"], "en-GB");
    assert_eq!(ferry["summary"]["plain"], "Boats left the harbour again at noon.");
    assert_eq!(bridge["summary"]["plain"], "The vote was close.");
}

#[tokio::test]
async fn an_entry_without_guid_is_known_by_its_link_or_its_title() {
    let mut polled = Polled::new(false);
    let notices = include_str!("../../feeds/noguid.json");
    polled.put(FEED, notices);
    let records = polled.records().await;
    assert_eq!(
        records.iter().map(|record| record.url.as_deref()).collect::<Vec<_>>(),
        [Some("https://notices.example/1"), None]
    );
    assert_eq!(item(&records[0])["published"], "2024-10-23");
    assert_eq!(item(&records[1])["published"], "2024-10-24T07:00:00+05:30");
    let id = records[1].id.clone().unwrap();

    polled.put(FEED, notices.replace("on Monday", "on Tuesday"));
    let again = polled.records().await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].id, Some(id));
}

/// Polls one document after the other; tells the titles of what each poll brought.
async fn titles_of_polls(documents: &[String]) -> Vec<Vec<String>> {
    let mut polled = Polled::new(false);
    let mut polls = Vec::new();
    for document in documents {
        polled.put(FEED, document.as_str());
        let records = polled.records().await;
        polls
            .push(records.iter().map(|record| item(record)["title"].as_str().unwrap_or_default().to_owned()).collect());
        polled.restart();
    }
    polls
}

#[tokio::test]
async fn entries_that_share_a_guid_are_all_taken_and_each_once() {
    let first = feed_of(&[("x", "https://a.example/2", "Two"), ("x", "https://a.example/1", "One")]);
    let second = feed_of(&[
        ("x", "https://a.example/3", "Three"),
        ("x", "https://a.example/2", "Two"),
        ("x", "https://a.example/1", "One"),
    ]);
    assert_eq!(titles_of_polls(&[first, second]).await, [vec!["One", "Two"], vec!["Three"]]);
    let without_links = feed_of(&[("x", "", "Two"), ("x", "", "One")]);
    let mut polled = Polled::new(false);
    polled.put(FEED, without_links);
    let ids: Vec<_> = polled.records().await.iter().map(|record| record.id.clone().unwrap()).collect();
    assert!(ids.len() == 2 && ids[0] != ids[1] && !ids.contains(&"x".to_owned()), "{ids:?}");
}

#[tokio::test]
async fn entries_whose_guid_changes_at_every_poll_are_taken_once() {
    let at = |poll: &str, title: &str| {
        let guid = format!("{poll}-1");
        feed_of(&[(&guid, "https://a.example/1", title), (&format!("{poll}-2"), "", "Notice")])
    };
    let documents = [at("a", "One"), at("b", "One"), at("c", "One corrected"), at("d", "One corrected")];
    assert_eq!(titles_of_polls(&documents).await, [vec!["Notice", "One"], vec![], vec!["One corrected"], vec![]]);
}

#[tokio::test]
async fn guids_that_number_the_places_in_the_feed_repeat_nothing() {
    let link = |number: u32| format!("https://a.example/{number}");
    let first = feed_of(&[("1", &link(2), "Two"), ("2", &link(1), "One")]);
    let second = feed_of(&[("1", &link(3), "Three"), ("2", &link(2), "Two"), ("3", &link(1), "One")]);
    assert_eq!(titles_of_polls(&[first, second]).await, [vec!["One", "Two"], vec!["Three"]]);
}

#[tokio::test]
async fn another_spelling_of_the_address_is_no_news() {
    let documents = ["http://a.example/1?utm_source=x", "https://www.a.example/1/", "https://a.example/1?fbclid=7"]
        .map(|link| feed_of(&[("", link, "One")]));
    assert_eq!(titles_of_polls(&documents).await, [vec!["One"], vec![], vec![]]);
}

#[tokio::test]
async fn entries_that_link_to_one_page_are_taken_themselves() {
    let live = "https://a.example/live";
    let mut polled = Polled::new(true);
    polled.put(FEED, feed_of(&[("3", live, "Three"), ("2", live, "Two"), ("1", live, "One")]));
    polled.put(live, "the page of all of them");
    let records = polled.records().await;
    let known: Vec<_> = records.iter().map(|record| (record.id.as_deref(), record.url.as_deref())).collect();
    assert_eq!(known, [(Some("1"), None), (Some("2"), None), (Some("3"), None)]);
}

#[tokio::test]
async fn a_position_of_the_former_form_repeats_nothing() {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    // Form 1 kept 8 bytes of the hash of kind and value, each after its length, and 8 bytes of what the entry said.
    let identity = |kind: &str, value: &str| {
        let mut hash = Sha256::new();
        for part in [kind, value] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize()[..8].to_vec()
    };
    let taken = [identity("guid", "hp-102"), vec![7; 8], identity("link", BRIDGE), vec![8; 8]].concat();
    let taken = base64::engine::general_purpose::STANDARD_NO_PAD.encode(taken);
    let mut polled = Polled::new(false);
    polled.cursor = Some(serde_json::json!({ "form": 1, "taken": taken, "bodyHash": "00" }));
    let feed = WORLD.replace("<guid isPermaLink=\"false\">hp-101</guid>", "");
    polled.put(FEED, feed.clone());
    assert!(polled.records().await.is_empty());
    polled.put(FEED, feed.replace("was close", "was very close"));
    assert_eq!(polled.records().await.len(), 1);
}

#[tokio::test]
async fn atom_links_to_the_page_and_not_to_the_feed() {
    let mut polled = Polled::new(true);
    polled.put(FEED, include_str!("../../feeds/ledger.atom"));
    polled.put("https://ledger.example/articles/1", "<p>prices");
    let records = polled.records().await;
    assert_eq!(records[0].url.as_deref(), Some("https://ledger.example/articles/1"));
    let hints = records[0].hints.as_ref().unwrap();
    assert_eq!(hints.byline.as_deref(), Some("Iris Vale, Tom Reed"));
    assert_eq!(hints.published.as_deref(), Some("2024-10-24T10:00:00-04:00"));
    assert_eq!(hints.updated.as_deref(), Some("2024-10-24T12:00:00Z"));
}

#[tokio::test]
async fn a_harvest_that_was_not_committed_comes_again() {
    let mut polled = Polled::new(false);
    polled.put(FEED, WORLD);
    let lost = polled.source.poll(None, Timestamp::from_millis(0)).await.unwrap();
    assert_eq!(lost.records.len(), 2);
    assert_eq!(polled.records().await.len(), 2);
    assert!(polled.records().await.is_empty());
}
