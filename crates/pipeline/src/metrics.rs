//! What a process counts and measures. Names follow Prometheus: base units, `_total`, labels with few values.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Label set of a loop.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct StageLabel {
    /// `ingest`, `extract`, `enrich`, `store/<name>`.
    pub stage: String,
}

/// Label set of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OutcomeLabel {
    /// The loop.
    pub stage: String,
    /// `emitted`, `dropped`, `dead_lettered`.
    pub outcome: &'static str,
    /// Drop reason or dead-letter class; `ok` for emitted.
    pub reason: &'static str,
}

/// Label set of a partition.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct PartitionLabel {
    /// The loop.
    pub stage: String,
    /// Partition number of its input topic.
    pub partition: i32,
}

/// All metrics of a process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Metrics {
    /// Input records after commit, by what became of them: in = emitted + dropped + dead-lettered.
    pub input_records: Family<OutcomeLabel, Counter>,
    /// Records written after commit, dead letters left out.
    pub output_records: Family<StageLabel, Counter>,
    /// Transactions committed.
    pub commits: Family<StageLabel, Counter>,
    /// Transactions aborted; their input was read again.
    pub rewinds: Family<StageLabel, Counter>,
    /// Loops restarted by the watchdog.
    pub stalls: Family<StageLabel, Counter>,
    /// Places of the group that a transaction had left open and that were settled.
    pub settled_places: Family<StageLabel, Counter>,
    /// Offsets that were deleted before they were read.
    pub lost_records: Family<PartitionLabel, Counter>,
    /// Offsets stepped over because what stands there can never be read.
    pub unreadable_records: Family<PartitionLabel, Counter>,
    /// Duration of a commit.
    pub commit_seconds: Family<StageLabel, Histogram, fn() -> Histogram>,
    /// From fetch to commit in this loop.
    pub latency_seconds: Family<StageLabel, Histogram, fn() -> Histogram>,
    /// From publication, as the source states it, to commit in a store.
    pub freshness_seconds: Family<StageLabel, Histogram, fn() -> Histogram>,
    /// Times that cannot be meant: left out of the latency and freshness histograms.
    pub ignored_times: Family<StageLabel, Counter>,
    /// Records between the position and the end of a partition.
    pub lag_records: Family<PartitionLabel, Gauge>,
    /// Offsets behind the end of a partition that wait for somebody's transaction to end.
    pub blocked_records: Family<PartitionLabel, Gauge>,
    /// Age of the oldest record not yet committed; 0 when there is none.
    pub lag_seconds: Family<PartitionLabel, Gauge>,
    /// Records read and not yet committed.
    pub in_flight_records: Family<StageLabel, Gauge>,
    /// Polls of sources by outcome.
    pub(crate) source_polls: Family<PollLabel, Counter>,
    /// Pages fetched for entries of feeds, by outcome.
    pub(crate) page_fetches: Family<PageLabel, Counter>,
    /// What strangers wanted of us and did not get, by why.
    pub(crate) refusals: Family<RefusalLabel, Counter>,
    /// Sources owned by this process.
    pub sources_owned: Gauge,
    /// Embargoed articles that wait, in the partitions that this process has of them.
    pub held_records: Gauge,
    /// Sources owned by this process, by how they are.
    pub(crate) sources: Family<SourceStateLabel, Gauge>,
    /// Whether a store takes records: 1 or 0.
    pub store_up: Family<StageLabel, Gauge>,
}

/// Label set of a source poll.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct PollLabel {
    /// `news`, `nothing`, `retry`, `broken`.
    pub(crate) outcome: &'static str,
}

/// Label set of a page fetched for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct PageLabel {
    /// `fetched`, `failed`, `given_up`, `left_alone`, `too_large`.
    pub(crate) outcome: &'static str,
}

/// Label set of something that was refused to a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RefusalLabel {
    /// `address`, `name`, `port`, `claim`, `page_is_feed`.
    pub(crate) reason: &'static str,
}

/// Label set of the sources in one state.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct SourceStateLabel {
    /// `ok`, `failing`, `broken`, `paused`.
    pub(crate) state: &'static str,
}

fn short() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0])
}

fn long() -> Histogram {
    Histogram::new([
        0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0, 86_400.0,
    ])
}

