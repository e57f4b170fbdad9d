//! The store `http` against a receiver of the tests: what is sent, and what each answer means.

use article::{Article, ArticleId, EnrichedArticle, Record, Timestamp, TopicName, Version};
use bus::Received;
use dateline_tests::{Hook, HookReply, HookServer, free_port};
use pipeline::{Delivery, Store, StoreError, Written};
use serde_json::Value;
use sink::{HttpSettings, HttpStore, Signer};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A secret that signs nothing but what tests make up.
pub(crate) const SECRET: &str = "whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e";
const SECOND_SECRET: &str = "whsec_yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc=";
const FETCH: i64 = 1_700_000_000_000;

fn settings(url: &str) -> HttpSettings {
    let signer = Signer::try_new(SECRET).unwrap();
    HttpSettings {
        private_network: true,
        requests_at_once: 1,
        ..HttpSettings::new("hooks", url.parse().unwrap(), signer)
    }
}

fn version_of(name: &str, at: i64, replay: i64) -> Delivery {
    let mut article = Article::new(
        ArticleId::of_source("hooks", name),
        Version::fetched_at(FETCH + at),
        Timestamp::from_millis(FETCH + at),
    );
    article.set_headline(&format!("Ferry “{name}” sails, Łódź waits"));
    let received =
        Received { topic: TopicName::new("news.enriched.v1"), partition: 0, offset: 0, record: Record::default() };
    Delivery { article: EnrichedArticle(article), replay, received: Arc::new(received) }
}

fn delivery(name: &str) -> Delivery {
    version_of(name, 0, 0)
}

fn id_of(name: &str, suffix: &str) -> String {
    format!("{}-{suffix}", ArticleId::of_source("hooks", name).uuid())
}

async fn open(settings: HttpSettings) -> HttpStore {
    let mut store = HttpStore::new(settings);
    store.open().await.unwrap();
    store
}

fn json(hook: &Hook) -> Value {
    serde_json::from_str(&hook.body).unwrap()
}

fn ids(hooks: &[Hook]) -> Vec<&str> {
    hooks.iter().map(Hook::id).collect()
}

/// The signature that the first secret makes of what arrived.
pub(crate) fn check_signature(hook: &Hook, signer: &Signer) {
    let seconds: u64 = hook.header("webhook-timestamp").parse().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(now.abs_diff(seconds) < 60, "sent at {seconds}, now it is {now}");
    assert_eq!(hook.header("webhook-signature"), signer.sign(hook.id(), seconds, &hook.body));
    assert_eq!(hook.header("content-type"), "application/json");
}

#[tokio::test]
async fn each_article_is_one_signed_message_with_an_id_of_its_version() {
    let server = HookServer::start(|_| HookReply::Status(204)).unwrap();
    let mut store = open(settings(&server.url("/in?key=1"))).await;
    assert_eq!(server.count(), 0, "opening sends nothing");
    let batch = [delivery("one"), version_of("one", 5, 0), version_of("one", 5, 77), delivery("two")];
    assert_eq!(store.write(&batch).await.unwrap(), vec![Written::Stored; 4]);
    // Another process sends the same under the same ids.
    assert_eq!(open(settings(&server.url("/in"))).await.write(&batch).await.unwrap(), vec![Written::Stored; 4]);
    let hooks = server.taken();
    let expected = [
        id_of("one", "v1700000000000"),
        id_of("one", "v1700000000005"),
        id_of("one", "v1700000000005-r77"),
        id_of("two", "v1700000000000"),
    ];
    assert_eq!(ids(&hooks), [&expected[..], &expected[..]].concat());
    let signer = Signer::try_new(SECRET).unwrap();
    for (hook, delivery) in hooks.iter().zip(&batch) {
        check_signature(hook, &signer);
        assert_eq!(hook.path, "/in?key=1");
        let (json, article) = (json(hook), &delivery.article);
        assert_eq!((json["type"].as_str(), json["id"].as_str()), (Some("article"), Some(hook.id())));
        assert_eq!(json["timestamp"], serde_json::to_value(article.0.version_created).unwrap());
        assert_eq!(json["data"], serde_json::to_value(article).unwrap());
    }
}

