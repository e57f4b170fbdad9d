//! What pushes are counted as. The labels are closed lists: no source, no address.

use super::problem::Kind;
use super::records::REASONS;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// Taken, all of it or some.
const TAKEN: [&str; 2] = ["accepted", "partly"];

/// What pushes are counted as. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct PushCounts {
    requests: Family<OutcomeLabel, Counter>,
    refused: Family<ReasonLabel, Counter>,
    bytes: Counter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabel {
    reason: &'static str,
}

impl PushCounts {
    /// Offered as `dateline_push_…`, each series from the start on.
    pub fn register(registry: &mut Registry) -> Self {
        let counts = Self::default();
        for outcome in TAKEN.into_iter().chain(Kind::ALL.map(Kind::word)) {
            drop(counts.requests.get_or_create(&OutcomeLabel { outcome }));
        }
        for reason in REASONS {
            drop(counts.refused.get_or_create(&ReasonLabel { reason }));
        }
        let registry = registry.sub_registry_with_prefix("dateline");
        registry.register("push_requests", "Requests to push by what became of them", counts.requests.clone());
        registry.register("push_refused_records", "Pushed records that were refused by why", counts.refused.clone());
        registry.register("push_bytes", "Bytes of bodies that were pushed, as sent", counts.bytes.clone());
        counts
    }

    /// A request was taken, with or without lines that were not.
    pub(super) fn taken(&self, whole: bool) {
        let [accepted, partly] = TAKEN;
        self.requests.get_or_create(&OutcomeLabel { outcome: if whole { accepted } else { partly } }).inc();
    }

    /// A request was not taken.
    pub(super) fn problem(&self, kind: Kind) {
        self.requests.get_or_create(&OutcomeLabel { outcome: kind.word() }).inc();
    }

    /// A line was not taken.
    pub(super) fn refused(&self, reason: &'static str) {
        self.refused.get_or_create(&ReasonLabel { reason }).inc();
    }

    /// A body came.
    pub(super) fn came(&self, bytes: usize) {
        self.bytes.inc_by(bytes as u64);
    }
}
