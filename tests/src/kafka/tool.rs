//! Running Kafka's own command-line tools.

use super::jars;
use anyhow::Context;
use std::process::Command;

/// Runs a tool by its class against these brokers; gives what it prints.
pub(super) fn run_tool(brokers: &str, class: &str, arguments: &[&str]) -> anyhow::Result<String> {
    let mut java = jars::java(&jars::classpath()?, "128m");
    java.args([class, "--bootstrap-server", brokers]).args(arguments);
    output_of(&mut java)
}

/// What a command prints; one that fails is an error with all it said.
pub(super) fn output_of(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("run {command:?}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{command:?} ended with {}:\n{text}{errors}", output.status);
    Ok(text)
}