#[tokio::test]
async fn while_secrets_change_every_message_has_two_signatures() {
    let server = HookServer::start(|_| HookReply::Status(200)).unwrap();
    let signer = Signer::try_new(SECRET).unwrap().and(SECOND_SECRET).unwrap();
    let mut store = open(HttpSettings { signer: signer.clone(), ..settings(&server.url("/")) }).await;
    store.write(&[delivery("one")]).await.unwrap();
    let hooks = server.taken();
    check_signature(&hooks[0], &signer);
    let signatures: Vec<&str> = hooks[0].header("webhook-signature").split(' ').collect();
    assert!(signatures.len() == 2 && signatures.iter().all(|one| one.starts_with("v1,")), "{signatures:?}");
}

#[tokio::test]
async fn lists_have_an_id_of_what_is_in_them_and_an_id_for_each_article() {
    let server = HookServer::start(|_| HookReply::Status(200)).unwrap();
    let batch = [delivery("one"), version_of("one", 5, 0), delivery("two")];
    for _ in 0..2 {
        let mut store = open(HttpSettings { articles_per_request: 2, ..settings(&server.url("/")) }).await;
        assert_eq!(store.write(&batch).await.unwrap(), vec![Written::Stored; 3]);
    }
    let hooks = server.taken();
    assert_eq!(hooks.len(), 4);
    assert_eq!((hooks[0].id(), hooks[1].id()), (hooks[2].id(), hooks[3].id()));
    assert!(hooks[0].id().starts_with("list-") && hooks[0].id() != hooks[1].id(), "{:?}", ids(&hooks));
    check_signature(&hooks[0], &Signer::try_new(SECRET).unwrap());
    let list = json(&hooks[0]);
    assert_eq!((list["type"].as_str(), list["data"].as_array().unwrap().len()), (Some("articles"), 2));
    assert_eq!(list["timestamp"], list["data"][1]["timestamp"]);
    assert_eq!(list["data"][1]["id"], id_of("one", "v1700000000005"));
    assert_eq!(json(&hooks[1])["data"][0]["data"], serde_json::to_value(&batch[2].article).unwrap());
}

