//! `dateline config`: what holds is shown with where it comes from, secrets are not, and mistakes are told all at once.

use crate::program::dateline;
use std::path::Path;
use std::process::Output;

/// Each given in another way; none may be seen anywhere.
const SECRETS: [&str; 5] = ["Fileword", "Storeword", "Headerword", "Queryword", "Loginword"];

fn configuration() -> &'static str {
    r#"
bus = "kafka://${BROKER:-one.example},two.example:9093"
instance = "desk"
[topics]
partitions = 12
retention = "12h"
[fetch]
allow = ["cms.corp", "10.1.0.0/16"]
[[source]]
name = "harbour"
kind = "feed"
url = "https://reader:Loginword@news.example/rss?token=Queryword"
follow = false
headers = { X-Key = "Headerword", X-Desk_file = "secret" }
[[source]]
name = "wire"
kind = "folder"
path = "in\tcoming"
[[store]]
name = "articles"
kind = "postgres"
url = "postgres://u:Storeword@db.example/news?sslmode=require"
"#
}

fn config(directory: &Path, arguments: &[&str], text: &str) -> Output {
    std::fs::write(directory.join("dateline.toml"), text).unwrap();
    std::fs::write(directory.join("secret"), "Fileword\n").unwrap();
    let mut command = dateline(directory, &[&["config"], arguments].concat());
    command.env("BROKER", "first.example").env("DATELINE_LOG__LEVEL", "warn").env("HOSTNAME", "here");
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn what_holds_is_shown_with_its_origin_and_without_secrets() {
    let directory = tempfile::tempdir().unwrap();
    let shown = config(directory.path(), &["show"], configuration());
    let text = stdout(&shown);
    assert!(shown.status.success(), "{shown:?}");
    let lines: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for expected in [
        "bus = \"kafka://first.example,two.example:9093\" # dateline.toml:2",
        "instance = \"desk\" # dateline.toml:3",
        "lane = \"news\" # default",
        "threads = 0 # default",
        "# ca_file is not set",
        "partitions = 12 # dateline.toml:5",
        "replication_factor = 1 # default",
        "ingest = \"8MiB\" # default",
        "level = \"warn\" # environment, DATELINE_LOG__LEVEL",
        "allow = [\"cms.corp\", \"10.1.0.0/16\"] # dateline.toml:8",
        "url = \"https://news.example/rss\" # dateline.toml:12",
        "follow = false # dateline.toml:13",
        "interval = \"5m\" # default",
        "[source.headers]",
        "X-Key = \"***\" # dateline.toml:14",
        "X-Desk = \"***\" # dateline.toml:14",
        "path = \"in\\tcoming\" # dateline.toml:18",
        "url = \"***\" # dateline.toml:22",
        "statement_timeout = \"1m\" # default",
    ] {
        assert!(lines.iter().any(|line| line == expected), "{expected} in\n{text}");
    }
    let at = |line: &str| lines.iter().position(|found| found == line).unwrap();
    assert!(
        at("name = \"harbour\"") < at("[source.headers]") && at("[source.headers]") < at("name = \"wire\""),
        "{text}"
    );
    let json = config(directory.path(), &["show", "--json"], configuration());
    for output in [&shown, &json] {
        let all = format!("{}{}", stdout(output), String::from_utf8_lossy(&output.stderr));
        assert!(SECRETS.iter().all(|secret| !all.contains(secret)), "{all}");
    }
    let key = |name: &str| -> serde_json::Value {
        let json = stdout(&json);
        let lines = json.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        lines.into_iter().find(|line| line["key"] == name).unwrap_or_else(|| panic!("no {name}"))
    };
    assert_eq!(key("topics.partitions")["value"], 12);
    assert_eq!((&key("topics.partitions")["from"], &key("topics.partitions")["line"]), (&"file".into(), &5.into()));
    assert_eq!(key("log.level")["from"], "environment");
    assert_eq!(key("source.harbour.url")["value"], "https://news.example/rss");
    assert_eq!((&key("kafka.ca_file")["from"], key("kafka.ca_file").get("value")), (&"unset".into(), None));
}

#[test]
fn what_is_shown_is_a_configuration_that_says_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let first = stdout(&config(directory.path(), &["show"], configuration()));
    // The secrets are given anew; the login was one of the URL.
    let again = first.replacen("url = \"***\"", "url = \"postgres://u:Storeword@db.example/news?sslmode=require\"", 1);
    let second = config(directory.path(), &["show"], &again);
    assert!(second.status.success(), "{second:?}\n{again}");
    let plain = stdout(&config(directory.path(), &["show"], ""));
    let values = |text: &str| -> Vec<String> {
        text.lines().skip(1).map(|line| line.split(" # ").next().unwrap_or_default().trim().to_owned()).collect()
    };
    assert_eq!(values(&stdout(&second)), values(&first));
    assert_eq!(values(&stdout(&config(directory.path(), &["show"], &plain))), values(&plain));
}

#[test]
fn ten_mistakes_are_told_at_once_with_line_and_remedy_and_without_secrets() {
    let directory = tempfile::tempdir().unwrap();
    let wrong = configuration()
        .replace("kafka://${BROKER:-one.example},two.example:9093", "rabbit://x")
        .replace("instance = \"desk\"", "instance = \"a desk\"")
        .replace("partitions = 12", "partitions = \"12\"")
        .replace("retention = \"12h\"", "retention = \"12 hours\"")
        .replace("[fetch]", "[fletch]")
        .replace("follow = false", "folow = false")
        .replace("https://reader:Loginword@", "ftp://reader:Loginword@")
        .replace("kind = \"folder\"", "kind = \"foldr\"")
        .replace("sslmode=require", "sslmode=Storeword")
        .replace("name = \"wire\"", "name = \"The Wire\"");
    for arguments in [&["config", "show"][..], &["check"], &["lag"]] {
        std::fs::write(directory.path().join("dateline.toml"), &wrong).unwrap();
        std::fs::write(directory.path().join("secret"), "Fileword\n").unwrap();
        let output = dateline(directory.path(), arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(78), "{output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        for (line, key, remedy) in [
            (2, "bus", "write"),
            (3, "instance", "write at most 100"),
            (5, "topics.partitions", "without quotes"),
            (6, "topics.retention", "write 500ms"),
            (7, "fletch", "did you mean `fetch`"),
            (12, "source.harbour.url", "write an http or https URL"),
            (13, "source.harbour.folow", "did you mean `follow`"),
            (16, "source.2.name", "lower-case letters"),
            (17, "source.2.kind", "did you mean `folder`"),
            (22, "store.articles.url", "has the form postgres://"),
        ] {
            let begins = format!("dateline.toml:{line}: {key}: ");
            let found = told.lines().find(|told| told.starts_with(&begins));
            assert!(found.is_some_and(|found| found.contains(remedy)), "{begins}…{remedy} in\n{told}");
        }
        assert!(output.stdout.is_empty() && SECRETS.iter().all(|secret| !told.contains(secret)), "{told}");
    }
}

#[test]
fn the_reference_and_the_schema_need_no_configuration() {
    let directory = tempfile::tempdir().unwrap();
    let broken = "no = [toml";
    let reference = stdout(&config(directory.path(), &["reference"], broken));
    let row = "| `topics.retention` | duration, 1h to 3650d | `7d` | How long raw";
    assert!(reference.lines().any(|line| line.starts_with(row)), "{reference}");
    let schema: serde_json::Value =
        serde_json::from_slice(&config(directory.path(), &["schema"], broken).stdout).unwrap();
    assert_eq!(schema["properties"]["log"]["properties"]["format"]["default"], "auto");
}
