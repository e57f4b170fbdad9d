//! What `dateline run` writes is for its user alone, also under the umask of a common shell.

use crate::program::{Running, forget_environment};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(60);

const CONFIGURATION: &str = r#"
bus = "embedded:data/log/log.db"
http.listen = "off"

[[source]]
name = "desk"
kind = "folder"
path = "inbox"
interval = "100ms"

[[store]]
name = "kept"
kind = "sqlite"
path = "out/today/articles.db"

[[store]]
name = "shared"
kind = "sqlite"
path = "shared/articles.db"
"#;

fn run(directory: &Path) -> Running {
    let mut command = Command::new("sh");
    forget_environment(&mut command);
    let script = "umask 022; exec \"$0\" run";
    command.args(["-c", script, env!("CARGO_BIN_EXE_dateline")]).current_dir(directory);
    Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Everything below a directory.
fn below(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .flat_map(|path| if path.is_dir() { [vec![path.clone()], below(&path)].concat() } else { vec![path] })
        .collect()
}

#[test]
fn log_stores_and_their_directories_are_for_the_user_alone() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    for existing in ["inbox", "shared"] {
        fs::create_dir(at(existing)).unwrap();
        fs::set_permissions(at(existing), Permissions::from_mode(0o711)).unwrap();
    }
    fs::write(at("dateline.toml"), CONFIGURATION).unwrap();
    fs::write(at("inbox/tide.txt"), "PORT VALE (Example Wire) - The tide gauge was read twice on Monday.\n").unwrap();
    let _running = run(home.path());
    // The files beside a database are there while it is written to.
    let all = ["data/log/log.db", "data/log/log.db-wal", "out/today/articles.db-wal", "shared/articles.db-shm"];
    let until = Instant::now() + SOON;
    while !all.iter().all(|name| at(name).exists()) {
        assert!(Instant::now() < until, "{:?}", below(home.path()));
        std::thread::sleep(Duration::from_millis(20));
    }
    let written = ["data", "out", "shared"].map(|name| below(&at(name))).concat();
    assert!(written.len() >= 9, "{written:?}");
    for path in written.iter().chain(&[at("data"), at("out")]) {
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(path), expected, "{} has mode {:o}", path.display(), mode(path));
    }
    assert_eq!((mode(&at("shared")), mode(&at("inbox"))), (0o711, 0o711), "what was there stays as it was");
}
