//! `dateline run` on a feed whose pages come slowly: what has come is stored while the others are waited for.

use crate::program::{Running, dateline};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// As many as one harvest takes.
const PAGES: usize = 20;
/// In which the first article is stored. Two seconds on a quiet machine, one of them a wait for further pages; a harvest
/// that waited for all pages would never end here.
const SOON: Duration = Duration::from_secs(15);

/// Tells when the first page was sent; every other is sent for a message, and how many of them were asked for is kept.
struct Pages {
    first_sent: Sender<Instant>,
    let_go: Receiver<()>,
    asked: Arc<Mutex<usize>>,
}

impl Pages {
    fn serve(self, listener: &TcpListener) {
        for stream in listener.incoming().flatten() {
            // A client that goes away in the middle is no fault of this test.
            let _ = self.answer(&stream);
        }
    }

    fn answer(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut head = BufReader::new(stream).lines();
        let path = head.next().transpose()?.unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
        while head.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        if ["/robots.txt", "/.well-known/tdmrep.json"].contains(&path.as_str()) {
            return write!(&mut &*stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
        let feed = path == "/feed.xml";
        let body = if feed { feed_of_pages() } else { page(&path) };
        let nth = *self.asked.lock().unwrap();
        if !feed {
            *self.asked.lock().unwrap() += 1;
            if nth > 0 {
                // A test that has ended lets everything go.
                let _ = self.let_go.recv();
            }
        }
        let length = body.len();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\nContent-Type: ");
        let kind = if feed { "application/rss+xml" } else { "text/html" };
        write!(&mut &*stream, "{head}{kind}\r\n\r\n{body}")?;
        if !feed && nth == 0 {
            // Nobody listens when the test has failed.
            let _ = self.first_sent.send(Instant::now());
        }
        Ok(())
    }
}

fn feed_of_pages() -> String {
    let entry =
        |number| format!("<item><guid>n-{number}</guid><title>Lock {number}</title><link>/lock-{number}</link></item>");
    format!("<rss version='2.0'><channel><title>T</title>{}</channel></rss>", (0..PAGES).map(entry).collect::<String>())
}

fn page(path: &str) -> String {
    format!(
        "<html><body><article><h1>Gates {path}</h1><p>The gates of {path} at Ostmoor are mended, the keeper said on \
         Monday, and barges went through again before the evening.</p></article></body></html>"
    )
}

#[test]
fn the_first_article_of_a_slow_feed_is_stored_while_its_other_pages_are_waited_for() {
    let directory = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (first_sent, when_sent) = channel();
    let (release, let_go) = channel();
    let asked = Arc::<Mutex<usize>>::default();
    let pages = Pages { first_sent, let_go, asked: Arc::clone(&asked) };
    std::thread::spawn(move || pages.serve(&listener));
    let configuration = format!(
        "bus = \"embedded:log.db\"\nhttp.listen = \"off\"\n[[source]]\nname = \"locks\"\nkind = \"feed\"\n\
         url = \"http://127.0.0.1:{port}/feed.xml\"\n[[store]]\nname = \"printed\"\nkind = \"stdout\"\n"
    );
    std::fs::write(directory.path().join("dateline.toml"), configuration).unwrap();
    let log = std::fs::File::create(directory.path().join("log.txt")).unwrap();
    let child = dateline(directory.path(), &["run"]).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut running = Running(child);
    let (stored, when_stored) = channel();
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| stored.send((Instant::now(), line))));

    let (at, first) = when_stored.recv_timeout(Duration::from_secs(120)).expect("an article while nothing else comes");
    let sent = when_sent.recv().unwrap();
    let took = at.duration_since(sent);
    println!("stored {} ms after its page", took.as_millis());
    assert!(took < SOON, "{took:?}");
    assert!(*asked.lock().unwrap() <= 2, "one page has come, one is waited for");
    (1..PAGES).for_each(|_| release.send(()).unwrap());
    let others = (1..PAGES).map(|_| when_stored.recv_timeout(Duration::from_secs(120)).expect("the others").1);
    let mut all: Vec<String> = others.chain([first]).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), PAGES, "each once");
}
