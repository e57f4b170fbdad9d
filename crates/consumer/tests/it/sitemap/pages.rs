//! The pages of one sitemap: new and changed ones once, the newest first, over kills and failures.

use super::polled::{MAP, Polled, urlset};
use fetch::Recorded;
use harness::LogLines;

const NEWS: &str = include_str!("../../feeds/news-sitemap.xml");

#[tokio::test]
async fn what_a_news_sitemap_says_goes_with_the_page() {
    let mut polled = Polled::new();
    polled.put(MAP, NEWS);
    polled.put_pages(&["https://news.example/ferry", "https://news.example/bridge?a=1&b=2"]);
    let records = polled.records().await;
    assert_eq!(records.len(), 2);
    let ferry = &records[0];
    assert_eq!(ferry.url.as_deref(), Some("https://news.example/ferry"));
    assert_eq!(ferry.body, b"https://news.example/ferry");
    let hints = ferry.hints.as_ref().unwrap();
    assert_eq!(hints.title.as_deref(), Some("Boats & ferries leave again"));
    assert_eq!(hints.published.as_deref(), Some("2024-10-24T11:30+02:00"));
    assert_eq!((hints.language.as_deref(), hints.updated.as_deref()), (Some("en"), Some("2024-10-24T13:05:00Z")));
    assert_eq!(hints.categories, ["Blog", "Opinion", "harbour", "Osthaven"]);
    let bridge = records[1].hints.as_ref().unwrap();
    assert_eq!((bridge.published.as_deref(), bridge.title.as_deref()), (Some("2024-10-23"), None));
    assert!(polled.taken().await.is_empty());
}

#[tokio::test]
async fn new_and_changed_pages_come_once_and_the_newest_first() {
    let mut polled = Polled::new();
    polled.put_pages(&["https://news.example/a", "https://news.example/b", "https://news.example/c"]);
    polled.put(MAP, urlset(&[("a", "2024-10-20"), ("b", "2024-10-22T08:00:00Z"), ("b", "2024-10-22T08:00:00Z")]));
    assert_eq!(polled.taken().await, ["b", "a"]);
    polled.restart();
    assert!(polled.taken().await.is_empty());
    polled.put(MAP, urlset(&[("a", "2024-10-24T09:00Z"), ("b", "2024-10-22T08:00:00Z"), ("c", "2024-10-23")]));
    assert_eq!(polled.taken().await, ["a", "c"]);
    polled.put(MAP, urlset(&[("a", "2024-10-24T09:00Z"), ("c", "")]));
    assert!(polled.taken().await.is_empty(), "a date that is gone is no change");
}

#[tokio::test]
async fn an_unchanged_sitemap_costs_one_conditional_request_and_one_that_lies_a_body() {
    let mut polled = Polled::new();
    polled.put(MAP, urlset(&[("a", "2024-10-20"), ("b", "")]));
    polled.put_pages(&["https://news.example/a", "https://news.example/b"]);
    assert_eq!(polled.taken().await.len(), 2);
    polled.asked();
    for _ in 0..2 {
        let harvest = polled.poll().await.unwrap();
        assert!(harvest.records.is_empty() && harvest.cursor.is_none());
        assert_eq!(polled.asked(), [format!("{MAP} ?")]);
        polled.restart();
    }
    let page = fetch::RecordedPage {
        bytes: urlset(&[("a", "2024-10-20"), ("b", "")]).into(),
        etag: Some("\"another\"".into()),
        ..Default::default()
    };
    polled.web.web.put(MAP, Recorded::Page(page));
    assert!(polled.taken().await.is_empty());
}