#[tokio::test]
async fn what_an_answer_means_follows_the_table() {
    for (status, expected) in [
        (200, "stored"),
        (202, "stored"),
        (204, "stored"),
        (409, "same"),
        (400, "refused"),
        (413, "refused"),
        (422, "refused"),
        (401, "check `headers`"),
        (403, "check `headers`"),
        (404, "check `url`"),
        (405, "takes no POST"),
        (406, "does not take JSON"),
        (408, "enough for the moment"),
        (410, "take this store out"),
        (415, "does not take JSON"),
        (418, "no answer to an article"),
        (425, "enough for the moment"),
        (429, "enough for the moment"),
        (451, "no answer to an article"),
        (500, "its log"),
        (503, "its log"),
        (304, "redirects (304)"),
    ] {
        let server = HookServer::start(move |_| HookReply::Status(status)).unwrap();
        let mut store = open(settings(&server.url("/secret-path"))).await;
        let told = match store.write(&[delivery("one")]).await {
            Ok(answers) if answers == [Written::Stored] => "stored".to_owned(),
            Ok(answers) if answers == [Written::Unchanged("same")] => "same".to_owned(),
            Err(StoreError::Records(reason)) => {
                assert!(reason.message.contains(&id_of("one", "v1")), "{reason:?}");
                format!("refused: {}", reason.message)
            }
            Err(StoreError::Down(why)) => why,
            other => panic!("{status}: {other:?}"),
        };
        assert!(told.contains(expected) && !told.contains("secret-path"), "{status}: {told}");
        if told.len() > 20 && status != 304 {
            assert!(told.contains(&status.to_string()), "{status}: {told}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_asked_for_again_and_what_was_taken_is_not_sent_twice() {
    for broken in [HookReply::Nothing, HookReply::Half, HookReply::Late(Duration::from_millis(1_300))] {
        let (asked, reply) = (AtomicUsize::new(0), broken.clone());
        let server = HookServer::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
            1 => reply.clone(),
            _ => HookReply::Status(200),
        })
        .unwrap();
        let mut store = open(HttpSettings { timeout: Duration::from_secs(1), ..settings(&server.url("/")) }).await;
        let batch = [delivery("one"), delivery("two"), delivery("three")];
        match store.write(&batch).await {
            Err(StoreError::Down(why)) => assert!(why.contains("is sent again"), "{why}"),
            other => panic!("{broken:?}: {other:?}"),
        }
        store.open().await.unwrap();
        assert_eq!(store.write(&batch).await.unwrap(), vec![Written::Stored; 3]);
        let names = ["one", "two", "two", "three"].map(|name| id_of(name, "v1700000000000"));
        let hooks: Vec<Hook> = server.hooks().into_iter().map(|(hook, _)| hook).collect();
        assert_eq!(ids(&hooks), names, "{broken:?}");
        // Once it was answered for, the same delivery is another one.
        assert_eq!(store.write(&batch[..1]).await.unwrap(), [Written::Stored]);
        assert_eq!(server.count(), 5);
    }
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_down_until_it_is() {
    let port = free_port().unwrap();
    let mut store = HttpStore::new(settings(&format!("http://127.0.0.1:{port}/")));
    for attempt in [store.open().await.map(|()| Vec::new()), store.write(&[delivery("one")]).await] {
        match attempt {
            Err(StoreError::Down(why)) => assert!(why.contains("check that the server runs"), "{why}"),
            other => panic!("{other:?}"),
        }
    }
    let server = HookServer::start_at(port, |_| HookReply::Status(200)).unwrap();
    store.open().await.unwrap();
    assert_eq!(store.write(&[delivery("one")]).await.unwrap(), [Written::Stored]);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_receiver_that_asks_for_a_pause_gets_one() {
    let asked = AtomicUsize::new(0);
    let server = HookServer::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => HookReply::With(429, "Retry-After", "1".to_owned()),
        _ => HookReply::Status(200),
    })
    .unwrap();
    let mut store = open(settings(&server.url("/"))).await;
    let began = Instant::now();
    assert!(matches!(store.write(&[delivery("one")]).await, Err(StoreError::Down(why)) if why.contains("429")));
    for attempt in [store.open().await.map(|()| Vec::new()), store.write(&[delivery("one")]).await] {
        match attempt {
            Err(StoreError::Down(why)) => assert!(why.contains("left alone"), "{why}"),
            other => panic!("{other:?}"),
        }
    }
    while store.open().await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(began.elapsed() > Duration::from_millis(900), "{:?}", began.elapsed());
    assert_eq!(store.write(&[delivery("one")]).await.unwrap(), [Written::Stored]);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = HookServer::start(|_| HookReply::Status(200)).unwrap();
    let to = elsewhere.url("/token");
    for status in [301, 302, 303, 307, 308] {
        let to = to.clone();
        let server = HookServer::start(move |_| HookReply::With(status, "Location", to.clone())).unwrap();
        match open(settings(&server.url("/"))).await.write(&[delivery("one")]).await {
            Err(StoreError::Down(why)) => {
                assert!(why.contains("not followed") && why.contains(&elsewhere.url("")), "{why}");
                assert!(!why.contains("token"), "{why}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn inner_addresses_are_not_asked_unless_that_is_meant() {
    let server = HookServer::start(|_| HookReply::Status(200)).unwrap();
    let port = server.url("").rsplit(':').next().unwrap().to_owned();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
        let url = format!("http://{host}:{port}/");
        let mut store = HttpStore::new(HttpSettings { private_network: false, ..settings(&url) });
        for attempt in [store.open().await.map(|()| Vec::new()), store.write(&[delivery("one")]).await] {
            match attempt {
                Err(StoreError::Down(why)) => assert!(why.contains("write `private_network = true`"), "{why}"),
                other => panic!("{url}: {other:?}"),
            }
        }
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn what_lets_us_in_is_sent_and_shown_nowhere() {
    let server = HookServer::start(|_| HookReply::Status(401)).unwrap();
    let url = server.url("/services/T0P/hidden").replace("//", "//ann:hidden@");
    let receiver: fetch::SourceAddress = url.parse().unwrap();
    let receiver = receiver.with_header("X-Api-Key", "hidden too").unwrap();
    let settings = HttpSettings { receiver, ..settings(&url) };
    let shown = format!("{settings:?} {:?}", HttpStore::new(settings.clone()));
    let why = open(settings).await.write(&[delivery("one")]).await.unwrap_err().to_string();
    for text in [shown, why] {
        assert!(text.contains("127.0.0.1") && !text.contains("hidden") && !text.contains("whsec"), "{text}");
    }
    let (hook, _) = &server.hooks()[0];
    assert_eq!(hook.header("authorization"), "Basic YW5uOmhpZGRlbg==");
    assert_eq!(hook.header("x-api-key"), "hidden too");
    assert_eq!(hook.path, "/services/T0P/hidden");
}

#[tokio::test]
async fn a_version_that_was_refused_does_not_come_behind_a_later_one() {
    let first = id_of("one", "v1700000000000");
    let (refused, refusals) = (first.clone(), AtomicUsize::new(0));
    let server = HookServer::start(move |hook| {
        let is_refused = hook.id() == refused && refusals.fetch_add(1, Ordering::Relaxed) == 0;
        HookReply::Status(if is_refused { 400 } else { 200 })
    })
    .unwrap();
    let mut store = open(settings(&server.url("/"))).await;
    let batch = [delivery("zero"), delivery("one"), version_of("one", 5, 0)];
    assert!(matches!(store.write(&batch).await, Err(StoreError::Records(_))));
    // As the driver does it: in pieces, then what is left once more.
    assert_eq!(store.write(&batch[..1]).await.unwrap(), [Written::Stored]);
    assert!(matches!(store.write(&batch[1..]).await, Err(StoreError::Records(_))));
    assert!(matches!(store.write(&batch[1..2]).await, Err(StoreError::Records(_))));
    assert_eq!(store.write(&batch[2..]).await.unwrap(), [Written::Stored]);
    assert_eq!(store.write(&batch[1..2]).await.unwrap(), [Written::Unchanged("older")]);
    let hooks: Vec<Hook> = server.hooks().into_iter().map(|(hook, _)| hook).collect();
    let expected = [id_of("zero", "v1700000000000"), first, id_of("one", "v1700000000005")];
    assert_eq!(ids(&hooks), expected);
}

#[tokio::test]
async fn several_requests_are_on_their_way_at_once_but_never_two_of_an_article() {
    let slow = Duration::from_millis(30);
    let server = HookServer::start(move |_| HookReply::Late(slow)).unwrap();
    let mut store = open(HttpSettings { requests_at_once: 8, ..settings(&server.url("/")) }).await;
    let batch: Vec<Delivery> = (0..80).map(|number| version_of(&format!("{}", number % 20), number / 20, 0)).collect();
    let began = Instant::now();
    assert_eq!(store.write(&batch).await.unwrap(), vec![Written::Stored; 80]);
    assert!(began.elapsed() < slow * 60, "{:?}", began.elapsed());
    let hooks = server.taken();
    for article in 0..20 {
        let of_article: Vec<&Hook> =
            hooks.iter().filter(|hook| hook.id().starts_with(&id_of(&article.to_string(), "v"))).collect();
        let versions: Vec<i64> = of_article
            .iter()
            .map(|hook| hook.id().rsplit_once('v').unwrap().1.parse::<i64>().unwrap() - FETCH)
            .collect();
        assert_eq!(versions, [0, 1, 2, 3], "article {article}");
        assert!(of_article.windows(2).all(|two| two[1].at - two[0].at >= slow), "article {article}");
    }
}
