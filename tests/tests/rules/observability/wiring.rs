//! Prometheus, Alertmanager and Grafana find each other, as docker-compose.yml starts them.

use super::files::{DASHBOARDS, dashboard, rules, succeeds, text, yaml};
use crate::compose::file::{Compose, texts};
use std::collections::BTreeSet;

#[test]
fn the_tools_find_the_configurations_in_order() {
    succeeds("promtool", &["check", "config", "--lint-fatal", "prometheus.yml"]);
    succeeds("amtool", &["check-config", "alertmanager.yml"]);
}

/// Where a file of this folder is in the container of a service, as far as it is mounted there.
fn place(compose: &Compose, service: &str, file: &str) -> Option<String> {
    let whole = format!("./deploy/observability/{file}");
    compose.mounts(service).into_iter().find_map(|(from, to)| Some(format!("{to}{}", whole.strip_prefix(&from)?)))
}

#[test]
fn prometheus_has_its_rules_and_tells_the_alertmanager() {
    let compose = Compose::load();
    let config = yaml("prometheus.yml");
    for file in texts(&config["rule_files"]) {
        assert_eq!(place(&compose, "prometheus", &file), Some(format!("/etc/prometheus/{file}")));
    }
    let told = &config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"];
    assert_eq!(texts(told), ["alertmanager:9093"]);
    for (service, file) in [("prometheus", "prometheus.yml"), ("alertmanager", "alertmanager.yml")] {
        let place = place(&compose, service, file).unwrap();
        assert!(texts(&compose.service(service)["command"]).contains(&format!("--config.file={place}")), "{service}");
    }
}

#[test]
fn grafana_finds_prometheus_and_the_dashboards() {
    let compose = Compose::load();
    let sources = yaml("grafana/provisioning/datasources/prometheus.yml");
    let source = &sources["datasources"][0];
    assert_eq!((source["type"].as_str(), source["url"].as_str()), (Some("prometheus"), Some("http://prometheus:9090")));
    assert_eq!(source["isDefault"].as_bool(), Some(true), "dashboards take the one by default");
    assert_eq!(source["jsonData"]["timeInterval"], yaml("prometheus.yml")["global"]["scrape_interval"]);
    let provided = yaml("grafana/provisioning/dashboards/dateline.yml");
    let folder = provided["providers"][0]["options"]["path"].as_str().unwrap();
    for file in DASHBOARDS {
        let place = place(&compose, "grafana", &format!("grafana/dashboards/{file}"));
        assert_eq!(place, Some(format!("{folder}/{file}")));
        let variable = &dashboard(file)["templating"]["list"][0];
        assert_eq!((&variable["type"], &variable["query"]), (&"datasource".into(), &"prometheus".into()));
    }
    assert_eq!(
        place(&compose, "grafana", "grafana/provisioning").as_deref(),
        Some("/etc/grafana/provisioning"),
        "where Grafana looks unless told otherwise"
    );
    let home = compose.variable("grafana", "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").unwrap();
    assert!(DASHBOARDS.iter().any(|file| home == format!("{folder}/{file}")), "{home}");
}

#[test]
fn what_is_not_told_beside_another_alert_is_about_alerts_that_are_there() {
    let alerts: BTreeSet<String> = rules("alerts.yml").into_iter().map(|rule| rule.name).collect();
    let config = text("alertmanager.yml");
    let named = config.match_indices("alertname=").map(|(at, _)| {
        let value = config.get(at..).unwrap().split('"').nth(1).unwrap();
        assert!(alerts.contains(value), "alertmanager.yml: {value} is no alert");
    });
    assert!(named.count() >= 2);
    let severities: BTreeSet<String> = yaml("alerts.yml")["groups"][0]["rules"]
        .as_sequence()
        .unwrap()
        .iter()
        .map(|rule| rule["labels"]["severity"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(severities, ["critical", "warning"].map(str::to_owned).into());
    assert!(config.contains("severity=\"critical\""), "what is critical is told at once");
}
