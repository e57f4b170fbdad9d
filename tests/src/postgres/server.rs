//! One server process and its data.

use super::database::psql;
use crate::lifeline::{self, Signal};
use crate::{free_port, scratch_dir, wait_for};
use anyhow::{Context, bail};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// As Debian calls its administrator.
const USER: &str = "postgres";
/// Either takes a second on a quiet machine; one that builds beside it, or recovers from a crash, needs many times that.
const START_DEADLINE: Duration = Duration::from_secs(120);
const STOP_DEADLINE: Duration = Duration::from_secs(120);

#[derive(Debug)]
pub(super) struct Server {
    programs: PathBuf,
    account: Option<&'static str>,
    port: u16,
    password: Option<String>,
    /// `None` while it is down.
    process: Option<Child>,
    scratch: TempDir,
}

impl Server {
    pub(super) fn start(password: Option<&str>) -> anyhow::Result<Self> {
        let programs = find_programs()?;
        let scratch = scratch_dir("postgres")?;
        let owner = fs::metadata(scratch.path()).context("look at the server's directory")?.uid();
        let account = (owner == 0).then_some("postgres");
        let mut server = Self {
            programs,
            account,
            port: free_port()?,
            password: password.map(str::to_owned),
            process: None,
            scratch,
        };
        server.initialise()?;
        server.launch()?;
        Ok(server)
    }

    pub(super) fn url(&self, password: Option<&str>) -> String {
        let password = password.map(|password| format!(":{password}")).unwrap_or_default();
        format!("postgres://{USER}{password}@127.0.0.1:{}/postgres", self.port)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Starts the process and waits until it answers a query.
    pub(super) fn launch(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.process.is_none(), "the server on port {} already runs", self.port);
        let log_file = self.scratch.path().join("server.log");
        let log = OpenOptions::new().create(true).append(true).open(&log_file).context("open the server's log")?;
        // On SIGQUIT it takes its own children and shared memory along.
        let mut postgres = self.program("postgres", Signal::Quit);
        postgres.arg("-D").arg(self.data()).arg("-k").arg(self.scratch.path()).args(["-p", &self.port.to_string()]);
        // Without fsync a crash of the server loses nothing, only one of the machine.
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "max_connections=200"] {
            postgres.args(["-c", setting]);
        }
        postgres.stdin(Stdio::null()).stdout(log.try_clone().context("share the server's log")?).stderr(log);
        let url = self.url(self.password.as_deref());
        let process = self.process.insert(lifeline::spawn(postgres)?);
        let started = wait_for("PostgreSQL to answer", START_DEADLINE, || {
            if let Ok(Some(status)) = process.try_wait() {
                return Ok(Err(anyhow::anyhow!("it ended with {status}")));
            }
            psql(&url, "select 1").map(|_| Ok(())).map_err(|error| error.to_string())
        });
        // A log that cannot be read adds nothing to the error.
        let log = || fs::read_to_string(&log_file).unwrap_or_default();
        started.and_then(|outcome| outcome).with_context(|| format!("start PostgreSQL; its log:\n{}", log()))
    }

    /// The immediate shutdown: sessions are cut, the next start recovers from the log.
    pub(super) fn kill(&mut self) -> anyhow::Result<()> {
        let Some(mut process) = self.process.take() else {
            return Ok(());
        };
        lifeline::signal(&process, Signal::Quit)?;
        lifeline::wait_exit(&mut process, STOP_DEADLINE)?;
        Ok(())
    }

    fn initialise(&self) -> anyhow::Result<()> {
        if let Some(account) = self.account {
            std::os::unix::fs::chown(self.scratch.path(), Some(id_of(account, "-u")?), Some(id_of(account, "-g")?))
                .with_context(|| format!("give {} to {account}", self.scratch.path().display()))?;
        }
        let mut initdb = self.program("initdb", Signal::Kill);
        initdb.arg("-D").arg(self.data()).args(["-U", USER, "-E", "UTF8", "--locale=C.UTF-8"]);
        initdb.args(["--no-sync", "--no-instructions"]);
        match &self.password {
            Some(password) => {
                let file = self.scratch.path().join("password");
                fs::write(&file, password).context("write the password file")?;
                initdb.arg("--auth=scram-sha-256").arg("--pwfile").arg(file);
            }
            None => {
                initdb.arg("--auth=trust");
            }
        }
        let output = initdb.output().context("run initdb through setpriv (from util-linux)")?;
        let errors = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "initdb ended with {}: {}", output.status, errors.trim());
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.scratch.path().join("data")
    }

    fn program(&self, name: &str, on_end: Signal) -> Command {
        let options: &[&str] = match self.account {
            Some(account) => &["--reuid", account, "--regid", account, "--init-groups"],
            None => &[],
        };
        lifeline::command(self.programs.join(name), on_end, options)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.kill().is_err()
            && let Some(mut process) = self.process.take()
        {
            lifeline::end(&mut process);
        }
    }
}

/// Where `initdb` and `postgres` are: Debian keeps them off the PATH, by version.
fn find_programs() -> anyhow::Result<PathBuf> {
    // A directory that cannot be listed holds nothing for us.
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let newest_first = versions.into_iter().rev().map(|(_, path)| path);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has_both = |dir: &Path| dir.join("initdb").is_file() && dir.join("postgres").is_file();
    match newest_first.chain(std::env::split_paths(&path)).find(|dir| has_both(dir)) {
        Some(dir) => Ok(dir),
        None => {
            bail!("PostgreSQL is not installed: install it (Debian: apt-get install postgresql) or set DATABASE_URL")
        }
    }
}

fn id_of(account: &str, which: &str) -> anyhow::Result<u32> {
    let output = Command::new("id").args([which, account]).output().context("run id")?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().with_context(|| format!("there is no account {account}, which runs PostgreSQL for root"))
}
