//! The README's example on Kafka and PostgreSQL, as it is printed: its database, its configuration and its commands. Only
//! what this machine gives differs: who the administrator of the database is, and the ports, which others may use.

use anyhow::{Context, ensure};
use dateline_tests::{Kafka, Postgres, Turn, dateline_binary, free_port, readme_blocks, scratch_dir};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SECTION: &str = "On Kafka and PostgreSQL";
/// As they are started, in the background.
const SERVICES: [&str; 3] = ["dateline consumer &", "dateline enricher &", "dateline sink &"];
/// Seconds that services may take to be ready, and an article to be found.
const SOON: u32 = 120;

/// Shell commands, the first that fails ending them, with the program on their path.
fn bash(directory: &Path, script: &str, variables: &[(&str, &str)]) -> anyhow::Result<Output> {
    let mut bash = Command::new("bash");
    bash.args(["-e", "-c", script]).current_dir(directory).stdin(Stdio::null()).envs(variables.iter().copied());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("DATELINE_") {
            bash.env_remove(name);
        }
    }
    let program = dateline_binary()?.parent().context("a program in a directory")?;
    let path = std::env::var("PATH").unwrap_or_default();
    bash.env("PATH", format!("{}:{path}", program.display()));
    bash.output().context("run bash")
}

fn said(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The commands of the example, with the ports of this test; whoever would wait a little by hand is made to wait until
/// what is waited for is there, and the exit codes of the services are told.
fn patiently(commands: &str) -> anyhow::Result<String> {
    let (mut script, mut services, mut listens) = (String::new(), Vec::new(), Vec::new());
    for line in commands.lines() {
        let line = line.split(" #").next().unwrap_or(line).trim_end();
        if let Some((before, after)) = line.split_once("LISTEN=127.0.0.1:") {
            let (_, service) = after.split_once(' ').context("a service behind its address")?;
            let listen = format!("{before}LISTEN=127.0.0.1:{}", free_port()?);
            services.push(service);
            script.push_str(&format!("{listen} {service}\nstarted_{}=$!\n", services.len()));
            listens.push(listen);
        } else if line.starts_with("dateline search ") {
            for listen in &listens {
                script.push_str(&until(&format!("{listen} dateline ready 2> said")));
            }
            script.push_str(&until(&format!("{line} > found && test -s found")));
            script.push_str("cat found\n");
        } else {
            script.push_str(&format!("{line}\n"));
        }
    }
    ensure!(services == SERVICES, "{services:?} in\n{commands}");
    for number in 1..=services.len() {
        script.push_str(&format!("wait $started_{number}\necho service {number} ended with 0\n"));
    }
    Ok(script)
}

/// Asks again and again.
fn until(question: &str) -> String {
    format!(
        "for second in $(seq {SOON}); do if {question}; then break; fi; sleep 1; done; test $second -lt {SOON} || \
         {{ echo 'never: {question}'; kill $(jobs -p); exit 1; }}\n"
    )
}

#[test]
fn the_example_on_kafka_and_postgresql_works_as_it_is_printed() {
    let _turn = Turn::of(crate::UNHURRIED);
    let kafka = Kafka::shared().unwrap().bus();
    let postgres = Postgres::start_with_password("of the administrator").unwrap();
    let blocks = readme_blocks(SECTION, "sh").unwrap();
    let block = |with: &str| blocks.iter().find(|block| block.contains(with)).unwrap();
    let directory = scratch_dir("readme").unwrap();

    let port = postgres.port().unwrap().to_string();
    let administrator =
        [("PGHOST", "127.0.0.1"), ("PGPORT", &*port), ("PGUSER", "postgres"), ("PGPASSWORD", "of the administrator")];
    let database = block("createdb").lines().filter_map(|line| line.strip_prefix("sudo -u postgres "));
    let made = bash(directory.path(), &database.collect::<Vec<_>>().join("\n"), &administrator).unwrap();
    assert!(made.status.success(), "{}", said(&made));

    let configuration = readme_blocks(SECTION, "toml").unwrap().concat();
    let here = configuration.replace("@localhost/", &format!("@localhost:{port}/"));
    assert_ne!(configuration, here, "the database is on this machine");
    std::fs::write(directory.path().join("dateline.toml"), here).unwrap();
    let script = patiently(block("dateline consumer")).unwrap();
    let ran = bash(directory.path(), &script, &[("KAFKA_URL", &kafka), ("NO_COLOR", "1")]).unwrap();
    let printed = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success() && printed.contains("The ferry was late again"), "{script}\n{}", said(&ran));
    assert_eq!(printed.matches(" ended with 0\n").count(), SERVICES.len(), "{}", said(&ran));
}

/// Where the example looks for Kafka, `local-kafka` runs it.
#[test]
fn the_broker_of_the_readme_listens_where_its_configuration_looks() {
    let help = Command::new(env!("CARGO_BIN_EXE_local-kafka")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let port = help.split("(default ").nth(1).and_then(|after| after.split(')').next()).unwrap();
    let configuration = readme_blocks(SECTION, "toml").unwrap().concat();
    assert!(configuration.contains(&format!("kafka://localhost:{port}}}")), "{port}\n{configuration}");
    let commands = readme_blocks(SECTION, "sh").unwrap().concat();
    assert!(commands.contains("cargo run -p dateline-tests --bin local-kafka\n"), "{commands}");
}
