//! `dateline run` on a public feed whose links lead into our own network. A proxy of the test's own stands for the
//! whole world, so that nothing leaves this machine.

use crate::program::{Running, dateline};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

const STORY: &str = "<html><body><article><h1>Lock gates mended</h1><p>The lock gates at Ostmoor are mended, \
                     the keeper said on Monday, and barges went through again.</p></article></body></html>";

/// A proxy that answers for everybody, and remembers for which URLs.
struct World {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl World {
    fn start(links: impl Fn(u16) -> Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let entries = links(port).into_iter().enumerate().map(|(number, link)| {
            format!("<item><guid>entry-{number}</guid><title>Entry {number}</title><link>{link}</link></item>")
        });
        let feed =
            format!("<rss version='2.0'><channel><title>T</title>{}</channel></rss>", entries.collect::<String>());
        let all = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away in the middle is no fault of this test.
                let _ = answer(&stream, &feed, port, &all);
            }
        });
        Self { port, asked }
    }

    /// Without what a host says of itself, which is asked before its first page, and of nobody else.
    fn asked(&self) -> BTreeSet<String> {
        let asked = self.asked.lock().unwrap();
        let of_host = |url: &str| {
            let host = ["/robots.txt", "/.well-known/tdmrep.json"].iter().find_map(|file| url.strip_suffix(file))?;
            Some(format!("{host}/"))
        };
        let has_page = |host: &str| asked.iter().any(|url| url.starts_with(host) && of_host(url).is_none());
        asked.iter().filter(|url| !of_host(url).is_some_and(|host| has_page(&host))).cloned().collect()
    }
}

fn answer(stream: &TcpStream, feed: &str, port: u16, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut head = BufReader::new(stream).lines();
    let first = head.next().transpose()?.unwrap_or_default();
    let url = first.split(' ').nth(1).unwrap_or_default().to_owned();
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    let (extra, kind, body) = match url.as_str() {
        url if url.ends_with("/feed.xml") => (String::new(), "application/rss+xml", feed),
        url if url.ends_with("/moved") => {
            (format!("Location: http://127.0.0.1:{port}/by-redirect\r\n"), "text/plain", "")
        }
        _ => (String::new(), "text/html", STORY),
    };
    let status = if extra.is_empty() { "200 OK" } else { "302 Found" };
    asked.lock().unwrap().push(url);
    let length = body.len();
    write!(
        &mut &*stream,
        "HTTP/1.1 {status}\r\n{extra}Content-Type: {kind}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}

/// Runs with one feed and one printing store until so many articles were printed; tells their headlines by their links.
fn articles(directory: &Path, world: &World, more: &str, count: usize) -> BTreeMap<String, String> {
    let configuration = format!(
        "bus = \"embedded:log.db\"\nhttp.listen = \"off\"\n{more}\n[[source]]\nname = \"papers\"\nkind = \"feed\"\n\
         url = \"http://papers.example/feed.xml\"\n[[store]]\nname = \"printed\"\nkind = \"stdout\"\n"
    );
    std::fs::write(directory.join("dateline.toml"), configuration).unwrap();
    let mut command = dateline(directory, &["run"]);
    command.env("http_proxy", format!("http://127.0.0.1:{}", world.port)).env("no_proxy", "localhost");
    let log = std::fs::File::create(directory.join("log.txt")).unwrap();
    let child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut running = Running(child);
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines().take(count);
    let text = |item: &serde_json::Value, at: &str| item.pointer(at).unwrap().as_str().unwrap().to_owned();
    lines
        .map(|line| {
            let item: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            (text(&item, "/renditions/0/href"), text(&item, "/headlines/0/value"))
        })
        .collect()
}

fn links(port: u16) -> Vec<String> {
    vec![
        format!("http://127.0.0.1:{port}/by-address"),
        format!("http://localhost:{port}/by-name"),
        "http://0x7f000001/by-number".to_owned(),
        "http://[::ffff:127.77.0.1]/mapped".to_owned(),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://metadata.google.internal/computeMetadata".to_owned(),
        "http://papers.example:25/port".to_owned(),
        "http://papers.example/moved".to_owned(),
        "http://papers.example/story".to_owned(),
    ]
}

#[test]
fn links_of_a_public_feed_lead_to_the_public_only_and_its_entries_are_kept() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::start(links);
    let articles = articles(directory.path(), &world, "", 9);
    let asked: Vec<String> = world.asked().into_iter().collect();
    assert_eq!(asked, ["feed.xml", "moved", "story"].map(|page| format!("http://papers.example/{page}")));
    assert_eq!(articles.get("http://papers.example/story").map(String::as_str), Some("Lock gates mended"));
    // Of all others the entry itself.
    assert_eq!(articles.values().filter(|headline| headline.starts_with("Entry ")).count(), 8, "{articles:?}");
    let log = std::fs::read_to_string(directory.path().join("log.txt")).unwrap();
    for host in ["127.0.0.1", "localhost", "169.254.169.254", "metadata.google.internal", "papers.example"] {
        let said =
            log.lines().filter(|line| line.contains(&format!("\"host\":\"{host}\"")) && line.contains("fetch.allow"));
        assert_eq!(said.count(), 1, "{host} in:\n{log}");
    }
}

#[test]
fn what_fetch_allow_names_is_followed() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::start(links);
    let allow = "fetch.allow = [\"127.77.0.0/16:80\", \"metadata.google.internal\"]";
    articles(directory.path(), &world, allow, 9);
    let mut asked = world.asked();
    assert!(asked.remove("http://metadata.google.internal/computeMetadata"), "{asked:?}");
    assert!(asked.iter().any(|url| url.ends_with("/mapped")), "{asked:?}");
    assert_eq!(asked.len(), 4, "{asked:?}");
}
