//! `docker-compose.yml` agrees with the configuration, with itself and with the files of the repository.

use super::file::{Compose, ONCE, RUNNING, dateline_services, read, root, seconds, texts};
use serde_yaml_ng::Value;
use service::config::{BusAddress, CONFIG_VARIABLE, Problems, known_overrides, variables_in};
use std::collections::BTreeSet;

#[test]
fn every_variable_given_to_a_service_is_one_it_knows() {
    let compose = Compose::load();
    let overrides = known_overrides();
    for service in dateline_services() {
        let in_file = variables_in(&compose.config(service));
        for name in compose.variables(service) {
            let known = name == CONFIG_VARIABLE || overrides.contains(&name) || in_file.contains(&name);
            assert!(known, "{service}: {name} is no setting and the configuration file does not use it");
        }
    }
}

#[test]
fn services_and_configuration_agree_on_hosts_ports_and_users() {
    let compose = Compose::load();
    let advertised = compose.variable("kafka", "KAFKA_ADVERTISED_LISTENERS").unwrap();
    for service in dateline_services() {
        let settings = compose.settings(service);
        let BusAddress::Kafka(broker) = settings.bus else { panic!("{service} is on {:?}", settings.bus) };
        assert!(broker.starts_with("kafka:"), "{broker}");
        assert!(advertised.contains(&format!("://{broker},")), "Kafka does not advertise {broker}: {advertised}");
    }
    let settings = compose.settings("sink");
    let mut problems = Problems::default();
    let store = settings.stores.iter().find(|store| store.kind() == "postgres").expect("a PostgreSQL store");
    let url = store.keys(&mut problems).required_secret("url").expect("the store has a URL");
    let postgres = |name| compose.value("postgres", name).unwrap();
    let (user, password, name) = (postgres("POSTGRES_USER"), postgres("POSTGRES_PASSWORD"), postgres("POSTGRES_DB"));
    assert_eq!(url.expose(), format!("postgres://{user}:{password}@postgres:5432/{name}?sslmode=disable"));
    problems.check().unwrap();
}

#[test]
fn folders_that_are_read_are_mounted() {
    let compose = Compose::load();
    let mounted: Vec<String> = compose.mounts("consumer").into_iter().map(|(_, to)| to).collect();
    let mut problems = Problems::default();
    for source in compose.settings("consumer").sources.iter().filter(|source| source.kind() == "folder") {
        let path = source.keys(&mut problems).required_path("path").expect("a folder has a path");
        assert!(mounted.iter().any(|to| path.starts_with(to)), "{} is in no mount of the consumer", path.display());
    }
}

#[test]
fn a_single_broker_gets_what_transactions_need() {
    let compose = Compose::load();
    for name in [
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR",
    ] {
        assert_eq!(compose.variable("kafka", name).as_deref(), Some("1"), "{name}");
    }
    assert_eq!(compose.variable("kafka", "KAFKA_AUTO_CREATE_TOPICS_ENABLE").as_deref(), Some("false"));
    let data = compose.variable("kafka", "KAFKA_LOG_DIRS").unwrap();
    let volumes = texts(&compose.service("kafka")["volumes"]);
    assert!(volumes.iter().any(|volume| *volume == format!("kafka:{data}")), "{volumes:?}");
}

#[test]
fn listeners_that_are_advertised_exist_and_have_a_protocol() {
    let compose = Compose::load();
    let listeners = |name| {
        let text = compose.variable("kafka", name).unwrap();
        text.split(',').map(str::to_owned).collect::<Vec<_>>()
    };
    let bound: BTreeSet<(String, String)> = listeners("KAFKA_LISTENERS").iter().map(|one| name_and_port(one)).collect();
    let protocols = compose.variable("kafka", "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP").unwrap();
    for advertised in listeners("KAFKA_ADVERTISED_LISTENERS") {
        let (name, port) = name_and_port(&advertised);
        assert!(bound.contains(&(name.clone(), port.clone())), "{advertised} is advertised but not bound");
        assert!(protocols.contains(&format!("{name}:")), "{name} has no protocol");
        if advertised.contains("localhost") {
            assert!(compose.published("kafka").contains(&port), "{advertised} is for the host but not published");
        }
    }
}

fn name_and_port(listener: &str) -> (String, String) {
    let (name, address) = listener.split_once("://").unwrap();
    (name.to_owned(), address.rsplit(':').next().unwrap().to_owned())
}

