//! The program under test, built once a test run.

use anyhow::{Context, anyhow, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The `dateline` program, built with the profile the tests were built with. `DATELINE_TEST_BINARY` set: that one.
pub fn dateline_binary() -> anyhow::Result<&'static Path> {
    static BINARY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let binary = BINARY.get_or_init(|| match std::env::var_os("DATELINE_TEST_BINARY") {
        Some(path) => Ok(PathBuf::from(path)),
        None => build().map_err(|error| format!("{error:#}")),
    });
    binary.as_deref().map_err(|error| anyhow!("{error}"))
}

fn build() -> anyhow::Result<PathBuf> {
    // target/<profile>/deps/<test>, or target/<profile>/<bench or bin>
    let own = std::env::current_exe().context("find the test program")?;
    let parent = own.parent().context("the test program has no directory")?;
    let directory = if parent.ends_with("deps") { parent.parent().unwrap_or(parent) } else { parent };
    let profile = match directory.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let target = directory.parent().context("the test program is in no target directory")?;
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/dateline/Cargo.toml");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--bin", "dateline", "--profile", profile]);
    cargo.arg("--manifest-path").arg(manifest).arg("--target-dir").arg(target).stdin(Stdio::null());
    let output = cargo.output().context("run cargo")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "cargo could not build dateline:\n{errors}");
    Ok(directory.join("dateline"))
}
