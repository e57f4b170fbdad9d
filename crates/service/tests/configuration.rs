//! The configuration as users write it: files, variables, and what they are told about mistakes.
#![expect(clippy::unwrap_used, reason = "what the tests share fails by panicking, as they do")]

use dateline_service::config::{
    BusAddress, Environment, LogFormat, Problems, SaslMechanism, SecurityProtocol, Settings, known_overrides,
    variables_in,
};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

struct Case {
    directory: TempDir,
    file: PathBuf,
}

impl Case {
    fn of(toml: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("dateline.toml");
        std::fs::write(&file, toml).unwrap();
        Self { directory, file }
    }

    fn secret_file(&self, content: &str) -> PathBuf {
        let path = self.directory.path().join("secret");
        std::fs::write(&path, content).unwrap();
        path
    }

    fn load(&self, variables: &[(&str, &str)]) -> Result<Settings, String> {
        let mut problems = Problems::default();
        let settings = Settings::load(Some(&self.file), &environment(variables), &mut problems);
        self.verdict(problems).map(|()| settings)
    }

    /// Problems with the temporary directory cut off.
    fn verdict(&self, problems: Problems) -> Result<(), String> {
        let directory = format!("{}/", self.directory.path().display());
        problems.check().map_err(|problems| problems.to_string().replace(&directory, ""))
    }
}

