//! Sitemaps of a million pages: bounded in what is held, taken and remembered.

use super::polled::{MAP, Polled, index};
use harness::LogLines;
use std::fmt::Write;

/// A sitemap of `count` pages from `first` on, each a second newer than the one before.
fn long(first: usize, count: usize) -> String {
    let mut xml = String::from("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
    for number in first..first + count {
        let (day, hour, minute, second) = (number / 86_400 + 1, number / 3_600 % 24, number / 60 % 60, number % 60);
        write!(
            xml,
            "<url><loc>https://news.example/{number}</loc><lastmod>2024-09-{day:02}T{hour:02}:{minute:02}:{second:02}Z\
             </lastmod></url>"
        )
        .unwrap();
    }
    xml + "</urlset>"
}

#[tokio::test]
async fn of_a_million_pages_the_newest_thousand_are_taken_and_the_rest_is_known() {
    let mut polled = Polled::new();
    let names: Vec<(String, String)> = (0..20)
        .map(|number| (format!("maps/{number}.xml"), format!("2024-09-{:02}T00:00:00Z", number * 50_000 / 86_400 + 2)))
        .collect();
    let listed: Vec<_> = names.iter().map(|(name, at)| (name.as_str(), at.as_str())).collect();
    polled.put(MAP, index(&listed));
    for (number, (name, _)) in names.iter().enumerate() {
        polled.put(&format!("https://news.example/{name}"), long(number * 50_000, 50_000));
    }
    for number in 999_000..1_000_100 {
        polled.put(&format!("https://news.example/{number}"), "page");
    }
    let taken = polled.taken().await;
    assert_eq!((taken.len(), taken[0].as_str(), taken[999].as_str()), (1_000, "999999", "999000"));
    let position = polled.cursor.as_ref().unwrap().to_string().len();
    assert!(position < 40_000, "{position}");
    polled.restart();
    assert!(polled.taken().await.is_empty());
    polled.put(MAP, index(&[("maps/19.xml", "2024-10-01T00:00:00Z")]));
    polled.put("https://news.example/maps/19.xml", long(950_000, 50_100));
    assert_eq!(polled.taken().await.len(), 100);
}

#[tokio::test]
async fn more_news_than_a_poll_takes_comes_at_the_next_ones() {
    let mut polled = Polled::new();
    polled.put(MAP, long(0, 1));
    (0..2_501).for_each(|number| polled.put(&format!("https://news.example/{number}"), "page"));
    assert_eq!(polled.taken().await, ["0"]);
    polled.put(MAP, long(0, 2_501));
    let mut all = Vec::new();
    for count in [1_000, 1_000, 500, 0] {
        let taken = polled.taken().await;
        assert_eq!(taken.len(), count);
        all.extend(taken);
        polled.restart();
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 2_500);
}

#[tokio::test]
async fn pages_without_dates_are_taken_while_they_can_be_known_again() {
    let mut polled = Polled::new();
    let list = |count: usize| (0..count).map(|number| format!("https://news.example/{number}\n")).collect::<String>();
    (0..5_001).for_each(|number| polled.put(&format!("https://news.example/{number}"), "page"));
    polled.put(MAP, list(4_000));
    assert_eq!(polled.taken().await.len(), 1_000, "at first sight");
    polled.put(MAP, list(4_003));
    assert_eq!(polled.taken().await.len(), 3);
    polled.put(MAP, list(5_001));
    let lines = LogLines::default();
    let _guard = lines.listen();
    assert!(polled.taken().await.is_empty());
    let said = lines.take();
    assert!(said.len() == 1 && said[0].contains("it lists 5001 pages without lastmod"), "{said:?}");
    let position = polled.cursor.as_ref().unwrap().to_string().len();
    assert!(position < 120_000, "{position}");
}
