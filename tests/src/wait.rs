//! Waiting for a condition under a deadline, the only way tests wait: one of time, or, for a count that is worked through,
//! one of standing still.

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

/// Waits until `count` says `expected`, for as long as the number grows: how much there is to do and how quick the machine
/// is makes no difference. Fails when it has not grown for `still`, and when there is more than expected. `count` answers
/// why it cannot be told as its error.
pub fn wait_for_count(
    what: &str,
    expected: usize,
    still: Duration,
    mut count: impl FnMut() -> Result<usize, String>,
) -> anyhow::Result<()> {
    let mut most = 0;
    loop {
        let before = most;
        let more = wait_for(what, still, || match count()? {
            found if found > before => Ok(found),
            found => Err(format!("{found} of {expected}, and no more came")),
        });
        most = more?;
        if most >= expected {
            break;
        }
    }
    if most > expected {
        bail!("waited for {what}: {most} of {expected}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_waited_for_while_it_grows() {
        let still = Duration::from_millis(200);
        let mut looks = 0;
        let began = Instant::now();
        let slowly = wait_for_count("the tenth", 10, still, || {
            looks += 1;
            std::thread::sleep(Duration::from_millis(40));
            Ok(looks)
        });
        slowly.unwrap();
        assert!(began.elapsed() > still, "longer in all than it may stand still");
        let stands = wait_for_count("the tenth", 10, still, || Ok(7)).unwrap_err().to_string();
        assert!(stands.contains("the tenth") && stands.contains("7 of 10"), "{stands}");
        let more = wait_for_count("the tenth", 10, still, || Ok(11)).unwrap_err().to_string();
        assert!(more.contains("11 of 10"), "{more}");
        let silent = wait_for_count("the tenth", 10, still, || Err("nobody answers".to_owned()));
        assert!(silent.unwrap_err().to_string().contains("nobody answers"));
    }

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
