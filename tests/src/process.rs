//! The `dateline` program as a process of its own: started, asked, stopped, killed.

mod binary;
mod http;
mod memory;

pub use binary::dateline_binary;
pub use http::Reply;
pub(crate) use http::get;
pub(crate) use memory::memory_of;

use crate::lifeline::{self, Signal};
use crate::{free_port, scratch_dir, wait_for};
use anyhow::Context;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A process that is to be started.
#[derive(Debug, Clone)]
pub struct Launch {
    arguments: Vec<String>,
    config: Option<String>,
    variables: Vec<(String, String)>,
    directory: Option<PathBuf>,
    binary: Option<PathBuf>,
    through: Vec<String>,
    host: Ipv4Addr,
}

impl Launch {
    /// `dateline` with these arguments: the service or command first.
    pub fn new<A: Into<String>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self {
            arguments,
            config: None,
            variables: Vec::new(),
            directory: None,
            binary: None,
            through: Vec::new(),
            host: Ipv4Addr::LOCALHOST,
        }
    }

    /// One more argument.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Its configuration, as the text of a `dateline.toml`.
    #[must_use]
    pub fn config(mut self, toml: impl Into<String>) -> Self {
        self.config = Some(toml.into());
        self
    }

    /// A variable of its environment. Of the tests' own environment it gets everything but `DATELINE_*` and proxies.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Its working directory, which then outlives it; else it has one of its own.
    #[must_use]
    pub fn directory(mut self, path: &Path) -> Self {
        self.directory = Some(path.to_path_buf());
        self
    }

    /// Another `dateline` than [`dateline_binary`].
    #[must_use]
    pub fn binary(mut self, path: &Path) -> Self {
        self.binary = Some(path.to_path_buf());
        self
    }

    /// A program that ends by executing what follows its own arguments, such as `ip netns exec NAME`.
    #[must_use]
    pub fn through<A: Into<String>>(mut self, command: impl IntoIterator<Item = A>) -> Self {
        self.through = command.into_iter().map(Into::into).collect();
        self
    }

    /// The address its health endpoints listen at, when it lives in another network.
    #[must_use]
    pub fn host(mut self, host: Ipv4Addr) -> Self {
        self.host = host;
        self
    }

    /// Starts it. Its health endpoints listen on a free port.
    pub fn start(&self) -> anyhow::Result<Dateline> {
        let scratch = scratch_dir("dateline")?;
        let address = SocketAddr::from((self.host, free_port()?));
        let binary = match &self.binary {
            Some(path) => path.as_path(),
            None => dateline_binary()?,
        };
        let mut command = match self.through.split_first() {
            Some((first, rest)) => {
                let mut command = lifeline::command(first, Signal::Kill, &[]);
                command.args(rest).arg(binary);
                command
            }
            None => lifeline::command(binary, Signal::Kill, &[]),
        };
        command.args(&self.arguments).current_dir(self.directory.as_deref().unwrap_or(scratch.path()));
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("DATELINE_") || text.to_ascii_lowercase().ends_with("_proxy") {
                command.env_remove(&name);
            }
        }
        command.env("DATELINE_HTTP__LISTEN", address.to_string());
        if let Some(config) = &self.config {
            let file = scratch.path().join("dateline.toml");
            fs::write(&file, config).context("write the configuration")?;
            command.env("DATELINE_CONFIG", file);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        let stdout = File::create(scratch.path().join("stdout")).context("create the file for stdout")?;
        let stderr = File::create(scratch.path().join("stderr")).context("create the file for stderr")?;
        command.stdin(Stdio::null()).stdout(stdout).stderr(stderr);
        let child = lifeline::spawn(command)?;
        Ok(Dateline { name: self.arguments.join(" "), child, address, ended: None, scratch })
    }
}

/// A running `dateline`, killed on drop.
#[derive(Debug)]
pub struct Dateline {
    name: String,
    child: Child,
    address: SocketAddr,
    ended: Option<ExitStatus>,
    scratch: TempDir,
}

impl Dateline {
    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where its health endpoints listen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has written to stderr so far: its log.
    pub fn stderr(&self) -> String {
        self.written("stderr")
    }

    /// What it has written to stdout so far.
    pub fn stdout(&self) -> String {
        self.written("stdout")
    }

