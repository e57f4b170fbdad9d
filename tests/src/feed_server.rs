//! A server of RSS feeds on this machine that remembers who asked for which, and when.
//!
//! Each feed has a host name of its own, because a consumer asks one host one thing at a time.

use anyhow::Context;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Runs until the test process ends.
#[derive(Debug)]
pub struct FeedServer {
    port: u16,
    feeds: Arc<Mutex<Vec<Feed>>>,
}

#[derive(Debug, Default)]
struct Feed {
    entries: usize,
    polls: Vec<Poll>,
}

/// One request for a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// When it arrived.
    pub at: Instant,
    /// Its `User-Agent`.
    pub by: String,
}

impl FeedServer {
    /// Offers `feeds` feeds of `entries` entries each.
    pub fn start(feeds: usize, entries: usize) -> anyhow::Result<Self> {
        anyhow::ensure!((1..=200).contains(&feeds), "{feeds} feeds have no loopback address each");
        // All addresses of 127.0.0.0/8 are this machine.
        let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).context("listen for requests of feeds")?;
        let port = listener.local_addr().context("ask for the port")?.port();
        let feeds = (0..feeds).map(|_| Feed { entries, polls: Vec::new() }).collect();
        let feeds = Arc::new(Mutex::new(feeds));
        let shared = Arc::clone(&feeds);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let feeds = Arc::clone(&shared);
                std::thread::spawn(move || {
                    // A client that is killed while it asks is what some tests are about.
                    let _ = answer(&stream, &feeds);
                });
            }
        });
        Ok(Self { port, feeds })
    }

    /// The URL of a feed; numbers begin at 0.
    pub fn url(&self, feed: usize) -> String {
        format!("http://127.0.0.{}:{}/feed/{feed}", feed + 1, self.port)
    }

    /// Publishes one more entry in a feed; gives its guid.
    pub fn publish(&self, feed: usize) -> anyhow::Result<String> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let published = feeds.get_mut(feed).context("there is no such feed")?;
        published.entries += 1;
        Ok(guid(feed, published.entries - 1))
    }

    /// The guids of everything published so far, over all feeds.
    pub fn guids(&self) -> Vec<String> {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let of_feed = |(number, feed): (usize, &Feed)| (0..feed.entries).map(move |entry| guid(number, entry));
        feeds.iter().enumerate().flat_map(of_feed).collect()
    }

    /// The requests for each feed so far.
    pub fn polls(&self) -> Vec<Vec<Poll>> {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.iter().map(|feed| feed.polls.clone()).collect()
    }
}

fn guid(feed: usize, entry: usize) -> String {
    format!("entry-{feed}-{entry}")
}

fn answer(stream: &TcpStream, feeds: &Mutex<Vec<Feed>>) -> anyhow::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().context("no request")??;
    let number = request.split(' ').nth(1).and_then(|path| path.rsplit('/').next()?.parse::<usize>().ok());
    let (mut by, mut known) = (String::new(), String::new());
    for line in lines {
        let line = line?;
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("user-agent") => by = value.trim().to_owned(),
            Some((name, value)) if name.eq_ignore_ascii_case("if-none-match") => known = value.trim().to_owned(),
            Some(_) => {}
            None => break,
        }
    }
    let entries = {
        let mut feeds = feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let feed = number.and_then(|number| feeds.get_mut(number)).context("no such feed")?;
        feed.polls.push(Poll { at: Instant::now(), by });
        feed.entries
    };
    let etag = format!("\"{entries}\"");
    let (status, body) = if known == etag {
        ("304 Not Modified", String::new())
    } else {
        ("200 OK", document(number.unwrap_or_default(), entries))
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/rss+xml\r\nETag: {etag}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )?;
    Ok(())
}

/// Newest entry first, as feeds are.
fn document(feed: usize, entries: usize) -> String {
    let items: String = (0..entries)
        .rev()
        .map(|entry| {
            let guid = guid(feed, entry);
            // Every second entry tells its story in full.
            let story = format!("What happened in {guid} is told here. ").repeat(if entry % 2 == 0 { 1 } else { 200 });
            format!(
                "<item><title>Report {guid}</title><guid isPermaLink=\"false\">{guid}</guid>\
                 <description>{story}</description></item>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Feed {feed}</title>\
         <link>http://feed-{feed}.example/</link><description>-</description>\n{items}</channel></rss>\n"
    )
}
