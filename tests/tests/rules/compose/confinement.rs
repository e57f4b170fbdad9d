//! Who sees whom in `docker-compose.yml`, who must log in, and what each may use.

use super::file::{Compose, read, root, texts};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

/// The networks of a service; one in the network of another has that one's.
fn networks(compose: &Compose, name: &str) -> BTreeSet<String> {
    let service = compose.service(name);
    match service["network_mode"].as_str().and_then(|mode| mode.strip_prefix("service:")) {
        Some(other) => networks(compose, other),
        None => texts(&service["networks"]).into_iter().collect(),
    }
}

fn is_internal(compose: &Compose, network: &str) -> bool {
    compose.0["networks"][network]["internal"].as_bool() == Some(true)
}

/// Whether what leaves this network gets an answer.
fn leads_out(compose: &Compose, network: &str) -> bool {
    let masquerade = &compose.0["networks"][network]["driver_opts"]["com.docker.network.bridge.enable_ip_masquerade"];
    !is_internal(compose, network) && masquerade.as_str() != Some("false")
}

#[test]
fn each_sees_only_whom_it_needs() {
    let compose = Compose::load();
    let all: BTreeMap<&str, BTreeSet<String>> =
        compose.names().into_iter().map(|name| (name, networks(&compose, name))).collect();
    let declared = compose.0["networks"].as_mapping().unwrap();
    for (name, networks) in &all {
        // Without a network of its own a service would be in the default one, with all others.
        assert!(!networks.is_empty(), "{name} is in the default network");
        assert!(networks.iter().all(|network| declared.contains_key(network.as_str())), "{name}: {networks:?}");
    }
    let seen_by = |name: &str| -> BTreeSet<&str> {
        let meets = |other: &&str| *other != name && !all[other].is_disjoint(&all[name]);
        all.keys().copied().filter(meets).collect()
    };
    assert_eq!(seen_by("postgres"), BTreeSet::from(["sink"]));
    let clients = ["consumer", "enricher", "kafka-login", "sink", "topics"];
    assert_eq!(seen_by("kafka"), BTreeSet::from(clients));
    assert_eq!(seen_by("prometheus"), BTreeSet::from(["alertmanager", "consumer", "enricher", "grafana", "sink"]));
    assert_eq!(seen_by("grafana"), BTreeSet::from(["alertmanager", "prometheus"]));
    assert_eq!(seen_by("alertmanager"), BTreeSet::from(["grafana", "prometheus"]));
    for (name, networks) in &all {
        let out = networks.iter().any(|network| leads_out(&compose, network));
        assert_eq!(out, *name == "consumer", "{name}: {networks:?}");
    }
}

#[test]
fn the_way_out_of_the_consumer_is_the_network_that_leads_out() {
    let compose = Compose::load();
    let own = networks(&compose, "consumer");
    // Docker takes the first by name of those that have a gateway.
    let way_out = own.iter().find(|network| !is_internal(&compose, network)).unwrap();
    assert!(leads_out(&compose, way_out), "{way_out} of {own:?}");
}

#[test]
fn ports_are_published_on_the_loopback_address_and_where_a_network_allows_it() {
    let compose = Compose::load();
    for name in compose.names() {
        let ports = texts(&compose.service(name)["ports"]);
        let own = networks(&compose, name);
        assert!(ports.is_empty() || own.iter().any(|network| !is_internal(&compose, network)), "{name}: {own:?}");
        assert!(ports.iter().all(|port| port.starts_with("127.0.0.1:")), "{name}: {ports:?}");
    }
}

#[test]
fn the_broker_takes_nobody_from_outside_its_container_without_a_login() {
    let compose = Compose::load();
    let variable = |name: &str| compose.variable("kafka", name).unwrap();
    let protocols = variable("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP");
    let protocols: BTreeMap<&str, &str> = protocols.split(',').map(|pair| pair.split_once(':').unwrap()).collect();
    let listeners = variable("KAFKA_LISTENERS");
    let mut with_login = 0;
    for listener in listeners.split(',') {
        let (name, address) = listener.split_once("://").unwrap();
        if !address.starts_with("127.0.0.1:") {
            assert_eq!(protocols[name], "SASL_PLAINTEXT", "{listener} is open to all in its network");
            // As the image turns variables into settings: `___` is a hyphen.
            let jaas = format!("KAFKA_LISTENER_NAME_{name}_SCRAM___SHA___512_SASL_JAAS_CONFIG");
            assert!(variable(&jaas).ends_with("ScramLoginModule required;"));
            with_login += 1;
        }
    }
    assert!(with_login > 0);
    assert_eq!(variable("KAFKA_SASL_ENABLED_MECHANISMS"), "SCRAM-SHA-512");
    // The image looks at the names of the listeners, and wants a file for those that are called after SASL or SSL.
    assert!(!variable("KAFKA_ADVERTISED_LISTENERS").contains("SSL://") && !listeners.contains("SASL"));

    let told = texts(&compose.service("kafka-login")["command"]).concat();
    let kafka = compose.settings("sink").kafka;
    let sasl = kafka.sasl.expect("the services log in");
    let (user, mechanism) = (sasl.username.expose(), sasl.mechanism.as_str());
    for part in [format!("--entity-name {user} "), format!("{mechanism}=[password=$${{KAFKA_PASSWORD}}]")] {
        assert!(told.contains(&part), "{part} is not in {told}");
    }
    assert_eq!(compose.value("kafka-login", "KAFKA_PASSWORD").unwrap(), sasl.password.expose());
    let local = listeners.split(',').find_map(|listener| listener.strip_prefix("LOCAL://")).unwrap();
    assert!(told.contains(&format!("--bootstrap-server {local} ")), "{told}");
}