    fn written(&self, name: &str) -> String {
        // The file was created before the process was.
        let bytes = fs::read(self.scratch.path().join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Waits for a line of its stderr that contains `text`; gives the line. Fails at once when the process ends.
    pub fn wait_line(&mut self, text: &str, deadline: Duration) -> anyhow::Result<String> {
        let what = format!("a line with `{text}` from `dateline {}`", self.name);
        self.wait_alive(&what, deadline, |process| {
            let log = process.stderr();
            log.lines().find(|line| line.contains(text)).map(str::to_owned).ok_or_else(|| "no such line".to_owned())
        })
    }

    /// Waits until `/readyz` says 200. Fails at once when the process ends.
    pub fn wait_ready(&mut self, deadline: Duration) -> anyhow::Result<()> {
        let what = format!("`dateline {}` to be ready", self.name);
        self.wait_alive(&what, deadline, |process| match process.get("/readyz") {
            Ok(reply) if reply.status == 200 => Ok(()),
            Ok(reply) => Err(format!("status {}: {}", reply.status, reply.body.trim())),
            Err(error) => Err(format!("{error:#}")),
        })
    }

    /// Asks its HTTP endpoints.
    pub fn get(&self, path: &str) -> anyhow::Result<Reply> {
        http::get(self.address, path)
    }

    /// The sum of the samples of a metric whose line starts with `name` and contains all of `labels`, such as
    /// `stage="extract"`. `None`: there is none.
    pub fn metric(&self, name: &str, labels: &[&str]) -> anyhow::Result<Option<f64>> {
        let reply = self.get("/metrics")?;
        anyhow::ensure!(reply.status == 200, "/metrics answers {}", reply.status);
        Ok(http::sum_of_samples(&reply.body, name, labels))
    }

    /// Its peak resident memory in bytes so far.
    pub fn peak_memory(&self) -> anyhow::Result<u64> {
        memory_of(self.id(), "VmHWM")
    }

    /// Its resident memory in bytes now.
    pub fn resident_memory(&self) -> anyhow::Result<u64> {
        memory_of(self.id(), "VmRSS")
    }

    /// How many file descriptors it has open.
    pub fn descriptors(&self) -> anyhow::Result<usize> {
        let directory = format!("/proc/{}/fd", self.id());
        Ok(fs::read_dir(&directory).with_context(|| format!("list {directory}"))?.count())
    }

    /// Makes it stand still (SIGSTOP) until [`Self::go_on`].
    pub fn pause(&self) -> anyhow::Result<()> {
        lifeline::signal(&self.child, Signal::Stop)
    }

    /// Lets it go on after [`Self::pause`].
    pub fn go_on(&self) -> anyhow::Result<()> {
        lifeline::signal(&self.child, Signal::Continue)
    }

    /// Sends SIGTERM: finish, commit, end.
    pub fn terminate(&self) -> anyhow::Result<()> {
        lifeline::signal(&self.child, Signal::Term)
    }

    /// Kills it (SIGKILL) and waits for its end.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        if self.ended.is_none() {
            self.child.kill().context("kill the process")?;
            self.ended = Some(self.child.wait().context("wait for the killed process")?);
        }
        Ok(())
    }

    /// Waits for its end.
    pub fn wait_exit(&mut self, deadline: Duration) -> anyhow::Result<ExitStatus> {
        if let Some(status) = self.ended {
            return Ok(status);
        }
        let status = lifeline::wait_exit(&mut self.child, deadline)
            .with_context(|| format!("end of `dateline {}`, whose log is:\n{}", self.name, self.log_tail()))?;
        self.ended = Some(status);
        Ok(status)
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> anyhow::Result<bool> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().context("ask for the process")?;
        }
        Ok(self.ended.is_none())
    }

    fn wait_alive<T>(
        &mut self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut(&Self) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        let found = wait_for(what, deadline, || {
            let runs = self.is_running().map_err(|error| error.to_string())?;
            match look(self) {
                Ok(found) => Ok(Ok(found)),
                Err(missing) if runs => Err(missing),
                Err(missing) => Ok(Err(anyhow::anyhow!("{missing}, and the process ended: {:?}", self.ended))),
            }
        });
        found
            .and_then(|outcome| outcome)
            .with_context(|| format!("`dateline {}`, whose log ends:\n{}", self.name, self.log_tail()))
    }

    fn log_tail(&self) -> String {
        let log = self.stderr();
        let lines: Vec<&str> = log.lines().collect();
        lines.iter().skip(lines.len().saturating_sub(40)).copied().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Dateline {
    fn drop(&mut self) {
        lifeline::end(&mut self.child);
        if std::thread::panicking() {
            #[expect(clippy::print_stderr, reason = "a failed test is to show what its processes said")]
            {
                eprintln!("--- log of `dateline {}`:\n{}", self.name, self.log_tail());
            }
        }
    }
}