#[test]
fn health_endpoints_are_published_and_scraped_where_they_listen() {
    let compose = Compose::load();
    let prometheus: Value = serde_yaml_ng::from_str(&read("deploy/observability/prometheus.yml")).unwrap();
    let jobs = prometheus["scrape_configs"].as_sequence().unwrap();
    let groups = jobs.iter().flat_map(|job| job["static_configs"].as_sequence().unwrap());
    let scraped: BTreeSet<String> = groups.flat_map(|group| texts(&group["targets"])).collect();
    let expected: BTreeSet<String> = RUNNING
        .iter()
        .map(|service| {
            let listen = compose.settings(service).http_listen.expect("health endpoints are on");
            let port = listen.strip_prefix("0.0.0.0:").expect("reachable from other containers").to_owned();
            assert!(compose.published(service).contains(&port), "{service} does not publish {port}");
            format!("{service}:{port}")
        })
        .collect();
    assert_eq!(scraped, expected);
}

#[test]
fn every_mounted_file_and_every_dockerfile_exists() {
    let compose = Compose::load();
    for service in compose.names() {
        for (from, _) in compose.mounts(service) {
            assert!(root().join(&from).exists(), "{service} mounts {from}, which is not in the repository");
        }
        let build = &compose.service(service)["build"];
        if let Some(dockerfile) = build["dockerfile"].as_str() {
            let context = root().join(build["context"].as_str().unwrap());
            assert!(context.join(dockerfile).is_file(), "{service} builds {dockerfile}, which does not exist");
        }
    }
}

#[test]
fn every_named_volume_is_declared_and_used() {
    let compose = Compose::load();
    let declared: BTreeSet<String> =
        compose.0["volumes"].as_mapping().unwrap().keys().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let mounts = compose.names().into_iter().flat_map(|service| texts(&compose.service(service)["volumes"]));
    let used: BTreeSet<String> = mounts
        .filter(|mount| !mount.starts_with(['.', '/']))
        .filter_map(|mount| mount.split(':').next().map(str::to_owned))
        .collect();
    assert_eq!(declared, used);
}

#[test]
fn images_are_pinned_to_a_version() {
    let compose = Compose::load();
    let dockerfile = read("deploy/Dockerfile");
    let bases = dockerfile.lines().filter_map(|line| line.strip_prefix("FROM ")?.split(' ').next().map(str::to_owned));
    let images = compose.names().into_iter().map(|name| compose.service(name)["image"].as_str().unwrap().to_owned());
    for image in images.chain(bases) {
        let tag = image.split_once(':').map_or("", |(_, tag)| tag);
        let numbers = tag.trim_start_matches('v').split(['.', '-']).take_while(|part| part.parse::<u32>().is_ok());
        assert!(numbers.count() >= 2, "{image} is not pinned to a version with its minor number");
    }
}

#[test]
fn the_broker_is_the_one_the_tests_run() {
    let image = Compose::load().service("kafka")["image"].as_str().unwrap().to_owned();
    let version = image.strip_prefix("apache/kafka:").unwrap();
    let pom = read("tests/kafka/pom.xml");
    assert!(pom.contains(&format!("<version>{version}</version>")), "tests/kafka/pom.xml is not about {version}");
}

#[test]
fn what_runs_is_watched_and_waits_for_what_it_needs() {
    let compose = Compose::load();
    for name in compose.names().into_iter().filter(|name| !ONCE.contains(name)) {
        let check = &compose.service(name)["healthcheck"];
        assert!(!texts(&check["test"]).is_empty(), "{name} has no healthcheck");
        assert!(seconds(&check["interval"]) > 0 && seconds(&check["timeout"]) > 0, "{name}");
    }
    let condition = |service: &str, on: &str| {
        let condition = &compose.service(service)["depends_on"][on]["condition"];
        condition.as_str().map(str::to_owned)
    };
    for service in dateline_services() {
        assert_eq!(condition(service, "kafka").as_deref(), Some("service_healthy"), "{service}");
        for once in ONCE.iter().filter(|once| **once != service) {
            assert_eq!(condition(service, once).as_deref(), Some("service_completed_successfully"), "{service} {once}");
        }
    }
    assert_eq!(condition("sink", "postgres").as_deref(), Some("service_healthy"));
}

#[test]
fn services_may_finish_draining_before_they_are_killed() {
    let compose = Compose::load();
    for service in RUNNING {
        let grace = seconds(&compose.service(service)["stop_grace_period"]);
        let drain = compose.settings(service).drain_deadline.as_secs();
        assert!(grace > drain, "{service}: killed after {grace} s, drains up to {drain} s");
    }
}

#[test]
fn the_image_is_not_run_as_root() {
    let dockerfile = read("deploy/Dockerfile");
    let users: Vec<&str> = dockerfile.lines().filter_map(|line| line.strip_prefix("USER ")).collect();
    assert_eq!(users.len(), 1, "{users:?}");
    assert!(users.first().is_some_and(|user| user.parse::<u32>().is_ok_and(|id| id > 0)), "{users:?}");
}
