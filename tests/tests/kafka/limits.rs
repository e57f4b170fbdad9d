//! Documents of the largest size that is taken, of which compression leaves a third or next to nothing: as files, as pages
//! of a feed, and written into the topic by somebody else, they come through all stages.

use article::{RawRecord, StageName};
use dateline_tests::{Postgres, SharedLane, Turn, put_whole, read_topic, scratch_dir, wait_for};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

/// `limits.ingest` as it is without a configuration.
const LARGEST: usize = 8 << 20;
const START: Duration = Duration::from_secs(60);
const DELIVERY: Duration = Duration::from_secs(400);
const DATELINE: &str = "OSLO, May 12 (Example Wire) - The list of the ferries follows, said the pilot on Monday.";

/// Words of two letters, of which compression leaves about a third; and one character again and again.
fn fillings() -> [(&'static str, String); 2] {
    let mut state = 0x2545_f491_u32;
    let mut letter = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (state >> 24) as u8 % 26)
    };
    let words: String = (0..LARGEST / 3).flat_map(|_| [letter(), letter(), ' ']).collect();
    [("third", words), ("nothing", "\"".repeat(LARGEST))]
}

/// `head`, as much of the filling as there is room for, `tail`.
fn document(head: &str, filling: &str, tail: &str) -> String {
    let room = LARGEST - head.len() - tail.len();
    let mut text: String = head.chars().chain(filling.chars().take(room)).collect();
    while text.len() + tail.len() < LARGEST {
        text.push('.');
    }
    text + tail
}

fn wire_text(filling: &str) -> String {
    document(&format!(" date 2024-05-12 Ferries are counted\n\n{DATELINE}\n\n"), filling, "\n")
}

/// Serves a feed, and its pages under their names.
fn serve(pages: Vec<(&'static str, String)>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut feed = "<rss version='2.0'><channel><title>T</title>".to_owned();
    for (name, _) in &pages {
        write!(feed, "<item><guid>{name}</guid><title>Ferries, {name}</title><link>/{name}</link></item>").unwrap();
    }
    feed.push_str("</channel></rss>");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that goes away in the middle is no fault of this test.
            let _ = answer(&stream, &feed, &pages);
        }
    });
    port
}

fn answer(mut stream: &TcpStream, feed: &str, pages: &[(&'static str, String)]) -> std::io::Result<()> {
    let mut head = BufReader::new(stream).lines();
    let path = head.next().transpose()?.unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
    while head.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let page = pages.iter().find(|(name, _)| path == format!("/{name}"));
    let (kind, body) = page.map_or(("application/rss+xml", feed), |(_, page)| ("text/html", page.as_str()));
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
    write!(stream, "{head}Connection: close\r\n\r\n{body}")
}

#[test]
fn documents_at_the_limit_come_through_all_stages_by_every_way_and_however_well_they_compress() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("largest").unwrap();
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let folder = scratch_dir("wire").unwrap();
    let fillings = fillings();
    let page = |filling: &str| {
        let head = format!("<html><body><article><h1>Ferries are counted</h1><p>{DATELINE}</p><p>");
        document(&head, filling, "</p></article></body></html>")
    };
    let port = serve(fillings.iter().map(|(name, filling)| (*name, page(filling))).collect());
    let tables = format!(
        "[topics]\npartitions = 2\n[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"300ms\"\n\
         [[source]]\nname = \"web\"\nkind = \"feed\"\nurl = \"http://127.0.0.1:{port}/feed\"\n\
         [[store]]\nname = \"main\"\nkind = \"postgres\"\nurl = \"{}\"\n",
        folder.path().display(),
        database.url()
    );
    let launch = lane.service("run", "only", &tables).variable("NO_PROXY", "*").variable("no_proxy", "*");
    let mut process = launch.start().unwrap();
    process.wait_ready(START).unwrap();
    for (name, filling) in &fillings {
        let text = wire_text(filling);
        assert_eq!(text.len(), LARGEST);
        put_whole(folder.path(), &format!("{name}.txt"), text.as_bytes()).unwrap();
        let pushed = RawRecord {
            id: Some((*name).to_owned()),
            source: Some("pushed".to_owned()),
            content_type: Some("text/plain".to_owned()),
            body: text.into_bytes(),
            ..RawRecord::default()
        };
        dateline_tests::push_raw(&lane.bus, &lane.topics, [pushed]).unwrap();
    }
    wait_for("six articles", DELIVERY, || {
        let dead = |stage| read_topic(&lane.bus, &lane.topics.dead_letters(stage)).map_or(0, |found| found.len());
        let dead = StageName::ALL.map(dead);
        let rows = database.number("select count(*) from articles").map_err(|error| format!("{error:#}"))?;
        if rows == 6 && dead == [0; 4] { Ok(()) } else { Err(format!("{rows} of 6, dead letters {dead:?}")) }
    })
    .unwrap_or_else(|error| panic!("{error:#}\n{}", process.stderr()));
    for raw in lane.read(&lane.topics.raw()).unwrap() {
        assert_eq!(raw.record.value().len(), LARGEST, "none was cut on its way");
    }
    let unreadable = process.metric("dateline_unreadable_records_total", &[]).unwrap();
    assert_eq!(unreadable, Some(0.0), "{}", process.stderr());
    process.terminate().unwrap();
    assert!(process.wait_exit(START).unwrap().success(), "{}", process.stderr());
}
