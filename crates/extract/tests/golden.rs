//! Whole articles of one document of each format, as they leave the extract stage.

use article::{Article, Hints, RawRecord, RecordRef, Timestamp};
use dateline_extract::{ExtractContext, extract};

fn read(body: &[u8], raw: RawRecord) -> Vec<Article> {
    let at = Timestamp::parse("2024-10-24T18:00:00Z").expect("a time");
    let from = RecordRef { topic: "news.raw.v1".to_owned(), partition: 3, offset: 18_211 };
    let context = ExtractContext { received_at: at, by: "consumer/0.1.0", from: Some(from), at };
    let fetched_at = Timestamp::parse("2024-10-24T17:59:58Z");
    extract(&RawRecord { fetched_at, body: body.to_vec(), ..raw }, &context).expect("an article")
}

fn source(name: &str) -> RawRecord {
    RawRecord { source: Some(name.to_owned()), ..RawRecord::default() }
}

#[test]
fn wire_text_becomes_an_article() {
    let raw = RawRecord { id: Some("wire".to_owned()), ..source("wire-folder") };
    insta::assert_json_snapshot!(read(include_bytes!("fixtures/wire.txt"), raw));
}

#[test]
fn a_page_becomes_an_article_with_the_facts_of_its_feed() {
    let hints = Hints {
        guid: Some("post-4711".to_owned()),
        title: Some("Another title".to_owned()),
        published: Some("2024-10-24T14:30:12Z".to_owned()),
        categories: vec!["Transport".to_owned()],
        ..Hints::default()
    };
    let url = "https://www.anselmpost.example/news/ferry-terminal?ref=feed&utm_source=rss".to_owned();
    let raw = RawRecord { url: Some(url), hints: Some(hints), ..source("anselm-post") };
    insta::assert_json_snapshot!(read(include_bytes!("fixtures/page.html"), raw));
}

#[test]
fn each_entry_of_a_feed_becomes_an_article() {
    let raw = RawRecord { url: Some("https://www.anselmpost.example/rss".to_owned()), ..source("anselm-post") };
    insta::assert_json_snapshot!("rss", read(include_bytes!("fixtures/rss.xml"), raw));
    insta::assert_json_snapshot!("atom", read(include_bytes!("fixtures/atom.xml"), source("kuestenbote")));
    insta::assert_json_snapshot!("json_feed", read(include_bytes!("fixtures/feed.json"), source("anselm-post")));
}

#[test]
fn rss_without_a_known_version_is_read_all_the_same() {
    let feed = include_str!("fixtures/rss.xml");
    for root in ["<rss", "<rss version='2.01'", "<rss\nversion=\"3\""] {
        let feed = feed.replace("<rss version=\"2.0\"", root);
        assert_eq!(read(feed.as_bytes(), source("anselm-post")).len(), 2, "{root}");
    }
}

#[test]
fn a_ninjs_item_becomes_an_article_and_loses_nothing() {
    insta::assert_json_snapshot!(read(include_bytes!("fixtures/ninjs.json"), source("coastal-wire")));
}

#[test]
fn our_own_message_keeps_everything_and_says_where_it_went() {
    let [mut article] =
        <[Article; 1]>::try_from(read(include_bytes!("fixtures/wire.txt"), source("wire-folder"))).unwrap();
    article.extra.insert("edNote".to_owned(), "keep me".into());
    article.enrichment.extra.insert("future".to_owned(), 7.into());
    let again = read(&serde_json::to_vec(&article).unwrap(), source("push"));
    let [mut again] = <[Article; 1]>::try_from(again).unwrap();
    let provenance = again.enrichment.provenance.split_off(article.enrichment.provenance.len());
    assert_eq!(again, article);
    assert_eq!(provenance.iter().map(|entry| entry.stage.as_str()).collect::<Vec<_>>(), ["ingest", "extract"]);
    assert_eq!(provenance[0].source.as_deref(), Some("push"));
}
