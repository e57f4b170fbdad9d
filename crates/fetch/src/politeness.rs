//! Whose turn it is: one request at a time to a host, a pause between two, and longer ones where the host asks for it.

use crate::FetchError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

/// Longest time a request waits for a host that asked to be left alone; beyond it the caller is told instead.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Longest time a request waits for those before it. One of them may take as long as an answer may take.
const LONGEST_TURN: Duration = Duration::from_secs(60);

/// Hosts remembered before the idle ones are forgotten. A host costs about 200 bytes.
const REMEMBERED: usize = 4_096;

/// The hosts asked so far.
#[derive(Debug)]
pub(crate) struct Hosts {
    delay: Duration,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    /// Locked by whoever asks the host; first come, first served.
    turn: Arc<tokio::sync::Mutex<()>>,
    pauses: Mutex<Pauses>,
}

#[derive(Debug, Clone, Copy)]
struct Pauses {
    /// Our own pause after the last request.
    next_at: Instant,
    /// What the host asked for.
    left_alone_until: Instant,
    /// The pause between two requests that the host asked for.
    stated: Duration,
}

/// The right to ask a host; given back when dropped, the pause to the next one then begins.
#[derive(Debug)]
pub(crate) struct Turn {
    host: Arc<Host>,
    delay: Duration,
    _turn: OwnedMutexGuard<()>,
}

impl Hosts {
    pub(crate) fn new(delay: Duration) -> Self {
        Self { delay, hosts: Mutex::new(HashMap::new()) }
    }

    /// Waits for this host's turn, for a limited time, and not for others at all without `patient`. A host that asked to
    /// be left alone for longer is not waited for.
    pub(crate) async fn turn(&self, name: &str, patient: bool) -> Result<Turn, FetchError> {
        let host = self.host(name);
        host.refuse_if_left_alone(name)?;
        let busy = || FetchError::Busy { host: name.to_owned() };
        let guard = if patient {
            let turn = Arc::clone(&host.turn).lock_owned();
            tokio::time::timeout(LONGEST_TURN, turn).await.map_err(|_elapsed| busy())?
        } else {
            Arc::clone(&host.turn).try_lock_owned().map_err(|_locked| busy())?
        };
        // Somebody else's answer may have asked for it while this request waited.
        host.refuse_if_left_alone(name)?;
        let pauses = host.pauses();
        tokio::time::sleep_until(pauses.next_at.max(pauses.left_alone_until)).await;
        Ok(Turn { host, delay: self.delay, _turn: guard })
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= REMEMBERED {
            let now = Instant::now();
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || host.pauses().end() > now);
        }
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            let now = Instant::now();
            let pauses = Mutex::new(Pauses { next_at: now, left_alone_until: now, stated: Duration::ZERO });
            Arc::new(Host { turn: Arc::default(), pauses })
        });
        Arc::clone(host)
    }
}

impl Host {
    fn pauses(&self) -> Pauses {
        *self.pauses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refuse_if_left_alone(&self, name: &str) -> Result<(), FetchError> {
        let retry_after = self.pauses().left_alone_until.saturating_duration_since(Instant::now());
        if retry_after > LONGEST_WAIT {
            return Err(FetchError::RateLimited { host: name.to_owned(), retry_after });
        }
        Ok(())
    }
}

impl Pauses {
    fn end(self) -> Instant {
        self.next_at.max(self.left_alone_until)
    }
}

impl Turn {
    /// The host asked to be left alone for this long.
    pub(crate) fn leave_alone(&self, wait: Duration) {
        let mut pauses = self.host.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.left_alone_until = pauses.left_alone_until.max(Instant::now() + wait);
    }

    /// The host asks for a pause of this length between two requests, from now on; a shorter one than ours changes nothing.
    pub(crate) fn keep_pauses_of(&self, stated: Duration) {
        self.host.pauses.lock().unwrap_or_else(PoisonError::into_inner).stated = stated;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut pauses = self.host.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.next_at = Instant::now() + self.delay.max(pauses.stated);
    }
}
