//! Where a source has moved for good (301, 308): said once, and asked for there when it has been so for a while.
//!
//! A redirect for good may be a mistake of an hour, or of a captive network on our side. So the new address takes the place
//! of the configured one only after five polls and six hours at which it was given each time, and gives it back as soon
//! as it is not there. Name, position and identity of the source stay.

use article::Timestamp;
use fetch::{FetchError, Response, SourceAddress};
use serde::{Deserialize, Serialize};

/// How many polls, and how long in milliseconds, a redirect must have been the same.
const POLLS: u32 = 5;
const HELD_MS: i64 = 6 * 3_600_000;

/// A redirect for good, as positions remember it: only such as have nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MovedTo {
    /// What is configured, as it may be shown: another one begins anew.
    from: String,
    to: String,
    since: Timestamp,
    /// Polls at which it was given, at most as many as are needed.
    polls: u32,
    /// Whether it is asked for there.
    settled: bool,
}

/// Where a source has moved, and what was said of it.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    told: Option<String>,
    now: Option<MovedTo>,
    /// What had nothing where it leads, although a position may still say it.
    disproved: Option<MovedTo>,
}

impl Moved {
    /// Goes on from a position.
    pub(crate) fn recall(&mut self, known: Option<&MovedTo>, address: &SourceAddress) {
        let from = address.to_string();
        self.now = known.filter(|known| known.from == from && self.disproved.as_ref() != Some(known)).cloned();
    }

    /// What the position is to remember.
    pub(crate) fn known(&self) -> Option<MovedTo> {
        self.now.clone()
    }

    /// The address to ask in the place of the configured one.
    pub(crate) fn address(&self) -> Option<&str> {
        self.now.as_ref().filter(|moved| moved.settled).map(|moved| moved.to.as_str())
    }

    /// Notes an answer, and says where `what` of a source has moved, unless that was said.
    pub(crate) fn note(
        &mut self,
        response: &Response,
        (source, what): (&str, &str),
        address: &SourceAddress,
        now: Timestamp,
    ) {
        if response.moved_to.is_some() && response.moved_to != self.told {
            self.told.clone_from(&response.moved_to);
            tracing::info!(
                source,
                from = %address,
                to = self.told,
                "{what} moved for good; it is still read, but change its url: redirects end one day"
            );
        }
        let Some(to) = response.moved_to.as_ref().filter(|_| response.moved_to_is_whole) else {
            // Where it was asked for at its new address, there is no redirect.
            self.now = self.now.take().filter(|moved| moved.settled && response.moved_to.is_none());
            return;
        };
        let same = self.now.take().filter(|moved| moved.to == *to);
        let mut moved = same.unwrap_or_else(|| MovedTo {
            from: address.to_string(),
            to: to.clone(),
            since: now,
            polls: 0,
            settled: false,
        });
        moved.polls = (moved.polls + 1).min(POLLS);
        let held = now.millis().saturating_sub(moved.since.millis());
        if !moved.settled && moved.polls >= POLLS && held >= HELD_MS {
            moved.settled = true;
            tracing::info!(
                source,
                from = moved.from,
                to = moved.to,
                "{what} is asked for at its new address from now on"
            );
        }
        self.now = Some(moved);
    }

    /// Notes that there was no answer: where the new address has nothing, the configured one is asked again.
    pub(crate) fn failed(&mut self, error: &FetchError) {
        match error {
            FetchError::Status { status: 400..500, .. }
            | FetchError::Url(_)
            | FetchError::Forbidden { .. }
            | FetchError::Redirect { .. }
            | FetchError::Tls { .. }
            | FetchError::Connect { .. }
            | FetchError::Disallowed { .. } => self.disproved = self.now.take().or(self.disproved.take()),
            FetchError::Setup(_)
            | FetchError::Status { .. }
            | FetchError::Timeout { .. }
            | FetchError::RateLimited { .. }
            | FetchError::Busy { .. }
            | FetchError::NoRobots { .. }
            | FetchError::TooLarge { .. }
            | FetchError::Broken { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "https://new.example/feed";

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(1_729_778_400_000 + minutes * 60_000)
    }

    fn redirect(to: &str, is_whole: bool) -> Response {
        Response { moved_to: Some(to.to_owned()), moved_to_is_whole: is_whole, ..Response::default() }
    }

    fn old() -> SourceAddress {
        "https://old.example/feed?key=secret".parse().unwrap()
    }

    /// Polls twice an hour, each with its answer; tells after which the new address was asked.
    fn polled(moved: &mut Moved, from: i64, answers: impl Iterator<Item = Response>) -> Option<usize> {
        let mut settled = None;
        for (number, answer) in answers.enumerate() {
            let minutes = from + 30 * i64::try_from(number).unwrap();
            moved.note(&answer, ("world", "feed"), &old(), at(minutes));
            settled = settled.or_else(|| moved.address().map(|_| number));
        }
        settled
    }

    #[test]
    fn a_redirect_is_believed_after_hours_at_which_it_was_the_same() {
        let mut moved = Moved::default();
        assert_eq!(polled(&mut moved, 0, std::iter::repeat_n(redirect(NEW, true), 20)), Some(12));
        assert_eq!(moved.address(), Some(NEW));
        // There it answers itself.
        moved.note(&Response::default(), ("world", "feed"), &old(), at(700));
        assert_eq!(moved.address(), Some(NEW));
        let known = serde_json::to_string(&moved.known()).unwrap();
        assert!(!known.contains("secret"), "{known}");
        let known: Option<MovedTo> = serde_json::from_str(&known).unwrap();
        let mut after_a_restart = Moved::default();
        after_a_restart.recall(known.as_ref(), &old());
        assert_eq!(after_a_restart.address(), Some(NEW));
        after_a_restart.recall(known.as_ref(), &"https://corrected.example/feed".parse().unwrap());
        assert_eq!(after_a_restart.address(), None, "another address is configured");
    }

    #[test]
    fn one_that_comes_and_goes_or_changes_is_not() {
        let mut moved = Moved::default();
        let now_and_then =
            (0..40).map(|number| if number % 11 == 10 { Response::default() } else { redirect(NEW, true) });
        assert_eq!(polled(&mut moved, 0, now_and_then), None);
        let changing = (0..40).map(|number| redirect(&format!("{NEW}/{}", number / 10), true));
        assert_eq!(polled(&mut moved, 2_000, changing), None);
        assert_eq!(
            polled(&mut moved, 4_000, std::iter::repeat_n(redirect(NEW, false), 40)),
            None,
            "something is not shown"
        );
        assert_eq!(moved.known(), None);
        // Few polls, far apart.
        (0..4).for_each(|day| moved.note(&redirect(NEW, true), ("world", "feed"), &old(), at(day * 1_440)));
        assert_eq!(moved.address(), None);
    }

    #[test]
    fn a_new_address_with_nothing_there_gives_way_to_the_configured_one() {
        let mut moved = Moved::default();
        polled(&mut moved, 0, std::iter::repeat_n(redirect(NEW, true), 20));
        let known = moved.known();
        moved.failed(&FetchError::Status { host: "new.example".to_owned(), status: 503 });
        assert_eq!(moved.address(), Some(NEW), "it may come back");
        moved.failed(&FetchError::Status { host: "new.example".to_owned(), status: 404 });
        moved.recall(known.as_ref(), &old());
        assert_eq!(moved.address(), None, "whatever the position says");
    }
}
