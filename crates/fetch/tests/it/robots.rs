//! What a host's `robots.txt` lets us ask for, over the loopback.

use dateline_fetch::{Allowed, Fetch, FetchError, FetchSettings, HttpFetch, Place, Request, SourceAddress};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Where hosts say what they reserve.
const TDM: &str = "/.well-known/tdmrep.json";

/// What the server has at `/robots.txt`.
#[derive(Debug, Clone)]
enum Robots {
    File(&'static str),
    Status(u16),
    RedirectTo(String),
    /// Some rules, and then more of it as long as anybody reads.
    Endless,
    Silent,
}

struct Server {
    url: String,
    robots: Mutex<Robots>,
    /// Paths that were asked for, and when.
    asked: Mutex<Vec<(String, Instant)>>,
}

impl Server {
    async fn start(robots: Robots) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Arc::new(Self { url, robots: Mutex::new(robots), asked: Mutex::default() });
        let serving = Arc::clone(&server);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = Arc::clone(&serving);
                tokio::spawn(async move { server.answer(stream).await });
            }
        });
        server
    }

    async fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let (reader, mut writer) = stream.split();
        let mut lines = BufReader::new(reader).lines();
        let first = lines.next_line().await?.unwrap_or_default();
        while lines.next_line().await?.is_some_and(|line| !line.is_empty()) {}
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        self.asked.lock().unwrap().push((path.clone(), Instant::now()));
        let robots = match path.as_str() {
            "/robots.txt" => self.robots.lock().unwrap().clone(),
            "/rules.txt" => Robots::File("User-agent: *\nDisallow: /private"),
            "/.well-known/tdmrep.json" => Robots::File(r#"[{"location": "/news/", "tdm-reservation": 1}]"#),
            "/circle" => Robots::RedirectTo("/circle".to_owned()),
            _ => Robots::File("a page"),
        };
        let head = match &robots {
            Robots::File(text) => format!("200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len()),
            Robots::Status(status) => format!("{status} So\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"),
            Robots::RedirectTo(to) => format!("302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"),
            Robots::Endless => "200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n".to_owned(),
            Robots::Silent => return lines.into_inner().read_u8().await.map(|_| ()),
        };
        writer
            .write_all(format!("HTTP/1.1 {}", head.replacen("\r\n", "\r\nConnection: close\r\n", 1)).as_bytes())
            .await?;
        if matches!(robots, Robots::Endless) {
            // Until the client has had enough.
            while writer.write_all(b"# and so on, and so on, and so on\n").await.is_ok() {}
        }
        Ok(())
    }

    fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|(path, _)| path.clone()).collect()
    }

    fn request(&self, path: &str) -> Request {
        Request::new(format!("{}{path}", self.url), "*/*", 1 << 20)
    }
}

fn quick() -> FetchSettings {
    FetchSettings {
        host_delay: Duration::ZERO,
        allowed: vec![Allowed { place: Place::Block("127.0.0.0/8".parse().unwrap()), port: None }],
        ..FetchSettings::default()
    }
}

#[tokio::test]
async fn a_host_is_asked_for_its_rules_once_and_they_are_kept() {
    let file = "User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /private\n";
    let server = Server::start(Robots::File(file)).await;
    let fetch = HttpFetch::new(quick());
    let page = fetch.get(&server.request("/news/1")).await.unwrap();
    assert_eq!(
        (page.bytes.as_slice(), page.usage),
        (&b"a page"[..], vec!["tdmrep.json/tdm-reservation: 1".to_owned()])
    );
    assert!(fetch.get(&server.request("/about")).await.unwrap().usage.is_empty());
    let error = fetch.get(&server.request("/private/1")).await.unwrap_err();
    assert!(matches!(&error, FetchError::Disallowed { host, .. } if host == "127.0.0.1"), "{error:?}");
    assert!(error.to_string().contains("robots = \"ignore\""), "{error}");
    fetch.get(&server.request("/news/2")).await.unwrap();
    assert_eq!(server.paths(), ["/robots.txt", TDM, "/news/1", "/about", "/news/2"]);
    // As somebody else.
    let other = HttpFetch::new(FetchSettings { user_agent: "OtherNews/1".to_owned(), ..quick() });
    assert!(matches!(other.get(&server.request("/news/1")).await, Err(FetchError::Disallowed { .. })));
}

