//! The files of `deploy/observability` as the tests read them.

use serde_yaml_ng::Value;
use std::path::PathBuf;
use std::process::Command;

pub(super) fn directory() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/observability"))
}

pub(super) fn text(name: &str) -> String {
    let path = directory().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(super) fn yaml(name: &str) -> Value {
    serde_yaml_ng::from_str(&text(name)).unwrap()
}

/// A rule: its name and its expression.
pub(super) struct Rule {
    /// Of the alert, or of the series that is recorded.
    pub(super) name: String,
    pub(super) expression: String,
    pub(super) runbook: Option<String>,
}

/// The rules of `alerts.yml` or `recording.yml`.
pub(super) fn rules(file: &str) -> Vec<Rule> {
    let file = yaml(file);
    let groups = file["groups"].as_sequence().unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let rules = groups.iter().flat_map(|group| group["rules"].as_sequence().unwrap()).map(|rule| Rule {
        name: text(&rule["alert"]).or_else(|| text(&rule["record"])).unwrap(),
        expression: text(&rule["expr"]).unwrap(),
        runbook: text(&rule["annotations"]["runbook_url"]),
    });
    rules.collect()
}

/// A panel of a dashboard and what it asks.
pub(super) struct Panel {
    /// `news.json: Freshness`.
    pub(super) name: String,
    pub(super) panel: serde_json::Value,
}

impl Panel {
    pub(super) fn expressions(&self) -> Vec<String> {
        let targets = self.panel["targets"].as_array().into_iter().flatten();
        targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect()
    }
}

pub(super) const DASHBOARDS: [&str; 2] = ["news.json", "processes.json"];

pub(super) fn dashboard(file: &str) -> serde_json::Value {
    serde_json::from_str(&text(&format!("grafana/dashboards/{file}"))).unwrap()
}

/// Those of all dashboards that ask something.
pub(super) fn panels() -> Vec<Panel> {
    let of_file = |file: &&str| {
        let panels = dashboard(file)["panels"].as_array().unwrap().clone();
        let asking = panels.into_iter().filter(|panel| panel["type"] != "row");
        let named =
            |panel: serde_json::Value| Panel { name: format!("{file}: {}", panel["title"].as_str().unwrap()), panel };
        asking.map(named).collect::<Vec<_>>()
    };
    DASHBOARDS.iter().flat_map(of_file).collect()
}

/// A program of Debian's packages `prometheus` and `prometheus-alertmanager`, which `./test tools` installs.
pub(super) fn succeeds(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).current_dir(directory()).output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}"));
    let (out, errors) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{program} {arguments:?}:\n{out}{errors}");
}
