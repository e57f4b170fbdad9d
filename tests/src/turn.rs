//! Tests of one program in groups, one group after the other: what loads the machine keeps no clock of another group
//! waiting.

use std::sync::{Condvar, Mutex, PoisonError};

/// Who is inside, and how many of them.
static INSIDE: Mutex<(&str, usize)> = Mutex::new(("", 0));
static LEFT: Condvar = Condvar::new();

/// A test's stay among those of its group.
#[derive(Debug)]
pub struct Turn(());

impl Turn {
    /// Waits until no test of another group runs. A group is most often a module:
    /// `Turn::of(module_path!())`.
    pub fn of(group: &'static str) -> Self {
        let inside = INSIDE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut inside = LEFT
            .wait_while(inside, |(other, count)| *count > 0 && *other != group)
            .unwrap_or_else(PoisonError::into_inner);
        *inside = (group, inside.1 + 1);
        Self(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        INSIDE.lock().unwrap_or_else(PoisonError::into_inner).1 -= 1;
        LEFT.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_group_waits_for_another_and_not_for_itself() {
        let first = Turn::of("one");
        drop(Turn::of("one"));
        let came = Arc::new(AtomicBool::new(false));
        let other = std::thread::spawn({
            let came = Arc::clone(&came);
            move || {
                let _turn = Turn::of("other");
                came.store(true, Ordering::SeqCst);
            }
        });
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!came.load(Ordering::SeqCst));
        drop(first);
        other.join().unwrap();
        assert!(came.load(Ordering::SeqCst));
    }
}
