//! How many spans went where.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// Spans by what became of them.
#[derive(Debug, Clone, Default)]
pub struct SpanCounts(Family<Outcome, Counter>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

impl SpanCounts {
    /// Offered as `dateline_spans_total`.
    pub fn register(registry: &mut Registry) -> Self {
        let counts = Self::default();
        // Seen at zero, so that a rate of them is there from the start.
        for outcome in ["exported", "refused", "lost", "dropped"] {
            drop(counts.0.get_or_create(&Outcome { outcome }));
        }
        let help = "Spans of traces by what became of them";
        registry.sub_registry_with_prefix("dateline").register("spans", help, counts.0.clone());
        counts
    }

    /// The collector has taken them.
    pub(crate) fn exported(&self, count: u64) {
        self.add("exported", count);
    }

    /// The collector has answered that it does not take them.
    pub(crate) fn refused(&self, count: u64) {
        self.add("refused", count);
    }

    /// Nobody knows: no answer came, or one that says no.
    pub(crate) fn lost(&self, count: u64) {
        self.add("lost", count);
    }

    /// The queue was full.
    pub(crate) fn dropped(&self, count: u64) {
        self.add("dropped", count);
    }

    fn add(&self, outcome: &'static str, count: u64) {
        self.0.get_or_create(&Outcome { outcome }).inc_by(count);
    }

    /// How many had this outcome.
    pub fn of(&self, outcome: &'static str) -> u64 {
        self.0.get_or_create(&Outcome { outcome }).get()
    }
}
