//! Variables of the environment: in the file, in the place of keys, and for the file itself.

use super::case::{Case, environment, refusal, settings};
use dateline_service::config::{BusAddress, Problems, Settings, known_overrides, variables_in};
use std::time::Duration;

#[test]
fn the_configuration_variable_names_the_file() {
    let case = Case::of("lane = \"side\"\n");
    let mut problems = Problems::default();
    let variables = environment(&[("DATELINE_CONFIG", case.file.to_str().unwrap())]);
    assert_eq!(Settings::load(None, &variables, &mut problems).lane.as_str(), "side");
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
        "DATELINE_THREADS",
        "DATELINE_SOURCES_FROM",
        "DATELINE_BREAKER__SOURCE_AFTER",
    ] {
        assert!(known.iter().any(|known| known == name), "{name} in {known:?}");
    }
    let is_of_a_list = |name: &String| {
        let lists = ["DATELINE_SOURCE", "DATELINE_STORE"].into_iter();
        lists.filter_map(|list| name.strip_prefix(list)).any(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    assert!(!known.iter().any(|name| is_of_a_list(name) || name == "DATELINE_TOPICS"), "{known:?}");
}
