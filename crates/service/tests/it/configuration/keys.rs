//! What the keys mean: all of them, their defaults, and those that are read by who knows their kind.

use super::case::{Case, refusal, settings};
use dateline_service::config::{
    BusAddress, Environment, Keys, Kinds, LogFormat, Problems, SaslMechanism, SecurityProtocol, Settings,
    known_overrides,
};
use std::path::Path;
use std::time::Duration;

#[test]
fn without_keys_the_defaults_hold() {
    let settings = settings("", &[]);
    assert_eq!(settings.bus, BusAddress::Embedded("dateline-data/log.db".into()));
    assert_eq!((settings.instance.as_str(), settings.lane.as_str()), ("local", "news"));
    assert_eq!((settings.topics.partitions, settings.topics.replication_factor), (6, 1));
    assert_eq!(settings.topics.retention, Duration::from_secs(7 * 86_400));
    assert_eq!(settings.topics.dead_letter_retention, Duration::from_secs(30 * 86_400));
    assert_eq!(settings.topics.retention_size, None);
    assert_eq!(settings.limits.ingest, 8 << 20);
    assert_eq!((settings.log.format, settings.log.level.as_str()), (LogFormat::Auto, "info"));
    assert_eq!(settings.http_listen.as_deref(), Some("127.0.0.1:9600"));
    assert_eq!(settings.drain_deadline, Duration::from_secs(25));
    assert!(settings.consumer.user_agent.starts_with("dateline/"));
    assert_eq!(settings.threads, 0);
    assert_eq!((settings.breaker.source_after, settings.breaker.stop_after), (50, 1_000));
    assert_eq!(settings.breaker.source_pause, Duration::from_secs(600));
    assert_eq!(settings.breaker.broken_after, Duration::from_secs(86_400));
    assert!(settings.sources.is_empty() && settings.stores.is_empty());
}

