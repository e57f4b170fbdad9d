//! Documents that cannot be taken: each ends in its own word, soon, and without harm to the process.

use crate::read::document;

/// The class of a refusal, or `article`; `nothing` for a document that is in order and holds none.
fn outcome(content_type: Option<&str>, body: Vec<u8>) -> &'static str {
    let document = document(body);
    let document = match content_type {
        Some(content_type) => document.content_type(content_type),
        None => document,
    };
    match document.read() {
        Ok(articles) if articles.is_empty() => "nothing",
        Ok(_) => "article",
        Err(reject) => {
            assert!(!reject.message.is_empty());
            reject.class
        }
    }
}

/// Bytes as chance makes them, behind the beginning of an element.
fn noise() -> Vec<u8> {
    let mut state = 7_u32;
    let bytes = std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    b"<a".iter().copied().chain(bytes.take(2_000)).collect()
}

#[test]
fn each_bad_document_ends_in_its_own_word() {
    let feed = include_str!("../fixtures/rss.xml");
    let json_feed = include_str!("../fixtures/feed.json");
    let news_item = include_str!("../fixtures/newsml.xml");
    let half = |text: &str| text.as_bytes()[..text.len() / 2].to_vec();
    for (content_type, body, expected) in [
        (Some("text/plain"), Vec::new(), "empty"),
        (None, b" \n\t ".to_vec(), "empty"),
        (Some("text/plain"), b"Z\xfcrich is a city.".to_vec(), "not_utf8"),
        (Some("application/json"), b"{\"headlines\": \"Z\xfcrich\"}".to_vec(), "not_utf8"),
        (Some("text/plain"), b"text\0text".to_vec(), "binary"),
        (None, b"\x89PNG\r\n\x1a\n".to_vec(), "binary"),
        (Some("text/plain"), b" date 2024-10-24 Only a header".to_vec(), "no_text"),
        (Some("application/json"), b"{\"headlines\": [".to_vec(), "broken_json"),
        (Some("application/json"), "[".repeat(100_000).into_bytes(), "broken_json"),
        (None, "{\"a\":".repeat(100_000).into_bytes(), "broken_json"),
        (Some("application/json"), b"[1, 2]".to_vec(), "unknown_format"),
        (Some("application/json"), b"{\"headline\": \"nobody's\"}".to_vec(), "unknown_format"),
        (Some("application/json"), b"{\"headline\": \"ninjs 1\", \"uri\": \"urn:x\"}".to_vec(), "article"),
        (
            Some("application/json"),
            b"{\"type\": \"picture\", \"headlines\": [{\"value\": \"x\"}]}".to_vec(),
            "not_text",
        ),
        (Some("application/json"), b"{\"headlines\": [{\"value\": 7}]}".to_vec(), "invalid_item"),
        (Some("application/rss+xml"), half(feed), "broken_feed"),
        (Some("application/feed+json"), half(json_feed), "broken_feed"),
        (Some("application/rss+xml"), b"no feed".to_vec(), "broken_feed"),
        (Some("application/rss+xml"), b"<rss version='2.0'><channel></channel></rss>".to_vec(), "nothing"),
        (Some("application/atom+xml"), format!("<feed>{}", "<a>".repeat(100_000)).into_bytes(), "too_deep"),
        (Some("text/html"), b"<html><body></body></html>".to_vec(), "no_text"),
        (Some("text/html"), b"<html><body><p>x</p></body></html>".to_vec(), "no_text"),
        (Some("text/plain"), b"x".to_vec(), "no_text"),
        (None, noise(), "binary"),
        (Some("text/html"), noise(), "binary"),
        (None, [b"<\xff\xfe", noise().as_slice()].concat(), "not_utf8"),
        (Some("application/vnd.iptc.g2.newsitem+xml"), b"<newsItem/>".to_vec(), "no_text"),
        (Some("application/vnd.iptc.g2.newsitem+xml"), half(news_item), "broken_xml"),
        (Some("application/vnd.iptc.g2.newsitem+xml"), b"no markup".to_vec(), "broken_xml"),
        (Some("application/vnd.iptc.g2.newsitem+xml"), b"<html><p>A page.</p></html>".to_vec(), "broken_xml"),
        (None, b"<newsMessage><itemSet/></newsMessage>".to_vec(), "no_text"),
        (None, b"<conceptItem guid='x'><concept/></conceptItem>".to_vec(), "not_text"),
        (None, b"<NewsML><NewsItem/></NewsML>".to_vec(), "unsupported_format"),
        (None, format!("<newsItem>{}", "<a>".repeat(100_000)).into_bytes(), "too_deep"),
        (None, format!("<newsItem>{}</newsItem>", "<a/>".repeat(300_000)).into_bytes(), "too_large"),
        (None, format!("<newsMessage>{}</newsMessage>", "<newsItem/>".repeat(20_000)).into_bytes(), "too_large"),
        (Some("application/nitf+xml"), b"<nitf/>".to_vec(), "no_text"),
        (Some("application/nitf+xml"), b"<nitf><body><body.content><p>Z\xfcrich</p>".to_vec(), "not_utf8"),
        (Some("application/nitf+xml"), half(&news_item.replace("newsItem", "nitf")), "broken_xml"),
        (Some("text/plain"), b"\x01x".repeat(20_000), "too_large"),
        (
            None,
            [b"<!DOCTYPE nitf [<!ENTITY a SYSTEM 'b'>]><nitf>".as_slice(), &b"&".repeat(5 << 20)].concat(),
            "broken_xml",
        ),
        (Some("image/png"), b"text".to_vec(), "unknown_format"),
        (Some("text/html"), vec![b'a'; (10 << 20) + 1], "too_large"),
    ] {
        let shown = String::from_utf8_lossy(&body).chars().take(40).collect::<String>();
        assert_eq!(outcome(content_type, body), expected, "{content_type:?} {shown}");
    }
}

