//! Waiting for a condition under a deadline, the only way tests wait.

use anyhow::bail;
use std::time::{Duration, Instant};

/// Pause between two looks: short against anything waited for, long against the cost of a look.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks until it finds, and fails after `deadline` with `what` was awaited and the last answer. `look` answers what is
/// still missing as its error.
pub fn wait_for<T>(what: &str, deadline: Duration, mut look: impl FnMut() -> Result<T, String>) -> anyhow::Result<T> {
    let began = Instant::now();
    loop {
        match look() {
            Ok(found) => return Ok(found),
            Err(missing) if began.elapsed() >= deadline => {
                bail!("waited {:.1} s for {what}: {missing}", began.elapsed().as_secs_f32())
            }
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_later_is_found() {
        let mut looks = 0;
        let found = wait_for("the third look", Duration::from_secs(5), || {
            looks += 1;
            if looks == 3 { Ok(looks) } else { Err(format!("look {looks}")) }
        });
        assert_eq!(found.unwrap(), 3);
    }

    #[test]
    fn a_missed_deadline_tells_the_last_state() {
        let error = wait_for::<()>("rain", Duration::ZERO, || Err("the sky is blue".to_owned())).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("rain") && text.contains("the sky is blue"), "{text}");
    }
}
