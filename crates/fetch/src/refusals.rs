//! One line in the log for a host that is refused, not one for each request.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a host that was named is not named again.
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// Hosts that are named within that time. A hostile feed can name any number.
const MOST: usize = 256;

/// When each refused host was last named.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<HashMap<String, Instant>>);

impl Refusals {
    /// Whether this host is to be named now.
    pub(crate) fn is_news(&self, host: &str, now: Instant) -> bool {
        let mut named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        named.retain(|_, at| now.duration_since(*at) < PAUSE);
        let is_news = !named.contains_key(host) && named.len() < MOST;
        if is_news {
            named.insert(host.to_owned(), now);
        }
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_once_an_hour_and_not_too_many_of_them() {
        let (refusals, now) = (Refusals::default(), Instant::now());
        assert!(refusals.is_news("a", now) && !refusals.is_news("a", now) && refusals.is_news("b", now));
        let more = (0..1_000).filter(|number| refusals.is_news(&number.to_string(), now)).count();
        assert_eq!(more, MOST - 2);
        assert!(!refusals.is_news("a", now + PAUSE / 2) && refusals.is_news("a", now + PAUSE));
    }
}
