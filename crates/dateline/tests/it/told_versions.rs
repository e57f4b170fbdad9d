//! What the log says of an article that comes again, and of two documents that have one id.

use article::{Lane, RawRecord, Timestamp, Topics};
use bus::EmbeddedLog;
use harness::{Launch, push_raw, wait_for};
use serde_json::Value;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SOON: Duration = Duration::from_secs(120);

/// One address, fetched so many seconds ago.
fn page(id: &str, text: &str, seconds_ago: u64) -> RawRecord {
    let then = SystemTime::now() - Duration::from_secs(seconds_ago);
    let millis = then.duration_since(UNIX_EPOCH).unwrap().as_millis();
    RawRecord {
        id: Some(id.to_owned()),
        url: Some("https://ferries.example/late".to_owned()),
        source: Some("desk".to_owned()),
        content_type: Some("text/plain".to_owned()),
        fetched_at: Some(Timestamp::from_millis(i64::try_from(millis).unwrap())),
        body: format!("OSLO, May 12 (Example Wire) - {text}").into_bytes(),
        ..RawRecord::default()
    }
}

#[test]
fn what_is_dropped_is_told_with_its_versions_or_its_id_and_a_document_that_takes_the_id_of_another_by_name() {
    let directory = tempfile::tempdir().unwrap();
    let config = "bus = \"embedded:log.db\"\nlog.level = \"debug\"\nlog.format = \"json\"\n\
                  [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    let mut process = Launch::new(["run"]).config(config).directory(directory.path()).start().unwrap();
    process.wait_ready(SOON).unwrap();
    let bus = EmbeddedLog::open_guest(&directory.path().join("log.db")).unwrap();
    let topics = Topics::of(Lane::live());
    let late = "The ferry was late again on Monday.";
    push_raw(&bus, &topics, [page("a.txt", late, 300)]).unwrap();
    wait_for("the first version", SOON, || {
        let labels = ["stage=\"store/local\"", "outcome=\"emitted\""];
        let stored = process.metric("dateline_input_records_total", &labels).map_err(|error| format!("{error:#}"))?;
        if stored == Some(1.0) { Ok(()) } else { Err(format!("{stored:?}")) }
    })
    .unwrap();
    let mut told = |record, text| {
        push_raw(&bus, &topics, [record]).unwrap();
        let line = process.wait_line(text, SOON).unwrap();
        serde_json::from_str::<Value>(&line).unwrap()
    };
    let again = told(page("a.txt", late, 200), "article stays as it is");
    assert_eq!((&again["level"], &again["unchanged"]), (&Value::from("DEBUG"), &Value::from("repeat")), "{again}");
    let version = |line: &Value, name: &str| line[name].to_string().trim_matches('"').parse::<i64>().unwrap();
    assert!(version(&again, "arriving_version") > version(&again, "standing_version"), "{again}");
    assert!(again["article"].as_str().unwrap().starts_with("urn:uuid:"), "{again}");
    let taken = told(page("b.txt", "The ferry was on time on Tuesday.", 100), "have the same article id");
    assert_eq!((&taken["level"], &taken["article"]), (&Value::from("INFO"), &again["article"]), "{taken}");
    assert_eq!((&taken["before"], &taken["now"]), (&Value::from("a.txt"), &Value::from("b.txt")), "{taken}");
    let empty = RawRecord {
        content_type: Some("application/rss+xml".to_owned()),
        body: b"<rss version=\"2.0\"><channel><title>Ferries</title></channel></rss>".to_vec(),
        ..page("feed.xml", "", 50)
    };
    let empty = told(empty, "no_entries");
    assert_eq!((&empty["level"], &empty["message"]), (&Value::from("DEBUG"), &Value::from("dropped")), "{empty}");
    assert_eq!((&empty["id"], &empty["source"]), (&Value::from("feed.xml"), &Value::from("desk")), "{empty}");
    process.terminate().unwrap();
    assert!(process.wait_exit(SOON).unwrap().success());
}