fn environment(variables: &[(&str, &str)]) -> Environment {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn settings(toml: &str, variables: &[(&str, &str)]) -> Settings {
    Case::of(toml).load(variables).unwrap()
}

fn refusal(toml: &str, variables: &[(&str, &str)]) -> String {
    Case::of(toml).load(variables).unwrap_err()
}

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
    assert_eq!(settings.enricher.threads, 0);
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
        [enricher]
        threads = 3
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
    assert_eq!(settings.enricher.threads, 3);
    assert_eq!((settings.breaker.source_after, settings.breaker.stop_after), (7, 200));
    assert_eq!(settings.breaker.source_pause, Duration::from_secs(60));
    assert_eq!(settings.breaker.broken_after, Duration::from_secs(7_200));
    assert_eq!((settings.sources[0].name(), settings.sources[0].kind()), ("wire", "folder"));
    assert_eq!((settings.stores[0].name(), settings.stores[0].kind()), ("wire", "stdout"));
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn all_problems_are_reported_at_once_with_their_lines() {
    let toml = r#"
bus = "localhost:9092"
lane = "Back Fill"
colour = "red"
[topics]
partition = 3
retention = "7 days"
retention_size = "20GB"
replication_factor = "three"
[http]
listen = 9600
[limits]
ingest = "1GiB"
[log]
format = "jsn"
level = "info,x=loud"
[hhtp]
listen = "x"
[[source]]
name = "World"
kind = "feed"
[[source]]
name = "wire"
[[source]]
name = "wire"
kind = "folder"
[[source]]
name = "wire"
kind = "folder"
[enricher]
threads = 1.5
[drain]
deadline = "0s"
[store]
name = "x"
"#;
    let expected = "\
dateline.toml:2: bus: `localhost:9092` is no bus; write kafka://HOST:PORT,HOST:PORT or embedded:FILE
dateline.toml:3: lane: `Back Fill` is no lane; write 1 to 40 lower-case letters, digits, `-` or `_`
dateline.toml:4: colour: unknown key; known are breaker, bus, consumer, drain, enricher, fetch, http, instance, kafka, lane, limits, log, source, store, topics
dateline.toml:6: topics.partition: unknown key; did you mean `partitions`?
dateline.toml:7: topics.retention: `7 days` is not a duration; write 500ms, 2s, 5m, 12h or 7d
dateline.toml:8: topics.retention_size: `20GB` is not a size; write 512B, 64KiB, 8MiB or 20GiB
dateline.toml:9: topics.replication_factor: is a text; write a whole number without quotes
dateline.toml:11: http.listen: is a number; write it in quotes
dateline.toml:13: limits.ingest: 1GiB is out of range; write 1KiB to 30MiB
dateline.toml:15: log.format: `jsn` is none of its values; did you mean `json`?
dateline.toml:16: log.level: `info,x=loud` is no log filter; write info, or info,dateline_fetch=debug
dateline.toml:17: hhtp: unknown key; did you mean `http`?
dateline.toml:20: source.1.name: `World` is no name; write 1 to 40 lower-case letters, digits, `-` or `_`
dateline.toml:22: source.2.kind: is missing or empty; write `kind = …`
dateline.toml:25: source.3.name: `wire` is taken (dateline.toml:22); give each source its own name
dateline.toml:28: source.4.name: `wire` is taken (dateline.toml:22); give each source its own name
dateline.toml:31: enricher.threads: is a number with a fraction; write a whole number
dateline.toml:33: drain.deadline: 0ms is out of range; write 1s to 1h
dateline.toml:34: store: is not a list of tables; write [[store]] with double brackets";
    assert_eq!(refusal(toml, &[]), expected);
}

#[test]
fn syntax_errors_name_their_lines_and_nothing_else_is_reported() {
    let refused = refusal("bus = \"embedded:x\"\nlane =\n\n[topics\npartitions = 1\ncolour = 1\n", &[]);
    let lines: Vec<&str> = refused.lines().collect();
    assert!(lines[0].starts_with("dateline.toml:2: not TOML: "), "{refused}");
    assert!(lines.iter().all(|line| line.contains(": not TOML: ")), "{refused}");
}

#[test]
fn a_file_that_is_named_but_not_there_is_a_problem() {
    for variables in [&[][..], &[("DATELINE_CONFIG", "/nowhere/dateline.toml")]] {
        let mut problems = Problems::default();
        let named = variables.is_empty().then_some(Path::new("/nowhere/dateline.toml"));
        Settings::load(named, &environment(variables), &mut problems);
        let refused = problems.check().unwrap_err().to_string();
        assert!(refused.starts_with("/nowhere/dateline.toml: cannot be read: "), "{refused}");
        assert!(refused.contains("--config"), "{refused}");
    }
}

#[test]
fn the_configuration_variable_names_the_file() {
    let case = Case::of("lane = \"side\"\n");
    let mut problems = Problems::default();
    let variables = environment(&[("DATELINE_CONFIG", case.file.to_str().unwrap())]);
    assert_eq!(Settings::load(None, &variables, &mut problems).lane.as_str(), "side");
    problems.check().unwrap();
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
fn variables_stand_in_for_values_of_every_type() {
    let toml = r#"
bus = "${BUS:-embedded:x.db}"
instance = "${HOSTNAME:-local}"
[topics]
partitions = "${PARTITIONS:-6}"
retention_size = "${SIZE:-}"
"#;
    let defaults = settings(toml, &[]);
    assert_eq!(defaults.bus, BusAddress::Embedded("x.db".into()));
    assert_eq!((defaults.topics.partitions, defaults.topics.retention_size), (6, None));
    let set = settings(toml, &[("BUS", "kafka://k:1"), ("HOSTNAME", "pod-7"), ("PARTITIONS", "3"), ("SIZE", "1GiB")]);
    assert_eq!(set.bus, BusAddress::Kafka("k:1".to_owned()));
    assert_eq!((set.instance.as_str(), set.topics.partitions, set.topics.retention_size), ("pod-7", 3, Some(1 << 30)));
    let missing = refusal("\nbus = \"${BUS}\"\n", &[]);
    assert_eq!(
        missing,
        "dateline.toml:2: bus: the variable BUS is not set; set it, or give a default: ${BUS:-default}"
    );
    assert_eq!(variables_in(toml), ["BUS", "HOSTNAME", "PARTITIONS", "SIZE"]);
}

#[test]
fn a_variable_cannot_add_keys() {
    let settings = settings(
        "instance = \"local\"\n[consumer]\ncontact = \"${X:-y}\"\n[topics]\n",
        &[("X", "[topics] partitions = 1")],
    );
    assert_eq!(settings.topics.partitions, 6);
    assert_eq!(settings.consumer.contact.as_deref(), Some("[topics] partitions = 1"));
}

#[test]
fn overrides_take_the_place_of_what_the_file_says() {
    let toml = "bus = \"embedded:x\"\n[topics]\npartitions = 3\n[http]\nlisten = 17\n";
    let variables = [
        ("DATELINE_BUS", "kafka://k:9092"),
        ("DATELINE_HTTP__LISTEN", "0.0.0.0:9600"),
        ("DATELINE_TOPICS__PARTITIONS", "12"),
        ("DATELINE_DRAIN__DEADLINE", "3s"),
        ("DATELINE_LANE", ""),
        ("DATELINE_TEST_ANYTHING", "1"),
        ("DATELINE_CONFIG", "unused"),
        ("PATH", "/bin"),
    ];
    let settings = settings(toml, &variables);
    assert_eq!(settings.bus, BusAddress::Kafka("k:9092".to_owned()));
    assert_eq!(settings.http_listen.as_deref(), Some("0.0.0.0:9600"));
    assert_eq!(settings.topics.partitions, 12);
    assert_eq!(settings.drain_deadline, Duration::from_secs(3));
    assert_eq!(settings.lane.as_str(), "news");
}

#[test]
fn a_wrong_or_unknown_variable_is_a_problem() {
    let refused = refusal(
        "[consumer]\ncontact = \"${DATELINE_DESK:-x}\"\n",
        &[
            ("DATELINE_HTTP__LISTN", "x"),
            ("DATELINE_ZEBRA", "x"),
            ("DATELINE_TOPICS__PARTITIONS", "many"),
            ("DATELINE_DESK", "referred to by the file"),
        ],
    );
    let expected = "\
environment: DATELINE_HTTP__LISTN: unknown variable; did you mean DATELINE_HTTP__LISTEN?
environment: DATELINE_TOPICS__PARTITIONS: `many` is not a whole number
environment: DATELINE_ZEBRA: unknown variable; they are named after keys: topics.partitions is DATELINE_TOPICS__PARTITIONS";
    assert_eq!(refused, expected);
}

#[test]
fn the_known_overrides_are_those_of_all_tables() {
    let known = known_overrides();
    for name in [
        "DATELINE_BUS",
        "DATELINE_KAFKA__PASSWORD_FILE",
        "DATELINE_TOPICS__RETENTION_SIZE",
        "DATELINE_LIMITS__INGEST",
        "DATELINE_LOG__FORMAT",
        "DATELINE_DRAIN__DEADLINE",
        "DATELINE_CONSUMER__USER_AGENT",
        "DATELINE_FETCH__ALLOW",
        "DATELINE_ENRICHER__THREADS",
        "DATELINE_BREAKER__SOURCE_AFTER",
    ] {
        assert!(known.iter().any(|known| known == name), "{name} in {known:?}");
    }
    let is_of_a_list = |name: &String| name.starts_with("DATELINE_SOURCE") || name.starts_with("DATELINE_STORE");
    assert!(!known.iter().any(|name| is_of_a_list(name) || name == "DATELINE_TOPICS"), "{known:?}");
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
fn a_password_that_would_go_over_the_network_as_it_is_is_refused() {
    let kafka = |bus: &str, protocol: &str, mechanism: &str| {
        format!(
            "bus = '{bus}'\n[kafka]\nsecurity_protocol = '{protocol}'\n{mechanism}\nusername = 'u'\npassword = 'p'\n"
        )
    };
    let plain = "sasl_mechanism = 'PLAIN'";
    assert_eq!(
        refusal(&kafka("kafka://one.example.org", "sasl_plaintext", plain), &[]),
        "dateline.toml:4: kafka.sasl_mechanism: PLAIN sends the password as it is, and sasl_plaintext does not encrypt \
         it; set security_protocol to sasl_ssl, or sasl_mechanism to SCRAM-SHA-512"
    );
    for fine in [
        kafka("kafka://one.example.org", "sasl_ssl", plain),
        kafka("kafka://one.example.org", "sasl_plaintext", ""),
        kafka("kafka://localhost,[::1]:9093", "sasl_plaintext", plain),
    ] {
        Case::of(&fine).load(&[]).unwrap();
    }
}

#[test]
fn a_secret_comes_from_its_key_or_its_file_and_never_from_both() {
    let case = Case::of("");
    let path = case.secret_file("from file\r\n");
    let path = path.to_str().unwrap();
    let read = |keys: &str, variables: &[(&str, &str)]| {
        let toml = format!("[kafka]\nsecurity_protocol = 'sasl_plaintext'\nusername = 'u'\n{keys}");
        Case::of(&toml).load(variables).map(|settings| settings.kafka.sasl.unwrap().password.expose().to_owned())
    };
    let in_file = format!("password_file = '{path}'\n");
    assert_eq!(read("password = 'direct'\n", &[]).unwrap(), "direct");
    assert_eq!(read(&in_file, &[]).unwrap(), "from file");
    assert_eq!(read(&in_file, &[("DATELINE_KAFKA__PASSWORD", "override")]).unwrap(), "override");
    assert_eq!(read("password = 'direct'\n", &[("DATELINE_KAFKA__PASSWORD_FILE", path)]).unwrap(), "from file");
    assert_eq!(read("password_file = '${SECRET}'\n", &[("SECRET", path)]).unwrap(), "from file");

    let both = read(&format!("password = 'x'\n{in_file}"), &[]).unwrap_err();
    assert_eq!(
        both.lines().next().unwrap(),
        "dateline.toml:4: kafka.password: is given twice; remove `password` or `password_file`"
    );
    let missing = read("password_file = '/nowhere'\n", &[]).unwrap_err();
    assert!(
        missing.starts_with("dateline.toml:4: kafka.password_file: the file /nowhere cannot be read: "),
        "{missing}"
    );
    std::fs::write(path, "\n").unwrap();
    assert!(read(&in_file, &[]).unwrap_err().contains("is empty"));
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
    let mut read = Vec::new();
    for section in &settings.sources {
        match section.kind() {
            "feed" => {
                let mut keys = section.keys(&mut problems);
                let url = keys.required_url("url");
                let follow = keys.boolean("follow").unwrap_or(true);
                let interval = keys.duration("interval", Duration::from_secs(10)..=Duration::from_secs(86_400));
                keys.finish();
                read.push((url.map(String::from), follow, interval));
            }
            _ => section.refuse_kind(&["feed", "folder"], &mut problems),
        }
    }
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
fn hostile_files_are_refused_in_bounded_time() {
    let nested = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refusal(&nested, &[]).contains("not TOML"));
    let long = format!("# {}\n", "x".repeat(5 << 20));
    assert!(refusal(&long, &[]).contains("longer than 4 MiB"));
    let mistakes = "=\n".repeat(10_000);
    assert!(refusal(&mistakes, &[]).lines().count() <= 20);
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