#[tokio::test]
async fn a_feed_and_a_source_whose_operator_agreed_ask_no_robots_file() {
    let server = Server::start(Robots::File("User-agent: *\nDisallow: /")).await;
    let fetch = HttpFetch::new(quick());
    let address: SourceAddress = format!("{}/feed", server.url).parse().unwrap();
    let feed = fetch.get(&Request::of_source(&Arc::new(address.clone()), "*/*", 100)).await.unwrap();
    assert_eq!(server.paths(), ["/feed"]);
    let page = |reach| Request { reach, ..server.request("/news/1") };
    assert!(matches!(fetch.get(&page(feed.links)).await, Err(FetchError::Disallowed { .. })));
    let agreed = fetch.get(&Request::of_source(&Arc::new(address.ignoring_robots()), "*/*", 100)).await.unwrap();
    assert_eq!(fetch.get(&page(agreed.links)).await.unwrap().bytes, b"a page");
    assert_eq!(server.paths(), ["/feed", "/robots.txt", TDM, "/feed", "/news/1"]);
}

#[tokio::test]
async fn a_file_that_is_not_there_allows_all_and_one_that_cannot_be_had_nothing() {
    let elsewhere = Server::start(Robots::Status(404)).await;
    let rules = format!("{}/rules.txt", elsewhere.url);
    for (robots, expected) in [
        (Robots::Status(404), "all"),
        (Robots::Status(401), "all"),
        (Robots::Status(304), "all"),
        (Robots::Status(500), "nothing"),
        (Robots::Status(503), "later"),
        (Robots::Status(429), "later"),
        (Robots::Silent, "nothing"),
        (Robots::File("<html>User-agent: *\nDisallow: /\n"), "all"),
        (Robots::RedirectTo("/circle".to_owned()), "all"),
        (Robots::RedirectTo("/rules.txt".to_owned()), "rules"),
        (Robots::RedirectTo(rules), "rules"),
        (Robots::RedirectTo("http://10.0.0.1/robots.txt".to_owned()), "all"),
        (Robots::RedirectTo("file:///etc/passwd".to_owned()), "all"),
        (Robots::Endless, "rules"),
    ] {
        let server = Server::start(robots.clone()).await;
        let total_timeout = Duration::from_millis(if matches!(robots, Robots::Silent) { 300 } else { 60_000 });
        let fetch = HttpFetch::new(FetchSettings { total_timeout, ..quick() });
        let came = (fetch.get(&server.request("/news/1")).await, fetch.get(&server.request("/private/1")).await);
        let seen = match &came {
            (Ok(_), Ok(_)) => "all",
            (Ok(_), Err(FetchError::Disallowed { .. })) => "rules",
            (Err(FetchError::NoRobots { .. }), Err(FetchError::NoRobots { .. })) => "nothing",
            (Err(FetchError::RateLimited { .. }), Err(FetchError::RateLimited { .. })) => "later",
            _ => "something else",
        };
        assert_eq!(seen, expected, "{robots:?}: {came:?}");
        let asked = server.paths().iter().filter(|path| *path == "/robots.txt").count();
        assert_eq!(asked, 1, "{robots:?}");
    }
}

#[tokio::test]
async fn a_delay_that_a_host_asks_for_lengthens_the_pause_between_two_requests() {
    let server = Server::start(Robots::File("User-agent: *\nCrawl-delay: 0.5s\n")).await;
    let fetch = HttpFetch::new(quick());
    for page in ["/1", "/2", "/3"] {
        fetch.get(&server.request(page)).await.unwrap();
    }
    let asked = server.asked.lock().unwrap();
    // The files themselves are asked for on the turn of the first page.
    let pages: Vec<_> = asked.iter().skip(2).map(|(_, at)| *at).collect();
    let pauses: Vec<_> = pages.windows(2).map(|two| two[1].duration_since(two[0])).collect();
    assert!(pauses.iter().all(|pause| *pause >= Duration::from_millis(500)), "{pauses:?}");
    assert_eq!(pages.len(), 3);
}
