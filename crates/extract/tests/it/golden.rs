//! Whole articles of one document of each format, as they leave the extract stage.

use crate::read::{Document, document};
use article::{Article, Hints, RecordRef};

const WIRE: &str = include_str!("../fixtures/wire.txt");
const RSS: &str = include_str!("../fixtures/rss.xml");

fn read(document: Document) -> Vec<Article> {
    let from = RecordRef { topic: "news.raw.v1".to_owned(), partition: 3, offset: 18_211 };
    document.fetched("2024-10-24T17:59:58Z").from(from).articles()
}

#[test]
fn wire_text_becomes_an_article() {
    insta::assert_json_snapshot!(read(document(WIRE).id("wire").source("wire-folder")));
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
    let url = "https://www.anselmpost.example/news/ferry-terminal?ref=feed&utm_source=rss";
    let page = document(include_bytes!("../fixtures/page.html")).url(url).hints(hints).source("anselm-post");
    insta::assert_json_snapshot!(read(page));
}

#[test]
fn each_entry_of_a_feed_becomes_an_article() {
    let feeds = [
        ("rss", document(RSS).url("https://www.anselmpost.example/rss").source("anselm-post")),
        ("atom", document(include_bytes!("../fixtures/atom.xml")).source("kuestenbote")),
        ("json_feed", document(include_bytes!("../fixtures/feed.json")).source("anselm-post")),
    ];
    for (name, feed) in feeds {
        insta::assert_json_snapshot!(name, read(feed));
    }
}

#[test]
fn rss_without_a_known_version_is_read_all_the_same() {
    for root in ["<rss", "<rss version='2.01'", "<rss\nversion=\"3\""] {
        let feed = RSS.replace("<rss version=\"2.0\"", root);
        assert_eq!(read(document(feed).source("anselm-post")).len(), 2, "{root}");
    }
}

#[test]
fn a_ninjs_item_becomes_an_article_and_loses_nothing() {
    insta::assert_json_snapshot!(read(document(include_bytes!("../fixtures/ninjs.json")).source("coastal-wire")));
}

#[test]
fn a_news_item_of_newsml_becomes_an_article() {
    insta::assert_json_snapshot!(read(document(include_bytes!("../fixtures/newsml.xml")).source("coastal-wire")));
}

#[test]
fn a_document_in_nitf_becomes_an_article() {
    insta::assert_json_snapshot!(read(document(include_bytes!("../fixtures/nitf.xml")).source("coastal-wire")));
}

#[test]
fn messages_of_wire_services_become_articles() {
    let messages: [(&str, &[u8]); 2] =
        [("iptc7901", include_bytes!("../fixtures/iptc7901.txt")), ("anpa", include_bytes!("../fixtures/anpa.txt"))];
    for (name, message) in messages {
        insta::assert_json_snapshot!(name, read(document(message).source("coastal-wire")));
    }
}

#[test]
fn our_own_message_keeps_everything_and_says_where_it_went() {
    let [mut article] = <[Article; 1]>::try_from(read(document(WIRE).source("wire-folder"))).unwrap();
    article.extra.insert("edNote".to_owned(), "keep me".into());
    article.enrichment.extra.insert("future".to_owned(), 7.into());
    let again = read(document(serde_json::to_vec(&article).unwrap()).source("push"));
    let [mut again] = <[Article; 1]>::try_from(again).unwrap();
    let provenance = again.enrichment.provenance.split_off(article.enrichment.provenance.len());
    assert_eq!(again, article);
    assert_eq!(provenance.iter().map(|entry| entry.stage.as_str()).collect::<Vec<_>>(), ["ingest", "extract"]);
    assert_eq!(provenance[0].source.as_deref(), Some("push"));
}
