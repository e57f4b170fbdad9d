//! Whom a request may ask, on one server that answers at every address of 127.0.0.0/8. 127.1.0.0/16 stands for the
//! world, everything else for an inner network.

use async_trait::async_trait;
use dateline_fetch::{
    Allowed, Fetch, FetchError, FetchSettings, HttpFetch, Names, Place, Reach, Request, Response, Rule, SourceAddress,
};
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// One request that arrived: at which address, for which host and path, with which login.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    at: String,
    path: String,
    login: Option<String>,
    key: Option<String>,
}

struct Scene {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    names: Arc<Book>,
    fetch: HttpFetch,
}

/// Names of the test's own. They may change, as those of a stranger may.
#[derive(Debug, Default)]
struct Book(Mutex<HashMap<&'static str, Vec<&'static str>>>);

#[async_trait]
impl Names for Book {
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let book = self.0.lock().unwrap();
        let found = book.get(name).ok_or_else(|| io::Error::other("no such name"))?;
        Ok(found.iter().map(|address| address.parse().unwrap()).collect())
    }
}

impl Scene {
    async fn new() -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let all = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&all)));
            }
        });
        let names = Arc::new(Book::default());
        for (name, addresses) in [
            ("news.example.org", vec!["127.1.0.1"]),
            ("other.example.org", vec!["127.1.0.2"]),
            ("inwards.example.org", vec!["127.2.0.1"]),
            ("both.example.org", vec!["127.2.0.1", "127.1.0.3"]),
            ("cms.corp", vec!["127.2.0.2"]),
            ("localhost", vec!["127.0.0.1"]),
        ] {
            names.put(name, &addresses);
        }
        let settings = FetchSettings {
            host_delay: Duration::ZERO,
            allowed: vec![Allowed { place: Place::Block("127.1.0.0/16".parse().unwrap()), port: Some(port) }],
            ..FetchSettings::default()
        };
        let fetch = HttpFetch::with_names(settings, Arc::clone(&names) as Arc<dyn Names>);
        Self { port, asked, names, fetch }
    }

    fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port)
    }

    fn source(&self, host: &str, path: &str) -> Arc<SourceAddress> {
        Arc::new(self.url(host, path).parse().unwrap())
    }

    async fn get(&self, url: &str, reach: &Reach) -> Result<Response, FetchError> {
        self.fetch
            .get(&Request { reach: reach.clone(), obeys_robots: false, ..Request::new(url, "*/*", 1 << 20) })
            .await
    }

    async fn read(&self, source: &Arc<SourceAddress>) -> Result<Response, FetchError> {
        self.fetch.get(&Request::of_source(source, "*/*", 1 << 20)).await
    }

    fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl Book {
    fn put(&self, name: &'static str, addresses: &[&'static str]) {
        self.0.lock().unwrap().insert(name, addresses.to_vec());
    }
}

