//! The public web at its worst, behind a proxy of our own: feeds whose links lead inwards, pages that are huge, deep,
//! endless or lie. Every request comes here, whatever host it names, and is counted by host: nothing leaves the machine.

use anyhow::Context;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Hosts of the public web end so.
const PUBLIC: &str = ".example.org";
/// What strangers link to and nobody may ask: the machine itself in several notations, networks of the operator's, the
/// service that tells machines of a cloud their secrets, a port that is no web server's.
const INWARDS: &[&str] = &[
    "http://127.0.0.1:9600/metrics",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://10.0.0.5/admin",
    "http://172.16.3.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://[fd00::1]/",
    "http://deep.example.org:22/",
];
const MIB: usize = 1 << 20;

/// A running proxy; stopped on drop.
pub(crate) struct Strangers {
    address: SocketAddr,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Strangers {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("listen as the public web")?;
        let address = listener.local_addr()?;
        let (asked, stop) = (Arc::<Mutex<BTreeMap<String, usize>>>::default(), Arc::<AtomicBool>::default());
        let (counts, stopping) = (Arc::clone(&asked), Arc::clone(&stop));
        let number = Arc::new(AtomicUsize::new(0));
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if stopping.load(Ordering::Relaxed) {
                    return;
                }
                let (counts, number) = (Arc::clone(&counts), Arc::clone(&number));
                if let Ok(stream) = connection {
                    // Whoever asks may go away in the midst of an answer.
                    std::thread::spawn(move || answer(stream, &counts, &number));
                }
            }
        });
        Ok(Self { address, asked, stop, thread: Some(thread) })
    }

    /// What services are told as `http_proxy`.
    pub(crate) fn proxy(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests came, and those to hosts or ports that nobody may ask.
    pub(crate) fn asked(&self) -> (usize, Vec<String>) {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let forbidden = asked.keys().filter(|host| !host.ends_with(PUBLIC)).cloned().collect();
        (asked.values().sum(), forbidden)
    }
}

impl Drop for Strangers {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes it up.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Answers one request of a client that takes us for a proxy.
fn answer(mut stream: TcpStream, asked: &Mutex<BTreeMap<String, usize>>, number: &AtomicUsize) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let request = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    let target = request.split(' ').nth(1)?;
    let (host, path) = match target.strip_prefix("http://") {
        Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
        // CONNECT, which names host and port.
        None => (target, ""),
    };
    *asked.lock().unwrap_or_else(PoisonError::into_inner).entry(host.to_owned()).or_default() += 1;
    match path {
        "feed.xml" => whole(&mut stream, "application/rss+xml", feed(host, number).as_bytes()),
        // They let everybody in.
        "robots.txt" | ".well-known/tdmrep.json" => not_there(&mut stream),
        "flood.xml" => whole(&mut stream, "application/rss+xml", flood(number).as_bytes()),
        path => page(&mut stream, path.rsplit('/').next()?.parse().ok()?),
    }
}

fn whole(stream: &mut TcpStream, kind: &str, body: &[u8]) -> Option<()> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
    write!(stream, "{head}Connection: close\r\n\r\n").ok()?;
    stream.write_all(body).ok()
}

fn not_there(stream: &mut TcpStream) -> Option<()> {
    write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok()
}

/// A feed that is new at every poll: a page of each kind, and every link inwards.
fn feed(host: &str, number: &AtomicUsize) -> String {
    let mut items = String::new();
    let from = number.fetch_add(20, Ordering::Relaxed);
    for page in from..from + 20 {
        items.push_str(&item(page, &format!("http://{host}/page/{page}")));
    }
    for (index, link) in INWARDS.iter().enumerate() {
        items.push_str(&item(from * 100 + index, link));
    }
    rss(&items)
}

/// Thousands of entries in one answer, new ones at every poll.
fn flood(number: &AtomicUsize) -> String {
    let from = number.fetch_add(1, Ordering::Relaxed) * 10_000;
    let items: String = (from..from + 5_000).map(|entry| item(entry, "http://deep.example.org/same")).collect();
    rss(&items)
}

fn item(number: usize, link: &str) -> String {
    let title = format!("Item {number} &#x202e; {}", "very ".repeat(number % 40));
    format!("<item><guid>stranger-{number}</guid><title>{title}</title><link>{link}</link></item>")
}

fn rss(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>Strangers</title>{items}</channel></rss>")
}

/// A page that is bad in the way of its number.
fn page(stream: &mut TcpStream, number: usize) -> Option<()> {
    let story =
        |body: &str| format!("<html><body><article><h1>Title {number}</h1><p>{body}</p></article></body></html>");
    let html = match number % 14 {
        0 => story(&"1% ".repeat(7 * MIB / 3)),
        1 => story(&"\" ' “ ".repeat(5 * MIB / 8)),
        2 => "<div>".repeat(MIB),
        3 => return redirect(stream, &format!("/page/{number}")),
        4 => return redirect(stream, INWARDS.get(number / 14 % INWARDS.len())?),
        5 => story("Over.\n2024-10-24T10:00:00Z ERROR dateline: \u{1b}[2J\u{9b}31m\u{202e}forged\u{7}"),
        6 => {
            return whole(
                stream,
                "application/rss+xml",
                rss(&item(number, "http://one.example.org/genuine")).as_bytes(),
            );
        }
        7 => return whole(stream, "text/html", &noise(MIB)),
        8 => return endless(stream),
        9 => return dripping(stream),
        10 => story(&"A.\n\n B. C. ".repeat(5 * MIB / 12)),
        11 => format!("<script type=\"application/ld+json\">{}</script>", "[{\"a\":".repeat(MIB / 8)),
        12 => story(&"<a href=\"http://10.0.0.5/\">x</a> ".repeat(MIB / 8)),
        _ => story(&"\"No\", said Ann Lee of $1 on 1 May. ".repeat(MIB / 8)),
    };
    whole(stream, "text/html; charset=utf-8", html.as_bytes())
}

fn redirect(stream: &mut TcpStream, to: &str) -> Option<()> {
    write!(stream, "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok()
}

/// Never ends by itself.
fn endless(stream: &mut TcpStream) -> Option<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n").ok()?;
    loop {
        stream.write_all(&[b'x'; 65_536]).ok()?;
    }
}

/// A byte a second, for longer than anybody should wait.
fn dripping(stream: &mut TcpStream) -> Option<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 600\r\nConnection: close\r\n\r\n")
        .ok()?;
    for _ in 0..600 {
        stream.write_all(b"x").ok()?;
        std::thread::sleep(Duration::from_secs(1));
    }
    Some(())
}

/// Bytes that mean nothing, behind what looks like a tag.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut bytes = vec![b'<'];
    bytes.resize_with(length, || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    });
    bytes
}
