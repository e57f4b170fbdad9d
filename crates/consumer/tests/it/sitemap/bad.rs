//! Bad sitemaps: each ends with an error that says what is wrong and where, and harms no other.

use super::polled::{MAP, Polled, gzip, index, urlset};
use fetch::Recorded;
use harness::LogLines;
use pipeline::SourceError;

const XMLNS: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// Bad documents, and what is said of them.
fn bad() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let whole = urlset(&[("a", "2024-10-20"), ("b", "2024-10-21")]);
    let packed = gzip(whole.as_bytes());
    let page = "<url><loc>https://news.example/&e;</loc></url>";
    vec![
        ("inflation bomb", gzip(&vec![b' '; 60 << 20]), "bytes of gzip that unpack to more than 52428800"),
        ("packed, cut", packed[..packed.len() / 2].to_vec(), "gzip that breaks off or is damaged behind its byte"),
        (
            "cut",
            whole.as_bytes()[..whole.len() - 30].to_vec(),
            "a sitemap that breaks off at byte 206, before its `</urlset>`",
        ),
        ("never ends", vec![b'x'; (50 << 20) + 1], "the limit is 52428800"),
        (
            "outside",
            format!("<!DOCTYPE u [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><urlset {XMLNS}>{page}</urlset>").into(),
            "XML whose entity `&e;` at byte 145 points outside",
        ),
        (
            "expands",
            format!("<!DOCTYPE u [<!ENTITY d \"haha\"><!ENTITY e \"&d;&d;&d;&d;\">]><urlset {XMLNS}>{page}</urlset>")
                .into(),
            "or holds more than a short text",
        ),
        ("page", b"<!DOCTYPE html><html><body><h1>Not found</h1></body></html>".to_vec(), "an HTML page"),
        ("robots", b"User-agent: *\nDisallow: /\n".to_vec(), "text that begins with `User-agent: *`"),
        ("nothing", b" \n".to_vec(), "an empty document"),
        ("another", b"<?xml version='1.0'?><error>no</error>".to_vec(), "an XML document of `<error>`"),
        ("deep", format!("<urlset>{}", "<url>".repeat(3) + &"<a>".repeat(600)).into(), "more than 512 deep at byte"),
    ]
}

#[tokio::test]
async fn a_bad_sitemap_is_an_error_that_names_it_and_takes_nothing() {
    for (name, body, expected) in bad() {
        let mut polled = Polled::new();
        polled.put_pages(&["https://news.example/a", "https://news.example/b"]);
        polled.put(MAP, body);
        let error = polled.poll().await.unwrap_err();
        assert!(matches!(error, SourceError::Retry(_)), "{name}: {error:?}");
        let error = error.to_string();
        assert!(error.contains(expected) && error.contains(MAP), "{name}: {error}");
        polled.put(MAP, urlset(&[("a", "2024-10-20")]));
        assert_eq!(polled.taken().await, ["a"], "{name}: whole again");
    }
}

#[tokio::test]
async fn a_bad_sitemap_of_an_index_is_said_once_and_harms_no_other() {
    for (name, body, expected) in bad() {
        let mut polled = Polled::new();
        polled.put_pages(&["https://news.example/good"]);
        polled.put(MAP, index(&[("bad.xml", "2024-10-24T10:00:00Z"), ("good.xml", "2024-10-23")]));
        polled.put("https://news.example/bad.xml", body);
        polled.put("https://news.example/good.xml", urlset(&[("good", "2024-10-23")]));
        let lines = LogLines::default();
        let _guard = lines.listen();
        assert_eq!(polled.taken().await, ["good"], "{name}");
        let said = lines.take();
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        for part in ["WARN", "https://news.example/bad.xml", expected] {
            assert!(said[0].contains(part), "{name}: {part}: {said:?}");
        }
        // It is asked for three times more, and then left alone until it says that it changed.
        polled.asked();
        for _ in 0..5 {
            assert!(polled.taken().await.is_empty());
        }
        let asked = polled.asked();
        assert_eq!(asked.iter().filter(|url| url.contains("bad.xml")).count(), 3, "{name}: {asked:?}");
        assert!(lines.take().is_empty());
    }
}

