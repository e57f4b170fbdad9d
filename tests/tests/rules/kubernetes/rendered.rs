//! What kustomize makes of `deploy/kubernetes`. `kubectl` is Debian's kubernetes-client, which `./test tools` installs.

use crate::compose::file::{read, root};
use serde_yaml_ng::Value;
use service::config::{Environment, Problems, Settings};
use std::path::Path;
use std::process::Command;

pub(super) struct Rendered(Vec<Value>);

impl Rendered {
    pub(super) fn base() -> Self {
        Self::of(&root().join("deploy/kubernetes"))
    }

    /// With an overlay over it, such as `namePrefix: test-`.
    pub(super) fn under(overlay: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let base = root().join("deploy/kubernetes").canonicalize().unwrap();
        // kustomize takes no absolute path; so many steps up are enough from anywhere.
        let up = "../".repeat(folder.path().canonicalize().unwrap().components().count() - 1);
        let base = base.strip_prefix("/").unwrap().display();
        std::fs::write(folder.path().join("kustomization.yaml"), format!("bases: [{up}{base}]\n{overlay}\n")).unwrap();
        Self::of(folder.path())
    }

    fn of(folder: &Path) -> Self {
        let done = Command::new("kubectl").arg("kustomize").arg(folder).output().expect("kubectl");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let text = String::from_utf8(done.stdout).unwrap();
        Self(text.split("\n---\n").map(|document| serde_yaml_ng::from_str(document).unwrap()).collect())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Value> {
        self.0.iter()
    }

    pub(super) fn kind(&self, kind: &str) -> Vec<&Value> {
        let found: Vec<&Value> = self.0.iter().filter(|one| one["kind"].as_str() == Some(kind)).collect();
        assert!(!found.is_empty(), "there is no {kind}");
        found
    }

    /// A service's Deployment.
    pub(super) fn deployment(&self, service: &str) -> &Value {
        let component = |one: &&&Value| one["metadata"]["labels"]["app.kubernetes.io/component"] == *service;
        self.kind("Deployment").iter().find(component).unwrap_or_else(|| panic!("no Deployment of {service}"))
    }
}

pub(super) fn name(object: &Value) -> &str {
    object["metadata"]["name"].as_str().expect("a name")
}

pub(super) fn pod(deployment: &Value) -> &Value {
    &deployment["spec"]["template"]["spec"]
}

pub(super) fn container(deployment: &Value) -> &Value {
    let containers = pod(deployment)["containers"].as_sequence().expect("containers");
    assert_eq!(containers.len(), 1, "{}", name(deployment));
    &containers[0]
}

/// Variables of a service with their values; one whose value is kept elsewhere has `secret`.
pub(super) fn variables(deployment: &Value) -> Vec<(String, String)> {
    let given = container(deployment)["env"].as_sequence().expect("variables");
    let value = |one: &Value| match (one["value"].as_str(), one["valueFrom"]["fieldRef"]["fieldPath"].as_str()) {
        (Some(value), _) => value.to_owned(),
        (None, Some("metadata.name")) => format!("{}-7d4b9c-x2k8p", name(deployment)),
        (None, Some(other)) => panic!("{other}: no such field is known"),
        (None, None) => match one["name"].as_str() {
            Some("DATABASE_URL") => "postgres://dateline:secret@db.postgres/dateline?sslmode=verify-full".to_owned(),
            _ => "secret".to_owned(),
        },
    };
    given.iter().map(|one| (one["name"].as_str().expect("a name").to_owned(), value(one))).collect()
}

/// The configuration in the repository.
pub(super) const CONFIG: &str = "deploy/kubernetes/dateline.toml";

/// The settings a service comes up with, which have no problem.
pub(super) fn settings(deployment: &Value) -> Settings {
    let environment: Environment = variables(deployment).into_iter().collect();
    let mut problems = Problems::default();
    let settings = Settings::load(Some(&root().join(CONFIG)), &environment, &mut problems);
    problems.check().unwrap_or_else(|problems| panic!("{}:\n{problems}", name(deployment)));
    settings
}

#[test]
fn the_configuration_is_the_one_of_the_repository_and_its_name_follows_its_content() {
    let rendered = Rendered::base();
    let maps = rendered.kind("ConfigMap");
    assert_eq!(maps[0]["data"]["dateline.toml"].as_str(), Some(read(CONFIG).as_str()));
    for service in crate::compose::file::RUNNING {
        let deployment = rendered.deployment(service);
        let volumes = pod(deployment)["volumes"].as_sequence().unwrap();
        let config = volumes.iter().find(|one| one["name"] == "config").unwrap();
        assert_eq!(config["configMap"]["name"].as_str(), Some(name(maps[0])), "{service}");
        assert!(name(maps[0]).starts_with("dateline-"), "a name that ends in a hash: {}", name(maps[0]));
    }
}

#[test]
fn names_that_others_refer_to_go_along_with_a_prefix() {
    let rendered = Rendered::under("namePrefix: test-");
    let scaled = &rendered.kind("ScaledObject")[0]["spec"]["scaleTargetRef"]["name"];
    assert_eq!(scaled.as_str(), Some(name(rendered.deployment("enricher"))));
    let user = rendered.kind("KafkaUser")[0];
    for service in crate::compose::file::RUNNING {
        let given = container(rendered.deployment(service))["env"].as_sequence().unwrap();
        let password = given.iter().find(|one| one["name"] == "DATELINE_KAFKA__PASSWORD").unwrap();
        assert_eq!(password["valueFrom"]["secretKeyRef"]["name"].as_str(), Some(name(user)), "{service}");
    }
    // What they are called at the broker stays.
    assert_eq!(user["spec"]["userName"].as_str(), Some("dateline"));
    let topics = rendered.kind("KafkaTopic");
    assert!(topics.iter().all(|topic| topic["spec"]["topicName"].as_str().unwrap().starts_with("news.")));
}
