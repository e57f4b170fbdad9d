//! A service from its start to its end: endpoints up, parts running, drain under a deadline, exit code.
//!
//! Parts run on their own threads or tasks and return when the shutdown token asks them to. The first that fails asks
//! the others. A part that is stuck is left behind at the deadline: the caller ends the process with the code it gets.

use crate::config::Settings;
use crate::http::HttpServer;
use crate::{Exit, panics};
use anyhow::anyhow;
use pipeline::{Health, LoopError, Shutdown};
use prometheus_client::registry::Registry;
use std::collections::BTreeMap;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How long open requests may hold up the end once every part has ended.
const HTTP_GRACE: Duration = Duration::from_secs(1);

/// A part of a service that is running.
#[derive(Debug)]
pub struct RunningPart {
    name: String,
    handle: Handle,
}

#[derive(Debug)]
enum Handle {
    Thread(std::thread::JoinHandle<anyhow::Result<()>>),
    Task(JoinHandle<anyhow::Result<()>>),
}

impl RunningPart {
    /// A part on an OS thread of its own. Names are for logs; unique within the service.
    pub fn thread(name: impl Into<String>, handle: std::thread::JoinHandle<anyhow::Result<()>>) -> Self {
        Self { name: name.into(), handle: Handle::Thread(handle) }
    }

    /// A part that is a tokio task.
    pub fn task(name: impl Into<String>, handle: JoinHandle<anyhow::Result<()>>) -> Self {
        Self { name: name.into(), handle: Handle::Task(handle) }
    }
}

/// What a service needs besides its parts.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    /// `host:port` of the endpoints; `None`: off.
    pub http_listen: Option<String>,
    /// From the request to the end at the latest.
    pub drain_deadline: Duration,
    /// Filled by the parts.
    pub health: Health,
    /// Filled by the parts.
    pub registry: Arc<Registry>,
    /// Obeyed by the parts.
    pub shutdown: Shutdown,
}

impl Lifecycle {
    /// As the settings say.
    pub fn of(settings: &Settings, health: Health, registry: Arc<Registry>, shutdown: Shutdown) -> Self {
        Self {
            http_listen: settings.http_listen.clone(),
            drain_deadline: settings.drain_deadline,
            health,
            registry,
            shutdown,
        }
    }

    /// Offers the endpoints, starts the parts, and waits for the end. Failures are logged here and nowhere else.
    ///
    /// Ends when every part has ended, whether asked to or not, or when the drain deadline has passed. To be called
    /// on a multi-thread runtime: `start` may block for as long as connecting takes. The caller ends the process with
    /// the code and must not wait for threads that are left.
    pub async fn run(self, start: impl FnOnce() -> anyhow::Result<Vec<RunningPart>>) -> Exit {
        let stop_http = Shutdown::new();
        let http = match self.offer_http(&stop_http).await {
            Ok(http) => http,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "failed to start");
                return Exit::PartFailed;
            }
        };
        let exit = match start() {
            Ok(parts) => self.wait_for(parts).await,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "failed to start");
                self.shutdown.request();
                Exit::PartFailed
            }
        };
        stop_http.request();
        if let Some(mut http) = http
            && tokio::time::timeout(HTTP_GRACE, &mut http).await.is_err()
        {
            http.abort();
        }
        exit
    }

    async fn offer_http(&self, stop: &Shutdown) -> anyhow::Result<Option<JoinHandle<()>>> {
        let Some(listen) = &self.http_listen else {
            return Ok(None);
        };
        let (health, registry) = (self.health.clone(), Arc::clone(&self.registry));
        let server = HttpServer::bind(listen, health, registry, self.shutdown.clone()).await?;
        tracing::info!(address = %server.local_addr()?, "health and metrics are offered");
        Ok(Some(tokio::spawn(server.serve(stop.clone()))))
    }

    async fn wait_for(&self, parts: Vec<RunningPart>) -> Exit {
        let mut running: BTreeMap<String, usize> = BTreeMap::new();
        for part in &parts {
            *running.entry(part.name.clone()).or_default() += 1;
        }
        let mut ends = watch(parts);
        let mut exit = Exit::Drained;
        let mut deadline = None;
        loop {
            tokio::select! {
                biased;
                end = ends.recv() => {
                    let Some((name, result)) = end else { return exit };
                    forget(&mut running, &name);
                    match result {
                        Ok(()) => tracing::info!(part = name, "part ended"),
                        Err(error) if is_reader_gone(&error) => {
                            tracing::info!(part = name, why = format!("{error:#}"), "part ended, and with it the process");
                            if exit == Exit::Drained {
                                exit = Exit::ReaderGone;
                            }
                            self.shutdown.request();
                        }
                        Err(error) if is_drain_deadline(&error) => {
                            tracing::error!(part = name, error = format!("{error:#}"), "drain deadline passed");
                            if exit == Exit::Drained {
                                exit = Exit::DeadlinePassed;
                            }
                        }
                        Err(error) => {
                            tracing::error!(part = name, error = format!("{error:#}"), "part failed");
                            exit = Exit::PartFailed;
                            self.shutdown.request();
                        }
                    }
                }
                () = self.shutdown.requested(), if deadline.is_none() => {
                    deadline = Some(Instant::now() + self.drain_deadline);
                }
                () = passed(deadline) => {
                    let left: Vec<String> = running.into_keys().collect();
                    tracing::error!(
                        parts = left.join(", "),
                        deadline_seconds = self.drain_deadline.as_secs_f64(),
                        "drain deadline passed; uncommitted work is done again after the next start"
                    );
                    return if exit == Exit::Drained { Exit::DeadlinePassed } else { exit };
                }
            }
        }
    }
}

