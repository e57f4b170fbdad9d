//! Lines on stderr that tell how far a lane has been fed, and why it waits.

use super::live::Behind;
use super::supply::Came;
use crate::commands::units::span;
use service::telemetry::Log;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How often it is told on a terminal, and how often elsewhere.
const WATCHED: Duration = Duration::from_secs(5);
const LOGGED: Duration = Duration::from_secs(60);

/// Tells it from time to time.
pub(super) struct Progress {
    log: Log,
    every: Duration,
    told: Instant,
    pace: Option<Pace>,
    waited_for: Option<String>,
}

/// Since when it is fed, and what had been given before.
#[derive(Debug, Clone, Copy)]
struct Pace {
    began: Instant,
    before: Came,
}

impl Progress {
    pub(super) fn of(log: Log) -> Self {
        let every = if std::io::stderr().is_terminal() { WATCHED } else { LOGGED };
        Self { log, every, told: Instant::now(), pace: None, waited_for: None }
    }

    /// More was given.
    pub(super) fn fed(&mut self, came: Came, now: Instant) {
        let pace = *self.pace.get_or_insert(Pace { began: now, before: came });
        self.waited_for = None;
        self.say(now, || pace.line(came, now));
    }

    /// Nothing is given because live news is behind. Told at once, and then from time to time.
    pub(super) fn waits(&mut self, behind: &Behind, now: Instant) {
        let line =
            || format!("waiting: {} of the live lane is {} behind (--max-live-lag)", behind.stage, span(behind.by));
        if self.waited_for.as_ref() != Some(&behind.stage) {
            self.waited_for = Some(behind.stage.clone());
            self.log.say(&line());
            self.told = now;
        }
        self.say(now, line);
    }

    /// All was given.
    pub(super) fn ends(&mut self, now: Instant) {
        self.say(now, || "everything is read; it is not yet through".to_owned());
    }

    fn say(&mut self, now: Instant, line: impl FnOnce() -> String) {
        if now.duration_since(self.told) >= self.every {
            self.told = now;
            self.log.say(&line());
        }
    }
}

impl Pace {
    fn line(self, came: Came, now: Instant) -> String {
        let seconds = now.duration_since(self.began).as_secs_f64().max(0.001);
        #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
        let rate = came.records.saturating_sub(self.before.records) as f64 / seconds;
        let mut line = format!("{} records, {:.0} %, {rate:.0}/s", came.records, (came.share * 100.0).floor());
        if came.refused > 0 {
            line.push_str(&format!(", {} not taken", came.refused));
        }
        let read = (came.share - self.before.share) / seconds;
        if let Ok(left) = Duration::try_from_secs_f64((1.0 - came.share) / read) {
            line.push_str(&format!(", about {} left", span(left)));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_is_of_what_was_read_since_the_start() {
        let began = Instant::now();
        let came = |records, refused, share| Came { records, refused, share, ..Came::default() };
        let pace = Pace { began, before: came(1_000, 0, 0.1) };
        let line = |came, seconds| pace.line(came, began + Duration::from_secs(seconds));
        assert_eq!(line(came(4_000, 0, 0.4), 10), "4000 records, 40 %, 300/s, about 20 s left");
        assert_eq!(line(came(4_000, 2, 0.4), 10), "4000 records, 40 %, 300/s, 2 not taken, about 20 s left");
        assert_eq!(line(came(1_000, 0, 0.1), 10), "1000 records, 10 %, 0/s", "nobody knows");
    }
}
