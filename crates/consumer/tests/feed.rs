//! A feed as a source, on recorded answers.

#![cfg(test)]

use article::{ArticleId, CanonicalUrl, RawRecord, Timestamp};
use async_trait::async_trait;
use dateline_consumer::{FeedSettings, FeedSource, SourceContext};
use fetch::{Fetch, FetchError, Recorded, RecordedFetch, RecordedPage, Request, Response};
use pipeline::{Harvest, HourlyLimit, Source, SourceError};
use serde_json::Value;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

const WORLD: &str = include_str!("feeds/world.rss");
const FEED: &str = "https://news.example/world.rss";
const FERRY: &str = "https://news.example/world/ferry";
const BRIDGE: &str = "https://news.example/world/bridge";
const INTERVAL: Duration = Duration::from_secs(300);
const LIMIT: u64 = 1 << 20;

/// A source that is polled as the pipeline does, its position committed after each harvest.
struct Polled {
    web: Arc<RecordedFetch>,
    settings: FeedSettings,
    source: FeedSource,
    cursor: Option<Value>,
}

impl Polled {
    fn new(follow: bool) -> Self {
        let web = Arc::new(RecordedFetch::default());
        let settings = FeedSettings {
            name: "world".into(),
            address: FEED.parse().unwrap(),
            follow,
            interval: INTERVAL,
            // The site of many of the entries here.
            speaks_for: vec!["a.example".into()],
        };
        let source = source_of(&settings, &web);
        Self { web, settings, source, cursor: None }
    }

    fn put(&self, url: &str, body: impl Into<Vec<u8>>) {
        self.web.put(url, Recorded::Page(page(body, None)));
    }

    /// The process ends and another one goes on from the position.
    fn restart(&mut self) {
        self.source = source_of(&self.settings, &self.web);
    }

    async fn poll(&mut self) -> Result<Harvest, SourceError> {
        let harvest = self.source.poll(self.cursor.as_ref(), Timestamp::from_millis(1_729_778_400_000)).await?;
        if let Some(cursor) = &harvest.cursor {
            // As it comes back from the topic.
            self.cursor = Some(serde_json::from_str(&cursor.to_string()).unwrap());
        }
        Ok(harvest)
    }

    async fn records(&mut self) -> Vec<RawRecord> {
        let harvest = self.poll().await.unwrap();
        assert!(harvest.refused.is_empty(), "{:?}", harvest.refused);
        assert_eq!(harvest.next_in, INTERVAL);
        harvest.records
    }

    async fn bodies(&mut self) -> Vec<String> {
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

fn page(body: impl Into<Vec<u8>>, etag: Option<&str>) -> RecordedPage {
    RecordedPage {
        etag: etag.map(str::to_owned),
        content_type: Some("text/html; charset=utf-8".into()),
        bytes: body.into(),
        ..RecordedPage::default()
    }
}

fn text(record: &RawRecord) -> String {
    String::from_utf8(record.body.clone()).unwrap()
}

fn item(record: &RawRecord) -> Value {
    assert_eq!(record.content_type.as_deref(), Some("application/feed+json"));
    let feed: Value = serde_json::from_slice(&record.body).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["items"].as_array().unwrap().len(), 1);
    feed["items"][0].clone()
}

/// A document that was cut off in the middle.
fn half(document: &str) -> String {
    document.chars().take(document.len() / 2).collect()
}

/// A feed of `count` entries of the site `news.example`, the newest first.
fn rss(count: usize) -> String {
    let mut feed = String::from("<rss version=\"2.0\"><channel><title>Many</title>");
    for number in (0..count).rev() {
        write!(feed, "<item><guid>n-{number}</guid><link>https://news.example/{number}</link></item>").unwrap();
    }
    feed + "</channel></rss>"
}

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
    assert_eq!(ferry["id"], "hp-102");
    assert_eq!(ferry["url"], FERRY);
    assert_eq!(ferry["title"], "Ferry service resumes after storm");
    assert_eq!(ferry["content_html"], "<p>OSTHAVEN - Boats left the harbour again at noon.</p>");
    assert_eq!(ferry["date_published"], "2024-10-24T11:00:00+02:00");
    assert_eq!(ferry["authors"][0]["name"], "Mara Linde");
    assert_eq!(ferry["tags"][1], "Weather");
    assert_eq!(ferry["language"], "en-GB");
    assert_eq!(ferry["summary"], "Boats left the harbour again at noon.");
    assert_eq!(bridge["content_text"], "The vote was close.");
}

