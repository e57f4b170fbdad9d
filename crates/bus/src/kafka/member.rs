//! A member of a consumer group: the poller's events on one side, transactions on the other.

use super::behind::Behind;
use super::context::MemberContext;
use super::convert::client_error;
use super::detour::Detour;
use super::event::{Event, Events, Proof};
use super::heard::Heard;
use super::lag_probe::{Ends, KafkaLagProbe};
use super::poller::Poller;
use super::rated::Rated;
use super::read_positions::ReadPositions;
use super::seen::Seen;
use super::settings::KafkaSettings;
use super::shared::Shared;
use super::transactions::Transactions;
use super::unsettled::Unsettled;
use crate::{BusError, CommitOutcome, LagProbe, Member, Membership, Polled, TopicPartition, Transaction};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError};
use rdkafka::consumer::{BaseConsumer, Consumer};
use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long leaving a group may take. The client waits five seconds for the broker's word.
const LEAVE: Duration = Duration::from_secs(8);

pub(super) struct KafkaMember {
    consumer: Arc<BaseConsumer<MemberContext>>,
    settings: KafkaSettings,
    group: String,
    transactions: Transactions,
    /// As of the last rebalance that was taken note of.
    proof: Proof,
    events: Receiver<Event>,
    rewinds: Sender<()>,
    /// Rewinds asked for and not yet done: until then what arrives is from before.
    rewinding: u32,
    /// Records that came while intake was closed, and what is skipped between them.
    held_back: VecDeque<Polled>,
    /// How many batches that is, for the poller.
    held_count: Arc<AtomicUsize>,
    intake_open: Arc<AtomicBool>,
    leaving: Arc<AtomicBool>,
    poller: Option<JoinHandle<()>>,
}

impl KafkaMember {
    pub(super) fn join(shared: &Shared, membership: &Membership) -> Result<Self, BusError> {
        let settings = &shared.settings;
        let mut transactions = Transactions::of_member(shared.clone(), membership.clone());
        // Before the first poll: whatever a predecessor of this id left open is ended before its offsets are read.
        transactions.prepare()?;
        let leaving = Arc::new(AtomicBool::new(false));
        let (event_tx, events) = Events::to_member(&leaving);
        let (rewinds, rewind_rx) = crossbeam_channel::bounded(1);
        let intake_open = Arc::new(AtomicBool::new(true));
        let held_count = Arc::new(AtomicUsize::new(0));
        let context = MemberContext {
            events: event_tx.clone(),
            leaving: Arc::clone(&leaving),
            reassigned: AtomicBool::new(false),
            revoked: Mutex::new(Vec::new()),
            read_positions: ReadPositions::default(),
            heard: Heard::default(),
            rewinding: AtomicBool::new(false),
            trouble: shared.trouble.clone(),
        };
        let consumer: BaseConsumer<MemberContext> = settings
            .group_member(&membership.group)
            .create_with_context(context)
            .map_err(|error| BusError::Setting(error.to_string()))?;
        consumer
            .subscribe(&[membership.topic.as_str()])
            .map_err(|error| client_error("subscribe", &settings.brokers, &error))?;
        let consumer = Arc::new(consumer);
        let poller = Poller {
            consumer: Arc::clone(&consumer),
            topic: membership.topic.clone(),
            brokers: settings.brokers.clone(),
            events: event_tx,
            rewinds: rewind_rx,
            intake_open: Arc::clone(&intake_open),
            held_count: Arc::clone(&held_count),
            leaving: Arc::clone(&leaving),
            detour: Detour::new(settings.clone(), membership.topic.clone(), Arc::clone(&leaving)),
            seen: Seen::default(),
            unchecked: BTreeSet::new(),
            said: Rated::default(),
            missing: false,
            owed: Vec::new(),
            stuck: false,
        };
        let poller = std::thread::Builder::new()
            .name(format!("poll {}", membership.group))
            .spawn(move || poller.run())
            .map_err(|error| BusError::Client { action: "start the polling thread", detail: error.to_string() })?;
        Ok(Self {
            consumer,
            settings: settings.clone(),
            group: membership.group.clone(),
            transactions,
            proof: None,
            events,
            rewinds,
            rewinding: 0,
            held_back: VecDeque::new(),
            held_count,
            intake_open,
            leaving,
            poller: Some(poller),
        })
    }

    fn is_open(&self) -> bool {
        self.intake_open.load(Ordering::Acquire)
    }

    /// Records of partitions that are being taken away must not come out of the held-back ones later.
    fn forget_held_back(&mut self, partitions: &[TopicPartition]) {
        self.held_back.retain_mut(|held| match held {
            Polled::Records(batch) => {
                batch.retain(|one| !partitions.iter().any(|at| at.partition == one.partition && at.topic == one.topic));
                !batch.is_empty()
            }
            Polled::Skipped(skipped) => !partitions.contains(&skipped.partition),
            Polled::Nothing | Polled::Assigned(_) | Polled::Revoked(_) => false,
        });
        self.tell_held();
    }

    fn hold_back(&mut self, held: Polled) {
        self.held_back.push_back(held);
        self.tell_held();
    }

    fn tell_held(&self) {
        self.held_count.store(self.held_back.len(), Ordering::Release);
    }
}

