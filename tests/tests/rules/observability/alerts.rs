//! Alerts are well-formed, each is proven to fire and to be silent, and each is documented.

use super::expressions::recorded;
use super::files::{directory, panels, rules, succeeds, yaml};
use std::collections::BTreeSet;

#[test]
fn promtool_finds_the_rules_in_order_and_sees_them_fire() {
    succeeds("promtool", &["check", "rules", "--lint-fatal", "recording.yml", "alerts.yml"]);
    succeeds("promtool", &["test", "rules", "alerts.test.yml"]);
}

#[test]
fn every_alert_is_documented_and_proven_to_fire_and_to_be_silent() {
    let tests = yaml("alerts.test.yml");
    let cases = tests["tests"].as_sequence().unwrap().iter().flat_map(|test| {
        test["alert_rule_test"].as_sequence().unwrap().iter().map(|case| {
            let fires = case["exp_alerts"].as_sequence().is_some_and(|alerts| !alerts.is_empty());
            (case["alertname"].as_str().unwrap().to_owned(), fires)
        })
    });
    let cases: BTreeSet<(String, bool)> = cases.collect();
    let docs = std::fs::read_to_string(directory().join("../../docs/metrics.md")).unwrap();
    let alerts: BTreeSet<String> = rules("alerts.yml").into_iter().map(|rule| rule.name).collect();
    for alert in &alerts {
        for fires in [true, false] {
            assert!(cases.contains(&(alert.clone(), fires)), "no case in alerts.test.yml where {alert} fires: {fires}");
        }
        assert!(docs.contains(&format!("| `{alert}` |")), "{alert} is not in docs/metrics.md");
    }
    for documented in docs.lines().filter_map(|line| line.strip_prefix("| `Dateline")?.split_once('`')) {
        assert!(alerts.contains(&format!("Dateline{}", documented.0)), "docs/metrics.md: {documented:?} is no alert");
    }
}

#[test]
fn every_alert_leads_to_an_entry_of_the_runbook_that_is_about_it() {
    let runbook = std::fs::read_to_string(directory().join("../../docs/runbook.md")).unwrap();
    let entries: Vec<&str> = runbook.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let alerts = rules("alerts.yml");
    for alert in &alerts {
        let entry = entries.iter().filter(|entry| **entry == alert.name).count();
        assert_eq!(entry, 1, "docs/runbook.md has {entry} entries about {}", alert.name);
        // As the page of the repository names the places of its headings.
        let place = format!("/dateline-news/dateline/blob/main/docs/runbook.md#{}", alert.name.to_lowercase());
        assert!(alert.runbook.as_ref().is_some_and(|url| url.ends_with(&place)), "{}: {:?}", alert.name, alert.runbook);
    }
    for entry in entries.iter().filter(|entry| entry.starts_with("Dateline")) {
        assert!(alerts.iter().any(|alert| alert.name == *entry), "docs/runbook.md: {entry} is no alert");
    }
}

#[test]
fn what_is_recorded_is_used_and_what_is_used_is_recorded() {
    let recording = rules("recording.yml");
    let recorded_names: BTreeSet<String> = recording.iter().map(|rule| rule.name.clone()).collect();
    let asked = recording.into_iter().chain(rules("alerts.yml")).map(|rule| rule.expression);
    let asked: BTreeSet<String> = asked
        .chain(panels().iter().flat_map(super::files::Panel::expressions))
        .flat_map(|one| recorded(&one))
        .collect();
    assert_eq!(recorded_names, asked);
}
