//! What cannot be used ends in a dead letter with its bytes, or in an error that says what to do; nothing else suffers.

use article::{Headers, RawRecord, Record, StageName, header};
use bus::{Bus, Output};
use dateline_tests::{
    Dateline, Launch, SharedLane, Turn, balance, free_port, push_raw, put_whole, scratch_dir, wait_for, wire_articles,
};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

const START: Duration = Duration::from_secs(60);
/// The ingest cap of the tests here: the largest bad document below fits, the oversized one does not.
const CAP: usize = 1 << 20;

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A</title><link>http://a.example/</link>\
                    <description>-</description><item><title>One</title><guid>1</guid><description>Words.</description>\
                    </item><item><title>Two</title><guid>2</guid><description>More words.</description></item></channel></rss>";

struct BadDocument {
    /// As a file; its extension says what it claims to be.
    name: &'static str,
    /// As a raw record.
    content_type: &'static str,
    bytes: Vec<u8>,
    /// Of its dead letter.
    class: &'static str,
}

fn bad_documents() -> Vec<BadDocument> {
    let document =
        |name, content_type, bytes: &[u8], class| BadDocument { name, content_type, bytes: bytes.to_vec(), class };
    let half = FEED.as_bytes().get(..FEED.len() / 2).unwrap();
    let unclosed = "<b>".repeat(200_000);
    vec![
        document("latin.txt", "text/plain", b" date 2024-10-24 Z\xfcrich\n\nZ\xdcRICH, Oct 24 (EX) \xff", "not_utf8"),
        document("broken.json", "application/json", b"{\"headlines\": [", "broken_json"),
        document("nested.json", "application/json", "[".repeat(100_000).as_bytes(), "broken_json"),
        document("empty.txt", "text/plain", b"", "empty"),
        document("half.rss", "application/rss+xml", half, "broken_feed"),
        document("unclosed.html", "text/html", format!("<html><body>{unclosed}").as_bytes(), "too_deep"),
        document("picture.txt", "text/plain", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    ]
}

/// The dead letters of a stage by the id of the record that died.
fn dead_letters(lane: &SharedLane, stage: StageName) -> BTreeMap<String, Record> {
    let letters = lane.read(&lane.topics.dead_letters(stage)).unwrap();
    let id = |record: &Record| match record.headers.text(header::RECORD_ID) {
        Some(id) => id.to_owned(),
        // A stub has no headers of the record: its bytes say what it was.
        None => serde_json::from_slice::<serde_json::Value>(record.value()).unwrap()["id"].as_str().unwrap().to_owned(),
    };
    letters.into_iter().map(|letter| (id(&letter.record), letter.record)).collect()
}

#[test]
fn bad_documents_are_dead_letters_with_their_bytes_and_harm_no_neighbour() {
    let _turn = Turn::of(module_path!());
    let lane = SharedLane::new("bad").unwrap();
    let topics = &lane.topics;
    let folder = scratch_dir("wire").unwrap();
    let source = format!(
        "[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"300ms\"\n",
        folder.path().display()
    );
    let launch = lane.service("consumer", "only", &source).variable("DATELINE_LIMITS__INGEST", "1MiB");
    let mut consumer = launch.start().unwrap();
    consumer.wait_ready(START).unwrap();

    // Each between two good ones, both ways.
    let good: Vec<_> = wire_articles(60, 31).collect();
    let mut neighbours = good.iter();
    for bad in bad_documents() {
        for _ in 0..2 {
            let article = neighbours.next().unwrap();
            put_whole(folder.path(), &article.file_name(), article.text().as_bytes()).unwrap();
        }
        put_whole(folder.path(), bad.name, &bad.bytes).unwrap();
        let pushed = RawRecord {
            id: Some(format!("pushed-{}", bad.name)),
            content_type: Some(bad.content_type.to_owned()),
            source: Some("desk".to_owned()),
            body: bad.bytes.clone(),
            ..RawRecord::default()
        };
        let before = neighbours.next().unwrap().raw_record("desk");
        let after = neighbours.next().unwrap().raw_record("desk");
        push_raw(&lane.bus, topics, [before, pushed, after]).unwrap();
    }
    let oversized = vec![b'x'; CAP + 1];
    put_whole(folder.path(), "oversized.txt", &oversized).unwrap();
    // Anybody may produce anything: also headers that are no text, and no value at all.
    let mut headers = Headers::new();
    headers.push(header::RECORD_ID, "pushed-headers");
    headers.push(header::RECORD_URL, b"\xff\xfe".as_slice());
    let record = Record { key: None, value: Some(b"fine words".to_vec()), headers, timestamp: 0 };
    let mut headers = Headers::new();
    headers.push(header::RECORD_ID, "pushed-tombstone");
    let tombstone = Record { key: Some(b"k".to_vec()), value: None, headers, timestamp: 0 };
    let outputs = [record, tombstone].map(|record| Output { topic: topics.raw(), partition: None, record });
    lane.bus.append(outputs.to_vec()).unwrap();

    let used = good.len() - neighbours.len();
    let dead = bad_documents().len() * 2 + 2;
    wait_for("all of it to be read", START, || {
        let count = |topic| lane.read(topic).map(|found| found.len()).map_err(|error| format!("{error:#}"));
        let found = (
            count(&topics.articles())?,
            count(&topics.dead_letters(StageName::Extract))?,
            count(&topics.dead_letters(StageName::Ingest))?,
        );
        if found == (used, dead, 1) { Ok(()) } else { Err(format!("{found:?} of {:?}", (used, dead, 1))) }
    })
    .unwrap();
    consumer.terminate().unwrap();
    assert!(consumer.wait_exit(START).unwrap().success(), "{}", consumer.stderr());

    let account = balance(&lane.bus, topics, StageName::Extract).unwrap();
    assert_eq!((account.emitted, account.dead, account.dropped.len()), (used, dead, 0));
    let letters = dead_letters(&lane, StageName::Extract);
    for bad in bad_documents() {
        for id in [bad.name.to_owned(), format!("pushed-{}", bad.name)] {
            let letter = letters.get(&id).unwrap_or_else(|| panic!("{id} is not among {:?}", letters.keys()));
            assert_eq!(letter.headers.text(header::ERROR_CLASS), Some(bad.class), "{id}");
            assert_eq!(letter.headers.text(header::ERROR_TOPIC), Some(topics.raw().as_str()), "{id}");
            assert!(letter.headers.text(header::ERROR_MESSAGE).is_some_and(|text| !text.is_empty()), "{id}");
            assert!(letter.value() == bad.bytes.as_slice(), "{id}: the bytes are not the original ones");
        }
    }
    for id in ["pushed-headers", "pushed-tombstone"] {
        assert_eq!(letters.get(id).unwrap().headers.text(header::ERROR_CLASS), Some("broken_headers"), "{id}");
    }
    let stubs = dead_letters(&lane, StageName::Ingest);
    let stub = stubs.get("oversized.txt").unwrap();
    assert_eq!(stub.headers.text(header::ERROR_CLASS), Some("too_large"));
    let told: serde_json::Value = serde_json::from_slice(stub.value()).unwrap();
    assert_eq!(told["length"], CAP + 1, "{told}");
    assert_eq!(told["source"], "wire", "{told}");
    assert!(told["hash"].as_str().is_some_and(|hash| hash.starts_with("sha256:")), "{told}");
    assert!(stub.value().len() < 1_000);
}

/// Starts something that cannot work; gives its exit code, what it said, and how long that took.
fn refused(launch: &Launch) -> (Option<i32>, String, Duration) {
    let began = Instant::now();
    let mut process: Dateline = launch.start().unwrap();
    let status = process.wait_exit(Duration::from_secs(30)).unwrap();
    (status.code(), process.stderr(), began.elapsed())
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn a_wrong_configuration_is_told_with_its_lines_and_starts_nothing() {
    let _turn = Turn::of(module_path!());
    let config = "bus = \"embedded:data/log.db\"\n\n[topics]\npartitons = 3\n\n[[source]]\nname = \"a\"\nkind = \"folder\"\n\
                  pth = \"/var/news\"\n\n[[store]]\nname = \"s\"\nkind = \"sqlight\"\n";
    for command in ["check", "run", "consumer"] {
        let home = scratch_dir("home").unwrap();
        let (code, told, _) = refused(&Launch::new([command]).config(config).directory(home.path()));
        assert_eq!(code, Some(78), "{command}: {told}");
        assert_says(
            &told,
            &["dateline.toml:4", "partitons", "did you mean", "partitions", "dateline.toml:9", "pth", "sqlight"],
        );
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "{command} left something behind");
    }
}

#[test]
fn a_configuration_file_that_is_not_there_is_named() {
    let _turn = Turn::of(module_path!());
    for command in ["check", "run", "sink"] {
        let (code, told, _) = refused(&Launch::new([command, "--config", "/nowhere/dateline.toml"]));
        assert_eq!(code, Some(78), "{command}: {told}");
        assert_says(&told, &["/nowhere/dateline.toml"]);
    }
    let (code, told, _) = refused(&Launch::new(["run"]).variable("DATELINE_TOPICS__PARTITONS", "3"));
    assert_eq!(code, Some(78), "{told}");
    assert_says(&told, &["DATELINE_TOPICS__PARTITONS", "DATELINE_TOPICS__PARTITIONS"]);
}

#[test]
fn a_broker_that_is_not_there_is_named_within_ten_seconds() {
    let _turn = Turn::of(module_path!());
    let address = format!("127.0.0.1:{}", free_port().unwrap());
    // One after the other they would take most of a minute.
    let tellers: Vec<_> = ["run", "consumer", "enricher", "sink"]
        .map(|command| {
            let address = address.clone();
            std::thread::spawn(move || {
                let config = format!("bus = \"kafka://{address}\"\n");
                let (code, told, took) = refused(&Launch::new([command]).config(config));
                assert!(code.is_some_and(|code| code != 0), "{command}: {code:?}");
                assert!(took < Duration::from_secs(10), "{command} took {took:?}");
                assert_says(&told, &[&address, "check that Kafka runs there", "`bus`"]);
            })
        })
        .into();
    for teller in tellers {
        teller.join().unwrap();
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let _turn = Turn::of(module_path!());
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let home = scratch_dir("home").unwrap();
    let launch = Launch::new(["run"]).directory(home.path()).variable("DATELINE_HTTP__LISTEN", &address);
    let (code, told, _) = refused(&launch);
    assert_eq!(code, Some(1), "{told}");
    assert_says(&told, &[&address, "http.listen"]);
}

#[test]
fn a_log_that_another_process_runs_on_is_named() {
    let _turn = Turn::of(module_path!());
    let home = scratch_dir("home").unwrap();
    let launch = Launch::new(["run"]).config("bus = \"embedded:data/log.db\"\n").directory(home.path());
    let mut first = launch.start().unwrap();
    first.wait_ready(START).unwrap();
    let (code, told, _) = refused(&launch);
    assert_eq!(code, Some(1), "{told}");
    assert_says(&told, &["data/log.db", "another process", "stop it first"]);
    first.terminate().unwrap();
    assert!(first.wait_exit(START).unwrap().success(), "{}", first.stderr());
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let _turn = Turn::of(module_path!());
    let home = scratch_dir("home").unwrap();
    put_whole(home.path(), "file", b"no directory").unwrap();
    put_whole(home.path(), "text.db", b"this is some text and no database, nor will it ever be one").unwrap();
    std::fs::create_dir(home.path().join("folder.db")).unwrap();
    let log = |path: &str| format!("bus = \"embedded:{path}\"\n");
    let store = |path: &str| format!("[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"{path}\"\n");
    for (config, parts) in [
        (log("file/log.db"), ["the directory file", "cannot create"]),
        (log("text.db"), ["text.db", "name another file"]),
        (log("log.db") + &store("file/articles.db"), ["the folder file", "correct the store's path"]),
        (log("log.db") + &store("text.db"), ["text.db", "check the file"]),
    ] {
        let (code, told, _) = refused(&Launch::new(["run"]).config(&config).directory(home.path()));
        assert_eq!(code, Some(1), "{config}: {told}");
        assert_says(&told, &parts);
    }
    // What somebody may put right while it waits is not the end.
    let waiting = log("log.db") + &store("folder.db");
    let mut waiting = Launch::new(["run"]).config(&waiting).directory(home.path()).start().unwrap();
    waiting.wait_line("store is down", START).unwrap();
    let reply = waiting.get("/readyz").unwrap();
    assert_eq!(reply.status, 503);
    assert_says(&reply.body, &["store/local", "folder.db", "who may write"]);
    waiting.terminate().unwrap();
    assert!(waiting.wait_exit(START).unwrap().success(), "{}", waiting.stderr());
    assert_eq!(std::fs::read(home.path().join("file")).unwrap(), b"no directory");
}
