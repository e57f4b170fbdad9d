//! `dateline sources discover` on a site of the test's own.

use crate::program::dateline;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

const FEED: &str = "<rss version='2.0'><channel><title>Harbour News</title><language>en</language><item><title>A ferry\
                    </title><link>https://harbour.example/ferry</link></item></channel></rss>";

/// A site with one feed; tells its port.
fn site() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that goes away in the middle is no fault of this test.
            let _ = answer(&stream);
        }
    });
    port
}

fn answer(stream: &TcpStream) -> std::io::Result<()> {
    let mut head = BufReader::new(stream).lines();
    let first = head.next().transpose()?.unwrap_or_default();
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    let (status, kind, body) = match first.split(' ').nth(1).unwrap_or_default() {
        "/" => ("200 OK", "text/html", "<html><body><p>Harbour</p></body></html>"),
        "/feed" => ("200 OK", "application/rss+xml", FEED),
        _ => ("404 Not Found", "text/plain", ""),
    };
    let length = body.len();
    write!(
        &mut &*stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = dateline(directory, &[&["sources", "discover"], arguments].concat()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_feed_is_found_and_put_into_a_configuration() {
    let directory = tempfile::tempdir().unwrap();
    let (port, file) = (site(), directory.path().join("dateline.toml"));
    let allow = "[fetch]\nallow = [\"127.0.0.1\"]\n";
    std::fs::write(&file, allow).unwrap();
    let address = format!("http://127.0.0.1:{port}/");
    let (status, table, told) = run(directory.path(), &["--toml", &address]);
    assert_eq!(status, Some(0), "{told}");
    let url = format!("http://127.0.0.1:{port}/feed");
    let expected = format!(
        "# Harbour News · en · entries: 1 · a usual place\n[[source]]\nname = \"harbour-news\"\nkind = \"feed\"\n\
         url = \"{url}\"\n\n"
    );
    assert_eq!(table, expected);
    std::fs::write(&file, format!("{allow}{table}")).unwrap();
    assert!(dateline(directory.path(), &["check"]).output().unwrap().status.success());

    // A file of sites; one of them is none.
    std::fs::write(directory.path().join("sites.txt"), format!("# ours\n{address}\nnothing\n")).unwrap();
    let (status, lines, told) = run(directory.path(), &["--json", "sites.txt"]);
    assert_eq!(status, Some(1));
    assert_eq!(told, "dateline: nothing: is no http or https address; write https://HOST/PATH\n");
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].pointer("/found/0/address").unwrap(), &url);
    assert_eq!(lines[0].pointer("/found/0/sourceKind").unwrap(), "feed");
    assert_eq!(lines[1].pointer("/found").unwrap(), &serde_json::json!([]));
}

#[test]
fn our_own_network_is_asked_only_where_the_configuration_says_so() {
    let directory = tempfile::tempdir().unwrap();
    let (status, out, told) = run(directory.path(), &[&format!("http://127.0.0.1:{}/", site())]);
    assert_eq!(status, Some(1));
    assert!(told.contains("nothing was found, since 127.0.0.1 is not asked") && told.contains("fetch.allow"), "{told}");
    assert!(!out.contains("feed "), "{out}");
    let (status, _, told) = run(directory.path(), &["no-such-file"]);
    assert_eq!(status, Some(1));
    assert!(told.contains("no such file, and no address"), "{told}");
}
