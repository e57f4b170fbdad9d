//! The compose file as the tests read it.

use serde_yaml_ng::{Mapping, Value};
use service::config::{CONFIG_VARIABLE, Environment, Problems, Settings};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The services of ours that run until they are stopped, and what runs once, in this order.
pub(crate) const RUNNING: &[&str] = &["consumer", "enricher", "sink"];
pub(crate) const ONCE: &[&str] = &["kafka-login", "topics"];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The compose file with merge keys applied.
pub(crate) struct Compose(pub(crate) Value);

impl Compose {
    pub(crate) fn load() -> Self {
        let mut file: Value = serde_yaml_ng::from_str(&read("docker-compose.yml")).expect("YAML");
        // What is merged in may have merge keys of its own.
        while format!("{file:?}").contains("\"<<\"") {
            file.apply_merge().expect("merge keys");
        }
        Self(file)
    }

    pub(crate) fn services(&self) -> &Mapping {
        self.0["services"].as_mapping().expect("services")
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.services().keys().filter_map(Value::as_str).collect()
    }

    pub(crate) fn service(&self, name: &str) -> &Value {
        self.services().get(name).unwrap_or_else(|| panic!("no service {name}"))
    }

    pub(crate) fn variable(&self, service: &str, name: &str) -> Option<String> {
        match &self.service(service)["environment"][name] {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => None,
        }
    }

    pub(crate) fn variables(&self, service: &str) -> BTreeSet<String> {
        let variables = self.service(service)["environment"].as_mapping();
        variables.into_iter().flat_map(Mapping::keys).filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }

    /// `host path : container path` of every mount that is a path and no named volume.
    pub(crate) fn mounts(&self, service: &str) -> Vec<(String, String)> {
        let parts = texts(&self.service(service)["volumes"]).into_iter().map(|mount| {
            let mut parts = mount.split(':').map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        });
        parts.filter(|(from, _)| from.starts_with('.')).collect()
    }

    /// What a variable is when nothing is set outside.
    pub(crate) fn value(&self, service: &str, name: &str) -> Option<String> {
        self.variable(service, name).map(|text| without_environment(&text))
    }

    /// Where in the repository the configuration file of a service is.
    pub(crate) fn config_file(&self, service: &str) -> String {
        let path = self.variable(service, CONFIG_VARIABLE).expect("a configuration file is named");
        let mounts = self.mounts(service);
        let (from, _) = mounts.iter().find(|(_, to)| *to == path).expect("the configuration file is mounted");
        from.clone()
    }

    pub(crate) fn config(&self, service: &str) -> String {
        read(self.config_file(service))
    }

    /// The settings a service comes up with, which have no problem.
    pub(crate) fn settings(&self, service: &str) -> Settings {
        let variables = self.variables(service).into_iter();
        let given = variables.filter_map(|name| self.value(service, &name).map(|value| (name, value)));
        // Docker sets it to the container's id.
        let environment: Environment = given.chain([("HOSTNAME".to_owned(), "0a1b2c3d4e5f".to_owned())]).collect();
        let mut problems = Problems::default();
        let file = root().join(self.config_file(service));
        let settings = Settings::load(Some(&file), &environment, &mut problems);
        problems.check().unwrap_or_else(|problems| panic!("{service}:\n{problems}"));
        settings
    }

    /// The ports inside the container that are published.
    pub(crate) fn published(&self, service: &str) -> BTreeSet<String> {
        let ports = texts(&self.service(service)["ports"]);
        ports.iter().filter_map(|port| port.rsplit(':').next().map(str::to_owned)).collect()
    }
}

/// What stands for a password of an installation.
const PASSWORD: &str = "0a1b2c3d";

/// A value with `${NAME:-default}` replaced by its default, and a password that must be there by one.
pub(crate) fn without_environment(text: &str) -> String {
    let mut pieces = text.split("${");
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (variable, rest) = piece.split_once('}').expect("a closed variable");
        whole.push_str(match (variable.split_once(":-"), variable.split_once(":?")) {
            (Some((_, default)), _) => default,
            (None, Some((name, what_to_do))) => {
                assert!(name.ends_with("_PASSWORD") && what_to_do.contains("run deploy/make-env.sh"), "{variable}");
                PASSWORD
            }
            (None, None) => panic!("{variable}: no default, and no word of what to do, when it is not set"),
        });
        whole.push_str(rest);
    }
    whole
}

pub(crate) fn texts(list: &Value) -> Vec<String> {
    list.as_sequence().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

pub(crate) fn seconds(value: &Value) -> u64 {
    let text = value.as_str().unwrap_or_default();
    text.strip_suffix('s').and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("`{text}` is no time in s"))
}

pub(crate) fn dateline_services() -> impl Iterator<Item = &'static str> {
    RUNNING.iter().copied().chain(["topics"])
}
