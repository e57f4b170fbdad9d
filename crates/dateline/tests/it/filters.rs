//! A store that takes only some articles: the others pass it by, are counted, and reach the other stores.

use crate::program::{Running, dateline};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

const CONFIGURATION: &str = r#"
bus = "embedded:log.db"
log.format = "json"
[[source]]
name = "wire"
kind = "folder"
path = "wire"
interval = "100ms"
[[store]]
name = "all"
kind = "sqlite"
path = "all.db"
[[store]]
name = "some"
kind = "stdout"
only = { places = ["Ostmoor", "PK"], min_length = 100 }
"#;

fn metrics(port: u16) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn what_a_store_does_not_take_passes_it_by_and_is_counted() {
    let directory = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    std::fs::create_dir(directory.path().join("wire")).unwrap();
    let configuration = format!("http.listen = \"127.0.0.1:{port}\"\n{CONFIGURATION}");
    std::fs::write(directory.path().join("dateline.toml"), configuration).unwrap();
    let long = "The weir above the old mill was opened on Thursday after three weeks of rain, said the board that runs it, \
                and the meadows filled by noon.";
    for (name, place, body) in [
        ("short", "OSTMOOR", "The weir was opened, said the board."),
        ("elsewhere", "WESTMOOR", long),
        ("wanted", "OSTMOOR", long),
    ] {
        let text = format!(" date 2024-10-24 Weir {name}\n\n{place}, Oct 24 (EX) - {body}\n");
        std::fs::write(directory.path().join(format!("wire/{name}.txt")), text).unwrap();
    }
    let mut child = dateline(directory.path(), &["run"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut printed = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut running = Running(child);
    let line = printed.next().unwrap().unwrap();
    assert!(line.contains("Weir wanted"), "{line}");
    let count = |reason: &str| {
        let series = format!(
            "dateline_input_records_total{{stage=\"store/some\",outcome=\"dropped\",reason=\"filtered_{reason}\"}} "
        );
        let metrics = metrics(port);
        let value = metrics.lines().find_map(|line| line.strip_prefix(&series)?.parse::<u64>().ok());
        value.unwrap_or_else(|| panic!("{series} in {metrics}"))
    };
    let began = Instant::now();
    while (count("length"), count("place")) != (1, 1) {
        assert!(began.elapsed() < Duration::from_secs(60), "{:?}", (count("length"), count("place")));
        std::thread::sleep(Duration::from_millis(50));
    }
    let process = rustix::process::Pid::from_child(&running.0);
    rustix::process::kill_process(process, rustix::process::Signal::TERM).unwrap();
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
    assert_eq!(printed.count(), 0, "nothing else was printed");
    let found = dateline(directory.path(), &["search", "--store", "all", "weir"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&found.stdout).lines().count(), 3, "{found:?}");
}
