//! The arrows between the crates, over `cargo metadata`: who may depend on whom and on what. And that the tests are there
//! which the page on security names.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Functions from values to values: time, models and bytes come in as arguments.
const PURE: &[&str] = &["dateline-article", "dateline-text", "dateline-extract", "dateline-tagger", "dateline-enrich"];

/// What does input and output, however far down the tree.
const WORLD: &[&str] = &["tokio", "rdkafka", "reqwest", "hyper", "rusqlite", "tokio-postgres"];

/// What pure crates do not depend on themselves; parsers they use may.
const NOT_DIRECTLY: &[&str] = &["tracing", "anyhow", "async-trait"];

/// They meet in topics only.
const SERVICES: &[&str] = &["dateline-consumer", "dateline-enricher", "dateline-sink"];

/// Dependencies that one crate hides from all others.
const ONLY: &[(&str, &[&str])] = &[
    ("rdkafka", &["dateline-bus"]),
    ("reqwest", &["dateline-fetch", "dateline-traces"]),
    ("rusqlite", &["dateline-bus", "dateline-sink"]),
    ("axum", &["dateline-service", "dateline-consumer"]),
];

/// The workspace as cargo sees it.
struct Workspace {
    members: BTreeMap<String, Value>,
    names: BTreeMap<String, String>,
    edges: BTreeMap<String, Vec<String>>,
    /// Every package of the lock file and the licence it states.
    licences: Vec<(String, String)>,
    /// Every package of the lock file and where it comes from; of members of the workspace nothing.
    sources: Vec<(String, Option<String>)>,
    /// Who names whom, for whatever: to link, to build, to test.
    users: Vec<(String, String)>,
}

impl Workspace {
    fn load() -> Self {
        Self::load_with(&[])
    }

    fn load_with(features: &[&str]) -> Self {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
        let arguments = ["metadata", "--format-version", "1", "--locked", "--manifest-path", manifest];
        let output = Command::new(env!("CARGO")).args(arguments).args(features).output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
        let ids: BTreeSet<&str> = list(&metadata["workspace_members"]).iter().filter_map(Value::as_str).collect();
        let packages = list(&metadata["packages"]);
        let members = packages.iter().filter(|package| ids.contains(text(&package["id"])));
        Self {
            members: members.map(|package| (text(&package["name"]).to_owned(), package.clone())).collect(),
            names: packages.iter().map(|one| (text(&one["id"]).to_owned(), text(&one["name"]).to_owned())).collect(),
            edges: list(&metadata["resolve"]["nodes"])
                .iter()
                .map(|node| (text(&node["id"]).to_owned(), normal_dependencies(node)))
                .collect(),
            licences: packages
                .iter()
                .map(|one| (text(&one["name"]).to_owned(), text(&one["license"]).to_owned()))
                .collect(),
            sources: packages
                .iter()
                .map(|one| (text(&one["name"]).to_owned(), one["source"].as_str().map(str::to_owned)))
                .collect(),
            users: list(&metadata["resolve"]["nodes"])
                .iter()
                .flat_map(|node| list(&node["deps"]).iter().map(|used| (text(&node["id"]), text(&used["pkg"]))))
                .filter_map(|(user, used)| Some((name_of(packages, user)?, name_of(packages, used)?)))
                .collect(),
        }
    }

    fn member(&self, name: &str) -> &Value {
        self.members.get(name).unwrap_or_else(|| panic!("the workspace has no crate {name}"))
    }

    /// What a member names in its manifest outside `dev-dependencies`.
    fn direct(&self, name: &str) -> BTreeSet<String> {
        let dependencies = list(&self.member(name)["dependencies"]).iter();
        dependencies.filter(|one| one["kind"] != "dev").map(|one| text(&one["name"]).to_owned()).collect()
    }