/// Whether a part ended because nobody takes what it writes, which is no failure.
fn is_reader_gone(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(LoopError::Gone { .. }))
}

/// Whether a part ended because it could not finish in time, which is no failure of its own.
fn is_drain_deadline(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(LoopError::DrainDeadline { .. }))
}

async fn passed(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => pending().await,
    }
}

fn forget(running: &mut BTreeMap<String, usize>, name: &str) {
    if let Some(count) = running.get_mut(name) {
        *count -= 1;
        if *count == 0 {
            running.remove(name);
        }
    }
}

/// Reports the end of each part. A thread is waited for on a thread, so that a stuck one blocks nobody, not even the
/// end of the runtime.
fn watch(parts: Vec<RunningPart>) -> mpsc::Receiver<(String, anyhow::Result<()>)> {
    let (sender, ends) = mpsc::channel(parts.len().max(1));
    for RunningPart { name, handle } in parts {
        let sender = sender.clone();
        // A send fails only after the deadline, when nobody waits any more.
        match handle {
            Handle::Thread(handle) => {
                std::thread::spawn(move || {
                    let result =
                        handle.join().unwrap_or_else(|panic| Err(anyhow!("panicked: {}", panics::text_of(&*panic))));
                    let _ = sender.blocking_send((name, result));
                });
            }
            Handle::Task(handle) => {
                tokio::spawn(async move {
                    let result = handle.await.unwrap_or_else(|error| Err(error.into()));
                    let _ = sender.send((name, result)).await;
                });
            }
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLENTY: Duration = Duration::from_secs(60);

    fn lifecycle(drain_deadline: Duration) -> Lifecycle {
        Lifecycle {
            http_listen: Some("127.0.0.1:0".to_owned()),
            drain_deadline,
            health: Health::default(),
            registry: Arc::default(),
            shutdown: Shutdown::new(),
        }
    }

    /// A thread that ends well when asked to.
    fn obedient(shutdown: &Shutdown) -> RunningPart {
        let shutdown = shutdown.clone();
        RunningPart::thread(
            "obedient",
            std::thread::spawn(move || {
                anyhow::ensure!(shutdown.wait_timeout(PLENTY), "nobody asked it to end");
                Ok(())
            }),
        )
    }

    #[tokio::test]
    async fn parts_that_end_when_asked_are_drained() {
        let lifecycle = lifecycle(PLENTY);
        let shutdown = lifecycle.shutdown.clone();
        let exit = lifecycle.run(|| {
            let task = {
                let shutdown = shutdown.clone();
                tokio::spawn(async move {
                    shutdown.requested().await;
                    Ok(())
                })
            };
            let parts = vec![obedient(&shutdown), RunningPart::task("task", task)];
            shutdown.request();
            Ok(parts)
        });
        assert_eq!(exit.await, Exit::Drained);
    }

    #[tokio::test]
    async fn parts_that_end_by_themselves_end_the_service() {
        let done = || Ok(vec![RunningPart::thread("done", std::thread::spawn(|| Ok(())))]);
        assert_eq!(lifecycle(PLENTY).run(done).await, Exit::Drained);
        assert_eq!(lifecycle(PLENTY).run(|| Ok(Vec::new())).await, Exit::Drained);
    }

    #[tokio::test]
    async fn the_first_failure_drains_the_others_and_shows_in_the_exit() {
        fn fails() -> anyhow::Result<()> {
            anyhow::bail!("credentials refused")
        }
        fn panics() -> anyhow::Result<()> {
            panic!("a bug")
        }
        for body in [fails, panics] {
            for on_thread in [true, false] {
                let lifecycle = lifecycle(PLENTY);
                let shutdown = lifecycle.shutdown.clone();
                let exit = lifecycle.run(|| {
                    let failing = if on_thread {
                        RunningPart::thread("failing", std::thread::spawn(body))
                    } else {
                        RunningPart::task("failing", tokio::spawn(async move { body() }))
                    };
                    Ok(vec![obedient(&shutdown), failing])
                });
                assert_eq!(exit.await, Exit::PartFailed);
                assert!(shutdown.is_requested());
            }
        }
    }

    #[tokio::test]
    async fn a_reader_that_has_gone_drains_the_others_and_is_no_failure() {
        let lifecycle = lifecycle(PLENTY);
        let shutdown = lifecycle.shutdown.clone();
        let gone = || Err(LoopError::Gone { name: "store/out".to_owned(), detail: "nobody reads".to_owned() }.into());
        let exit =
            lifecycle.run(|| Ok(vec![obedient(&shutdown), RunningPart::thread("store/out", std::thread::spawn(gone))]));
        assert_eq!(exit.await, Exit::ReaderGone);
        assert!(shutdown.is_requested());
    }

    #[tokio::test]
    async fn a_stuck_part_is_left_behind_at_the_deadline() {
        let lifecycle = lifecycle(Duration::from_millis(50));
        let shutdown = lifecycle.shutdown.clone();
        // Held until the end of the test, so the stuck thread stays stuck until then.
        let (release, stuck) = std::sync::mpsc::channel::<()>();
        let before = Instant::now();
        let exit = lifecycle.run(|| {
            shutdown.request();
            let stuck = std::thread::spawn(move || {
                let _ = stuck.recv();
                Ok(())
            });
            Ok(vec![RunningPart::thread("stuck", stuck)])
        });
        assert_eq!(exit.await, Exit::DeadlinePassed);
        assert!(before.elapsed() >= Duration::from_millis(50));
        drop(release);
    }

    #[tokio::test]
    async fn a_loop_that_did_not_finish_in_time_is_no_failed_part() {
        let late = || anyhow::Error::from(LoopError::DrainDeadline { name: "enrich".to_owned(), in_flight: 3 });
        let ends = |errors: Vec<anyhow::Error>| {
            let part = |error| RunningPart::thread("part", std::thread::spawn(move || Err(error)));
            let parts: Vec<RunningPart> = errors.into_iter().map(part).collect();
            lifecycle(PLENTY).run(move || Ok(parts))
        };
        assert_eq!(ends(vec![late(), late().context("run the loop")]).await, Exit::DeadlinePassed);
        assert_eq!(ends(vec![late(), anyhow!("the disk is broken")]).await, Exit::PartFailed);
    }

    #[tokio::test]
    async fn a_service_that_cannot_start_says_so() {
        assert_eq!(lifecycle(PLENTY).run(|| Err(anyhow!("no broker"))).await, Exit::PartFailed);
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let blocked = Lifecycle { http_listen: Some(address), ..lifecycle(PLENTY) };
        let exit = blocked.run(|| -> anyhow::Result<Vec<RunningPart>> { panic!("nothing may start") });
        assert_eq!(exit.await, Exit::PartFailed);
    }
}