/// Answers on a connection that is kept. `/to?URL` redirects to the URL.
async fn answer(stream: TcpStream, asked: Arc<Mutex<Vec<Asked>>>) {
    let at = stream.local_addr().unwrap().ip().to_string();
    let mut stream = BufReader::new(stream);
    loop {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            head.push(line);
        }
        let path = head[0].split(' ').nth(1).unwrap().to_owned();
        let header = |name: &str| {
            let values = head.iter().filter_map(|line| line.split_once(": "));
            values.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).next()
        };
        let (login, key) = (header("authorization"), header("x-key"));
        let answer = match path.split_once('?') {
            Some((_, to)) if path.starts_with("/to") => {
                format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
            }
            _ => "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nword".to_owned(),
        };
        asked.lock().unwrap().push(Asked { at: at.clone(), path, login, key });
        if stream.get_mut().write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn rule(answer: Result<Response, FetchError>) -> (String, Rule) {
    match answer {
        Err(FetchError::Forbidden { host, rule, .. }) => (host, rule),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_link_that_leads_inwards_is_refused_before_there_is_a_connection() {
    let scene = Scene::new().await;
    for (host, refused_as) in [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        ("localhost", "localhost"),
        ("cms.corp", "cms.corp"),
        ("inwards.example.org", "inwards.example.org"),
    ] {
        let answer = scene.get(&scene.url(host, "/secret"), &Reach::default()).await;
        assert_eq!(rule(answer), (refused_as.to_owned(), Rule::Address));
    }
    for (url, host, broken) in [
        ("http://news.example.org:22/secret", "news.example.org", Rule::Port),
        ("http://localhost/secret", "localhost", Rule::Name),
    ] {
        assert_eq!(rule(scene.get(url, &Reach::default()).await), (host.to_owned(), broken));
    }
    assert_eq!(scene.asked(), []);
    assert_eq!(scene.get(&scene.url("news.example.org", "/a"), &Reach::default()).await.unwrap().bytes, b"word");
}

#[tokio::test]
async fn a_refusal_says_what_the_host_is_and_how_to_allow_it() {
    let scene = Scene::new().await;
    let error = scene.get(&scene.url("inwards.example.org", "/"), &Reach::default()).await.unwrap_err();
    let expected = format!(
        "inwards.example.org is not asked: it leads to 127.2.0.1, a loopback address; if it is meant, add \
         \"inwards.example.org:{}\" to fetch.allow",
        scene.port
    );
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn the_connection_goes_to_an_address_that_was_looked_at() {
    let scene = Scene::new().await;
    scene.get(&scene.url("both.example.org", "/a"), &Reach::default()).await.unwrap();
    assert_eq!(scene.asked().iter().map(|asked| asked.at.as_str()).collect::<Vec<_>>(), ["127.1.0.3"]);
}

#[tokio::test]
async fn every_redirect_is_looked_at() {
    let scene = Scene::new().await;
    for host in ["127.2.0.1", "localhost", "inwards.example.org", "cms.corp", "[::1]"] {
        let to = format!("/to?{}", scene.url(host, "/secret"));
        let hops = format!("/to?{}", scene.url("other.example.org", &to));
        let source = scene.source("news.example.org", &hops);
        for answer in [
            scene.get(&scene.url("news.example.org", &hops), &Reach::default()).await,
            // What was configured is trusted, where it redirects to is not.
            scene.read(&source).await,
        ] {
            assert_eq!(rule(answer).0, host);
        }
    }
    assert!(scene.asked().iter().all(|asked| asked.path.starts_with("/to") && asked.at.starts_with("127.1.")));
}

#[tokio::test]
async fn what_was_configured_inside_is_read_and_may_link_to_its_own_host_only() {
    let scene = Scene::new().await;
    let feed = scene.read(&scene.source("cms.corp", "/feed")).await.unwrap();
    assert_eq!(scene.get(&scene.url("cms.corp", "/story"), &feed.links).await.unwrap().status, 200);
    for other in ["127.2.0.2", "127.2.0.3", "inwards.example.org"] {
        let answer = scene.get(&scene.url(other, "/secret"), &feed.links).await;
        assert_eq!(rule(answer), (other.to_owned(), Rule::Address));
    }
    assert_eq!(scene.asked().iter().map(|asked| asked.path.as_str()).collect::<Vec<_>>(), ["/feed", "/story"]);
}

#[tokio::test]
async fn a_connection_that_an_operator_s_word_opened_serves_no_stranger() {
    let scene = Scene::new().await;
    scene.read(&scene.source("cms.corp", "/feed")).await.unwrap();
    let answer = scene.get(&scene.url("cms.corp", "/secret"), &Reach::default()).await;
    assert_eq!(rule(answer), ("cms.corp".to_owned(), Rule::Address));
    assert_eq!(scene.asked().len(), 1);
}

#[tokio::test]
async fn a_public_feed_whose_name_is_turned_inwards_cannot_link_to_itself() {
    let scene = Scene::new().await;
    let feed = scene.read(&scene.source("news.example.org", "/feed")).await.unwrap();
    scene.names.put("news.example.org", &["127.2.0.1"]);
    let answer = scene.get(&scene.url("news.example.org", "/secret"), &feed.links).await;
    assert_eq!(rule(answer), ("news.example.org".to_owned(), Rule::Address));
    assert_eq!(scene.asked().len(), 1);
}

#[tokio::test]
async fn what_lets_us_in_goes_to_the_origin_of_its_source_and_nowhere_else() {
    let scene = Scene::new().await;
    let to_other = format!("/to?{}", scene.url("other.example.org", "/elsewhere"));
    let with_login = scene.url("ann:pass@news.example.org", &to_other);
    let source: SourceAddress = with_login.parse().unwrap();
    let source = Arc::new(source.with_header("X-Key", "key").unwrap());
    let feed = scene.read(&source).await.unwrap();
    scene.get(&scene.url("news.example.org", "/page"), &feed.links).await.unwrap();
    scene.get(&scene.url("other.example.org", "/page-of-other"), &feed.links).await.unwrap();
    // What a stranger writes into a link or a redirect is sent to nobody.
    scene.get(&scene.url("eve:word@other.example.org", "/login-of-link"), &feed.links).await.unwrap();
    let moved = format!("/to?{}", scene.url("eve:word@other.example.org", "/login-of-redirect"));
    scene.get(&scene.url("other.example.org", &moved), &Reach::default()).await.unwrap();
    let login = Some("Basic YW5uOnBhc3M=".to_owned());
    for asked in scene.asked() {
        let own = asked.at == "127.1.0.1";
        let expected = if own { (login.clone(), Some("key".to_owned())) } else { (None, None) };
        assert_eq!((asked.login, asked.key), expected, "{}", asked.path);
    }
}

#[tokio::test]
async fn what_an_answer_says_of_its_place_holds_nothing_secret() {
    let scene = Scene::new().await;
    let source = scene.source("ann:secret@news.example.org", "/feed?token=secret");
    let answer = scene.read(&source).await.unwrap();
    assert_eq!(scene.asked()[0].path, "/feed?token=secret");
    assert_eq!(answer.final_url, scene.url("news.example.org", "/feed"));
    let request = Request::of_source(&source, "*/*", 1);
    for shown in [format!("{answer:?}"), format!("{request:?}"), format!("{source:?}")] {
        assert!(!shown.contains("secret"), "{shown}");
    }
}