impl Metrics {
    /// Registers everything with the prefix `dateline`.
    pub fn register(registry: &mut Registry) -> Self {
        let metrics = Self {
            input_records: Family::default(),
            output_records: Family::default(),
            commits: Family::default(),
            rewinds: Family::default(),
            stalls: Family::default(),
            settled_places: Family::default(),
            lost_records: Family::default(),
            unreadable_records: Family::default(),
            commit_seconds: Family::new_with_constructor(short as fn() -> Histogram),
            latency_seconds: Family::new_with_constructor(long as fn() -> Histogram),
            freshness_seconds: Family::new_with_constructor(long as fn() -> Histogram),
            ignored_times: Family::default(),
            lag_records: Family::default(),
            lag_seconds: Family::default(),
            blocked_records: Family::default(),
            in_flight_records: Family::default(),
            source_polls: Family::default(),
            page_fetches: Family::default(),
            refusals: Family::default(),
            sources_owned: Gauge::default(),
            held_records: Gauge::default(),
            sources: Family::default(),
            store_up: Family::default(),
        };
        let registry = registry.sub_registry_with_prefix("dateline");
        let all = metrics.clone();
        registry.register("input_records", "Input records after commit by outcome", all.input_records);
        registry.register("output_records", "Records written after commit", all.output_records);
        registry.register("commits", "Transactions committed", all.commits);
        registry.register("rewinds", "Transactions aborted, input read again", all.rewinds);
        registry.register("stalls", "Loops restarted by the watchdog", all.stalls);
        registry.register("settled_places", "Places left open by a transaction and settled", all.settled_places);
        registry.register("lost_records", "Records deleted before they were read", all.lost_records);
        registry.register("unreadable_records", "Records that can never be read", all.unreadable_records);
        registry.register("commit_duration_seconds", "Duration of a commit", all.commit_seconds);
        registry.register("latency_seconds", "From fetch to commit in this stage", all.latency_seconds);
        registry.register("freshness_seconds", "From publication to commit in a store", all.freshness_seconds);
        registry.register("ignored_times", "Times left out of latency and freshness", all.ignored_times);
        registry.register("lag_records", "Records between position and end of a partition", all.lag_records);
        registry.register("blocked_records", "Records behind an open transaction", all.blocked_records);
        registry.register("lag_seconds", "Age of the oldest record not yet committed", all.lag_seconds);
        registry.register("in_flight_records", "Records read and not yet committed", all.in_flight_records);
        registry.register("source_polls", "Polls of sources by outcome", all.source_polls);
        registry.register("page_fetches", "Pages fetched for entries of feeds by outcome", all.page_fetches);
        registry.register("refusals", "What links and entries of feeds were refused", all.refusals);
        registry.register("sources_owned", "Sources this process polls", all.sources_owned);
        registry.register("held_records", "Embargoed articles that wait for their time", all.held_records);
        registry.register("sources", "Sources this process polls by state", all.sources);
        registry.register("store_up", "Whether a store takes records", all.store_up);
        metrics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_documented_with_its_type() {
        let mut registry = Registry::default();
        let metrics = Metrics::register(&mut registry);
        // A family is not told of before it has a member.
        let stage = StageLabel { stage: "enrich".to_owned() };
        let partition = PartitionLabel { stage: "enrich".to_owned(), partition: 0 };
        let outcome = OutcomeLabel { stage: "enrich".to_owned(), outcome: "emitted", reason: "ok" };
        metrics.input_records.get_or_create(&outcome).inc();
        for counter in
            [&metrics.output_records, &metrics.commits, &metrics.rewinds, &metrics.stalls, &metrics.settled_places]
        {
            counter.get_or_create(&stage).inc();
        }
        for counter in [&metrics.lost_records, &metrics.unreadable_records] {
            counter.get_or_create(&partition).inc();
        }
        metrics.ignored_times.get_or_create(&stage).inc();
        for histogram in [&metrics.commit_seconds, &metrics.latency_seconds, &metrics.freshness_seconds] {
            histogram.get_or_create(&stage).observe(1.0);
        }
        for gauge in [&metrics.lag_records, &metrics.lag_seconds, &metrics.blocked_records] {
            gauge.get_or_create(&partition).set(1);
        }
        for gauge in [&metrics.in_flight_records, &metrics.store_up] {
            gauge.get_or_create(&stage).set(1);
        }
        metrics.source_polls.get_or_create(&PollLabel { outcome: "news" }).inc();
        metrics.page_fetches.get_or_create(&PageLabel { outcome: "fetched" }).inc();
        metrics.refusals.get_or_create(&RefusalLabel { reason: "address" }).inc();
        metrics.sources.get_or_create(&SourceStateLabel { state: "ok" }).set(1);
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        let docs = include_str!("../../../docs/metrics.md");
        let described: Vec<(&str, &str)> =
            text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' ')).collect();
        assert_eq!(described.len(), 23, "{text}");
        for (name, kind) in described {
            let name = if kind == "counter" { format!("{name}_total") } else { name.to_owned() };
            let row = docs.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
            assert!(row.is_some_and(|row| row.contains(kind)), "{name}, a {kind}, has no such row in docs/metrics.md");
        }
    }
}
