//! What librdkafka calls back: logs, errors and rebalances.

use super::convert::partitions;
use super::event::{Event, Events, Proof};
use super::heard::Heard;
use super::read_positions::ReadPositions;
use super::trouble::Trouble;
use crate::{Revocation, TopicPartition};
use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a rebalance waits for the owner to finish and commit what is in progress.
const REVOKE_DEADLINE: Duration = Duration::from_secs(25);

/// Logs of a client that has no part in a group. What it says of its connections is noted, to explain its failures.
#[derive(Default)]
pub(super) struct Quiet(pub(super) Trouble);

impl ClientContext for Quiet {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log_line(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!(%error, reason, "kafka client error");
        self.0.said(&error, reason);
    }

    fn stats(&self, _: rdkafka::Statistics) {}
}

impl ConsumerContext for Quiet {}

/// The context of a group member's consumer.
pub(super) struct MemberContext {
    /// The poller's own way to the member, so that rebalances and records keep their order.
    pub(super) events: Events,
    /// The member is leaving: nobody will answer a revocation.
    pub(super) leaving: Arc<AtomicBool>,
    /// Partitions were assigned: a pause must be applied anew.
    pub(super) reassigned: AtomicBool,
    /// Partitions revoked since the poller last looked: what it polled of them just before must not be handed over.
    pub(super) revoked: Mutex<Vec<TopicPartition>>,
    /// How far each partition was read.
    pub(super) read_positions: ReadPositions,
    /// What the client says beside its error codes.
    pub(super) heard: Heard,
    /// It is going back to the committed offsets, and does not know them yet.
    pub(super) rewinding: AtomicBool,
    /// Where trouble is noted.
    pub(super) trouble: Trouble,
}

impl ClientContext for MemberContext {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.heard.log(message);
        log_line(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.heard.error(reason);
        // The end of a partition comes this way, too.
        if error.rdkafka_error_code() != Some(RDKafkaErrorCode::PartitionEOF) {
            tracing::debug!(%error, reason, "kafka consumer error");
            self.trouble.said(&error, reason);
        }
    }

    fn stats(&self, _: rdkafka::Statistics) {}
}

impl ConsumerContext for MemberContext {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        let Rebalance::Revoke(list) = rebalance else { return };
        let proof = proof(consumer);
        let revoked = partitions(list);
        self.read_positions.forget(&revoked);
        self.revoked.lock().unwrap_or_else(PoisonError::into_inner).extend(revoked.iter().cloned());
        if self.leaving.load(Ordering::Acquire) {
            return;
        }
        let (release, released) = crossbeam_channel::bounded(1);
        let revocation = Revocation { partitions: revoked, lost: proof.is_none(), release: Some(release) };
        if !self.events.send(Event::Revoked(revocation, proof)) {
            return;
        }
        let started = std::time::Instant::now();
        loop {
            match released.recv_timeout(Duration::from_millis(50)) {
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(crossbeam_channel::RecvTimeoutError::Disconnected) => return,
            }
            if self.leaving.load(Ordering::Acquire) {
                return;
            }
            if started.elapsed() > REVOKE_DEADLINE {
                tracing::warn!("partitions are given up before their work was finished; it will be done again");
                return;
            }
        }
    }

    fn post_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        match rebalance {
            Rebalance::Assign(list) => {
                let assigned = partitions(list);
                self.read_positions.forget(&assigned);
                self.reassigned.store(true, Ordering::Release);
                self.events.send(Event::Assigned(assigned, proof(consumer)));
            }
            Rebalance::Revoke(_) => {}
            Rebalance::Error(error) => tracing::warn!(%error, "rebalance"),
        }
    }

    fn main_queue_min_poll_interval(&self) -> rdkafka::util::Timeout {
        rdkafka::util::Timeout::After(Duration::from_millis(100))
    }
}

/// To be called inside rebalance callbacks only: outside of them the client may hand out the metadata of a member that
/// was kicked, which is empty and which brokers accept. It travels with the event and holds from the moment the owner
/// takes that event: were it exchanged before, work on partitions that are gone could be committed with it.
fn proof(consumer: &BaseConsumer<MemberContext>) -> Proof {
    let metadata = consumer.group_metadata();
    // Asked after: a kick before this line shows here, a kick after it came after the metadata.
    if consumer.assignment_lost() { None } else { metadata.map(Arc::new) }
}

pub(super) fn log_line(level: RDKafkaLogLevel, facility: &str, message: &str) {
    match level {
        RDKafkaLogLevel::Emerg | RDKafkaLogLevel::Alert | RDKafkaLogLevel::Critical => {
            tracing::error!(facility, "{message}");
        }
        // A broker that is away for a moment is an error to librdkafka and a matter of course to us.
        RDKafkaLogLevel::Error | RDKafkaLogLevel::Warning => tracing::debug!(facility, "{message}"),
        RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info | RDKafkaLogLevel::Debug => {
            tracing::trace!(facility, "{message}");
        }
    }
}
