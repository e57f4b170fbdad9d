//! What is done with a file of the corpus, by the fuzzer and by the test that replays the corpus on every build: bytes
//! go in as from outside; there must be an answer, and what is answered must hold together.

use article::{Article, RawRecord, Timestamp};
use dateline_extract::{ExtractContext, SitemapItem, extract, read_feed, read_sitemap};

const URL: &str = "https://www.example.org/2024/10/24/story";

/// Bytes as a page.
pub(crate) fn page(bytes: &[u8]) {
    check(&answer(Some("text/html"), bytes.to_vec()));
}

/// Bytes as a feed: of what they look like, and as each kind; and as a sitemap.
pub(crate) fn feed(bytes: &[u8]) {
    let mut absolute = true;
    // A refusal is an answer.
    let _answered = read_sitemap(bytes, None, Some(URL), &mut |item| {
        let address = match &item {
            SitemapItem::Page(page) => &page.address,
            SitemapItem::Part(part) => &part.address,
        };
        absolute &= address.starts_with("http://") || address.starts_with("https://");
    });
    assert!(absolute);
    if let Ok(document) = read_feed(bytes, None, Some(URL)) {
        for entry in &document.entries {
            let absolute = |link: &String| link.starts_with("http://") || link.starts_with("https://");
            assert!(entry.link.as_ref().is_none_or(absolute), "{:?}", entry.link);
            assert!(entry.id().is_none() || entry.guid.is_some());
            assert!(entry.published.as_ref().is_none_or(|date| date.value.len() >= 4));
        }
    }
    for content_type in [
        "application/rss+xml",
        "application/feed+json",
        "application/vnd.dateline.entry+json",
        "text/xml; charset=utf-16",
    ] {
        check(&answer(Some(content_type), bytes.to_vec()));
    }
    check(&answer(None, bytes.to_vec()));
}

/// Bytes as a date: in a feed, declared in a page, in a time element and printed in a page.
pub(crate) fn date(bytes: &[u8]) {
    let text: String = String::from_utf8_lossy(bytes).chars().filter(|c| !matches!(c, '<' | '>' | '&' | '"')).collect();
    let feed = format!("<rss><channel><item><title>A story</title><pubDate>{text}</pubDate></item></channel></rss>");
    check(&answer(Some("application/rss+xml"), feed.into_bytes()));
    let story = "<p>The rebuilt terminal opened on Thursday, two years after the storm, officials said.".repeat(4);
    for page in [
        format!("<meta property='article:published_time' content=\"{text}\"><h1>A story</h1><article>{story}"),
        format!("<h1>A story</h1><time datetime=\"{text}\">{text}</time><article>{story}"),
        format!("<h1>A story</h1><p>Published {text}</p><article>{story}"),
    ] {
        check(&answer(Some("text/html"), page.into_bytes()));
    }
}

fn answer(content_type: Option<&str>, body: Vec<u8>) -> Vec<Article> {
    let at = Timestamp::from_millis(1_729_778_400_000);
    let context = ExtractContext { received_at: at, by: "fuzz", from: None, at };
    let raw = RawRecord {
        url: Some(URL.to_owned()),
        content_type: content_type.map(str::to_owned),
        source: Some("fuzz".to_owned()),
        body,
        ..RawRecord::default()
    };
    // A refusal is an answer.
    extract(&raw, &context).unwrap_or_default()
}

/// An article is a story or a headline, its dates are written as promised, and it survives being sent.
fn check(articles: &[Article]) {
    for article in articles {
        assert!(article.headline().is_some() || !article.body().is_empty());
        for date in &article.enrichment.dates {
            let year = date.value.get(..4).and_then(|year| year.parse::<i32>().ok());
            assert!(year.is_some_and(|year| year <= 2024), "{}", date.value);
        }
        let sent = serde_json::to_vec(article).expect("an article is always written");
        let received: Article = serde_json::from_slice(&sent).expect("what was written is read");
        assert_eq!(&received, article);
    }
}
