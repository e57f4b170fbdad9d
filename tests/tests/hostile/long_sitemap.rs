//! A site's map of a million pages and an inflation bomb beside them: what it costs in memory, and that a kill in the
//! middle loses none of its pages.

use dateline_tests::{Launch, Turn, scratch_dir, wait_for};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

const START: Duration = Duration::from_secs(60);
/// Debug builds on a busy machine.
const WORK: Duration = Duration::from_secs(400);
/// Of the whole process, in bytes.
const MOST_MEMORY: u64 = 250 << 20;
/// Sitemaps of the index, and pages of each: the most that sitemaps.org allows.
const PARTS: usize = 20;
const PAGES: usize = 50_000;
/// What is taken at first sight.
const TAKEN: f64 = 1_000.0;

/// Each page is on a host of its own, so that none waits for another.
fn page_url(number: usize, port: u16) -> String {
    format!("http://127.1.{}.{}:{port}/page/{number}", number / 200 % 200, number % 200 + 1)
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

/// Pages a second apart; the newest sitemap fills the size that is allowed, and the last one goes far beyond it.
fn part(number: usize, port: u16) -> Vec<u8> {
    if number == PARTS {
        return packed(&vec![b' '; 300 << 20]);
    }
    let mut xml = String::from("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
    for page in number * PAGES..(number + 1) * PAGES {
        let (day, hour, minute, second) = (page / 86_400 + 1, page / 3_600 % 24, page / 60 % 60, page % 60);
        let at = format!("2024-09-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        write!(xml, "<url><loc>{}</loc><lastmod>{at}</lastmod></url>", page_url(page, port)).unwrap();
    }
    if number == PARTS - 1 {
        xml.push_str(&" ".repeat((50 << 20) - xml.len() - 9));
    }
    packed((xml + "</urlset>").as_bytes())
}

fn index(port: u16) -> Vec<u8> {
    let parts: String = (0..=PARTS)
        .map(|number| {
            let (url, day) = (format!("http://127.0.0.{}:{port}/part/{number}", number + 10), number / 2 + 2);
            format!("<sitemap><loc>{url}</loc><lastmod>2024-09-{day:02}</lastmod></sitemap>")
        })
        .collect();
    format!("<sitemapindex>{parts}</sitemapindex>").into_bytes()
}

fn story(number: usize) -> Vec<u8> {
    let text = format!("<p>Ferry number {number} left the quay at noon with forty people aboard, officials said.</p>");
    format!("<html><body><article><h1>Ferry {number} leaves</h1>{}</article></body></html>", text.repeat(4))
        .into_bytes()
}

fn answer(stream: &TcpStream, port: u16) -> anyhow::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    lines.find(|line| line.as_ref().is_ok_and(String::is_empty));
    let path = request.split(' ').nth(1).unwrap_or_default();
    let number = path.rsplit('/').next().and_then(|number| number.parse().ok());
    let (content_type, body) = match number {
        Some(number) if path.starts_with("/part/") => ("application/x-gzip", part(number, port)),
        Some(number) => ("text/html", story(number)),
        None => ("application/xml", index(port)),
    };
    let mut stream = stream;
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)?;
    Ok(())
}

/// A server that ends with the test process; gives its port.
fn serve() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that is killed while it asks is part of the test.
            std::thread::spawn(move || drop(answer(&stream, port)));
        }
    });
    port
}

#[test]
fn a_map_of_a_million_pages_takes_little_memory_and_a_kill_loses_none_of_them() {
    let _turn = Turn::of(module_path!());
    let home = scratch_dir("sitemap").unwrap();
    let port = serve();
    let config = format!(
        "bus = \"embedded:log.db\"\nthreads = 2\n[fetch]\nallow = [\"127.0.0.0/8\"]\n\
         [[source]]\nname = \"site\"\nkind = \"sitemap\"\nurl = \"http://127.0.0.1:{port}/index.xml\"\ninterval = \"1s\"\n\
         [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n"
    );
    let mut peak = 0;
    let mut stored_before = 0.0;
    for until in [100.0, TAKEN] {
        let mut process = Launch::new(["run"]).config(config.as_str()).directory(home.path()).start().unwrap();
        process.wait_ready(START).unwrap();
        let mut stored = 0.0;
        wait_for("the pages to be stored", WORK, || {
            // What was stored when it was killed may come again, and is dropped then.
            let new = ["stage=\"store/local\"", "outcome=\"emitted\""];
            let found = process.metric("dateline_input_records_total", &new);
            stored = found.map_err(|error| format!("{error:#}"))?.unwrap_or(0.0);
            if stored_before + stored >= until { Ok(()) } else { Err(format!("{stored_before} and {stored}")) }
        })
        .unwrap();
        peak = peak.max(process.peak_memory().unwrap());
        let said = process.stderr();
        assert!(stored_before > 0.0 || said.contains("unpack to more than 52428800"), "{said}");
        if until < TAKEN {
            process.kill().unwrap();
            // What was committed when it was killed is in the store.
            let mut found =
                Launch::new(["search", "-n", "1000"]).config(config.as_str()).directory(home.path()).start().unwrap();
            assert!(found.wait_exit(START).unwrap().success());
            stored_before = f64::from(u32::try_from(found.stdout().lines().count()).unwrap());
        } else {
            process.terminate().unwrap();
            assert!(process.wait_exit(START).unwrap().success(), "{}", process.stderr());
        }
    }
    println!("at most {} MB", peak >> 20);
    assert!(peak < MOST_MEMORY, "{} MB", peak >> 20);
    let mut found =
        Launch::new(["search", "-n", "2000"]).config(config.as_str()).directory(home.path()).start().unwrap();
    assert!(found.wait_exit(START).unwrap().success());
    let stored = found.stdout();
    for number in PARTS * PAGES - 1_000..PARTS * PAGES {
        assert_eq!(stored.matches(&format!("Ferry {number} leaves")).count().min(1), 1, "page {number}");
    }
}
