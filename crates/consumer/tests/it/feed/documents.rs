//! Feeds that are badly written, and answers that are none.

use super::polled::{FEED, Polled, WORLD, item};
use pipeline::SourceError;

/// A document that was cut off in the middle.
fn half(document: &str) -> String {
    document.chars().take(document.len() / 2).collect()
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
async fn what_is_no_feed_is_named_and_moves_nothing() {
    let nested = |inner: &str| format!("<rss version=\"2.0\"><channel><item>{inner}</item></channel></rss>");
    let cases: Vec<(String, &str)> = vec![
        (String::new(), "an empty document"),
        ("<!DOCTYPE html><html><body>Please accept cookies".into(), "an HTML page"),
        ("<b>".repeat(200_000), "an XML document of `<b>`"),
        (half(WORLD), "a feed that breaks off before its `</rss>`"),
        (half(include_str!("../../feeds/noguid.json")), "JSON that is not a whole JSON Feed"),
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