#[tokio::test]
async fn an_entry_without_guid_is_known_by_its_link_or_its_title() {
    let mut polled = Polled::new(false);
    let notices = include_str!("feeds/noguid.json");
    polled.put(FEED, notices);
    let records = polled.records().await;
    assert_eq!(
        records.iter().map(|record| record.url.as_deref()).collect::<Vec<_>>(),
        [Some("https://notices.example/1"), None]
    );
    assert_eq!(item(&records[0])["date_published"], "2024-10-23");
    assert_eq!(item(&records[1])["date_published"], "2024-10-24T07:00:00+05:30");
    let id = records[1].id.clone().unwrap();

    polled.put(FEED, notices.replace("on Monday", "on Tuesday"));
    let again = polled.records().await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].id, Some(id));
}

/// A feed of entries given by guid, link and title; what is empty is left out.
fn feed_of(entries: &[(&str, &str, &str)]) -> String {
    let element =
        |name: &str, text: &str| if text.is_empty() { String::new() } else { format!("<{name}>{text}</{name}>") };
    let items = entries.iter().map(|(guid, link, title)| {
        let guid = element("guid isPermaLink=\"false\"", guid).replace("</guid isPermaLink=\"false\">", "</guid>");
        format!("<item>{guid}{}{}</item>", element("link", link), element("title", title))
    });
    format!("<rss version=\"2.0\"><channel>{}</channel></rss>", items.collect::<String>())
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
async fn a_badly_written_feed_is_read_all_the_same() {
    let mut polled = Polled::new(false);
    let feed = "<br/><b>Warning</b>: include <?xml version='1.0'?><rss><channel><item><title>Cats & <b>dogs</title>\
                <media:thumbnail url='/a.jpg'/><item><title>Fish&nbsp;&mdash; Z\u{fc}rich</b></title></channel></rss>";
    let latin1: Vec<u8> = feed.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    polled.put(FEED, latin1);
    let titles: Vec<_> = polled.records().await.iter().map(|record| item(record)["title"].clone()).collect();
    assert_eq!(titles, ["Fish \u{2014} Z\u{fc}rich", "Cats & dogs"]);
}

#[tokio::test]
async fn atom_links_to_the_page_and_not_to_the_feed() {
    let mut polled = Polled::new(true);
    polled.put(FEED, include_str!("feeds/ledger.atom"));
    polled.put("https://ledger.example/articles/1", "<p>prices");
    let records = polled.records().await;
    assert_eq!(records[0].url.as_deref(), Some("https://ledger.example/articles/1"));
    let hints = records[0].hints.as_ref().unwrap();
    assert_eq!(hints.byline.as_deref(), Some("Iris Vale, Tom Reed"));
    assert_eq!(hints.published.as_deref(), Some("2024-10-24T10:00:00-04:00"));
    assert_eq!(hints.updated.as_deref(), Some("2024-10-24T12:00:00Z"));
}

#[tokio::test]
async fn what_is_no_feed_is_named_and_moves_nothing() {
    let nested = |inner: &str| format!("<rss version=\"2.0\"><channel><item>{inner}</item></channel></rss>");
    let cases: Vec<(String, &str)> = vec![
        (String::new(), "an empty document"),
        ("<!DOCTYPE html><html><body>Please accept cookies".into(), "an HTML page"),
        ("<b>".repeat(200_000), "an XML document of `<b>`"),
        (half(WORLD), "a feed that breaks off before its `</rss>`"),
        (half(include_str!("feeds/noguid.json")), "JSON that is not a whole JSON Feed"),
        (r#"{"items": []}"#.into(), "JSON that is not a whole JSON Feed"),
        ("[".repeat(100_000), "text that begins with `[[["),
        (format!("{{\"a\":{}", "[".repeat(100_000)), "JSON that is not a whole JSON Feed"),
        ("<urlset><url/></urlset>".into(), "an XML document of `<urlset>`"),
        ("Not found".into(), "text that begins with `Not found`"),
        (nested(&"<a>".repeat(1_000)), "a feed whose elements are nested more than 512 deep"),
    ];
    let mut polled = Polled::new(false);
    polled.put(FEED, WORLD);
    assert_eq!(polled.records().await.len(), 2);
    let cursor = polled.cursor.clone();
    for (body, instead) in cases {
        polled.put(FEED, body);
        let error = polled.poll().await.unwrap_err();
        let SourceError::Retry(message) = &error else { panic!("{instead}: {error:?}") };
        assert!(message.starts_with(&format!("{FEED} answered with {instead}")), "{message}");
        assert_eq!(polled.cursor, cursor);
    }
    polled.put(FEED, WORLD.replace("at noon", "at one"));
    assert_eq!(polled.records().await.len(), 1);
}

#[tokio::test]
async fn deeply_nested_feeds_are_survived() {
    for element in ["description", "title", "content:encoded", "link", "x"] {
        let inner = format!("<{element}>{}", "<a>".repeat(100_000));
        let mut polled = Polled::new(false);
        for closing in [String::new(), "</a>".repeat(100_000)] {
            let body =
                format!("<rss version=\"2.0\"><channel><item>{inner}{closing}</{element}></item></channel></rss>");
            polled.put(FEED, body);
            // Either way is right; the process lives on.
            let _ = polled.poll().await;
        }
        let open = format!("<entry><content type=\"xhtml\">{}", "<a>".repeat(100_000));
        let atom = format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\">{open}{}</content></entry></feed>",
            "</a>".repeat(100_000)
        );
        polled.put(FEED, atom);
        let _ = polled.poll().await;
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
        assert_eq!(item(&records[0])["content_html"], "<p>OSTHAVEN - Boats left the harbour again at noon.</p>");
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
async fn a_harvest_that_was_not_committed_comes_again() {
    let mut polled = Polled::new(false);
    polled.put(FEED, WORLD);
    let lost = polled.source.poll(None, Timestamp::from_millis(0)).await.unwrap();
    assert_eq!(lost.records.len(), 2);
    assert_eq!(polled.records().await.len(), 2);
    assert!(polled.records().await.is_empty());
}

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

/// The articles that records become: id and headline.
fn articles(records: &[RawRecord]) -> Vec<(ArticleId, String)> {
    let at = Timestamp::from_millis(1_729_778_400_000);
    let context = extract::ExtractContext { received_at: at, by: "consumer/0.0.0", from: None, at };
    let articles = records.iter().flat_map(|record| extract::extract(record, &context).unwrap());
    articles.map(|article| (article.uri, article.headline().unwrap_or_default().to_owned())).collect()
}

fn of_url(url: &str) -> ArticleId {
    ArticleId::of_url(&CanonicalUrl::parse(url).unwrap())
}

/// An entry of a feed: guid, link, title, date of publication; text of its own.
fn dated(guid: &str, link: &str, title: &str, day: u32) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{guid}</guid><link>{link}</link><title>{title}</title>\
         <description>This is what is said of {title}.</description>\
         <pubDate>{day:02} Oct 2024 10:00:00 GMT</pubDate></item>"
    )
}

fn channel(items: &[String]) -> String {
    format!("<rss version=\"2.0\"><channel><title>News</title>{}</channel></rss>", items.concat())
}

fn story(headline: &str, canonical: Option<&str>) -> String {
    let canonical = canonical.map(|url| format!("<link rel=canonical href='{url}'>")).unwrap_or_default();
    let said =
        "The council of the harbour town spoke about it at length on Thursday, and the mayor was content. ".repeat(6);
    format!(
        "<html><head><title>{headline}</title>{canonical}</head><body><article><h1>{headline}</h1><p>{said}</p>\
             <p>{said}</p></article></body></html>"
    )
}

const OLD: &str = "https://a.example/2024/quay-plan";
const NEW: &str = "https://a.example/2024/quay-will-grow";

#[tokio::test]
async fn an_entry_that_keeps_its_guid_stays_one_article_when_its_link_changes() {
    for (guid, restart) in [("https://a.example/?p=88", false), ("88-quay", true), ("4711", true)] {
        let mut polled = Polled::new(false);
        polled.put(FEED, channel(&[dated(guid, OLD, "Quay plan", 3)]));
        assert_eq!(articles(&polled.records().await), [(of_url(OLD), "Quay plan".to_owned())]);
        for (title, link) in [("Quay will grow", NEW), ("Quay will grow at last", NEW), ("Quay grows", OLD)] {
            if restart {
                polled.restart();
            }
            polled.put(FEED, channel(&[dated(guid, link, title, 4)]));
            let records = polled.records().await;
            assert_eq!(
                (articles(&records), records[0].url.as_deref()),
                (vec![(of_url(OLD), title.to_owned())], Some(link))
            );
            assert!(polled.records().await.is_empty());
        }
    }
}

#[tokio::test]
async fn a_page_that_moved_is_a_version_of_the_article_it_was() {
    // What the first page says of its address, and the article it makes.
    for (canonical, expected) in [(None, OLD), (Some(OLD), OLD), (Some("https://a.example/88"), "https://a.example/88")]
    {
        let mut polled = Polled::new(true);
        polled.put(FEED, channel(&[dated("a-88", OLD, "Quay plan", 3)]));
        polled.put(OLD, story("Quay plan", canonical));
        assert_eq!(articles(&polled.records().await), [(of_url(expected), "Quay plan".to_owned())]);
        polled.restart();
        // The old address answers with the new page, as one that redirects does.
        polled.put(OLD, story("Quay will grow", Some(NEW)));
        polled.put(FEED, channel(&[dated("a-88", OLD, "Quay will grow", 3)]));
        assert_eq!(articles(&polled.records().await), [(of_url(expected), "Quay will grow".to_owned())]);
        // Then the feed has the new address, too. Its page comes at the second attempt, after a restart.
        polled.put(FEED, channel(&[dated("a-88", NEW, "Quay will grow", 3)]));
        assert!(polled.records().await.is_empty());
        polled.restart();
        polled.put(NEW, story("Quay will grow", Some(NEW)));
        assert_eq!(articles(&polled.records().await), [(of_url(expected), "Quay will grow".to_owned())]);
    }
}

#[tokio::test]
async fn a_guid_that_is_a_place_takes_no_article_over() {
    let page = |number: u32| format!("https://a.example/{number}");
    let mut polled = Polled::new(false);
    polled.put(FEED, channel(&[dated("1", &page(2), "Two", 2), dated("2", &page(1), "One", 1)]));
    assert_eq!(polled.records().await.len(), 2);
    // One more at the top, one corrected.
    polled.put(
        FEED,
        channel(&[
            dated("1", &page(3), "Three", 3),
            dated("2", &page(2), "Two at last", 2),
            dated("3", &page(1), "One", 1),
        ]),
    );
    let mut came = articles(&polled.records().await);
    came.sort_by(|one, other| one.1.cmp(&other.1));
    assert_eq!(came, [(of_url(&page(3)), "Three".to_owned()), (of_url(&page(2)), "Two at last".to_owned())]);
    // All of them new.
    polled.put(FEED, channel(&[dated("1", &page(9), "Nine", 9), dated("2", &page(8), "Eight", 8)]));
    let came = articles(&polled.records().await);
    assert_eq!(came, [(of_url(&page(8)), "Eight".to_owned()), (of_url(&page(9)), "Nine".to_owned())]);
    // A small number that stays with its story is its guid all the same: the date tells.
    polled.put(FEED, channel(&[dated("1", &page(99), "Nine to five", 9), dated("2", &page(8), "Eight", 8)]));
    assert_eq!(articles(&polled.records().await), [(of_url(&page(9)), "Nine to five".to_owned())]);
}

#[tokio::test]
async fn a_guid_whose_page_is_now_another_entrys_takes_nothing_over() {
    let mut polled = Polled::new(false);
    polled.put(FEED, channel(&[dated("first", OLD, "Quay plan", 3)]));
    assert_eq!(polled.records().await.len(), 1);
    polled.put(FEED, channel(&[dated("first", NEW, "Bridge plan", 5), dated("second", OLD, "Quay plan again", 3)]));
    let came = articles(&polled.records().await);
    assert_eq!(came, [(of_url(OLD), "Quay plan again".to_owned()), (of_url(NEW), "Bridge plan".to_owned())]);
}

#[tokio::test]
async fn entries_that_come_to_share_a_page_keep_their_articles() {
    for follow in [false, true] {
        let page = "https://a.example/warnings";
        let (other, storm) = (dated("o", "https://a.example/o", "Other", 1), dated("w-1", page, "Storm", 2));
        let (flood, frost) = (dated("w-2", page, "Flood", 3), dated("w-3", page, "Frost", 4));
        let mut polled = Polled::new(follow);
        polled.put("https://a.example/o", story("Other", None));
        polled.put(page, story("Storm", None));
        polled.put(FEED, channel(&[storm.clone(), other.clone()]));
        assert_eq!(articles(&polled.records().await)[1], (of_url(page), "Storm".to_owned()));
        // The second one is an article of its own, and the first stays what it was.
        polled.restart();
        polled.put(FEED, channel(&[flood.clone(), storm, other.clone()]));
        let own = |guid| ArticleId::of_source("world", guid);
        assert_eq!(articles(&polled.records().await), [(own("w-2"), "Flood".to_owned())]);
        // The first is gone; what is left on the page is still not the article of the page.
        polled.restart();
        polled.put(FEED, channel(&[flood.replace("This is what", "That is what"), other.clone()]));
        assert_eq!(articles(&polled.records().await), [(own("w-2"), "Flood".to_owned())]);
        polled.put(FEED, channel(&[frost, other]));
        assert_eq!(articles(&polled.records().await), [(own("w-3"), "Frost".to_owned())]);
    }
}

#[tokio::test]
async fn a_position_of_the_second_form_keeps_the_articles_of_its_entries() {
    let page = "https://a.example/warnings";
    let first = [dated("w-1", page, "Storm", 2), dated("a-88", OLD, "Quay plan", 1)];
    for follow in [false, true] {
        let mut polled = Polled::new(follow);
        for (url, headline) in [(page, "Storm"), (OLD, "Quay plan"), (NEW, "Quay will grow")] {
            polled.put(url, story(headline, None));
        }
        polled.put(FEED, channel(&first));
        assert_eq!(polled.records().await.len(), 2);
        let position = polled.cursor.as_mut().unwrap().as_object_mut().unwrap();
        position.insert("form".into(), 2.into());
        assert!(position.remove("articles").is_some());
        polled.restart();
        assert!(polled.records().await.is_empty());
        assert_eq!(polled.cursor.as_ref().unwrap()["form"], 4);
        polled.put(
            FEED,
            channel(&[dated("w-2", page, "Flood", 3), first[0].clone(), dated("a-88", NEW, "Quay will grow", 1)]),
        );
        let came = articles(&polled.records().await);
        assert_eq!(
            came,
            [(of_url(OLD), "Quay will grow".to_owned()), (ArticleId::of_source("world", "w-2"), "Flood".to_owned())]
        );
    }
}

/// A feed of entries on these pages, the last one the oldest.
fn feed_of_pages(links: &[&str]) -> String {
    feed_of(&links.iter().map(|link| ("", *link, *link)).collect::<Vec<_>>())
}

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

/// Alive beside the one of a test: as long as there is only one, `tracing` asks just the thread that reaches a line first
/// whether it is wanted, and that may be another test's, which wants none.
static SECOND: LazyLock<tracing::Dispatch> = LazyLock::new(|| tracing::Dispatch::new(tracing_subscriber::registry()));

/// Log lines as text.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// Writes what this thread logs from now on, as long as the guard lives.
    fn begin() -> (Self, tracing::subscriber::DefaultGuard) {
        LazyLock::force(&SECOND);
        let lines = Self::default();
        let written = lines.clone();
        let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || written.clone()).finish();
        (lines, tracing::subscriber::set_default(log))
    }

    fn take(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn a_feed_that_moved_for_good_is_said_once() {
    let mut polled = Polled::new(false);
    let moved = "https://news.example/new.rss";
    polled.web.put(FEED, Recorded::MovedTo(moved.into()));
    polled.put(moved, WORLD);
    let (lines, _guard) = Lines::begin();
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
async fn a_page_that_fails_says_what_happens_next() {
    let mut polled = Polled::new(true);
    polled.put(FEED, WORLD);
    polled.put(BRIDGE, "bridge");
    polled.web.put(FERRY, Recorded::Status(500));
    let (lines, _guard) = Lines::begin();
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
