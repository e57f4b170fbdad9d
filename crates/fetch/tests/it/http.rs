//! Fetching from a real server on this machine.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response as Answer, StatusCode, header};
use axum::routing::get;
use dateline_fetch::{Allowed, Fetch, FetchError, FetchSettings, HttpFetch, Place, Request};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// 32 MiB of zeros: `head -c 33554432 /dev/zero | gzip -9n`.
const BOMB: &[u8] = include_bytes!("../bomb.gz");
const LIMIT: u64 = 1 << 20;

#[derive(Default)]
struct Server {
    asked: AtomicU64,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
    times: Mutex<Vec<Instant>>,
}

fn answer(status: u16, headers: &[(header::HeaderName, &str)], body: impl Into<Body>) -> Answer<Body> {
    let mut answer = Answer::new(body.into());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        answer.headers_mut().insert(name, value.parse().unwrap());
    }
    answer
}

async fn page(State(server): State<Arc<Server>>, Path(name): Path<String>, headers: HeaderMap) -> Answer<Body> {
    server.asked.fetch_add(1, Ordering::SeqCst);
    server.times.lock().unwrap().push(Instant::now());
    let now = server.at_once.fetch_add(1, Ordering::SeqCst) + 1;
    server.most_at_once.fetch_max(now, Ordering::SeqCst);
    tokio::task::yield_now().await;
    let asked = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let answer = match name.as_str() {
        "page" => {
            let agent = asked(header::USER_AGENT).unwrap();
            let headers = [
                (header::ETAG, "\"one\""),
                (header::LAST_MODIFIED, "Wed, 21 Oct 2015 07:28:00 GMT"),
                (header::CONTENT_TYPE, "text/html; charset=windows-1252"),
                (header::SET_COOKIE, "a=b"),
            ];
            match asked(header::IF_NONE_MATCH).as_deref() == Some("\"one\"") {
                true => answer(304, &headers, Body::empty()),
                false => answer(200, &headers, [b"caf\xe9 ", agent.as_bytes()].concat()),
            }
        }
        "terms" => {
            let tag = header::HeaderName::from_static("x-robots-tag");
            let tdm = header::HeaderName::from_static("tdm-reservation");
            let mut answer = answer(
                200,
                &[
                    (tdm, "1"),
                    (tag.clone(), "noai"),
                    (header::EXPIRES, "Wed, 21 Oct 2015 08:00:00 GMT"),
                    (header::DATE, "Wed, 21 Oct 2015 07:50:00 GMT"),
                ],
                "a page",
            );
            answer.headers_mut().append(tag, "otherbot: noindex".parse().unwrap());
            answer
        }
        "cookies" => answer(200, &[], asked(header::COOKIE).unwrap_or_default()),
        "loop" => answer(302, &[(header::LOCATION, "/loop")], Body::empty()),
        "drag" => {
            tokio::time::sleep(Duration::from_millis(150)).await;
            answer(302, &[(header::LOCATION, "/drag")], Body::empty())
        }
        "moved" => answer(301, &[(header::LOCATION, "/page")], Body::empty()),
        "moved-twice" => answer(308, &[(header::LOCATION, "/moved")], Body::empty()),
        "away" => answer(307, &[(header::LOCATION, "/moved")], Body::empty()),
        "moved-away" => answer(301, &[(header::LOCATION, "/away")], Body::empty()),
        "file" => answer(302, &[(header::LOCATION, "file:///etc/passwd")], Body::empty()),
        "nowhere" => answer(302, &[], Body::empty()),
        "bomb" => answer(200, &[(header::CONTENT_ENCODING, "gzip")], BOMB),
        "large" => answer(200, &[], vec![b'x'; 3 << 20]),
        "not-gzip" => answer(200, &[(header::CONTENT_ENCODING, "gzip")], "plain"),
        "gone" => answer(410, &[], Body::empty()),
        "busy" => answer(429, &[(header::RETRY_AFTER, "120")], Body::empty()),
        "down" => answer(503, &[], Body::empty()),
        "slow" => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            answer(200, &[], "at last")
        }
        _ => answer(404, &[], Body::empty()),
    };
    server.at_once.fetch_sub(1, Ordering::SeqCst);
    answer
}

