//! The way from the loops to the collector: a queue of a fixed length, and one request after the other.

use crate::collector::Collector;
use crate::counts::SpanCounts;
use crate::otlp::{is_chosen, parent_of, span_data};
use pipeline::{Shutdown, Span, Spans};
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// Spans that may wait: some four megabytes.
const QUEUE: usize = 8_192;
/// Spans of one request, at most.
const BATCH: usize = 512;
/// How long a request waits for more spans.
const LINGER: Duration = Duration::from_secs(1);
/// A request that takes longer is given up, whatever the client believes.
const LONGEST: Duration = Duration::from_secs(15);
/// After the end was asked for: nothing for so long means that the loops have drained.
const QUIET: Duration = Duration::from_millis(500);
/// So long after the end was asked for nothing more is sent.
const LAST: Duration = Duration::from_secs(5);
/// What is wrong is said again after so long.
const AGAIN: Duration = Duration::from_secs(60);

/// The side of the queue that sends.
#[derive(Debug)]
pub struct Delivery {
    collector: Collector,
    queue: Receiver<Span>,
    system: &'static str,
    counts: SpanCounts,
    /// When it was last said that spans are lost, and how many were since.
    said: Option<Instant>,
    unsaid: u64,
}

/// Where loops hand in spans of one in `one_in` traces, and what sends them. `system` is where messages are, `kafka` or
/// `dateline_embedded`.
pub fn deliver(collector: Collector, one_in: u64, system: &'static str, counts: SpanCounts) -> (Spans, Delivery) {
    let (sender, queue) = mpsc::channel(QUEUE);
    let told = counts.clone();
    let spans = Spans::new(move |spans| {
        let chosen = spans.into_iter().filter(|span| {
            parent_of(&span.traceparent).is_some_and(|(trace, _, sampled)| sampled && is_chosen(trace, one_in))
        });
        let full = chosen.filter_map(|span| sender.try_send(span).err()).count();
        if full > 0 {
            told.dropped(full as u64);
        }
    });
    (spans, Delivery { collector, queue, system, counts, said: None, unsaid: 0 })
}

impl Delivery {
    /// Sends what comes until the end is asked for and the loops have drained. A collector that does not answer then keeps
    /// nobody waiting for longer than a few seconds.
    pub async fn run(mut self, shutdown: Shutdown) {
        let end = async {
            shutdown.requested().await;
            sleep(LAST).await;
        };
        tokio::select! {
            () = self.work(&shutdown) => {}
            () = end => {}
        }
        // What could not be sent any more.
        let mut left = 0;
        while self.queue.try_recv().is_ok() {
            left += 1;
        }
        self.counts.lost(left);
    }

    async fn work(&mut self, shutdown: &Shutdown) {
        loop {
            let first = tokio::select! {
                first = self.queue.recv() => first,
                () = shutdown.requested() => timeout(QUIET, self.queue.recv()).await.ok().flatten(),
            };
            let Some(first) = first else { return };
            let mut batch = vec![first];
            let until = Instant::now() + LINGER;
            while batch.len() < BATCH
                && let Ok(Some(next)) = timeout_at(until, self.queue.recv()).await
            {
                batch.push(next);
            }
            self.send(&batch).await;
        }
    }

    async fn send(&mut self, spans: &[Span]) {
        let spans: Vec<_> = spans.iter().filter_map(|span| span_data(span, self.system)).collect();
        let count = spans.len() as u64;
        let sent = timeout(LONGEST, self.collector.send(spans)).await;
        match sent.unwrap_or_else(|_| Err(format!("no answer came within {} s", LONGEST.as_secs()))) {
            Ok(refused) => {
                let refused = refused.min(count);
                self.counts.exported(count - refused);
                self.counts.refused(refused);
                if refused > 0 {
                    self.say(refused, "the collector refuses spans; its log says why");
                } else if self.said.take().is_some() {
                    tracing::info!("the collector takes spans again");
                }
            }
            Err(error) => {
                self.counts.lost(count);
                self.say(count, &error);
            }
        }
    }

    /// Says what is wrong, but not with every request.
    fn say(&mut self, spans: u64, why: &str) {
        self.unsaid += spans;
        if self.said.is_some_and(|said| said.elapsed() < AGAIN) {
            return;
        }
        self.said = Some(Instant::now());
        let spans = std::mem::take(&mut self.unsaid);
        tracing::warn!(
            spans,
            why,
            "spans are lost; articles are not: see traces.endpoint, and that the collector runs"
        );
    }
}
