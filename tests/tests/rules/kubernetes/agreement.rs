//! Topics, user, scaler, monitor and network agree with the configuration, the pods and the alerts.

use super::rendered::{Rendered, container, name, settings};
use crate::compose::file::{RUNNING, read};
use bus::KafkaSettings;
use serde_yaml_ng::Value;
use service::config::BusAddress;
use std::collections::BTreeMap;

#[test]
fn topics_are_those_that_the_services_would_make() {
    let rendered = Rendered::base();
    let settings = settings(rendered.deployment("sink"));
    let kafka =
        KafkaSettings { replication_factor: settings.topics.replication_factor, ..KafkaSettings::plaintext("") };
    let wanted: BTreeMap<String, (i64, i64, BTreeMap<String, String>)> = service::topic_specs(&settings)
        .iter()
        .map(|topic| {
            let config = kafka.topic_config(topic).into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            (topic.name.to_string(), (topic.partitions.into(), kafka.replication_factor.into(), config))
        })
        .collect();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => serde_yaml_ng::to_string(other).unwrap().trim().to_owned(),
    };
    let there = rendered.kind("KafkaTopic").into_iter().map(|topic| {
        let spec = &topic["spec"];
        assert_eq!(topic["apiVersion"].as_str(), Some("kafka.strimzi.io/v1"));
        assert_eq!(topic["metadata"]["labels"]["strimzi.io/cluster"].as_str(), Some("kafka"), "{}", name(topic));
        assert_eq!(spec.as_mapping().unwrap().len(), 4, "a key that Strimzi does not know: {spec:?}");
        let config = spec["config"].as_mapping().unwrap().iter().map(|(key, value)| (text(key), text(value))).collect();
        let number = |key: &str| spec[key].as_i64().unwrap();
        (text(&spec["topicName"]), (number("partitions"), number("replicas"), config))
    });
    assert_eq!(there.collect::<BTreeMap<_, _>>(), wanted);
}

#[test]
fn the_user_of_the_services_may_use_what_is_theirs() {
    let rendered = Rendered::base();
    let user = rendered.kind("KafkaUser")[0];
    let settings = settings(rendered.deployment("sink"));
    let sasl = settings.kafka.sasl.expect("the services log in");
    assert_eq!(user["spec"]["userName"].as_str(), Some(sasl.username.expose()));
    assert_eq!(user["spec"]["authentication"]["type"].as_str(), Some(sasl.mechanism.as_str().to_lowercase().as_str()));
    let acls = user["spec"]["authorization"]["acls"].as_sequence().unwrap();
    let lane = format!("{}.", settings.lane.as_str());
    for kind in ["topic", "group", "transactionalId"] {
        let about = |one: &&Value| one["resource"]["type"].as_str() == Some(kind);
        let resource = &acls.iter().find(about).unwrap_or_else(|| panic!("no right to a {kind}"))["resource"];
        assert_eq!(resource["name"].as_str(), Some(lane.as_str()), "{kind}");
        assert_eq!(resource["patternType"].as_str(), Some("prefix"), "{kind}");
    }
}

#[test]
fn enrichers_are_scaled_by_how_long_news_waits_and_nobody_else_says_how_many() {
    let rendered = Rendered::base();
    let enricher = rendered.deployment("enricher");
    assert!(enricher["spec"]["replicas"].is_null(), "every `apply` would undo what the scaler did");
    let scaler = &rendered.kind("ScaledObject")[0]["spec"];
    assert_eq!(scaler["scaleTargetRef"]["name"].as_str(), Some(name(enricher)));
    let partitions = i64::from(settings(enricher).topics.partitions);
    assert_eq!(scaler["maxReplicaCount"].as_i64(), Some(partitions), "more have nothing to read");
    // The lag is measured by the enrichers themselves.
    assert!(scaler["minReplicaCount"].as_i64() >= Some(1));
    let asked = &scaler["triggers"][0]["metadata"];
    assert!(asked["threshold"].is_string(), "KEDA takes texts only");
    let query = asked["query"].as_str().unwrap();
    assert!(query.contains("dateline_lag_seconds{job=\"dateline\", stage=\"enrich\"}"), "{query}");
}

#[test]
fn prometheus_asks_every_pod_and_names_it_as_rules_and_dashboards_do() {
    let rendered = Rendered::base();
    let monitor = &rendered.kind("PodMonitor")[0]["spec"];
    let job = monitor["jobLabel"].as_str().unwrap();
    let alerts = read("deploy/observability/alerts.yml");
    for service in RUNNING {
        let labels = &rendered.deployment(service)["spec"]["template"]["metadata"]["labels"];
        assert!(alerts.contains(&format!("job=\"{}\"", labels[job].as_str().unwrap())), "{service}");
        for (label, value) in monitor["selector"]["matchLabels"].as_mapping().unwrap() {
            assert_eq!(labels.get(label), Some(value), "{service} is not asked");
        }
        let port = monitor["podMetricsEndpoints"][0]["port"].as_str();
        assert_eq!(container(rendered.deployment(service))["ports"][0]["name"].as_str(), port);
    }
    let relabelled = monitor["podMetricsEndpoints"][0]["relabelings"].as_sequence().unwrap();
    let named: Vec<&str> = relabelled.iter().filter_map(|one| one["targetLabel"].as_str()).collect();
    assert_eq!(named, ["service", "instance"]);
}

#[test]
fn each_goes_out_to_what_it_needs_only() {
    let rendered = Rendered::base();
    let policies = rendered.kind("NetworkPolicy");
    let ports_of = |service: &str| -> Vec<i64> {
        let labels = &rendered.deployment(service)["spec"]["template"]["metadata"]["labels"];
        let chooses = |policy: &&&Value| {
            let wanted = policy["spec"]["podSelector"]["matchLabels"].as_mapping().unwrap();
            wanted.iter().all(|(label, value)| labels.get(label) == Some(value))
        };
        let rules = policies.iter().filter(chooses).flat_map(|policy| policy["spec"]["egress"].as_sequence().unwrap());
        let ports = rules.flat_map(|rule| {
            assert!(rule["to"].is_sequence(), "{service} may go anywhere");
            rule["ports"].as_sequence().unwrap_or_else(|| panic!("{service}: all ports"))
        });
        let mut ports: Vec<i64> = ports.map(|port| port["port"].as_i64().unwrap()).collect();
        ports.sort_unstable();
        ports.dedup();
        ports
    };
    let BusAddress::Kafka(broker) = settings(rendered.deployment("sink")).bus else { panic!("not on Kafka") };
    let kafka: i64 = broker.rsplit(':').next().unwrap().parse().unwrap();
    assert_eq!(ports_of("consumer"), [53, 80, 443, kafka]);
    assert_eq!(ports_of("enricher"), [53, kafka]);
    assert_eq!(ports_of("sink"), [53, 5432, kafka]);
    let all = policies.iter().find(|policy| name(policy) == "dateline").unwrap();
    let types: Vec<&str> = all["spec"]["policyTypes"].as_sequence().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(types, ["Ingress", "Egress"]);
}

#[test]
fn images_are_the_one_that_compose_builds() {
    let rendered = Rendered::base();
    let image = crate::compose::file::Compose::load().service("sink")["image"].clone();
    let images = RUNNING.iter().map(|service| &container(rendered.deployment(service))["image"]);
    assert!(images.clone().all(|one| *one == image), "{:?}", images.collect::<Vec<_>>());
    assert!(rendered.all().count() > 20);
}
