//! The alerts of `deploy/observability`: they are well-formed, each is proven to fire, and each looks at series that a
//! pipeline really has from its start on.

use dateline_tests::Launch;
use serde_yaml_ng::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Labels that Prometheus adds to what it scrapes.
const ADDED: [&str; 2] = ["job", "instance"];

fn directory() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/observability"))
}

fn yaml(name: &str) -> Value {
    serde_yaml_ng::from_str(&std::fs::read_to_string(directory().join(name)).unwrap()).unwrap()
}

/// Name and expression of every alert.
fn alerts() -> Vec<(String, String)> {
    let file = yaml("alerts.yml");
    let groups = file["groups"].as_sequence().unwrap();
    let rules = groups.iter().flat_map(|group| group["rules"].as_sequence().unwrap());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rules.map(|rule| (text(&rule["alert"]), text(&rule["expr"]))).collect()
}

#[test]
fn promtool_finds_the_rules_in_order_and_sees_them_fire() {
    for arguments in [["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]] {
        // Of Debian's package `prometheus`; `./test tools` installs it.
        let done = Command::new("promtool").args(arguments).current_dir(directory()).output().unwrap();
        let (out, errors) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "promtool {arguments:?}:\n{out}{errors}");
    }
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
    let alerts: BTreeSet<String> = alerts().into_iter().map(|(name, _)| name).collect();
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

/// A series that an expression looks at: name and labels.
#[derive(Debug)]
struct Selector {
    name: String,
    /// With the value that is asked for, if it is one.
    labels: Vec<(String, Option<String>)>,
}

fn selectors(expression: &str) -> Vec<Selector> {
    let mut found = Vec::new();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    // What stands between names, and behind `by`, is labels of all that follow.
    let grouped = expression.split("by (").skip(1).filter_map(|rest| rest.split_once(')'));
    let grouped: BTreeSet<&str> = grouped.flat_map(|(labels, _)| labels.split(',').map(str::trim)).collect();
    for prefix in ["dateline_", "process_"] {
        for (at, _) in expression.match_indices(prefix) {
            let rest = expression.get(at..).unwrap();
            let (name, after) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
            let matchers = after.strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let matchers = matchers.map_or("", |(matchers, _)| matchers);
            let labels = matchers.split(',').filter(|matcher| !matcher.trim().is_empty()).map(|matcher| {
                let name = matcher.trim().split(|c| !is_name(c)).next().unwrap().to_owned();
                let value = matcher.split_once("=\"").map(|(_, value)| value.trim().trim_end_matches('"').to_owned());
                (name, value)
            });
            let mut labels: Vec<_> = labels.collect();
            labels.extend(grouped.iter().map(|label| ((*label).to_owned(), None)));
            labels.retain(|(name, _)| !ADDED.contains(&name.as_str()));
            found.push(Selector { name: name.to_owned(), labels });
        }
    }
    found
}

#[test]
fn a_pipeline_has_every_series_the_alerts_look_at_before_anything_happened() {
    let config = "bus = \"embedded:log.db\"\n\
         [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"wire\"\n\
         [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    let directory = dateline_tests::scratch_dir("alerts").unwrap();
    std::fs::create_dir(directory.path().join("wire")).unwrap();
    let mut dateline = Launch::new(["run"]).config(config).directory(directory.path()).start().unwrap();
    dateline.wait_ready(Duration::from_secs(60)).unwrap();
    // The lag is measured every two seconds.
    let measured = || match dateline.metric("dateline_lag_seconds", &[]).unwrap() {
        Some(_) => Ok(()),
        None => Err("no lag yet".to_owned()),
    };
    dateline_tests::wait_for("the lag", Duration::from_secs(60), measured).unwrap();
    let exported = dateline.get("/metrics").unwrap().body;
    let mut seen = 0;
    for (alert, expression) in alerts() {
        for Selector { name, labels } in selectors(&expression) {
            let is_it = |line: &&str| {
                let Some(rest) = line.strip_prefix(&name) else { return false };
                let has = |(label, value): &(String, Option<String>)| match value {
                    Some(value) => rest.contains(&format!("{label}=\"{value}\"")),
                    None => rest.contains(&format!("{label}=\"")),
                };
                rest.starts_with(['{', ' ']) && labels.iter().all(has)
            };
            let found = exported.lines().find(is_it);
            assert!(found.is_some(), "{alert} looks at {name} {labels:?}, which is not in:\n{exported}");
            seen += 1;
        }
    }
    assert!(seen >= alerts().len() - 1, "expressions are no longer understood: {seen} series");
    dateline.terminate().unwrap();
    assert_eq!(dateline.wait_exit(Duration::from_secs(60)).unwrap().code(), Some(0));
}
