//! Directories to work in, gone when the test process is.
//!
//! What lives in a static is never dropped, and a killed process drops nothing; so all directories lie under one root a
//! process, and a small shell waits for the end of the process and removes the root.

use anyhow::{Context, anyhow};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Waits for the end of its input, which this process holds open; then removes the root, again for a few seconds while
/// dying servers may still write there.
const SWEEP: &str = r#"trap '' HUP INT TERM; read -r _
i=0; while [ -e "$0" ] && [ $i -lt 50 ]; do rm -rf "$0" 2>/dev/null; sleep 0.1; i=$((i + 1)); done"#;

struct Root {
    path: PathBuf,
    /// Its input closes when this process ends.
    _sweeper: Child,
}

/// A new directory that other accounts may pass through; removed on drop, at the latest with the process.
pub fn scratch_dir(name: &str) -> anyhow::Result<TempDir> {
    static ROOT: OnceLock<Result<Root, String>> = OnceLock::new();
    let root = ROOT.get_or_init(|| open_root().map_err(|error| format!("{error:#}")));
    let root = root.as_ref().map_err(|error| anyhow!("{error}"))?;
    let dir = tempfile::Builder::new().prefix(&format!("{name}-")).tempdir_in(&root.path);
    let dir = dir.with_context(|| format!("create a directory in {}", root.path.display()))?;
    let_others_pass(dir.path())?;
    Ok(dir)
}

fn open_root() -> anyhow::Result<Root> {
    let dir = tempfile::Builder::new().prefix("dateline-tests-").tempdir().context("create a temporary directory")?;
    let_others_pass(dir.path())?;
    let mut sweeper = Command::new("sh");
    sweeper.args(["-c", SWEEP]).arg(dir.path()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // Its own process group: the Ctrl-C that ends the tests must not end what cleans up after them.
    let sweeper = sweeper.process_group(0).spawn().context("start sh")?;
    Ok(Root { path: dir.keep(), _sweeper: sweeper })
}

fn let_others_pass(dir: &Path) -> anyhow::Result<()> {
    fs::set_permissions(dir, Permissions::from_mode(0o755)).with_context(|| format!("open up {}", dir.display()))
}