#[test]
fn each_has_its_limits_and_no_rights_to_spare() {
    let compose = Compose::load();
    for name in compose.names() {
        let service = compose.service(name);
        for limit in ["mem_limit", "cpus", "pids_limit"] {
            assert!(!service[limit].is_null(), "{name} has no {limit}");
        }
        assert_eq!(service["read_only"].as_bool(), Some(true), "{name} can write into its image");
        assert_eq!(texts(&service["cap_drop"]), ["ALL"], "{name}");
        assert!(service["cap_add"].is_null() && service["privileged"].is_null(), "{name}");
        assert!(texts(&service["security_opt"]).contains(&"no-new-privileges:true".to_owned()), "{name}");
        let volumes = texts(&service["volumes"]);
        assert!(volumes.iter().all(|volume| !volume.contains("docker.sock")), "{name}: {volumes:?}");
    }
    let heap = compose.variable("kafka", "KAFKA_HEAP_OPTS").unwrap();
    assert!(heap.ends_with("-Xmx1g") && compose.service("kafka")["mem_limit"].as_str() == Some("2g"), "{heap}");
}

#[test]
fn no_password_has_a_default() {
    let compose = Compose::load();
    let mut passwords = BTreeSet::new();
    for service in compose.names() {
        for name in
            compose.variables(service).into_iter().filter(|name| name.contains("PASSWORD") || name.contains("URL"))
        {
            let value = compose.variable(service, &name).unwrap();
            let Some((_, variable)) = value.split_once("${") else {
                assert!(!name.contains("PASSWORD") && !value.contains('@'), "{service}: {name} is {value}");
                continue;
            };
            let (password, rest) = variable.split_once(':').unwrap();
            assert!(rest.starts_with('?'), "{service}: {name} is {value}");
            passwords.insert(password.to_owned());
        }
    }
    assert_eq!(passwords, BTreeSet::from(["KAFKA_PASSWORD".to_owned(), "POSTGRES_PASSWORD".to_owned()]));
    assert!(!read("deploy/config/dateline.toml").contains("dateline:dateline@"));
}

#[test]
fn passwords_are_made_once_and_stay_with_their_owner() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    let made = || {
        let status = Command::new(root().join("deploy/make-env.sh")).arg(&file).output().unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
        std::fs::read_to_string(&file).unwrap()
    };
    std::fs::write(&file, "LOG_LEVEL=debug").unwrap();
    let first = made();
    let lines: Vec<(&str, &str)> = first.lines().map(|line| line.split_once('=').unwrap()).collect();
    assert_eq!(
        lines.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["LOG_LEVEL", "KAFKA_PASSWORD", "POSTGRES_PASSWORD"]
    );
    let passwords: BTreeSet<&str> = lines.iter().skip(1).map(|(_, password)| *password).collect();
    assert_eq!(passwords.len(), 2, "one each");
    let is_strong = |password: &&str| password.len() == 48 && password.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(passwords.iter().all(is_strong), "{passwords:?}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(made(), first, "what is there stays");

    let names = |file: &str| read(file).lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(names(".gitignore").contains(&"/.env".to_owned()));
    assert!(names("deploy/Dockerfile.dockerignore").contains(&".env".to_owned()));
    // Every variable that is wanted is made.
    let compose = read("docker-compose.yml");
    let wanted = compose.split("${").skip(1).filter_map(|variable| Some(variable.split_once(":?")?.0));
    for name in wanted.filter(|name| !name.contains('}')) {
        assert!(first.contains(&format!("{name}=")), "nobody makes {name}");
    }
}
