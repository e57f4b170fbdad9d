//! What a scenario is: its place in the table, what it needs of the machine, what it does.

use super::tally::Tally;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What a machine may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Root and `ip netns`, for services in networks of their own.
    Namespaces,
    /// Root and `nft`, for packets that are lost.
    PacketFilter,
    /// Root, for file systems of a given size.
    SmallDisks,
    /// Root and the memory controller of cgroup v1, for a limit of memory.
    MemoryLimits,
    /// A `dateline` built with `kafka-tls`, named by `DATELINE_TLS_BINARY`, and openssl.
    TlsBinary,
    /// The `dateline` of the commit before, named by `DATELINE_PREVIOUS_BINARY`.
    PreviousBinary,
    /// libfaketime.
    FakeTime,
}

impl Need {
    /// Why it is not met, if it is not.
    pub fn missing(self) -> Option<String> {
        let root = || (!is_root()).then(|| "needs root".to_owned());
        match self {
            Self::Namespaces => root().or_else(|| lacks("ip", &["netns", "list"], "iproute2")),
            Self::PacketFilter => root().or_else(|| lacks("nft", &["--version"], "nftables")),
            Self::SmallDisks => root(),
            Self::MemoryLimits => root().or_else(|| {
                let there = Path::new(MEMORY_CGROUP).join("memory.limit_in_bytes").exists();
                (!there).then(|| format!("needs the memory controller of cgroup v1 at {MEMORY_CGROUP}"))
            }),
            Self::TlsBinary => {
                binary("DATELINE_TLS_BINARY").err().or_else(|| lacks("openssl", &["version"], "openssl"))
            }
            Self::PreviousBinary => binary("DATELINE_PREVIOUS_BINARY").err(),
            Self::FakeTime => fake_time().is_none().then(|| "needs libfaketime (Debian: libfaketime)".to_owned()),
        }
    }
}

/// Where the memory controller is mounted.
pub(crate) const MEMORY_CGROUP: &str = "/sys/fs/cgroup/memory";

/// The binary that a variable names.
pub(crate) fn binary(variable: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os(variable).map(PathBuf::from).ok_or_else(|| format!("needs {variable}"))?;
    if path.is_file() { Ok(path) } else { Err(format!("{variable}: there is no {}", path.display())) }
}

/// Where libfaketime is.
pub(crate) fn fake_time() -> Option<PathBuf> {
    let places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"];
    places.iter().map(|place| Path::new(place).join("faketime/libfaketimeMT.so.1")).find(|path| path.is_file())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn lacks(program: &str, arguments: &[&str], package: &str) -> Option<String> {
    let works = Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success());
    (!works).then(|| format!("needs {program} (Debian: {package})"))
}

/// What the command line asks of a scenario.
#[derive(Debug, Clone)]
pub struct Wish {
    /// How many faults, where a scenario can repeat.
    pub rounds: usize,
    /// How long, for the soak.
    pub length: Duration,
    /// Of everything left to chance.
    pub seed: u64,
    /// Where samples are written.
    pub samples: Option<PathBuf>,
}

/// One line of the list.
pub struct Scenario {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The numbers of the failure scenarios it stands for.
    pub numbers: &'static [u32],
    /// What it does.
    pub what: &'static str,
    /// Rounds unless told otherwise.
    pub rounds: usize,
    /// What the machine must have.
    pub needs: &'static [Need],
    /// Runs it.
    pub run: fn(&Wish) -> anyhow::Result<Tally>,
}