#[test]
fn every_key_is_read() {
    let case = Case::of("");
    let secret = case.secret_file("hunter2\n");
    let toml = format!(
        r#"
        bus = "kafka://one:9092,two"
        instance = "node-1.example"
        lane = "backfill"
        threads = 3
        [kafka]
        security_protocol = "sasl_ssl"
        sasl_mechanism = "PLAIN"
        username = "dateline"
        password_file = "{}"
        ca_file = "/etc/ca.pem"
        [topics]
        partitions = 12
        replication_factor = 3
        retention = "12h"
        retention_size = "20GiB"
        dead_letter_retention = "90d"
        [limits]
        ingest = "1MiB"
        [log]
        format = "json"
        level = "warn,fetch=debug"
        [http]
        listen = "off"
        [drain]
        deadline = "5s"
        [consumer]
        user_agent = "desk/1"
        contact = "desk@example.org"
        [breaker]
        source_after = 7
        source_pause = "1m"
        stop_after = 200
        broken_after = "2h"
        [[source]]
        name = "wire"
        kind = "folder"
        [[store]]
        name = "wire"
        kind = "stdout"
        "#,
        secret.display()
    );
    let settings = settings(&toml, &[]);
    assert_eq!(settings.bus, BusAddress::Kafka("one:9092,two:9092".to_owned()));
    assert_eq!((settings.instance.as_str(), settings.lane.as_str()), ("node-1.example", "backfill"));
    assert_eq!(settings.kafka.protocol, SecurityProtocol::SaslSsl);
    let sasl = settings.kafka.sasl.as_ref().unwrap();
    assert_eq!(
        (sasl.mechanism, sasl.username.expose(), sasl.password.expose()),
        (SaslMechanism::Plain, "dateline", "hunter2")
    );
    assert_eq!(settings.kafka.ca_file.as_deref(), Some(Path::new("/etc/ca.pem")));
    assert_eq!((settings.topics.partitions, settings.topics.replication_factor), (12, 3));
    assert_eq!(settings.topics.retention, Duration::from_secs(43_200));
    assert_eq!(settings.topics.retention_size, Some(20 << 30));
    assert_eq!(settings.topics.retention_size_per_partition(), Some((20_u64 << 30).div_ceil(12)));
    assert_eq!(settings.limits.ingest, 1 << 20);
    assert_eq!((settings.log.format, settings.log.level.as_str()), (LogFormat::Json, "warn,fetch=debug"));
    assert_eq!(settings.http_listen, None);
    assert_eq!(settings.drain_deadline, Duration::from_secs(5));
    assert_eq!(settings.consumer.contact.as_deref(), Some("desk@example.org"));
    assert_eq!(settings.threads, 3);
    assert_eq!((settings.breaker.source_after, settings.breaker.stop_after), (7, 200));
    assert_eq!(settings.breaker.source_pause, Duration::from_secs(60));
    assert_eq!(settings.breaker.broken_after, Duration::from_secs(7_200));
    assert_eq!((settings.sources[0].name(), settings.sources[0].kind()), ("wire", "folder"));
    assert_eq!((settings.stores[0].name(), settings.stores[0].kind()), ("wire", "stdout"));
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn without_any_file_one_sqlite_store_is_there() {
    // The tests run in the crate's directory, which holds no dateline.toml.
    let mut problems = Problems::default();
    let settings = Settings::load(None, &Environment::default(), &mut problems);
    assert_eq!(settings.stores.len(), 1);
    assert_eq!((settings.stores[0].name(), settings.stores[0].kind()), ("local", "sqlite"));
    let mut keys = settings.stores[0].keys(&mut problems);
    assert_eq!(keys.required_path("path"), Some("dateline-data/articles.db".into()));
    keys.finish();
    problems.check().unwrap();
}

#[test]
fn kafka_settings_must_fit_together() {
    let check = |toml: &str, expected: &str| assert_eq!(refusal(toml, &[]), expected);
    check(
        "[kafka]\nsecurity_protocol = 'sasl_ssl'\nusername = 'u'\n",
        "dateline.toml:1: kafka.password: is missing or empty; write `password = …`, or `password_file` with a file that holds it",
    );
    check(
        "[kafka]\nca_file = 'x'\npassword = 'p'\n",
        "dateline.toml:2: kafka.ca_file: has no use with security_protocol plaintext; set security_protocol to ssl or sasl_ssl\n\
         dateline.toml:3: kafka.password: has no use with security_protocol plaintext; set security_protocol to sasl_ssl or sasl_plaintext",
    );
}

#[test]
fn sections_are_read_by_who_knows_their_kind() {
    let case = Case::of(
        r#"
[[source]]
name = "world"
kind = "feed"
url = "https://example.org/rss?token=${TOKEN:-t}"
follow = false
interval = "5m"
[[source]]
name = "broken"
kind = "feed"
url = "ftp://example.org/"
follow = "yes"
interval = "1ms"
intervall = "5m"
[[source]]
name = "odd"
kind = "fede"
[[store]]
name = "articles"
kind = "postgres"
url = "${DATABASE_URL}"
"#,
    );
    let mut problems = Problems::default();
    let settings = Settings::load(Some(&case.file), &Environment::default(), &mut problems);
    assert!(problems.is_empty(), "what no one reads is no problem: {problems}");
    type Feed = (Option<String>, bool, Option<Duration>);
    fn feed(mut keys: Keys<'_>) -> Option<Feed> {
        let url = keys.required_url("url");
        let follow = keys.boolean("follow").or(true);
        let interval = keys.duration("interval", Duration::from_secs(10)..=Duration::from_secs(86_400)).given();
        keys.finish();
        Some((url.map(String::from), follow, interval))
    }
    let kinds: Kinds<Feed> = Kinds(&[("feed", feed), ("folder", |_| None)]);
    let read: Vec<Feed> = settings.sources.iter().filter_map(|section| kinds.read(section, &mut problems)).collect();
    let mut keys = settings.stores[0].keys(&mut problems);
    assert!(keys.required_secret("url").is_none());
    keys.finish();
    assert_eq!(read[0], (Some("https://example.org/rss?token=t".to_owned()), false, Some(Duration::from_secs(300))));
    let expected = "\
dateline.toml:11: source.broken.url: is a `ftp` URL; write an http or https URL with a host
dateline.toml:12: source.broken.follow: is not a truth value; write true or false, without quotes
dateline.toml:13: source.broken.interval: 1ms is out of range; write 10s to 1d
dateline.toml:14: source.broken.intervall: unknown key; did you mean `interval`?
dateline.toml:17: source.odd.kind: `fede` is no kind of it; did you mean `feed`?
dateline.toml:21: store.articles.url: the variable DATABASE_URL is not set; set it, or give a default: ${DATABASE_URL:-default}";
    assert_eq!(case.verdict(problems).unwrap_err(), expected);
}

#[test]
fn the_example_configuration_of_the_deployment_is_sound() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/config/dateline.toml");
    let mut problems = Problems::default();
    let settings = Settings::load(Some(&file), &Environment::default(), &mut problems);
    assert_eq!(settings.bus, BusAddress::Kafka("kafka:9092".to_owned()));
    assert_eq!(settings.stores[0].kind(), "postgres");
    problems.check().unwrap();
}

#[test]
fn every_key_is_documented() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let text = std::fs::read_to_string(file).unwrap();
    for name in known_overrides() {
        let key = name.trim_start_matches("DATELINE_").to_lowercase().replace("__", ".");
        let documented = key.strip_suffix("_file").filter(|key| *key != "kafka.ca").unwrap_or(&key);
        assert!(text.contains(&format!("`{documented}`")), "{documented}");
    }
}
