//! `deploy/build-release.sh` leaves nothing of the builder's machine in a binary.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Says where it is in the ways a program does: in a panic and by itself.
const PROGRAM: &str = r#"
fn main() {
    let number: Option<u32> = std::env::args().nth(1).and_then(|text| text.parse().ok());
    println!("{} {}", file!(), std::panic::Location::caller());
    println!("{}", probe::checked(number));
}
"#;

const LIBRARY: &str = r#"
pub fn checked(number: Option<u32>) -> u32 {
    number.expect("a number") / 3
}
"#;

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_release_binary_does_not_tell_where_it_was_built() {
    let home = tempfile::tempdir().unwrap();
    // Somebody's home directory, with a library beside the project as a registry has them.
    let (project, cargo_home) = (home.path().join("my work/dateline"), home.path().join(".cargo"));
    put(&project.join("src/main.rs"), PROGRAM);
    put(
        &project.join("Cargo.toml"),
        "[package]\nname = \"told\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nprobe = { path = \"../../.cargo/registry/src/index/probe-0.1.0\" }\n\n[workspace]\n",
    );
    let library = cargo_home.join("registry/src/index/probe-0.1.0");
    put(&library.join("src/lib.rs"), LIBRARY);
    put(&library.join("Cargo.toml"), "[package]\nname = \"probe\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let lock = "version = 4\n\n[[package]]\nname = \"probe\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"told\"\n\
                version = \"0.1.0\"\ndependencies = [\n \"probe\",\n]\n";
    put(&project.join("Cargo.lock"), lock);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/build-release.sh");
    fs::create_dir_all(project.join("deploy")).unwrap();
    fs::copy(script, project.join("deploy/build-release.sh")).unwrap();

    let mut command = Command::new(project.join("deploy/build-release.sh"));
    for name in ["CARGO_TARGET_DIR", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(name);
    }
    // The toolchain is found as before; only what lies in the home of this test is to be forgotten.
    let real_home = std::env::var("HOME").unwrap_or_default();
    let rustup = std::env::var("RUSTUP_HOME").unwrap_or(format!("{real_home}/.rustup"));
    let built = command.env("HOME", home.path()).env("CARGO_HOME", &cargo_home).env("RUSTUP_HOME", rustup).output();
    let built = built.unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));

    let binary = fs::read(project.join("target/release/told")).unwrap();
    let names = |text: &str| binary.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!names(&home.path().display().to_string()), "the binary tells where it was built");
    // The places are still told, under names that are the same everywhere.
    assert!(names("/dateline/src/main.rs") || names("src/main.rs"));
    assert!(names("/cargo/index/probe-0.1.0/src/lib.rs"));
}
