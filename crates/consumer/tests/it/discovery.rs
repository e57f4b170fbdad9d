//! What of a site can be a source, on recorded answers.

use dateline_consumer::{Because, Discovery, FoundKind, discover};
use fetch::{Fetch, Recorded, RecordedFetch, RecordedPage};
use std::sync::Arc;
use url::Url;

const SITE: &str = "https://harbour.example";

/// A site of these documents: path, media type, text.
fn site(documents: &[(&str, &str, String)]) -> RecordedFetch {
    let fetch = RecordedFetch::default();
    for (path, kind, text) in documents {
        let page = RecordedPage {
            content_type: Some((*kind).to_owned()),
            bytes: text.clone().into_bytes(),
            ..RecordedPage::default()
        };
        fetch.put(format!("{SITE}{path}"), Recorded::Page(page));
    }
    fetch
}

fn rss(title: &str, links: &[&str]) -> String {
    let items = links.iter().map(|link| {
        format!("<item><title>{link}</title><link>{SITE}/{link}</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>")
    });
    format!("<rss version='2.0'><channel><title>{title}</title>{}</channel></rss>", items.collect::<String>())
}

fn html(body: &str) -> String {
    format!("<html><head><title>Harbour</title></head><body>{body}</body></html>")
}

const NEWS_MAP: &str = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
                        xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>/n</loc><news:news>\
                        <news:publication><news:language>en</news:language></news:publication>\
                        <news:publication_date>2026-03-01</news:publication_date></news:news></url></urlset>";
const MAP: &str = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>/a</loc></url></urlset>";

async fn look(fetch: RecordedFetch, path: &str) -> Discovery {
    let fetch: Arc<dyn Fetch> = Arc::new(fetch);
    discover(&fetch, Url::parse(&format!("{SITE}{path}")).unwrap()).await
}

fn found(discovery: &Discovery) -> Vec<(&str, FoundKind, Because)> {
    let paths = discovery.found.iter();
    paths.map(|found| (found.address.strip_prefix(SITE).unwrap(), found.kind, found.because)).collect()
}

fn outcome<'d>(discovery: &'d Discovery, path: &str) -> &'d str {
    let address = format!("{SITE}{path}");
    let tried = discovery.tried.iter().find(|tried| tried.address == address);
    tried.map(|tried| tried.outcome.as_str()).unwrap_or_else(|| panic!("{path} was not tried: {:#?}", discovery.tried))
}

#[tokio::test]
async fn declared_linked_named_and_usual_places_are_asked_and_each_feed_is_found_once() {
    let front = html(
        "<link rel=alternate type='application/rss+xml' href='/news.xml'>\
         <link rel=alternate type='application/rss+xml' href='/comments/feed/'><a href='/rss'>RSS</a>",
    );
    let index = "<sitemapindex><sitemap><loc>/maps/old.xml</loc></sitemap><sitemap><loc>/maps/news.xml</loc></sitemap>\
                 </sitemapindex>";
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Notes\",\"items\":[{{\"id\":\"1\",\"url\":\"{SITE}/note\",\
         \"content_text\":\"A note.\"}}]}}"
    );
    let discovery = look(
        site(&[
            ("/", "text/html", front),
            ("/robots.txt", "text/plain", "User-agent: *\nDisallow: /atom.xml\nsitemap: maps/index.xml".to_owned()),
            ("/news.xml", "application/rss+xml", rss("Harbour News", &["a", "b"])),
            ("/feed", "application/rss+xml", rss("Harbour News", &["a", "b"])),
            ("/rss", "text/html", html("<a href='/sport.rss'>Sport</a><a href='/rss'>RSS</a>")),
            ("/sport.rss", "application/rss+xml", rss("Sport", &["c"])),
            ("/feed.json", "application/feed+json", json),
            ("/atom.xml", "application/rss+xml", rss("Secret", &["d"])),
            ("/maps/index.xml", "application/xml", index.to_owned()),
            ("/maps/news.xml", "application/xml", NEWS_MAP.to_owned()),
            ("/maps/old.xml", "application/xml", MAP.to_owned()),
        ]),
        "/",
    )
    .await;
    let expected = [
        ("/news.xml", FoundKind::Feed, Because::Declared),
        ("/sport.rss", FoundKind::Feed, Because::Linked),
        ("/maps/news.xml", FoundKind::NewsSitemap, Because::Listed),
        ("/feed.json", FoundKind::Feed, Because::UsualPlace),
    ];
    assert_eq!(found(&discovery), expected);
    let news = &discovery.found[0];
    assert_eq!((news.title.as_deref(), news.entries), (Some("Harbour News"), 2));
    assert!(news.newest.as_ref().unwrap().starts_with("2026-03-02T10:00:00"), "{news:?}");
    let map = &discovery.found[2];
    assert_eq!((map.language.as_deref(), map.newest.as_deref(), map.entries), (Some("en"), Some("2026-03-01"), 1));
    assert_eq!(outcome(&discovery, "/feed"), format!("the same entries as {SITE}/news.xml"));
    assert!(outcome(&discovery, "/atom.xml").contains("its robots.txt says so"));
    assert_eq!(outcome(&discovery, "/maps/old.xml"), "a sitemap without news, pages: 1");
    assert!(outcome(&discovery, "/comments/feed/").contains("not asked"));
    assert!(outcome(&discovery, "/rss.xml").contains("404"));
    assert_eq!(discovery.not_asked, None);
}

#[tokio::test]
async fn a_page_below_the_front_page_leads_to_it_and_a_feed_is_its_own_finding() {
    let front = html("<link rel=alternate type='application/atom+xml' href='/all.xml'>");
    let documents = [
        ("/desk/ferry", "text/html", html("<p>No feed here.")),
        ("/", "text/html", front),
        ("/all.xml", "application/rss+xml", rss("All", &["a"])),
    ];
    let discovery = look(site(&documents), "/desk/ferry").await;
    assert_eq!(found(&discovery), [("/all.xml", FoundKind::Feed, Because::Declared)]);
    let discovery = look(site(&documents), "/all.xml").await;
    assert_eq!(found(&discovery), [("/all.xml", FoundKind::Feed, Because::Given)]);
}

#[tokio::test]
async fn a_site_that_cannot_be_asked_is_left_alone() {
    let fetch = RecordedFetch::default();
    fetch.put(format!("{SITE}/"), Recorded::Unreachable);
    let discovery = look(fetch, "/").await;
    assert!(discovery.found.is_empty());
    assert_eq!((discovery.tried.len(), discovery.not_asked), (1, None));
}

#[tokio::test]
async fn what_has_moved_for_good_is_named_where_it_is_now() {
    let fetch = site(&[("/now.xml", "application/rss+xml", rss("Now", &["a"]))]);
    fetch.put(format!("{SITE}/feed"), Recorded::MovedTo(format!("{SITE}/now.xml")));
    assert_eq!(found(&look(fetch, "/").await), [("/now.xml", FoundKind::Feed, Because::UsualPlace)]);
}

#[tokio::test]
async fn a_site_of_endless_links_costs_no_more_than_so_many_requests() {
    let links: String = (0..400).map(|number| format!("<a href='/{number}/rss'>RSS</a>")).collect();
    let discovery = look(site(&[("/", "text/html", html(&links))]), "/").await;
    assert_eq!((discovery.found.len(), discovery.tried.len()), (0, 40));
    let (left, why) = discovery.not_asked.unwrap();
    assert!(left > 10 && why == "40 requests were made", "{left} {why}");
}