#[tokio::test]
async fn an_index_that_names_itself_or_goes_in_a_circle_ends() {
    let mut polled = Polled::new();
    polled.put_pages(&["https://news.example/good"]);
    polled.put(MAP, index(&[("sitemap.xml", ""), ("round.xml", "2024-10-24"), ("good.xml", "2024-10-23")]));
    polled.put("https://news.example/round.xml", index(&[("sitemap.xml", ""), ("round.xml", "")]));
    polled.put("https://news.example/good.xml", urlset(&[("good", "2024-10-23")]));
    let lines = LogLines::default();
    let _guard = lines.listen();
    assert_eq!(polled.taken().await, ["good"]);
    let said = lines.take();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("it lists itself") && said[0].contains(MAP), "{said:?}");
    assert!(said[1].contains("round.xml") && said[1].contains("an index must not list"), "{said:?}");
    assert_eq!(polled.asked().iter().filter(|url| url.contains("round.xml")).count(), 1);
}

#[tokio::test]
async fn an_index_of_which_nothing_can_be_read_fails() {
    let mut polled = Polled::new();
    polled.put(MAP, index(&[("a.xml", "2024-10-24"), ("b.xml", "2024-10-23")]));
    for _ in 0..6 {
        let error = polled.poll().await.unwrap_err().to_string();
        assert!(error.contains("none of its sitemaps can be read") && error.contains("answered 404"), "{error}");
    }
}

#[tokio::test]
async fn links_to_places_that_are_not_asked_are_refused() {
    let mut polled = Polled::new();
    let inwards = "http://169.254.169.254/latest";
    polled.web.web.put(inwards, Recorded::Status(200));
    polled.put(MAP, format!("<urlset {XMLNS}><url><loc>{inwards}</loc></url></urlset>"));
    let harvest = polled.poll().await.unwrap();
    assert!(harvest.records.is_empty());
    assert_eq!(harvest.refusals, [("address", 1)].into());
    polled.put(
        MAP,
        index(&[]).replace("</sitemapindex>", &format!("<sitemap><loc>{inwards}</loc></sitemap></sitemapindex>")),
    );
    let error = polled.poll().await.unwrap_err().to_string();
    assert!(error.contains("169.254.169.254 is not asked"), "{error}");
}

#[tokio::test]
async fn a_damaged_position_is_an_error_and_never_a_fresh_start() {
    for cursor in [
        serde_json::json!({ "form": 9 }),
        serde_json::json!([]),
        serde_json::json!({ "form": 1 }),
        serde_json::json!({ "form": 1, "hasBegun": true, "dated": "AAAA", "undated": "" }),
        serde_json::json!({ "form": 1, "hasBegun": true, "dated": "", "undated": "%" }),
    ] {
        let mut polled = Polled::new();
        polled.cursor = Some(cursor.clone());
        assert!(matches!(polled.poll().await, Err(SourceError::Broken(_))), "{cursor}");
    }
}

#[tokio::test]
async fn a_sitemap_is_asked_for_only_where_robots_txt_lets_us() {
    let mut polled = Polled::new();
    polled.put(MAP, "https://news.example/1\nhttps://news.example/private/2\n");
    polled.put_pages(&["https://news.example/1", "https://news.example/private/2"]);
    polled.put("https://news.example/robots.txt", "User-agent: *\nDisallow: /sitemap.xml");
    let error = polled.poll().await.unwrap_err();
    assert!(matches!(&error, SourceError::Denied(text) if text.contains("robots.txt")), "{error:?}");
    polled.put("https://news.example/robots.txt", "User-agent: *\nDisallow: /private");
    let harvest = polled.poll().await.unwrap();
    assert_eq!((harvest.records.len(), harvest.refused.len()), (1, 0));
    assert_eq!(harvest.refusals, [("robots", 1)].into());
}