#[test]
fn json_that_cannot_be_read_is_refused_with_the_place_and_what_to_do() {
    for (body, place) in
        [("{\"headlines\": nope}", "line 1 column"), ("{\"headlines\": [\n{\"value\": tru}]}", "line 2 column")]
    {
        let message = document(body).content_type("application/json").read().unwrap_err().message;
        assert!(message.contains(place), "{message}");
        assert!(message.ends_with("correct it where it is written and send it again"), "{message}");
    }
}

#[test]
fn xml_of_newsrooms_is_refused_with_the_name_and_the_line() {
    let item = |inner: &str| format!("<newsItem guid='urn:x'>\n<contentMeta>\n<headline>{inner}</headline>");
    let bomb = "<!DOCTYPE newsItem [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\n";
    let outside = "<!DOCTYPE newsItem [<!ENTITY secret SYSTEM 'file:///etc/passwd'>]>\n";
    for (body, expected) in [
        (item("Roof"), "breaks off in line 3, before its `</newsItem>`"),
        (format!("{bomb}{}", item("&b;")), "the entity `b` in line 4"),
        (format!("{outside}{}", item("&secret;")), "the entity `secret` in line 4"),
        (item(&"<a>\n".repeat(600)), "in line 512 are nested more than 512 deep"),
        ("<newsItem guid='urn:x'><contentSet/></newsItem>".to_owned(), "the newsItem `urn:x`: the item of type `text`"),
        (
            "<newsMessage><itemSet><newsItem guid='urn:x'/><newsItem guid='urn:y'/></itemSet></newsMessage>".to_owned(),
            "none of the 2 items of the message can be taken; the first: the newsItem `urn:x`",
        ),
    ] {
        let message = document(body).read().unwrap_err().message;
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn pages_of_unclosed_tags_end_soon() {
    for (piece, expected) in [
        ("<div>", Some("too_deep")),
        ("<b>", Some("too_deep")),
        ("<object>", Some("too_deep")),
        ("<svg>", Some("too_deep")),
        ("<div><object></div>", Some("too_deep")),
        ("<table><tr><td>", Some("too_deep")),
        ("<p>", None),
        ("<p>words ", None),
        ("<li>words ", None),
        ("<a href=x>", None),
        ("<td>x", None),
        ("<p><b><i>x", None),
        ("<br>", None),
        ("<", None),
        ("</", None),
        ("<!--", None),
        ("<a b='", None),
        ("<script>", None),
        ("<select><option>", None),
    ] {
        let outcome = outcome(Some("text/html"), format!("<html><body>{}", piece.repeat(200_000)).into_bytes());
        if let Some(expected) = expected {
            assert_eq!(outcome, expected, "{piece}");
        }
    }
}

#[test]
fn an_item_nested_as_deep_as_is_allowed_fits_a_small_stack() {
    let story = "<nitf><body><body.content>".to_owned() + &"<bq>".repeat(480) + "<p>The story goes on and on.</p>";
    let item = format!("<newsItem guid='x'><contentSet><inlineXML>{story}</inlineXML></contentSet></newsItem>");
    let read = move || outcome(None, item.into_bytes());
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(read).unwrap();
    assert_eq!(thread.join().unwrap(), "article");
}

#[test]
fn a_page_nested_as_deep_as_is_allowed_fits_a_small_stack() {
    let page =
        format!("<html><body>{}{}", "<div>".repeat(480), "<p>The story goes on, sentence after sentence. ".repeat(50));
    let read = move || outcome(Some("text/html"), page.into_bytes());
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(read).unwrap();
    thread.join().unwrap();
}
