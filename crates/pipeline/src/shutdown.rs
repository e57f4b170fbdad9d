//! The request to come to an end, shared by everything that runs in a process.
//!
//! Usable from plain threads and from async tasks. It only says that the end is wanted; each part finishes what it has
//! in progress, commits, and returns.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// A token that turns from "go on" to "come to an end" once and never back. Cheap to clone; clones are the same token.
#[derive(Debug, Clone)]
pub struct Shutdown(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// For threads; the same fact as in `watched`.
    requested: Mutex<bool>,
    changed: Condvar,
    /// For tasks.
    watched: watch::Sender<bool>,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self::new()
    }
}

impl Shutdown {
    /// A token nobody has requested yet.
    pub fn new() -> Self {
        let (watched, _) = watch::channel(false);
        Self(Arc::new(Inner { requested: Mutex::new(false), changed: Condvar::new(), watched }))
    }

    /// Asks every holder to come to an end. Asking again changes nothing.
    pub fn request(&self) {
        let mut requested = self.0.requested.lock().unwrap_or_else(PoisonError::into_inner);
        *requested = true;
        self.0.watched.send_replace(true);
        self.0.changed.notify_all();
    }

    /// Whether the end was requested.
    pub fn is_requested(&self) -> bool {
        *self.0.watched.borrow()
    }

    /// Blocks the calling thread until the request or until `wait` has passed; says whether it was requested.
    pub fn wait_timeout(&self, wait: Duration) -> bool {
        let requested = self.0.requested.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.0.changed.wait_timeout_while(requested, wait, |requested| !*requested);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Waits until the end is requested; at once if it already was.
    pub async fn requested(&self) {
        let mut receiver = self.0.watched.subscribe();
        // Only fails when the sender is gone, and `self` holds it.
        let _ = receiver.wait_for(|requested| *requested).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_wakes_waiting_threads() {
        let shutdown = Shutdown::new();
        assert!(!shutdown.wait_timeout(Duration::ZERO));
        let waiting = std::thread::spawn({
            let shutdown = shutdown.clone();
            move || shutdown.wait_timeout(Duration::MAX)
        });
        shutdown.request();
        assert!(waiting.join().unwrap());
        assert!(shutdown.is_requested());
        assert!(shutdown.wait_timeout(Duration::ZERO));
    }

    #[test]
    fn a_request_wakes_waiting_tasks() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let shutdown = Shutdown::new();
        runtime.block_on(async {
            let waiting = tokio::spawn({
                let shutdown = shutdown.clone();
                async move { shutdown.requested().await }
            });
            tokio::task::yield_now().await;
            shutdown.request();
            waiting.await.unwrap();
            shutdown.requested().await;
        });
    }
}
