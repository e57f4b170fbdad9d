//! `dateline run` and `check` with feeds that want a login: it goes to their server and is written nowhere.

use crate::program::{Running, dateline};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Each in another place of the configuration; as they are written, and as they are sent.
const SECRETS: [&str; 7] = ["Inurlpw", "Tokenword", "Keyword", "Filepw", "aW5rOklu", "cmVhZGVyOkZpbGVwdw", "Linkpw"];

const PAGE: &str = "<html><body><article><h1>Weir opens</h1><p>The weir at Ostmoor was opened on Friday morning, said \
                    the board that runs it, and the meadows filled by noon.</p></article></body></html>";

/// Requests that arrived: the path, and the headers that are about logins.
type Asked = Arc<Mutex<Vec<(String, Vec<String>)>>>;

fn serve(asked: &Asked) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::clone(asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that goes away in the middle is no fault of this test.
            let _ = answer(&stream, port, &asked);
        }
    });
    port
}

fn answer(stream: &TcpStream, port: u16, asked: &Asked) -> std::io::Result<()> {
    let mut head = BufReader::new(stream).lines();
    let path = head.next().transpose()?.unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
    let mut logins = Vec::new();
    for line in head {
        let line = line?;
        if line.is_empty() {
            break;
        }
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if matches!(name.as_str(), "authorization" | "x-key") {
            logins.push(line);
        }
    }
    let below = path.rsplit_once('/').map_or("", |(below, _)| below);
    let links = ["small", "?page=2", "large", &format!("http://eve:Linkpw@127.0.0.1:{port}{below}/login-of-link")];
    let entries = links.iter().enumerate().map(|(number, link)| {
        format!("<item><guid>n-{number}</guid><title>Entry {number}</title><link>{link}</link></item>")
    });
    let feed = format!("<rss version='2.0'><channel><title>T</title>{}</channel></rss>", entries.collect::<String>());
    let (status, body) = match path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default() {
        _ if logins.is_empty() => ("401 Unauthorized", String::new()),
        "feed.xml" if path.contains("page=2") => ("200 OK", PAGE.to_owned()),
        "feed.xml" => ("200 OK", feed),
        "large" => ("200 OK", "x".repeat(5_000)),
        "broken.xml" => ("302 Found", String::new()),
        _ => ("200 OK", PAGE.to_owned()),
    };
    asked.lock().unwrap().push((path, logins));
    let location = if status.starts_with("302") { "Location: ftp://x:Tokenword@h/?token=Tokenword\r\n" } else { "" };
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{location}Content-Length: {length}\r\nConnection: close\r\n");
    write!(&mut &*stream, "{head}Content-Type: text/html\r\n\r\n{body}")
}

/// Whether a file, as bytes, has a text.
fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn configuration(port: u16, closed: u16) -> String {
    let with_login = |path: &str, port: u16| format!("http://ink:Inurlpw@127.0.0.1:{port}/{path}?token=Tokenword");
    let keys = "username = \"reader\"\npassword_file = \"pw\"\nheaders = { X-Key = \"Keyword\" }";
    let sources = [
        ("in-url", with_login("a/feed.xml", port), ""),
        ("in-keys", format!("http://127.0.0.1:{port}/b/feed.xml?token=Tokenword"), keys),
        ("down", with_login("feed.xml", closed), ""),
        ("broken", with_login("broken.xml", port), ""),
    ];
    let sources = sources.iter().map(|(name, url, more)| {
        format!("[[source]]\nname = \"{name}\"\nkind = \"feed\"\nurl = \"{url}\"\ninterval = \"1s\"\n{more}\n")
    });
    format!(
        "bus = \"embedded:out/log.db\"\nhttp.listen = \"off\"\nlimits.ingest = \"1KiB\"\nlog.level = \"debug\"\n{}\
         [[store]]\nname = \"printed\"\nkind = \"stdout\"\n\
         [[store]]\nname = \"kept\"\nkind = \"sqlite\"\npath = \"out/articles.db\"\n",
        sources.collect::<String>()
    )
}

/// Waits until a poll of each source has failed and the log says so.
fn wait_for_failures(log: &Path, sources: &[&str]) {
    let until = Instant::now() + Duration::from_secs(120);
    loop {
        let said = std::fs::read_to_string(log).unwrap();
        let failed = |source: &str| {
            said.lines().any(|line| line.contains("get feed") && line.contains(&format!("\"{source}\"")))
        };
        if sources.iter().all(|source| failed(source)) {
            return;
        }
        if Instant::now() > until {
            panic!("no poll failed:\n{said}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_lets_us_into_a_feed_is_sent_there_and_stands_in_no_log_topic_store_or_answer() {
    let directory = tempfile::tempdir().unwrap();
    let (files, asked) = (directory.path(), Asked::default());
    let port = serve(&asked);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    std::fs::write(files.join("dateline.toml"), configuration(port, closed)).unwrap();
    std::fs::write(files.join("pw"), "Filepw\n").unwrap();
    let checked = dateline(files, &["check"]).output().unwrap();
    assert!(checked.status.success(), "{checked:?}");

    let log = files.join("log.txt");
    let stderr = std::fs::File::create(&log).unwrap();
    let child = dateline(files, &["run"]).stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
    let mut running = Running(child);
    // Of each of two feeds all entries but the one whose page is too large.
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let printed: Vec<String> = lines.take(6).map(Result::unwrap).collect();
    wait_for_failures(&log, &["broken", "down"]);
    drop(running);

    let asked = asked.lock().unwrap().clone();
    let sent = |path: &str, login: &str| {
        asked.iter().any(|(asked, all)| asked == path && all.iter().any(|one| one.ends_with(login)))
    };
    for (path, login) in [
        ("/a/feed.xml?token=Tokenword", " Basic aW5rOkludXJscHc="),
        ("/b/feed.xml?token=Tokenword", " Basic cmVhZGVyOkZpbGVwdw=="),
        ("/b/feed.xml?token=Tokenword", " Keyword"),
        // Pages of the same origin want it, too.
        ("/b/small", " Keyword"),
        ("/a/login-of-link", " Basic aW5rOkludXJscHc="),
    ] {
        assert!(sent(path, login), "{login} with {path}: {asked:?}");
    }

    let out = std::fs::read_dir(files.join("out")).unwrap().map(|entry| entry.unwrap().path());
    let mut places: Vec<(String, Vec<u8>)> =
        out.chain([log]).map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect();
    assert!(places.len() >= 3, "log, topics and store are there");
    places.push(("what is printed".to_owned(), printed.join("\n").into_bytes()));
    places.push(("what check says".to_owned(), [checked.stdout, checked.stderr].concat()));
    for (place, bytes) in &places {
        for secret in SECRETS {
            assert!(!has(bytes, secret), "{secret} stands in {place}");
        }
    }
    // The search finds what there is.
    for text in [format!("get feed http://127.0.0.1:{port}/broken.xml"), format!("http://127.0.0.1:{port}/b/small")] {
        assert!(places.iter().any(|(_, bytes)| has(bytes, &text)), "{text}");
    }
}
