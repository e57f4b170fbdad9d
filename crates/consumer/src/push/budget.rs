//! How many bytes requests may hold at once, all together: memory has an end however many come.

use super::problem::{Kind, Problem};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// When whoever finds it full may come again.
const SOON: Duration = Duration::from_secs(1);

/// The bytes there are for all requests. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    held: Arc<AtomicUsize>,
    most: usize,
}

/// What one request holds; given back on drop.
#[derive(Debug)]
pub(super) struct Held {
    budget: Budget,
    bytes: usize,
}

impl Budget {
    /// So many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self { held: Arc::default(), most }
    }

    /// A request that holds nothing yet.
    pub(super) fn begin(&self) -> Held {
        Held { budget: self.clone(), bytes: 0 }
    }
}

impl Held {
    /// Takes more; the problem says that there is no room now.
    pub(super) fn grow(&mut self, bytes: usize) -> Result<(), Problem> {
        let most = self.budget.most;
        let more = |held: usize| held.checked_add(bytes).filter(|held| *held <= most);
        match self.budget.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => {
                self.bytes += bytes;
                Ok(())
            }
            Err(_) => Err(Problem::later(Kind::Full, "others hold all there is room for; send it again", SOON)),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_gives_back_another_may_take() {
        let budget = Budget::new(10);
        let (mut one, mut other) = (budget.begin(), budget.begin());
        one.grow(7).unwrap();
        assert_eq!(other.grow(4).unwrap_err().kind, Kind::Full);
        other.grow(3).unwrap();
        drop(one);
        other.grow(7).unwrap();
    }
}
