//! POSTing to a receiver on the loopback.

use async_trait::async_trait;
use dateline_fetch::{Answer, FetchError, FetchSettings, HttpPost, Names};
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers every connection once, with these bytes, and closes it.
struct Scene {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

/// Every name is a machine of the inner network.
#[derive(Debug)]
struct Inside;

#[async_trait]
impl Names for Inside {
    async fn addresses(&self, _name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(vec!["127.2.0.1".parse().unwrap()])
    }
}

impl Scene {
    async fn new(answer: String) -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let all = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = vec![0; 4_096];
                let length = stream.read(&mut request).await.unwrap_or(0);
                all.lock().unwrap().push(String::from_utf8_lossy(&request[..length]).into_owned());
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { port, asked }
    }

    fn client(&self, host: &str, may_be_inside: bool) -> HttpPost {
        let receiver = format!("http://ann:pass@{host}:{}/in/hidden?k=1", self.port).parse().unwrap();
        let settings = FetchSettings { total_timeout: Duration::from_secs(2), ..FetchSettings::default() };
        HttpPost::with_names(&settings, receiver, may_be_inside, 1, Arc::new(Inside))
    }

    async fn post(&self, host: &str, may_be_inside: bool) -> Result<Answer, FetchError> {
        self.client(host, may_be_inside).post(&[("webhook-id", "one".to_owned())], "{}".to_owned()).await
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn answer(status: u16, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} Told\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn a_receiver_is_asked_where_it_is_reachable_from_everywhere_or_where_it_is_meant() {
    let scene = Scene::new(answer(200, "", "")).await;
    for host in ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "localhost", "desk.corp", "desk.example.org"] {
        match scene.post(host, false).await {
            Err(FetchError::Forbidden { .. }) => {}
            other => panic!("{host}: {other:?}"),
        }
        assert!(matches!(scene.client(host, false).connect().await, Err(FetchError::Forbidden { .. })), "{host}");
    }
    assert_eq!(scene.asked(), Vec::<String>::new());
    for host in ["127.0.0.1", "desk.corp", "desk.example.org"] {
        assert_eq!(scene.post(host, true).await.unwrap(), Answer { status: 200, retry_after: None }, "{host}");
        let asked = scene.asked().concat();
        assert!(asked.starts_with("POST /in/hidden?k=1 HTTP/1.1\r\n"), "{asked}");
        for line in ["webhook-id: one", "content-type: application/json", "authorization: Basic YW5uOnBhc3M=", "{}"] {
            assert!(asked.contains(line), "{line} is missing: {asked}");
        }
    }
}

#[tokio::test]
async fn an_answer_is_its_status_once_it_is_there_whole() {
    for (sent, expected) in [
        (answer(202, "", "x"), Ok((202, None))),
        (answer(503, "Retry-After: 90\r\n", ""), Ok((503, Some(90)))),
        (answer(200, "Retry-After: soon\r\n", ""), Ok((200, None))),
        // Not read to its end: it is longer than an answer is.
        (answer(200, "", &"x".repeat(1 << 20)), Ok((200, None))),
        (answer(200, "Content-Encoding: gzip\r\n", ""), Ok((200, None))),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_owned(), Err("broken")),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n".to_owned(), Err("broken")),
        ("HTTP/1.1 20".to_owned(), Err("broken")),
        (String::new(), Err("broken")),
        (answer(302, "Location: https://ann:pass@other.example/hidden\r\n", ""), Err("(302) to https://other.example")),
        (answer(308, "Location: /hidden/\r\n", ""), Err("(308) to another path of its own")),
        (answer(307, "", ""), Err("(307) without saying where to")),
    ] {
        let scene = Scene::new(sent.clone()).await;
        let sent: String = sent.chars().take(200).collect();
        match (scene.post("127.0.0.1", true).await, expected) {
            (Ok(answer), Ok((status, seconds))) => {
                let retry_after = seconds.map(Duration::from_secs);
                assert_eq!(answer, Answer { status, retry_after }, "{sent}");
            }
            (Err(error), Err(text)) => {
                let error = error.to_string();
                assert!(error.contains(text) && !error.contains("hidden"), "{sent}: {error}");
            }
            (other, _) => panic!("{sent}: {other:?}"),
        }
        assert_eq!(scene.asked().len(), 1, "nothing is tried twice: {sent}");
    }
}

#[tokio::test]
async fn connecting_asks_for_nothing_and_any_answer_will_do() {
    for sent in [answer(500, "", ""), answer(302, "Location: http://other.example/\r\n", ""), String::new()] {
        let scene = Scene::new(sent).await;
        let client = scene.client("127.0.0.1", true);
        client.connect().await.unwrap();
        let asked = scene.asked().concat();
        assert!(asked.starts_with("HEAD / HTTP/1.1\r\n") && !asked.contains("authorization"), "{asked}");
        for shown in [client.shown(), format!("{client:?}")] {
            assert!(
                shown.contains("http://127.0.0.1:") && !shown.contains("hidden") && !shown.contains("ann"),
                "{shown}"
            );
        }
    }
    let nobody = Scene { port: 9, asked: Arc::default() };
    assert!(matches!(nobody.client("127.0.0.1", true).connect().await, Err(FetchError::Connect { .. })));
}
