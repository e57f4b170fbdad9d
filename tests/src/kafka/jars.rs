//! Kafka's jars, copied out of the Maven repository once, and the Java to run them.

use anyhow::{Context, bail};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

/// The class path of the broker and its tools.
pub(super) fn classpath() -> anyhow::Result<OsString> {
    class_path(&Path::new(env!("CARGO_MANIFEST_DIR")).join("kafka"))
}

/// What the `pom.xml` of a directory asks for, copied into its `libs`. The first caller of all processes on this checkout
/// lets Maven fetch it.
pub(crate) fn class_path(home: &Path) -> anyhow::Result<OsString> {
    let libs = home.join("libs");
    let pom_file = home.join("pom.xml");
    let pom = fs::read(&pom_file).with_context(|| format!("read {}", pom_file.display()))?;
    // The copy is whole when it holds the pom it was made from.
    let stamp = libs.join("pom.xml");
    let is_whole = || fs::read(&stamp).is_ok_and(|made_from| made_from == pom);
    if !is_whole() {
        let lock = File::open(&pom_file).with_context(|| format!("open {}", pom_file.display()))?;
        lock.lock().with_context(|| format!("lock {}", pom_file.display()))?;
        if !is_whole() {
            fetch(home, &libs)?;
            fs::write(&stamp, &pom).with_context(|| format!("write {}", stamp.display()))?;
        }
    }
    Ok(libs.join("*").into_os_string())
}

fn fetch(home: &Path, libs: &Path) -> anyhow::Result<()> {
    // Jars of an earlier version would stay on the class path.
    if libs.exists() {
        fs::remove_dir_all(libs).with_context(|| format!("empty {}", libs.display()))?;
    }
    let mut maven = Command::new("mvn");
    maven.args(["-q", "-B", "dependency:copy-dependencies"]).current_dir(home);
    maven.arg(format!("-DoutputDirectory={}", libs.display())).stdin(Stdio::null());
    let output = maven.output().context("run mvn: install Maven (Debian: apt-get install maven)")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout);
        bail!("mvn could not fetch what is asked for by {}:\n{said}", home.join("pom.xml").display());
    }
    Ok(())
}

/// `java` with Kafka on its class path, started quickly and kept small; the class and its arguments are to be added.
pub(super) fn java(classpath: &OsString, heap: &str) -> Command {
    let mut java = Command::new("java");
    java.args(java_options(heap)).arg("-XX:TieredStopAtLevel=1").arg("-cp").arg(classpath);
    java
}

/// Options of every Java started here. The serial collector starts fastest and keeps to few threads; the log goes to
/// stderr.
pub(crate) fn java_options(heap: &str) -> [String; 4] {
    [
        format!("-Xmx{heap}"),
        "-XX:+UseSerialGC".to_owned(),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn".to_owned(),
        "-Dorg.slf4j.simpleLogger.showDateTime=true".to_owned(),
    ]
}
