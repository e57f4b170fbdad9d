//! What a transaction counts once it is committed: of every loop the same.

use crate::delay::delay_seconds;
use crate::metrics::{OutcomeLabel, StageLabel};
use crate::{LoopContext, Span};
use article::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// What became of the input, and how long ago that was fetched.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By outcome and reason.
    outcomes: BTreeMap<(&'static str, &'static str), u64>,
    outputs: u64,
    latencies: Vec<f64>,
    ignored_times: u64,
    spans: Vec<Span>,
}

impl Tally {
    /// An input of which so many records came.
    pub(crate) fn emitted(&mut self, outputs: usize) {
        self.outputs += outputs as u64;
        self.count("emitted", "ok");
    }

    /// An input of which nothing came.
    pub(crate) fn dropped(&mut self, reason: &'static str) {
        self.count("dropped", reason);
    }

    /// An input that was given up.
    pub(crate) fn dead_lettered(&mut self, class: &'static str) {
        self.count("dead_lettered", class);
    }

    /// When an input was fetched, in Unix milliseconds.
    pub(crate) fn fetched(&mut self, at: i64, now: Timestamp) {
        match delay_seconds(at, now.millis()) {
            Some(seconds) => self.latencies.push(seconds),
            None => self.ignored_times += 1,
        }
    }

    /// What is told of an input to who traces.
    pub(crate) fn traced(&mut self, span: Option<Span>) {
        self.spans.extend(span);
    }

    fn count(&mut self, outcome: &'static str, reason: &'static str) {
        *self.outcomes.entry((outcome, reason)).or_default() += 1;
    }

    /// It is committed: tells the metrics, the log and who traces.
    pub(crate) fn committed(self, context: &LoopContext, label: &StageLabel, took: Duration) {
        let metrics = &context.metrics;
        context.spans.committed(self.spans, took);
        metrics.commits.get_or_create(label).inc();
        metrics.commit_seconds.get_or_create(label).observe(took.as_secs_f64());
        metrics.output_records.get_or_create(label).inc_by(self.outputs);
        metrics.ignored_times.get_or_create(label).inc_by(self.ignored_times);
        let latency = metrics.latency_seconds.get_or_create(label);
        self.latencies.iter().for_each(|seconds| latency.observe(*seconds));
        drop(latency);
        let records: u64 = self.outcomes.values().sum();
        for ((outcome, reason), count) in self.outcomes {
            let label = OutcomeLabel { stage: label.stage.clone(), outcome, reason };
            metrics.input_records.get_or_create(&label).inc_by(count);
        }
        tracing::debug!(stage = label.stage, records, seconds = took.as_secs_f64(), "committed");
    }
}
