//! Whatever the bytes and whatever they are said to be, extraction answers; and wire text loses nothing.

use crate::read::document;
use dateline_extract::{Reject, feed_links, read_opml};
use proptest::prelude::*;

const CONTENT_TYPES: &[&str] = &[
    "text/plain",
    "text/html",
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/vnd.dateline.entry+json",
    "application/json",
    "application/nitf+xml",
    "application/vnd.iptc.g2.newsmessage+xml",
    "text/plain; charset=shift_jis",
    "text/html; charset=utf-16",
];

fn answer(content_type: Option<&str>, body: &[u8]) -> Result<Vec<article::Article>, Reject> {
    let document = document(body).url("https://example.org/2024/10/24/story");
    match content_type {
        Some(content_type) => document.content_type(content_type).read(),
        None => document.read(),
    }
}

fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #[test]
    fn arbitrary_bytes_get_an_answer(body in prop::collection::vec(any::<u8>(), 0..400)) {
        for content_type in CONTENT_TYPES {
            let _answered = answer(Some(content_type), &body);
        }
        let _answered = answer(None, &body);
    }

    #[test]
    fn mangled_lists_and_pages_of_feeds_get_an_answer(from in 0..400_usize, length in 0..60_usize, put in "[<>&;/\"'a-z{}:0-9é]{0,8}") {
        let list = "<!DOCTYPE opml [<!ENTITY a 'A'>]><opml version='2.0'><body><outline text='&a;'><outline title='B' \
                    xmlUrl='https://a.example/rss?x=1&amp;y=2'/></outline></body></opml>";
        let page = "<html><head><base href='/desk/'><link rel=alternate type='application/rss+xml' href='news.xml'></head>\
                    <body><a href='/rss'>RSS</a></body></html>";
        for document in [list, page] {
            let mut body = document.as_bytes().to_vec();
            let start = from.min(body.len());
            let end = (start + length).min(body.len());
            body.splice(start..end, put.bytes());
            let _read = read_opml(&body);
            let _found = feed_links(&body, None, "https://a.example/");
        }
    }

    #[test]
    fn mangled_documents_get_an_answer(which in 0..9_usize, from in 0..3_000_usize, length in 0..200_usize, put in "[<>&;/\"'a-z{}:0-9é]{0,8}") {
        let documents: [&[u8]; 9] = [
            include_bytes!("../fixtures/page.html"),
            include_bytes!("../fixtures/rss.xml"),
            include_bytes!("../fixtures/atom.xml"),
            include_bytes!("../fixtures/feed.json"),
            include_bytes!("../fixtures/ninjs.json"),
            include_bytes!("../fixtures/newsml.xml"),
            include_bytes!("../fixtures/nitf.xml"),
            include_bytes!("../fixtures/iptc7901.txt"),
            include_bytes!("../fixtures/anpa.txt"),
        ];
        let mut body = documents[which].to_vec();
        let start = from.min(body.len());
        let end = (start + length).min(body.len());
        body.splice(start..end, put.into_bytes());
        let _answered = answer(None, &body);
    }

    #[test]
    fn the_body_of_wire_text_is_a_piece_of_the_input(
        first in "(https?://[a-z.]{1,12}/[a-z-]{0,20}| date 2024-10-24 [A-Za-z ]{0,30}|[A-Z][a-z ]{0,60}[.]?)?",
        rest in "[ \t\r\na-zA-Z.,<&;—\u{a0}é]{1,200}",
    ) {
        let text = format!("{first}\r\n\r\n{rest}");
        if let Ok(articles) = answer(Some("text/plain"), text.as_bytes()) {
            let article = &articles[0];
            let (whole, body) = (solid(&text), solid(article.body()));
            prop_assert!(whole.ends_with(&body));
            // What is not body is the address, the header's date and the headline, and nothing else.
            let before = whole.strip_suffix(body.as_str()).unwrap();
            let headline = solid(article.headline().unwrap_or_default());
            let before = before.strip_suffix(headline.as_str()).unwrap();
            prop_assert!(before.is_empty() || before == "date2024-10-24" || before.starts_with("http"), "{}", before);
        }
    }
}