    /// Everything that is linked into a member.
    fn closure(&self, name: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = vec![text(&self.member(name)["id"]).to_owned()];
        while let Some(id) = open.pop() {
            for next in self.edges.get(&id).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen.iter().filter_map(|id| self.names.get(id).cloned()).collect()
    }
}

fn name_of(packages: &[Value], id: &str) -> Option<String> {
    packages.iter().find(|one| text(&one["id"]) == id).map(|one| text(&one["name"]).to_owned())
}

fn rules() -> toml::Table {
    let rules = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../deny.toml")).expect("deny.toml");
    rules.parse().expect("TOML")
}

fn normal_dependencies(node: &Value) -> Vec<String> {
    let is_normal = |dependency: &&Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    list(&node["deps"]).iter().filter(is_normal).map(|one| text(&one["pkg"]).to_owned()).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn pure_crates_touch_nothing_outside() {
    let workspace = Workspace::load();
    for name in PURE {
        let linked = workspace.closure(name);
        for forbidden in WORLD {
            assert!(!linked.contains(*forbidden), "{name} is pure and must not link {forbidden}");
        }
        for dependency in workspace.direct(name) {
            assert!(!NOT_DIRECTLY.contains(&dependency.as_str()), "{name} is pure and must not use {dependency}");
            let is_pure = PURE.contains(&dependency.as_str());
            assert!(is_pure || !dependency.starts_with("dateline-"), "{name} is pure and must not use {dependency}");
        }
    }
}

#[test]
fn services_never_depend_on_each_other() {
    let workspace = Workspace::load();
    for name in SERVICES {
        let linked = workspace.closure(name);
        for other in SERVICES.iter().filter(|other| *other != name) {
            assert!(!linked.contains(*other), "{name} must not depend on {other}");
        }
    }
}

#[test]
fn what_one_crate_hides_no_other_uses() {
    let workspace = Workspace::load();
    for (dependency, owners) in ONLY {
        for name in workspace.members.keys().filter(|name| !owners.contains(&name.as_str())) {
            assert!(!workspace.direct(name).contains(*dependency), "only {owners:?} may use {dependency}, not {name}");
        }
    }
}

#[test]
fn every_crate_has_licence_description_and_the_shared_lints() {
    for (name, package) in &Workspace::load().members {
        assert_eq!(text(&package["license"]), "Apache-2.0", "{name}");
        assert!(text(&package["description"]).len() > 20, "{name} has no description");
        assert!(!text(&package["repository"]).is_empty(), "{name} has no repository");
        let manifest = std::fs::read_to_string(text(&package["manifest_path"])).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let lints = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        assert_eq!(lints, Some(true), "{name} does not take the lints of the workspace");
    }
}

/// Whether a licence expression (SPDX, or the older form with `/`) can be met with licences that are allowed. Without
/// operators of higher order than the packages use: alternatives of conjunctions, or conjunctions of bracketed ones.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression.replace('/', " OR ");
    if let Some((left, right)) = expression.split_once(") AND ").or_else(|| expression.split_once(" AND (")) {
        return is_allowed(left, allowed) && is_allowed(right, allowed);
    }
    let bare = expression.replace(['(', ')'], "");
    bare.split(" OR ").any(|all| all.split(" AND ").all(|one| allowed.contains(one.trim())))
}

#[test]
fn every_dependency_has_a_licence_that_the_rules_allow() {
    let rules = rules();
    let allowed = rules["licenses"]["allow"].as_array().unwrap().iter().filter_map(toml::Value::as_str);
    let allowed: BTreeSet<String> = allowed.map(str::to_owned).collect();
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0-only", false),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
    let refused: Vec<(String, String)> =
        Workspace::load().licences.into_iter().filter(|(_, licence)| !is_allowed(licence, &allowed)).collect();
    assert!(refused.is_empty(), "not allowed by deny.toml: {refused:?}");
}

#[test]
fn every_dependency_comes_from_the_registry_and_is_used_by_whom_the_rules_allow() {
    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
    let (rules, workspace) = (rules(), Workspace::load_with(&["--all-features"]));
    let denied = |table: &str, key: &str| rules[table][key].as_str() == Some("deny");
    assert!(denied("sources", "unknown-registry") && denied("sources", "unknown-git") && denied("bans", "wildcards"));
    for (name, source) in &workspace.sources {
        let is_known = source.as_deref().map_or(workspace.members.contains_key(name), |source| source == CRATES_IO);
        assert!(is_known, "{name} comes from {source:?}");
    }
    let bans = rules["bans"]["deny"].as_array().unwrap();
    assert!(bans.len() >= 4, "{bans:?}");
    for ban in bans {
        let banned = ban["crate"].as_str().unwrap();
        let wrappers: Vec<&str> = ban
            .get("wrappers")
            .and_then(toml::Value::as_array)
            .map(|names| names.iter().filter_map(toml::Value::as_str).collect())
            .unwrap_or_default();
        for (user, used) in &workspace.users {
            assert!(used != banned || wrappers.contains(&user.as_str()), "{user} uses {used}; deny.toml: {wrappers:?}");
        }
        let is_there = workspace.sources.iter().any(|(name, _)| name == banned);
        assert_eq!(
            is_there,
            !wrappers.is_empty(),
            "{banned}: the rule is about nothing, or nobody may use what is there"
        );
    }
    for (name, package) in &workspace.members {
        for dependency in list(&package["dependencies"]) {
            let is_wild = dependency["req"] == "*" && dependency["path"].is_null();
            assert!(!is_wild, "{name} takes any version of {}", dependency["name"]);
        }
    }
}

#[test]
fn every_test_that_the_page_on_security_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = std::fs::read_to_string(root.join("docs/security.md")).unwrap();
    let named: Vec<(&str, &str)> =
        page.split('`').skip(1).step_by(2).filter_map(|code| code.split_once(".rs ")).collect();
    assert!(named.len() > 20, "{named:?}");
    for (file, function) in named {
        let path = root.join(format!("{file}.rs"));
        let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let lines: Vec<&str> = source.lines().collect();
        let at = lines.iter().position(|line| line.contains(&format!("fn {function}(")));
        let at = at.unwrap_or_else(|| panic!("there is no {function} in {file}.rs"));
        let attributes = &lines[at.saturating_sub(4)..at];
        let is_test = attributes.iter().any(|line| line.trim().starts_with("#[") && line.contains("test"));
        assert!(is_test, "{function} in {file}.rs is no test");
    }
}