async fn start() -> (String, Arc<Server>) {
    let server = Arc::new(Server::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().route("/{name}", get(page)).with_state(Arc::clone(&server));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (format!("http://{address}"), server)
}

fn quick() -> FetchSettings {
    FetchSettings {
        contact: Some("https://example.org/bot".into()),
        host_delay: Duration::ZERO,
        total_timeout: Duration::from_secs(20),
        allowed: vec![Allowed { place: Place::Block("127.0.0.0/8".parse().unwrap()), port: None }],
        ..FetchSettings::default()
    }
}

fn request(server: &str, page: &str) -> Request {
    Request { obeys_robots: false, ..Request::new(format!("{server}/{page}"), "text/html, */*;q=0.1", LIMIT) }
}

#[tokio::test]
async fn bytes_and_headers_come_as_the_server_sent_them() {
    let (url, _server) = start().await;
    let fetch = HttpFetch::new(quick());
    let response = fetch.get(&request(&url, "page")).await.unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(response.content_type.as_deref(), Some("text/html; charset=windows-1252"));
    assert_eq!(response.etag.as_deref(), Some("\"one\""));
    assert_eq!(response.last_modified.as_deref(), Some("Wed, 21 Oct 2015 07:28:00 GMT"));
    assert!(response.bytes.starts_with(b"caf\xe9 Dateline/"));
    assert!(response.bytes.ends_with(b" (+https://example.org/bot)"));
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let (url, _server) = start().await;
    let fetch = HttpFetch::new(quick());
    let asked = Request { if_none_match: Some("\"one\"".into()), ..request(&url, "page") };
    let response = fetch.get(&asked).await.unwrap();
    assert!(response.is_not_modified() && response.bytes.is_empty());
}

#[tokio::test]
async fn what_an_answer_says_of_its_use_and_its_age_comes_with_it() {
    let (url, _server) = start().await;
    let response = HttpFetch::new(quick()).get(&request(&url, "terms")).await.unwrap();
    assert_eq!(response.usage, ["tdm-reservation: 1", "x-robots-tag: noai", "x-robots-tag: otherbot: noindex"]);
    assert_eq!(response.expires_in, Some(Duration::from_secs(600)));
}

#[tokio::test]
async fn no_cookie_is_kept() {
    let (url, _server) = start().await;
    let fetch = HttpFetch::new(quick());
    fetch.get(&request(&url, "page")).await.unwrap();
    assert!(fetch.get(&request(&url, "cookies")).await.unwrap().bytes.is_empty());
}

#[tokio::test]
async fn redirects_are_followed_a_few_times_and_to_pages_only() {
    let (url, server) = start().await;
    let fetch = HttpFetch::new(quick());
    let moved = fetch.get(&request(&url, "moved")).await.unwrap();
    assert_eq!(moved.final_url, format!("{url}/page"));

    server.asked.store(0, Ordering::SeqCst);
    for (page, text) in [
        ("loop", "127.0.0.1 redirects more than 5 times"),
        ("file", "127.0.0.1 redirects to `file:///etc/passwd`, which is not an http or https URL"),
        ("nowhere", "127.0.0.1 redirects without saying where to"),
    ] {
        let error = fetch.get(&request(&url, page)).await.unwrap_err();
        assert!(matches!(error, FetchError::Redirect { .. }), "{error:?}");
        assert_eq!(error.to_string(), text);
    }
    assert_eq!(server.asked.load(Ordering::SeqCst), 6 + 1 + 1);
}

#[tokio::test]
async fn an_answer_says_where_its_url_has_moved_for_good() {
    let (url, _server) = start().await;
    let fetch = HttpFetch::new(quick());
    let cases = [("page", None), ("moved", Some("/page")), ("moved-twice", Some("/page")), ("away", None)];
    for (page, moved_to) in cases.into_iter().chain([("moved-away", Some("/away"))]) {
        let response = fetch.get(&request(&url, page)).await.unwrap();
        assert_eq!(response.final_url, format!("{url}/page"));
        assert_eq!(response.moved_to, moved_to.map(|path| format!("{url}{path}")), "{page}");
    }
}

#[tokio::test]
async fn a_body_ends_at_its_cap_whether_declared_endless_or_packed() {
    let (url, _server) = start().await;
    let fetch = HttpFetch::new(quick());
    for (page, hashed) in [("large", false), ("bomb", true)] {
        let error = fetch.get(&request(&url, page)).await.unwrap_err();
        let FetchError::TooLarge { limit, length, hash, .. } = &error else { panic!("{page}: {error:?}") };
        assert_eq!(*limit, LIMIT);
        assert!((LIMIT..=4 << 20).contains(length), "{page}: {length}");
        assert_eq!(hash.is_some(), hashed, "{page}");
        assert!(error.to_string().starts_with("127.0.0.1 sent "), "{error}");
    }
}

#[tokio::test]
async fn refusals_name_the_host_and_the_status() {
    let (url, _server) = start().await;
    let fetch = HttpFetch::new(quick());
    for (page, text) in [
        ("missing", "127.0.0.1 answered 404"),
        ("gone", "127.0.0.1 answered 410"),
        ("down", "127.0.0.1 answered 503"),
        ("not-gzip", "the answer of 127.0.0.1 is broken"),
    ] {
        assert_eq!(fetch.get(&request(&url, page)).await.unwrap_err().to_string(), text);
    }
    for bad in ["ftp://example.org/x", "nonsense", "http://", "file:///etc/passwd"] {
        let error = fetch.get(&Request::new(bad, "*/*", LIMIT)).await.unwrap_err();
        assert!(matches!(error, FetchError::Url(_)), "{bad}: {error:?}");
    }
}

#[tokio::test]
async fn a_slow_answer_is_a_timeout() {
    let (url, _server) = start().await;
    let settings = FetchSettings { total_timeout: Duration::from_millis(200), ..quick() };
    let error = HttpFetch::new(settings).get(&request(&url, "slow")).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 did not answer completely within 0.2 s");
}

#[tokio::test]
async fn a_host_that_is_not_there_cannot_be_reached() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let fetch = HttpFetch::new(quick());
    let error = fetch.get(&request(&format!("http://{address}"), "page")).await.unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_without_tls_is_told_apart_from_one_that_is_down() {
    let (url, _server) = start().await;
    let fetch = HttpFetch::new(quick());
    let error = fetch.get(&request(&url.replace("http:", "https:"), "page")).await.unwrap_err();
    assert_eq!(error.to_string(), "no secure connection to 127.0.0.1", "{error:?}");
}

#[tokio::test]
async fn a_host_that_asks_to_be_left_alone_is_not_asked_again() {
    let (url, server) = start().await;
    let fetch = HttpFetch::new(quick());
    for page in ["busy", "page"] {
        let error = fetch.get(&request(&url, page)).await.unwrap_err();
        let FetchError::RateLimited { retry_after, .. } = error else { panic!("{error:?}") };
        assert!((100..=120).contains(&retry_after.as_secs()), "{retry_after:?}");
    }
    assert_eq!(server.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_host_gets_one_request_at_a_time_with_pauses_between() {
    let (url, server) = start().await;
    let delay = Duration::from_millis(60);
    let fetch = Arc::new(HttpFetch::new(FetchSettings { host_delay: delay, ..quick() }));
    let requests: Vec<_> = (0..4)
        .map(|_| {
            let (fetch, request) = (Arc::clone(&fetch), request(&url, "page"));
            tokio::spawn(async move { fetch.get(&request).await.unwrap() })
        })
        .collect();
    for request in requests {
        request.await.unwrap();
    }
    assert_eq!(server.most_at_once.load(Ordering::SeqCst), 1);
    let times = server.times.lock().unwrap();
    for pair in times.windows(2) {
        assert!(pair[1].duration_since(pair[0]) >= delay, "{:?}", pair[1].duration_since(pair[0]));
    }
}

#[tokio::test]
async fn who_does_not_wait_for_a_host_is_told_that_others_ask_it() {
    let (url, server) = start().await;
    let fetch = Arc::new(HttpFetch::new(quick()));
    let (first, slow) = (Arc::clone(&fetch), request(&url, "slow"));
    let first = tokio::spawn(async move { first.get(&slow).await });
    while server.asked.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    for waits_for in [vec![], vec!["elsewhere.example".to_owned()]] {
        let hurried = Request { waits_for: Some(waits_for), ..request(&url, "page") };
        let error = fetch.get(&hurried).await.unwrap_err();
        assert!(matches!(&error, FetchError::Busy { host } if host == "127.0.0.1"), "{error:?}");
    }
    assert_eq!(server.asked.load(Ordering::SeqCst), 1);
    first.abort();
    let patient = Request { waits_for: Some(vec!["127.0.0.1".to_owned()]), ..request(&url, "page") };
    assert_eq!(fetch.get(&patient).await.unwrap().status, 200);
}

#[tokio::test]
async fn slow_redirects_share_the_time_of_one_answer() {
    let (url, server) = start().await;
    let settings = FetchSettings { total_timeout: Duration::from_millis(400), ..quick() };
    let error = HttpFetch::new(settings).get(&request(&url, "drag")).await.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { .. }), "{error:?}");
    assert!(server.asked.load(Ordering::SeqCst) <= 3);
}

#[tokio::test]
async fn an_answer_that_drips_is_a_timeout_in_its_head_and_in_its_body() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    for start in ["HTTP/1.1 200 OK\r\nX-Drip: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            // An answer that comes before its request is another fault.
            stream.read_exact(&mut [0; 4]).await.unwrap();
            stream.write_all(start.as_bytes()).await.unwrap();
            // Until the client has had enough.
            while stream.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        let settings = FetchSettings { total_timeout: Duration::from_millis(300), ..quick() };
        let error = HttpFetch::new(settings).get(&request(&url, "page")).await.unwrap_err();
        assert!(matches!(error, FetchError::Timeout { .. }), "{error:?}");
    }
}
