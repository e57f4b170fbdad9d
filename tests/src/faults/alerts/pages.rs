//! A feed on this machine whose entries lead to pages, which answer or not.

use anyhow::Context;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

#[derive(Debug, Default)]
struct Shown {
    entries: AtomicUsize,
    /// Whether pages are not there.
    away: AtomicBool,
}

/// Runs until the process ends.
pub(super) struct Pages {
    address: SocketAddr,
    shown: Arc<Shown>,
}

impl Pages {
    pub(super) fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("listen as a site")?;
        let address = listener.local_addr().context("ask for the port")?;
        let shown = Arc::<Shown>::default();
        let shared = Arc::clone(&shown);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shown = Arc::clone(&shared);
                std::thread::spawn(move || {
                    // A client that is killed while it asks asks again.
                    let _ = answer(&stream, address, &shown);
                });
            }
        });
        Ok(Self { address, shown })
    }

    pub(super) fn feed(&self) -> String {
        format!("http://{}/feed", self.address)
    }

    pub(super) fn publish(&self, more: usize) {
        self.shown.entries.fetch_add(more, Ordering::Relaxed);
    }

    pub(super) fn answer(&self, whether: bool) {
        self.shown.away.store(!whether, Ordering::Relaxed);
    }
}

fn answer(mut stream: &TcpStream, address: SocketAddr, shown: &Shown) -> anyhow::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().context("no request")??;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let (status, kind, body) = if path == "/feed" {
        let item = |entry| {
            format!(
                "<item><title>Report {entry}</title><link>http://{address}/page/{entry}</link><guid>{entry}</guid></item>"
            )
        };
        // Newest first, and no more than a feed has.
        let entries = shown.entries.load(Ordering::Relaxed);
        let items: String = (0..entries).rev().take(60).map(item).collect();
        let head = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Pages</title>";
        ("200 OK", "application/rss+xml", format!("{head}<link>http://{address}/</link>{items}</channel></rss>"))
    } else if shown.away.load(Ordering::Relaxed) {
        ("404 Not Found", "text/plain", "not here".to_owned())
    } else {
        let text = format!("What happened in {path} is told here at some length, so that it is a story. ").repeat(5);
        ("200 OK", "text/html", format!("<html><body><article><h1>Report</h1><p>{text}</p></article></body></html>"))
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    Ok(())
}
