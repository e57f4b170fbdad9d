//! What articles leave behind for those after them, lent to one at a time.
//!
//! There is one for each article that is read at the same moment, as many as there are threads.

use std::sync::{Mutex, PoisonError};

/// Values that are made when all others are lent out.
#[derive(Debug, Default)]
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T: Default> Pool<T> {
    /// Lends one of them to this work. Work that panics keeps it.
    pub(crate) fn lend<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let lent = self.values().pop();
        let mut value = lent.unwrap_or_default();
        let done = work(&mut value);
        self.values().push(value);
        done
    }

    fn values(&self) -> std::sync::MutexGuard<'_, Vec<T>> {
        // Nothing that panics is done while they are held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_work_leaves_is_lent_to_the_next_and_to_none_at_the_same_time() {
        let pool: Pool<Vec<u8>> = Pool::default();
        pool.lend(|one| {
            one.push(1);
            pool.lend(|other| assert!(other.is_empty()));
        });
        assert_eq!(pool.lend(|value| value.clone()), [1]);
    }
}