#[tokio::test]
async fn a_kill_between_harvests_neither_repeats_nor_loses_a_page() {
    let paths: Vec<String> = (0..50).map(|number| format!("p{number}")).collect();
    let modified: Vec<String> = (0..50).map(|number| format!("2024-10-24T09:{number:02}:00Z")).collect();
    let listed: Vec<_> = paths.iter().zip(&modified).map(|(path, at)| (path.as_str(), at.as_str())).collect();
    let mut polled = Polled::new();
    polled.put(MAP, urlset(&listed));
    paths.iter().for_each(|path| polled.put(&format!("https://news.example/{path}"), path.as_str()));
    let mut taken = Vec::new();
    for count in [20, 20, 10, 0] {
        let harvest = polled.poll().await.unwrap();
        assert_eq!(harvest.records.len(), count);
        taken.extend(harvest.records.iter().map(super::polled::path));
        polled.restart();
    }
    let newest_first: Vec<_> = paths.into_iter().rev().collect();
    assert_eq!(taken, newest_first);
}

#[tokio::test]
async fn a_page_that_fails_is_asked_for_at_four_polls_and_passed_over_then() {
    let mut polled = Polled::new();
    polled.put(MAP, urlset(&[("a", "2024-10-20"), ("b", "2024-10-21")]));
    polled.put_pages(&["https://news.example/a"]);
    assert_eq!(polled.taken().await, ["a"]);
    let lines = LogLines::default();
    let _guard = lines.listen();
    for poll in 2..=4 {
        polled.restart();
        assert!(polled.taken().await.is_empty());
        let said = lines.take();
        assert!(said[0].contains(&format!("{poll} of 4")), "{said:?}");
        assert_eq!(said[0].contains("nothing is taken of it"), poll == 4, "{said:?}");
    }
    polled.put_pages(&["https://news.example/b"]);
    assert!(polled.taken().await.is_empty());
    polled.put(MAP, urlset(&[("b", "2024-10-22")]));
    assert_eq!(polled.taken().await, ["b"], "changed since");
}

#[tokio::test]
async fn a_page_that_fails_and_leaves_the_sitemap_is_not_lost() {
    let mut polled = Polled::new();
    polled.put(MAP, urlset(&[("a", "2024-10-20")]));
    assert!(polled.taken().await.is_empty());
    polled.put(MAP, urlset(&[]));
    polled.put_pages(&["https://news.example/a"]);
    polled.restart();
    assert_eq!(polled.taken().await, ["a"]);
}

#[tokio::test]
async fn lists_of_addresses_and_feeds_serve_as_sitemaps() {
    let mut polled = Polled::new();
    polled.put_pages(&["https://news.example/a", "https://news.example/b", "https://news.example/c"]);
    polled.put(MAP, "\u{feff}https://news.example/a\r\n\r\nHTTPS://NEWS.EXAMPLE/b\r\nhttps://news.example/a\n");
    let mut taken = polled.taken().await;
    taken.sort();
    assert_eq!(taken, ["a", "b"]);
    polled.put(MAP, "<rss><channel><item><link>https://news.example/c</link><title>C</title></item></channel></rss>");
    assert_eq!(polled.taken().await, ["c"]);
}

#[tokio::test]
async fn one_moment_for_all_pages_is_no_change_of_each() {
    let paths: Vec<String> = (0..12).map(|number| format!("p{number}")).collect();
    let mut polled = Polled::new();
    paths.iter().for_each(|path| polled.put(&format!("https://news.example/{path}"), path.as_str()));
    for (at, count) in [("2024-10-24T09:00:00Z", 12), ("2024-10-24T10:00:00Z", 0)] {
        polled.put(MAP, urlset(&paths.iter().map(|path| (path.as_str(), at)).collect::<Vec<_>>()));
        assert_eq!(polled.taken().await.len(), count, "{at}");
    }
}

#[tokio::test]
async fn a_date_far_ahead_hides_nothing() {
    let mut polled = Polled::new();
    polled.put_pages(&["https://news.example/a", "https://news.example/b"]);
    polled.put(MAP, urlset(&[("a", "2099-01-01")]));
    assert_eq!(polled.taken().await, ["a"]);
    polled.put(MAP, urlset(&[("a", "2099-01-02"), ("b", "2024-10-24T13:00:00Z")]));
    assert_eq!(polled.taken().await, ["b"]);
}
