//! What the poller and the callbacks of its client tell the member, in one order.

use crate::{BusError, Received, Revocation, Skipped, TopicPartition};
use crossbeam_channel::{Receiver, SendTimeoutError, Sender, bounded};
use rdkafka::consumer::ConsumerGroupMetadata;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Events that may wait. Batches are far fewer, for the poller stops reading before; the others come one by one.
const WAITING: usize = 256;

/// How soon a poller that finds no room sees that its member is leaving.
const LOOK: Duration = Duration::from_millis(50);

/// What the poller tells the member.
pub(super) enum Event {
    Records(Vec<Received>),
    Skipped(Skipped),
    Assigned(Vec<TopicPartition>, Proof),
    Revoked(Revocation, Proof),
    /// The rewind that was asked for is done: later records are from the committed offsets on.
    Rewound,
    Failed(BusError),
}

/// Proves membership when offsets are sent. `None`: the partitions are gone.
pub(super) type Proof = Option<Arc<ConsumerGroupMetadata>>;

/// The way to the member.
#[derive(Clone)]
pub(super) struct Events {
    sender: Sender<Event>,
    /// The member is leaving: nobody takes events any more.
    leaving: Arc<AtomicBool>,
}

impl Events {
    /// The way to a member, and its end there.
    pub(super) fn to_member(leaving: &Arc<AtomicBool>) -> (Self, Receiver<Event>) {
        let (sender, events) = bounded(WAITING);
        (Self { sender, leaving: Arc::clone(leaving) }, events)
    }

    /// Tells the member, as soon as there is room. False: it is leaving.
    pub(super) fn send(&self, event: Event) -> bool {
        let mut event = event;
        loop {
            match self.sender.send_timeout(event, LOOK) {
                Ok(()) => return true,
                Err(SendTimeoutError::Timeout(back)) if !self.leaving.load(Ordering::Acquire) => event = back,
                Err(SendTimeoutError::Timeout(_) | SendTimeoutError::Disconnected(_)) => return false,
            }
        }
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.sender.len()
    }
}
