//! Pods: what each may use, how it is watched, and that it ends by itself.

use super::rendered::{Rendered, container, name, pod, settings, variables};
use crate::compose::file::RUNNING;
use serde_yaml_ng::Value;
use service::config::{CONFIG_VARIABLE, known_overrides, variables_in};

/// In thousandths of a core, or bytes.
fn quantity(value: &Value, milli: bool) -> f64 {
    let text = value.as_str().map_or_else(|| value.as_i64().expect("a quantity").to_string(), str::to_owned);
    let units = [("Gi", 1_073_741_824.0), ("Mi", 1_048_576.0), ("m", 0.001), ("", 1.0)];
    let (number, factor) =
        units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?.parse::<f64>().ok()?, factor))).unwrap();
    number * factor * if milli { 1_000.0 } else { 1.0 }
}

#[test]
fn a_pod_may_finish_draining_before_it_is_killed() {
    let rendered = Rendered::base();
    for service in RUNNING {
        let deployment = rendered.deployment(service);
        let grace = pod(deployment)["terminationGracePeriodSeconds"].as_u64().unwrap();
        let drain = settings(deployment).drain_deadline.as_secs();
        assert!(grace > drain, "{service}: killed after {grace} s, drains up to {drain} s");
    }
}

#[test]
fn each_is_asked_where_it_listens_and_has_time_to_start() {
    let rendered = Rendered::base();
    for service in RUNNING {
        let deployment = rendered.deployment(service);
        let container = container(deployment);
        assert_eq!(container["args"][0].as_str(), Some(*service));
        let listen = settings(deployment).http_listen.expect("health endpoints are on");
        let port = &container["ports"][0];
        assert_eq!(port["name"].as_str(), Some("http"));
        assert_eq!(Some(listen), port["containerPort"].as_u64().map(|port| format!("0.0.0.0:{port}")));
        for (probe, path) in [("startupProbe", "/livez"), ("livenessProbe", "/livez"), ("readinessProbe", "/readyz")] {
            let asked = &container[probe]["httpGet"];
            assert_eq!(
                (asked["path"].as_str(), asked["port"].as_str()),
                (Some(path), Some("http")),
                "{service} {probe}"
            );
        }
        let seconds = |probe: &str| {
            let number = |key: &str| container[probe][key].as_u64().unwrap();
            number("periodSeconds") * number("failureThreshold")
        };
        assert!(seconds("startupProbe") >= 60 && seconds("livenessProbe") >= 60, "{service} is killed at once");
    }
}

#[test]
fn each_has_its_limits_and_no_rights_to_spare() {
    let rendered = Rendered::base();
    for service in RUNNING {
        let deployment = rendered.deployment(service);
        let pod = pod(deployment);
        assert_eq!(pod["automountServiceAccountToken"].as_bool(), Some(false), "{service}");
        assert_eq!(pod["securityContext"]["runAsNonRoot"].as_bool(), Some(true), "{service}");
        let user = crate::compose::file::read("deploy/Dockerfile");
        let user = user.lines().find_map(|line| line.strip_prefix("USER ")?.parse::<u64>().ok());
        assert_eq!(pod["securityContext"]["runAsUser"].as_u64(), user, "{service}: the image's own user");
        assert_eq!(pod["securityContext"]["seccompProfile"]["type"].as_str(), Some("RuntimeDefault"), "{service}");
        let container = container(deployment);
        let context = &container["securityContext"];
        assert_eq!(context["readOnlyRootFilesystem"].as_bool(), Some(true), "{service}");
        assert_eq!(context["allowPrivilegeEscalation"].as_bool(), Some(false), "{service}");
        assert_eq!(context["capabilities"]["drop"][0].as_str(), Some("ALL"), "{service}");
        let mounts = container["volumeMounts"].as_sequence().unwrap();
        assert!(mounts.iter().all(|mount| mount["readOnly"].as_bool() == Some(true)), "{service}: {mounts:?}");
        let used = |which: &str, what: &str| quantity(&container["resources"][which][what], what == "cpu");
        for what in ["cpu", "memory"] {
            assert!(used("requests", what) <= used("limits", what), "{service}: {what}");
        }
        // Measured before a backlog of ten million records, each within 512 MiB: docs/reliability.md, `lag`.
        assert!(used("limits", "memory") >= 536_870_912.0, "{service}");
        let threads = f64::from(u32::try_from(settings(deployment).threads).unwrap());
        assert!((used("limits", "cpu") - threads * 1_000.0).abs() < 1.0, "{service}: {threads} threads");
    }
}

#[test]
fn every_variable_given_to_a_service_is_text_and_one_it_knows() {
    let rendered = Rendered::base();
    let overrides = known_overrides();
    let in_file = variables_in(&crate::compose::file::read(super::rendered::CONFIG));
    for service in RUNNING {
        let deployment = rendered.deployment(service);
        for (variable, _) in variables(deployment) {
            let known = variable == CONFIG_VARIABLE || overrides.contains(&variable) || in_file.contains(&variable);
            assert!(known, "{service}: {variable} is no setting and the configuration does not use it");
        }
        for one in container(deployment)["env"].as_sequence().unwrap() {
            assert!(one["value"].is_string() || one["valueFrom"].is_mapping(), "{service}: {one:?}");
        }
    }
}

#[test]
fn one_goes_at_a_time_whether_it_is_replaced_or_its_node_is_emptied() {
    let rendered = Rendered::base();
    for service in RUNNING {
        let deployment = rendered.deployment(service);
        let selected = &deployment["spec"]["selector"]["matchLabels"];
        let has =
            |labels: &Value| selected.as_mapping().unwrap().iter().all(|(key, value)| labels.get(key) == Some(value));
        assert!(has(&deployment["spec"]["template"]["metadata"]["labels"]), "{service} does not select its own pods");
        for other in RUNNING.iter().filter(|other| *other != service) {
            let theirs = &rendered.deployment(other)["spec"]["template"]["metadata"]["labels"];
            assert!(!has(theirs), "{service} selects pods of {other}");
        }
        assert_eq!(deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"].as_u64(), Some(0), "{service}");
        let budgets = rendered.kind("PodDisruptionBudget");
        let budget = budgets.iter().find(|one| one["spec"]["selector"]["matchLabels"] == *selected);
        assert_eq!(budget.unwrap()["spec"]["maxUnavailable"].as_u64(), Some(1), "{service}");
        assert_eq!(name(deployment), format!("dateline-{service}"));
    }
}
