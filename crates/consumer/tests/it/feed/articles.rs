//! Which article an entry is, when its guid, its link or its page changes.

use super::polled::{FEED, Polled};
use article::{ArticleId, CanonicalUrl, RawRecord, Timestamp};

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
