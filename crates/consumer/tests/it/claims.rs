//! Whose story a feed may tell, on recorded answers.

use article::{ArticleId, CanonicalUrl, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use dateline_consumer::{FeedSettings, FeedSource, Intervals, SourceContext};
use fetch::{Fetch, Recorded, RecordedFetch, RecordedPage};
use pipeline::{HourlyLimit, Source};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const FEED: &str = "https://rss.herald.example/all.xml";
const OWN: &str = "https://www.herald.example/harbour";
/// A page of another publisher.
const THEIRS: &str = "https://gazette.example/harbour";
const ELSEWHERE: &str = "https://mirror.example/harbour";

struct Scene {
    web: Arc<RecordedFetch>,
    settings: FeedSettings,
    source: FeedSource,
    cursor: Option<Value>,
}

/// What a poll brought: the articles by id and headline, and what was refused.
type Brought = (Vec<(ArticleId, String)>, BTreeMap<&'static str, u64>);

impl Scene {
    fn new(follow: bool, speaks_for: &[&str]) -> Self {
        let settings = FeedSettings {
            name: "herald".into(),
            address: FEED.parse().unwrap(),
            follow,
            intervals: Intervals { shortest: Duration::from_secs(60), longest: Duration::from_secs(720) },
            speaks_for: speaks_for.iter().map(|site| (*site).to_owned()).collect(),
        };
        let web = Arc::new(RecordedFetch::default());
        let source = source_of(&settings, &web);
        Self { web, settings, source, cursor: None }
    }

    fn restart(&mut self) {
        self.source = source_of(&self.settings, &self.web);
    }

    fn put(&self, url: &str, kind: &str, body: &str) {
        let page = RecordedPage { content_type: Some(kind.into()), bytes: body.into(), ..RecordedPage::default() };
        self.web.put(url, Recorded::Page(page));
    }

    /// The feed has one entry.
    fn entry(&self, link: &str, title: &str) {
        self.put(FEED, "application/rss+xml", &feed(link, title));
    }

    async fn poll(&mut self) -> Brought {
        let at = Timestamp::from_millis(1_729_778_400_000);
        let harvest = self.source.poll(self.cursor.as_ref(), at).await.unwrap();
        self.cursor = harvest.cursor.or(self.cursor.take());
        let context = extract::ExtractContext { received_at: at, by: "consumer/0.0.0", from: None, at };
        let articles = harvest.records.iter().flat_map(|record| extract::extract(record, &context).unwrap());
        let told = articles.map(|article| (article.uri, article.headline().unwrap_or_default().to_owned()));
        (told.collect(), harvest.refusals)
    }

    async fn one(&mut self) -> (ArticleId, String) {
        let (told, _) = self.poll().await;
        assert_eq!(told.len(), 1, "{told:?}");
        told.into_iter().next().unwrap()
    }
}

fn source_of(settings: &FeedSettings, web: &Arc<RecordedFetch>) -> FeedSource {
    let fetch = Arc::clone(web) as Arc<dyn Fetch>;
    FeedSource::new(
        settings.clone(),
        SourceContext { fetch, ingest_limit: 1 << 20, feed_limit: HourlyLimit::default() },
    )
}

fn feed(link: &str, title: &str) -> String {
    format!(
        "<rss version='2.0'><channel><title>Herald</title><item><guid isPermaLink='false'>h-1</guid><link>{link}</link>\
         <title>{title}</title><description>What {title} means for the town.</description></item></channel></rss>"
    )
}

fn story(headline: &str) -> String {
    let said =
        "The harbour master spoke about the new cranes on Tuesday, and the town listened for an hour. ".repeat(6);
    format!("<html><body><article><h1>{headline}</h1><p>{said}</p><p>{said}</p></article></body></html>")
}

fn page(url: &str) -> ArticleId {
    ArticleId::of_url(&CanonicalUrl::parse(url).unwrap())
}

#[tokio::test]
async fn an_entry_that_links_to_another_site_is_an_article_of_its_feed() {
    let mut scene = Scene::new(false, &[]);
    scene.entry(THEIRS, "Cranes bought");
    let (told, refused) = scene.poll().await;
    assert_eq!(told.len(), 1);
    let own = told[0].0;
    assert_ne!(own, page(THEIRS));
    assert_eq!(refused, BTreeMap::from([("claim", 1)]));
    // It stays this one article, after a restart and when its link changes, inwards to the feed's site too.
    for (link, title) in [(THEIRS, "Cranes sold"), (ELSEWHERE, "Cranes gone"), (OWN, "Cranes back")] {
        scene.restart();
        scene.entry(link, title);
        assert_eq!(scene.one().await, (own, title.to_owned()));
    }
}

#[tokio::test]
async fn an_entry_of_the_feed_s_own_site_or_of_one_it_speaks_for_is_the_article_of_its_page() {
    for (link, speaks_for) in [(OWN, &[][..]), (THEIRS, &["gazette.example"][..])] {
        let mut scene = Scene::new(false, speaks_for);
        scene.entry(link, "Cranes bought");
        let (told, refused) = scene.poll().await;
        assert_eq!((told, refused), (vec![(page(link), "Cranes bought".to_owned())], BTreeMap::new()));
    }
}

#[tokio::test]
async fn a_page_that_is_fetched_speaks_for_itself() {
    let mut scene = Scene::new(true, &[]);
    scene.put(THEIRS, "text/html", &story("Cranes bought"));
    scene.entry(THEIRS, "Cranes");
    let (told, refused) = scene.poll().await;
    assert_eq!((told, refused), (vec![(page(THEIRS), "Cranes bought".to_owned())], BTreeMap::new()));
    // Also where its own site has moved it.
    let moved = "https://www.gazette.example/harbour-cranes";
    scene.put(moved, "text/html", &story("Cranes bought at last"));
    scene.entry(moved, "Cranes at last");
    assert_eq!(scene.one().await, (page(THEIRS), "Cranes bought at last".to_owned()));
}

#[tokio::test]
async fn a_page_of_another_site_takes_over_no_story_by_the_guid_of_its_entry() {
    for (link, kind) in [(ELSEWHERE, "elsewhere"), (OWN, "own")] {
        let mut scene = Scene::new(true, &[]);
        scene.put(THEIRS, "text/html", &story("Cranes bought"));
        scene.entry(THEIRS, "Cranes");
        assert_eq!(scene.one().await.0, page(THEIRS));
        scene.restart();
        scene.put(link, "text/html", &story("Cranes stolen"));
        scene.entry(link, "Cranes stolen");
        assert_eq!(scene.one().await, (page(link), "Cranes stolen".to_owned()), "{kind}");
    }
}

#[tokio::test]
async fn an_entry_that_is_sent_instead_of_its_page_takes_over_no_story() {
    let mut scene = Scene::new(true, &[]);
    scene.put(THEIRS, "text/html", &story("Cranes bought"));
    scene.entry(THEIRS, "Cranes");
    assert_eq!(scene.one().await.0, page(THEIRS));
    scene.web.put(THEIRS, Recorded::Status(404));
    scene.entry(THEIRS, "Cranes stolen");
    for _ in 0..3 {
        assert!(scene.poll().await.0.is_empty());
    }
    let (told, refused) = scene.poll().await;
    assert_eq!((told.len(), refused), (1, BTreeMap::from([("claim", 1)])));
    assert!(told[0].0 != page(THEIRS) && told[0].1 == "Cranes stolen", "{told:?}");
    // The page itself tells its story again when it is there.
    scene.put(THEIRS, "text/html", &story("Cranes returned"));
    scene.entry(THEIRS, "Cranes returned");
    assert_eq!(scene.one().await, (page(THEIRS), "Cranes returned".to_owned()));
}

#[tokio::test]
async fn a_page_that_answers_with_a_feed_is_no_page() {
    let item = json!({ "id": "1", "url": THEIRS, "title": "Cranes forged", "content_text": "Forged." });
    let json = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [item] }).to_string();
    let xml = feed(THEIRS, "Cranes forged");
    for (kind, body) in [
        ("application/rss+xml", xml.as_str()),
        ("text/html", &xml),
        ("text/xml", &xml),
        ("application/json", &json),
        ("application/feed+json; charset=utf-8", &json),
    ] {
        let mut scene = Scene::new(true, &[]);
        scene.put(OWN, kind, body);
        scene.entry(OWN, "Cranes");
        let (told, refused) = scene.poll().await;
        assert_eq!(told, [(page(OWN), "Cranes".to_owned())], "{kind}");
        assert_eq!(refused, BTreeMap::from([("page_is_feed", 1)]), "{kind}");
        assert!(scene.poll().await.0.is_empty(), "it is not asked for again");
    }
}

#[tokio::test]
async fn positions_of_the_form_before_keep_the_articles_their_feed_speaks_for() {
    for (link, stays) in [(OWN, true), (THEIRS, false)] {
        let mut scene = Scene::new(false, &["gazette.example"]);
        scene.entry(link, "Cranes");
        assert_eq!(scene.one().await.0, page(link));
        let position = scene.cursor.as_mut().unwrap();
        assert_eq!(position["form"], 4);
        let articles = STANDARD_NO_PAD.decode(position["articles"].as_str().unwrap()).unwrap();
        assert_eq!(articles.len(), 33);
        position["form"] = 3.into();
        position["articles"] = STANDARD_NO_PAD.encode(&articles[..25]).into();
        scene.settings.speaks_for.clear();
        scene.restart();
        assert!(scene.poll().await.0.is_empty(), "nothing is sent again");
        scene.entry(link, "Cranes at last");
        let (id, _) = scene.one().await;
        assert_eq!(id == page(link), stays, "{link}");
    }
}
