//! Series that exist from a loop's start on, at 0. A counter that appears with its first event has no increase by it:
//! what is alerted on would be seen at the second event only, and without a first one nobody could tell silence from
//! absence.

use crate::metrics::{
    Metrics, OutcomeLabel, PageLabel, PartitionLabel, PollLabel, RefusalLabel, SourceStateLabel, StageLabel,
};
use crate::source_health::SourceState;
use article::StageName;

/// What can become of a poll.
const POLLS: [&str; 4] = ["news", "nothing", "retry", "broken"];

/// What can become of a page asked for.
const PAGES: [&str; 5] = ["fetched", "failed", "given_up", "left_alone", "too_large"];
/// Why something is refused to a source.
const REFUSALS: [&str; 6] = ["address", "name", "port", "robots", "claim", "page_is_feed"];

/// What became of the records of a loop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Something came of them: for a store, they were stored.
    pub emitted: u64,
    /// Nothing was to come of them.
    pub dropped: u64,
    /// They could not be taken.
    pub dead_lettered: u64,
}

impl Metrics {
    /// What became of the records of a loop so far, whatever the reasons.
    pub fn counts(&self, stage: StageName, name: &str) -> Counts {
        let sum = |outcome, reasons: &[&'static str]| {
            let counted = reasons.iter().map(|reason| {
                let label = OutcomeLabel { stage: name.to_owned(), outcome, reason };
                self.input_records.get_or_create(&label).get()
            });
            counted.sum()
        };
        let reasons = stage.reasons();
        Counts {
            emitted: sum("emitted", &["ok"]),
            dropped: sum("dropped", reasons.dropped),
            dead_lettered: sum("dead_lettered", reasons.dead_lettered),
        }
    }

    /// Makes every series of a loop exist whose labels are known beforehand. `name` is its label `stage`.
    pub fn begin(&self, stage: StageName, name: &str) {
        let label = StageLabel { stage: name.to_owned() };
        let reasons = stage.reasons();
        let outcomes =
            [("emitted", &["ok"][..]), ("dropped", reasons.dropped), ("dead_lettered", reasons.dead_lettered)];
        for (outcome, reasons) in outcomes {
            for reason in reasons {
                // Creating it is all there is to do, here and below.
                drop(self.input_records.get_or_create(&OutcomeLabel { stage: name.to_owned(), outcome, reason }));
            }
        }
        for counter in [&self.output_records, &self.commits, &self.rewinds, &self.stalls, &self.settled_places] {
            drop(counter.get_or_create(&label));
        }
        drop(self.ignored_times.get_or_create(&label));
        for histogram in [&self.commit_seconds, &self.latency_seconds] {
            drop(histogram.get_or_create(&label));
        }
        match stage {
            StageName::Ingest => {
                for outcome in POLLS {
                    drop(self.source_polls.get_or_create(&PollLabel { outcome }));
                }
                for outcome in PAGES {
                    drop(self.page_fetches.get_or_create(&PageLabel { outcome }));
                }
                for reason in REFUSALS {
                    drop(self.refusals.get_or_create(&RefusalLabel { reason }));
                }
                for state in SourceState::ALL {
                    drop(self.sources.get_or_create(&SourceStateLabel { state: state.name() }));
                }
            }
            StageName::Extract | StageName::Enrich => drop(self.in_flight_records.get_or_create(&label)),
            StageName::Store => {
                drop(self.in_flight_records.get_or_create(&label));
                drop(self.freshness_seconds.get_or_create(&label));
                // Down until it has answered once.
                drop(self.store_up.get_or_create(&label));
            }
        }
    }

    /// Makes the series of a partition exist that a loop now owns. Counters stay when it goes: it may come back.
    pub(crate) fn begin_partition(&self, label: &PartitionLabel) {
        for counter in [&self.lost_records, &self.unreadable_records] {
            drop(counter.get_or_create(label));
        }
        drop(self.blocked_records.get_or_create(label));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use prometheus_client::registry::Registry;

    #[test]
    fn what_may_happen_is_there_at_zero_before_it_happens() {
        let mut registry = Registry::default();
        let metrics = Metrics::register(&mut registry);
        metrics.begin(StageName::Ingest, "ingest");
        metrics.begin(StageName::Extract, "extract");
        metrics.begin(StageName::Store, "store/articles");
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        for series in [
            "input_records_total{stage=\"extract\",outcome=\"dead_lettered\",reason=\"not_utf8\"}",
            "input_records_total{stage=\"store/articles\",outcome=\"dropped\",reason=\"older\"}",
            "input_records_total{stage=\"ingest\",outcome=\"emitted\",reason=\"ok\"}",
            "rewinds_total{stage=\"extract\"}",
            "stalls_total{stage=\"store/articles\"}",
            "source_polls_total{outcome=\"broken\"}",
            "sources{state=\"quiet\"}",
            "refusals_total{reason=\"address\"}",
            "store_up{stage=\"store/articles\"}",
            "latency_seconds_count{stage=\"store/articles\"}",
        ] {
            assert!(text.contains(&format!("dateline_{series} 0\n")), "{series} is missing:\n{text}");
        }
        assert!(!text.contains("store_up{stage=\"extract\"}"), "{text}");
    }
}
