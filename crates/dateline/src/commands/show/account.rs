//! How much went through the loops of a process: said in a line a minute, and in the last line.

use crate::commands::units::span;
use article::StageName;
use pipeline::{Metrics, Shutdown};
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);

/// Counts since the process started. `None`: the process has no such loop.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    ingested: Option<u64>,
    extracted: Option<u64>,
    enriched: Option<u64>,
    pub(crate) stored: Option<u64>,
    pub(crate) unchanged: Option<u64>,
    pub(crate) dead_letters: u64,
}

/// The loops of a process, and what they count.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    metrics: Metrics,
    /// Each with the name it counts under.
    loops: Vec<(StageName, String)>,
    began: Instant,
}

impl Account {
    pub(crate) fn new(metrics: Metrics, loops: Vec<(StageName, String)>) -> Self {
        Self { metrics, loops, began: Instant::now() }
    }

    /// Logs what every minute brought, until the end is requested.
    pub(crate) fn log_every_minute(&self, shutdown: &Shutdown) {
        self.every(MINUTE, shutdown, |brought| brought.log("in the last minute"));
    }

    fn every(&self, interval: Duration, shutdown: &Shutdown, say: impl Fn(Totals)) {
        let mut before = Totals::default();
        while !shutdown.wait_timeout(interval) {
            let now = self.totals();
            say(now.since(before));
            before = now;
        }
    }

    /// Logs what there was in all.
    pub(crate) fn log_in_all(&self) {
        self.totals().log(&format!("ended after {}", span(self.began.elapsed())));
    }

    /// What there was in all, for people.
    pub(crate) fn in_all(&self) -> String {
        let Totals { stored, unchanged, dead_letters, .. } = self.totals();
        let mut text = format!("Ended after {}: {}", span(self.began.elapsed()), count(stored.unwrap_or(0), "article"));
        text.push_str(" stored");
        if let Some(known) = unchanged.filter(|known| *known > 0) {
            text.push_str(&format!(", {known} known already"));
        }
        text.push_str(&format!(", {}", count(dead_letters, "dead letter")));
        text
    }

    /// Since when it counts.
    pub(crate) fn took(&self) -> Duration {
        self.began.elapsed()
    }

    /// What there was in all.
    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for (stage, name) in &self.loops {
            let counts = self.metrics.counts(*stage, name);
            totals.dead_letters += counts.dead_lettered;
            let counted = match stage {
                StageName::Ingest => &mut totals.ingested,
                StageName::Extract => &mut totals.extracted,
                StageName::Enrich => &mut totals.enriched,
                StageName::Store => {
                    *totals.unchanged.get_or_insert(0) += counts.dropped;
                    &mut totals.stored
                }
            };
            *counted.get_or_insert(0) += counts.emitted;
        }
        totals
    }
}

impl Totals {
    fn since(self, before: Self) -> Self {
        let less = |now: Option<u64>, before: Option<u64>| now.map(|now| now.saturating_sub(before.unwrap_or(0)));
        Self {
            ingested: less(self.ingested, before.ingested),
            extracted: less(self.extracted, before.extracted),
            enriched: less(self.enriched, before.enriched),
            stored: less(self.stored, before.stored),
            unchanged: less(self.unchanged, before.unchanged),
            dead_letters: self.dead_letters.saturating_sub(before.dead_letters),
        }
    }

    fn log(self, when: &str) {
        let Self { ingested, extracted, enriched, stored, unchanged, dead_letters } = self;
        tracing::info!(ingested, extracted, enriched, stored, unchanged, dead_letters, "{when}");
    }
}

fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pipeline::OutcomeLabel;
    use prometheus_client::registry::Registry;

    #[test]
    fn what_went_through_is_said_in_a_line() {
        let metrics = Metrics::register(&mut Registry::default());
        let loops = vec![
            (StageName::Extract, "extract".to_owned()),
            (StageName::Store, "store/a".to_owned()),
            (StageName::Store, "store/b".to_owned()),
        ];
        let account = Account::new(metrics.clone(), loops);
        let add = |stage: &str, outcome, reason, count| {
            let label = OutcomeLabel { stage: stage.to_owned(), outcome, reason };
            metrics.input_records.get_or_create(&label).inc_by(count);
        };
        add("extract", "emitted", "ok", 9);
        add("extract", "dead_lettered", "not_utf8", 1);
        let before = account.totals();
        add("store/a", "emitted", "ok", 3);
        add("store/a", "dropped", "repeat", 2);
        add("store/b", "emitted", "ok", 4);
        let text = account.in_all();
        assert!(text.ends_with(": 7 articles stored, 2 known already, 1 dead letter"), "{text}");
        let since = account.totals().since(before);
        assert_eq!((since.ingested, since.extracted, since.stored, since.dead_letters), (None, Some(0), Some(7), 0));
    }

    #[test]
    fn every_line_counts_what_came_since_the_one_before() {
        let metrics = Metrics::register(&mut Registry::default());
        let account = Account::new(metrics.clone(), vec![(StageName::Store, "store/a".to_owned())]);
        let label = OutcomeLabel { stage: "store/a".to_owned(), outcome: "emitted", reason: "ok" };
        let add = |count| {
            metrics.input_records.get_or_create(&label).inc_by(count);
        };
        let (shutdown, said) = (Shutdown::new(), std::cell::RefCell::new(Vec::new()));
        add(2);
        account.every(Duration::from_millis(1), &shutdown, |brought| {
            said.borrow_mut().push(brought.stored);
            match said.borrow().len() {
                1 => add(5),
                2 => {}
                _ => shutdown.request(),
            }
        });
        assert_eq!(said.into_inner(), [Some(2), Some(5), Some(0)]);
    }
}