impl Member for KafkaMember {
    fn poll(&mut self, wait: Duration) -> Result<Polled, BusError> {
        if self.is_open()
            && self.rewinding == 0
            && let Some(held) = self.held_back.pop_front()
        {
            self.tell_held();
            return Ok(held);
        }
        let deadline = Instant::now() + wait;
        loop {
            let event = match self.events.recv_deadline(deadline) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => return Ok(Polled::Nothing),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(BusError::Client {
                        action: "read from Kafka",
                        detail: "the polling thread ended".to_owned(),
                    });
                }
            };
            match event {
                Event::Records(_) | Event::Skipped(_) if self.rewinding > 0 => {}
                Event::Records(batch) if !self.is_open() => self.hold_back(Polled::Records(batch)),
                Event::Skipped(skipped) if !self.is_open() => self.hold_back(Polled::Skipped(skipped)),
                Event::Records(batch) => return Ok(Polled::Records(batch)),
                Event::Skipped(skipped) => return Ok(Polled::Skipped(skipped)),
                Event::Assigned(partitions, proof) => {
                    self.proof = proof;
                    return Ok(Polled::Assigned(partitions));
                }
                Event::Revoked(revocation, proof) => {
                    self.proof = proof;
                    self.forget_held_back(&revocation.partitions);
                    return Ok(Polled::Revoked(revocation));
                }
                Event::Rewound => self.rewinding = self.rewinding.saturating_sub(1),
                Event::Failed(error) => return Err(error),
            }
        }
    }

    fn set_intake(&mut self, open: bool) {
        self.intake_open.store(open, Ordering::Release);
    }

    fn commit(&mut self, transaction: Transaction) -> Result<CommitOutcome, BusError> {
        let outcome = self.transactions.commit(&transaction, self.proof.as_ref())?;
        if matches!(outcome, CommitOutcome::Rewound { .. }) {
            self.rewind()?;
        }
        Ok(outcome)
    }

    fn rewind(&mut self) -> Result<(), BusError> {
        self.held_back.clear();
        self.tell_held();
        match self.rewinds.try_send(()) {
            Ok(()) => self.rewinding += 1,
            // One that was asked for is not begun yet: it goes back behind this moment, too.
            Err(TrySendError::Full(())) => {}
            Err(TrySendError::Disconnected(())) => {
                return Err(BusError::Client { action: "rewind", detail: "the polling thread ended".to_owned() });
            }
        }
        Ok(())
    }

    fn lag_probe(&self) -> Box<dyn LagProbe> {
        Box::new(KafkaLagProbe {
            consumer: Arc::downgrade(&self.consumer),
            brokers: self.settings.brokers.clone(),
            ends: Mutex::new(Ends::default()),
            behind: Mutex::new(Behind::new(self.settings.clone())),
            unsettled: Mutex::new(Unsettled::new(self.settings.clone(), self.group.clone())),
        })
    }
}

impl Drop for KafkaMember {
    fn drop(&mut self) {
        self.leaving.store(true, Ordering::Release);
        if let Some(poller) = self.poller.take()
            && poller.join().is_err()
        {
            tracing::error!("the polling thread panicked");
        }
        if !leave(&self.consumer) {
            // Its end waits on until the client is done; that need not hold up ours. The last handle is to be this one.
            let consumer = Arc::clone(&self.consumer);
            std::thread::spawn(move || {
                while Arc::strong_count(&consumer) > 1 {
                    std::thread::sleep(Duration::from_millis(50));
                }
            });
        }
    }
}

/// Leaves the group and waits until the broker has confirmed it, so that the group goes on at once with those who stay.
/// Done here, on the thread that ends the member: the last handle to the consumer may be that of a lag probe, whose
/// thread the process does not wait for. Says whether it is done.
fn leave(consumer: &BaseConsumer<MemberContext>) -> bool {
    if let Err(error) = consumer.close_queue() {
        tracing::debug!(%error, "leave the group");
        return false;
    }
    let until = Instant::now() + LEAVE;
    while !consumer.closed() {
        if Instant::now() > until {
            tracing::warn!(
                "the broker has not confirmed that we left the group; it goes on once our session has ended"
            );
            return false;
        }
        // Serves the revocation. Whatever record it may bring was never handed over.
        consumer.poll(Duration::from_millis(50));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bus, KafkaBus};
    use article::TopicName;
    use rdkafka::mocking::MockCluster;

    #[test]
    fn a_member_that_was_dropped_has_left_also_while_its_lag_is_asked_for() {
        let cluster = MockCluster::new(1).unwrap();
        cluster.create_topic("in", 3, 1).unwrap();
        let bus = KafkaBus::connect(KafkaSettings::plaintext(&cluster.bootstrap_servers())).unwrap();
        let membership = Membership {
            group: "g".to_owned(),
            topic: TopicName::new("in"),
            transactional_id: "t".to_owned(),
            outputs: Arc::new(()),
        };
        bus.partition_count(&membership.topic).unwrap();
        let mut member = KafkaMember::join(&bus.shared, &membership).unwrap();
        let until = Instant::now() + Duration::from_secs(30);
        while !matches!(member.poll(Duration::from_millis(100)).unwrap(), Polled::Assigned(_)) {
            assert!(Instant::now() < until, "no assignment");
        }
        // As a probe holds it while a broker is asked.
        let held = Arc::clone(&member.consumer);
        drop(member);
        assert!(held.closed(), "the group was not left");
    }
}
