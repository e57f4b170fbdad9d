//! Dashboards of Grafana: panels that say what they show, in units, beside each other and not over each other.

use super::files::{DASHBOARDS, dashboard, directory, panels, succeeds};
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn every_panel_says_what_it_shows_in_which_unit_and_asks_the_prometheus_that_is_chosen() {
    for panel in panels() {
        let (name, panel) = (panel.name, panel.panel);
        assert!(panel["description"].as_str().is_some_and(|text| text.ends_with('.')), "{name} has no description");
        assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{name} has no unit");
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{name}");
        let targets = panel["targets"].as_array().unwrap();
        let refs: BTreeSet<&str> = targets.iter().map(|target| target["refId"].as_str().unwrap()).collect();
        assert!(!targets.is_empty() && refs.len() == targets.len(), "{name}: {refs:?}");
        if panel["type"] == "timeseries" {
            let named =
                targets.iter().all(|target| target["legendFormat"].as_str().is_some_and(|text| !text.is_empty()));
            assert!(named, "{name} has a line without a name");
        }
    }
}

#[test]
fn panels_stand_beside_each_other() {
    let mut uids = BTreeSet::new();
    for file in DASHBOARDS {
        let dashboard = dashboard(file);
        assert!(uids.insert(dashboard["uid"].as_str().unwrap().to_owned()), "{file}: its uid is another's");
        let mut ids = BTreeSet::new();
        let mut taken = BTreeSet::new();
        for panel in dashboard["panels"].as_array().unwrap() {
            let title = panel["title"].as_str().unwrap();
            assert!(ids.insert(panel["id"].as_u64().unwrap()), "{file}: {title} has the id of another");
            let at = |key: &str| panel["gridPos"][key].as_u64().unwrap();
            assert!(at("x") + at("w") <= 24, "{file}: {title} is wider than the page");
            for (x, y) in (at("x")..at("x") + at("w")).flat_map(|x| (at("y")..at("y") + at("h")).map(move |y| (x, y))) {
                assert!(taken.insert((x, y)), "{file}: {title} lies over another panel");
            }
        }
    }
}

/// Prometheus' own grammar decides, over rules that ask the same.
#[test]
fn prometheus_understands_what_panels_ask() {
    let mut rules = "groups:\n  - name: panels\n    rules:\n".to_owned();
    let expressions = panels().into_iter().flat_map(|panel| panel.expressions());
    for (number, expression) in expressions.enumerate() {
        let expression = serde_json::Value::from(expression);
        writeln!(rules, "      - {{ record: \"panel:{number}\", expr: {expression} }}").unwrap();
    }
    let scratch = dateline_tests::scratch_dir("panels").unwrap();
    let file = scratch.path().join("panels.yml");
    std::fs::write(&file, rules).unwrap();
    succeeds("promtool", &["check", "rules", file.to_str().unwrap()]);
}

#[test]
fn every_dashboard_that_is_there_is_tested() {
    let there = std::fs::read_dir(directory().join("grafana/dashboards")).unwrap();
    let there: BTreeSet<String> = there.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, DASHBOARDS.map(str::to_owned).into());
}
