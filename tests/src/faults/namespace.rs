//! A network of its own for services, joined to this machine's by a cable of two ends (Linux, root).

use anyhow::Context;
use std::io::Write;
use std::net::Ipv4Addr;
use std::process::{Command, Stdio};

/// Gone on drop, with everything in it.
pub(crate) struct Namespace {
    name: String,
    number: u8,
}

impl Namespace {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let id = std::process::id();
        let number = u8::try_from(id % 250).unwrap_or(0);
        let space = Self { name: format!("dateline-{id}"), number };
        let (name, near, far) = (&space.name, space.device("n"), space.device("f"));
        run("ip", &["netns", "add", name])?;
        run("ip", &["link", "add", &near, "type", "veth", "peer", "name", &far, "netns", name])?;
        run("ip", &["addr", "add", &format!("{}/30", space.near()), "dev", &near])?;
        run("ip", &["link", "set", &near, "up"])?;
        space.inside(&["ip", "addr", "add", &format!("{}/30", space.far()), "dev", &far])?;
        space.inside(&["ip", "link", "set", &far, "up"])?;
        space.inside(&["ip", "link", "set", "lo", "up"])?;
        Ok(space)
    }

    /// The address of this end.
    pub(crate) fn near(&self) -> Ipv4Addr {
        Ipv4Addr::new(10, 213, self.number, 1)
    }

    /// The address of the end inside.
    pub(crate) fn far(&self) -> Ipv4Addr {
        Ipv4Addr::new(10, 213, self.number, 2)
    }

    /// What a program is started through to live inside.
    pub(crate) fn through(&self) -> [String; 4] {
        ["ip", "netns", "exec", &self.name].map(str::to_owned)
    }

    /// From now on this share of packets is dropped in both directions, in per mille; 1000: all, 0: none.
    pub(crate) fn drop_packets(&self, per_mille: u32) -> anyhow::Result<()> {
        let rule = match per_mille {
            0 => String::new(),
            1000 => "oifname != \"lo\" drop".to_owned(),
            _ => format!("oifname != \"lo\" numgen random mod 1000 < {per_mille} drop"),
        };
        let inward = rule.replace("oifname", "iifname");
        let rules = format!(
            "table inet weather {{}}\nflush table inet weather\ndelete table inet weather\ntable inet weather {{
 chain outward {{ type filter hook output priority 0; {rule}\n }}
 chain inward {{ type filter hook input priority 0; {inward}\n }}
}}\n"
        );
        let mut nft = Command::new("ip");
        nft.args(["netns", "exec", &self.name, "nft", "-f", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut nft = nft.spawn().context("run nft")?;
        nft.stdin.take().context("nft has no input")?.write_all(rules.as_bytes()).context("tell nft the rules")?;
        let output = nft.wait_with_output().context("wait for nft")?;
        anyhow::ensure!(output.status.success(), "nft: {}", String::from_utf8_lossy(&output.stderr).trim());
        Ok(())
    }

    fn device(&self, end: &str) -> String {
        format!("dl{end}{}", std::process::id() % 1_000_000)
    }

    fn inside(&self, command: &[&str]) -> anyhow::Result<()> {
        run("ip", &[&["netns", "exec", &self.name], command].concat())
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        // What is left behind is an empty network.
        let _ = run("ip", &["netns", "del", &self.name]);
        let _ = run("ip", &["link", "del", &self.device("n")]);
    }
}

/// Runs a program that says nothing when it succeeds.
pub(crate) fn run(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let output = Command::new(program).args(arguments).output().with_context(|| format!("run {program}"))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{program} {}: {}", arguments.join(" "), errors.trim());
    Ok(())
}
