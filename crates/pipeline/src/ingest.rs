//! The ingest loop: polls the sources this process owns and writes records and cursors in one transaction.
//!
//! It reads nothing: joining the group of the cursors topic is how several consumers share the sources. A source
//! belongs to the partition of its name.

mod records;

use records::{encode, stub_of};

use crate::backoff::{Backoff, jitter};
use crate::cursors::{self, Cursors};
use crate::deliver::seconds_between;
use crate::metrics::{OutcomeLabel, PollLabel, StageLabel};
use crate::{Environment, Harvest, LoopError, LoopSettings, Part, Source, SourceError};
use article::TopicName;
use bus::{BusError, CommitOutcome, Member, Membership, Polled, Revocation, TopicPartition, Transaction, partition_of};
use crossbeam_channel::{Receiver, Sender};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Polls under way at once.
const CONCURRENT: usize = 32;
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// Sources whose harvest could not be committed are asked again after so long, at first and after many aborts in a row.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Cursors that cannot be read because the bus is away are tried again this often.
const AWAY: Duration = Duration::from_secs(1);
/// A source that fails is asked again at least this often.
const LONGEST_WAIT: Duration = Duration::from_secs(900);

/// A source and where it stands.
struct Slot {
    /// `None` while a poll is under way, which then has it.
    source: Option<Box<dyn Source>>,
    partition: i32,
    cursor: Option<Value>,
    due: Instant,
    backoff: Backoff,
    paused: bool,
}

/// The end of a poll. `polled` is `None` when the source panicked.
struct Returned {
    name: String,
    polled: Option<(Box<dyn Source>, Result<Harvest, SourceError>)>,
    /// In which period of ownership it was started.
    epoch: u64,
}

struct Ingest<'a> {
    environment: &'a Environment,
    settings: LoopSettings,
    raw: TopicName,
    runtime: tokio::runtime::Handle,
    label: StageLabel,
    part: Part,
    member: Box<dyn Member>,
    slots: BTreeMap<String, Slot>,
    /// Owned partitions and the offset each ingest transaction sends for them.
    owned: BTreeMap<i32, i64>,
    epoch: u64,
    under_way: usize,
    returns: (Sender<Returned>, Receiver<Returned>),
    /// Grows while transactions are aborted one after the other.
    aborts: Backoff,
    /// Harvests that wait to be committed.
    ready: Vec<(String, Harvest)>,
}

/// Polls `sources` until shutdown is requested. `settings.input` is the cursors topic, `raw` where records go.
pub fn run_ingest(
    environment: &Environment,
    sources: Vec<Box<dyn Source>>,
    raw: TopicName,
    runtime: &tokio::runtime::Handle,
    settings: LoopSettings,
) -> Result<(), LoopError> {
    let part = environment.health.input_of(&settings.name);
    let partitions = environment.bus.partition_count(&settings.input)?;
    let now = Instant::now();
    let slots = sources.into_iter().map(|source| {
        let name = source.name().to_owned();
        let partition = partition_of(name.as_bytes(), partitions);
        let backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT);
        (name, Slot { source: Some(source), partition, cursor: None, due: now, backoff, paused: false })
    });
    let slots: BTreeMap<String, Slot> = slots.collect();
    let mut member = environment.bus.join(Membership {
        group: settings.group.clone(),
        topic: settings.input.clone(),
        transactional_id: settings.transactional_id.clone(),
    })?;
    member.set_intake(false);
    let returns = crossbeam_channel::bounded(CONCURRENT);
    let label = StageLabel { stage: settings.name.clone() };
    tracing::info!(sources = slots.len(), "ingest started");
    Ingest {
        environment,
        settings,
        raw,
        runtime: runtime.clone(),
        label,
        part,
        member,
        slots,
        owned: BTreeMap::new(),
        epoch: 0,
        under_way: 0,
        returns,
        aborts: Backoff::new(FIRST_PAUSE, LONGEST_PAUSE),
        ready: Vec::new(),
    }
    .run()
}

impl Ingest<'_> {
    fn run(mut self) -> Result<(), LoopError> {
        while !self.environment.shutdown.is_requested() {
            self.start_polls();
            self.collect()?;
            self.commit_all()?;
            let wait = if self.under_way > 0 { Duration::from_millis(5) } else { Duration::from_millis(50) };
            match self.member.poll(wait)? {
                // Intake is closed; what the topic holds is read by `cursors::load`.
                Polled::Nothing | Polled::Records(_) => {}
                Polled::Assigned(partitions) => self.assign(&partitions)?,
                Polled::Revoked(revocation) => self.revoke(revocation),
            }
        }
        // Polls under way have told nobody of what they found: they will find it again.
        self.collect()?;
        self.commit_all()?;
        tracing::info!("ingest drained");
        Ok(())
    }

    fn assign(&mut self, partitions: &[TopicPartition]) -> Result<(), LoopError> {
        let now = Instant::now();
        for at in partitions {
            self.load(at)?;
            for slot in self.slots.values_mut().filter(|slot| slot.partition == at.partition) {
                slot.due = now;
                slot.backoff.reset();
            }
        }
        self.publish_owned();
        self.part.ready();
        Ok(())
    }

    /// Reads the cursors of a partition, which from then on is owned. A bus that is away is waited for.
    fn load(&mut self, at: &TopicPartition) -> Result<(), LoopError> {
        let Cursors { mut by_source, next_offset } = loop {
            match cursors::load(self.environment.bus.as_ref(), at) {
                Ok(cursors) => break cursors,
                Err(error @ BusError::Client { .. }) => {
                    tracing::warn!(partition = %at, %error, "cursors cannot be read; trying again");
                    self.part.unready("cursors cannot be read");
                    if self.environment.shutdown.wait_timeout(AWAY) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        };
        self.owned.insert(at.partition, next_offset);
        for (name, slot) in self.slots.iter_mut().filter(|(_, slot)| slot.partition == at.partition) {
            slot.cursor = by_source.remove(name);
        }
        Ok(())
    }

    fn revoke(&mut self, revocation: Revocation) {
        self.epoch += 1;
        for at in &revocation.partitions {
            self.owned.remove(&at.partition);
        }
        let (slots, owned) = (&self.slots, &self.owned);
        let still_owned = |name: &str| slots.get(name).is_some_and(|slot| owned.contains_key(&slot.partition));
        self.ready.retain(|(name, _)| still_owned(name));
        self.publish_owned();
    }

    fn publish_owned(&self) {
        let owned: Vec<&str> = self
            .slots
            .iter()
            .filter(|(_, slot)| self.owned.contains_key(&slot.partition))
            .map(|(name, _)| name.as_str())
            .collect();
        tracing::info!(partitions = self.owned.len(), sources = owned.len(), "sources owned");
        self.environment.metrics.sources_owned.set(i64::try_from(owned.len()).unwrap_or(i64::MAX));
    }

    /// Starts a poll of every source that is owned and due, up to a bound.
    fn start_polls(&mut self) {
        let (now, clock) = (Instant::now(), (self.settings.clock)());
        for (name, slot) in &mut self.slots {
            if self.under_way >= CONCURRENT {
                return;
            }
            if slot.due > now || !self.owned.contains_key(&slot.partition) {
                continue;
            }
            let paused = self.environment.sources.is_paused(name, clock);
            if paused != slot.paused {
                slot.paused = paused;
                tracing::info!(source = name, paused, "source paused or resumed");
            }
            if paused {
                continue;
            }
            let Some(mut source) = slot.source.take() else { continue };
            let (cursor, name, epoch) = (slot.cursor.clone(), name.clone(), self.epoch);
            let returns = self.returns.0.clone();
            self.under_way += 1;
            let poll = self.runtime.spawn(async move {
                let result = source.poll(cursor.as_ref(), clock).await;
                (source, result)
            });
            self.runtime.spawn(async move {
                let polled = poll.await.ok();
                // Fails only when the loop has ended, and with it the need.
                let _ = returns.try_send(Returned { name, polled, epoch });
            });
        }
    }

    fn collect(&mut self) -> Result<(), LoopError> {
        while let Ok(returned) = self.returns.1.try_recv() {
            self.under_way -= 1;
            let Some(slot) = self.slots.get_mut(&returned.name) else { continue };
            let Some((source, result)) = returned.polled else {
                let detail = format!("source {} panicked", returned.name);
                return Err(LoopError::Fatal { name: self.settings.name.clone(), detail });
            };
            slot.source = Some(source);
            if returned.epoch != self.epoch {
                // Ownership has changed since: whatever it found belongs to the next poll, here or elsewhere.
                slot.due = Instant::now();
                continue;
            }
            let outcome = match result {
                Ok(harvest) => {
                    slot.backoff.reset();
                    slot.due = Instant::now() + harvest.next_in;
                    let outcome = if harvest.records.is_empty() { "nothing" } else { "news" };
                    if harvest.cursor.is_some() || !harvest.records.is_empty() || !harvest.refused.is_empty() {
                        // Not polled again before this is committed.
                        self.ready.push((returned.name, harvest));
                    }
                    outcome
                }
                Err(error) => {
                    let mut wait = slot.backoff.next_wait(jitter());
                    let outcome = match &error {
                        SourceError::Retry(_) => "retry",
                        SourceError::RetryAfter { wait: asked, .. } => {
                            wait = wait.max(*asked);
                            "retry"
                        }
                        SourceError::Broken(_) => {
                            wait = LONGEST_WAIT;
                            "broken"
                        }
                    };
                    slot.due = Instant::now() + wait;
                    tracing::warn!(
                        source = returned.name, %error, attempt = slot.backoff.attempts(), wait_s = wait.as_secs(),
                        "poll failed"
                    );
                    outcome
                }
            };
            self.environment.metrics.source_polls.get_or_create(&PollLabel { outcome }).inc();
        }
        Ok(())
    }

    /// Commits what was harvested, a transaction at a time.
    fn commit_all(&mut self) -> Result<(), LoopError> {
        while !self.ready.is_empty() {
            let mut bytes = 0;
            let most = self.settings.pace.batch_bytes;
            let fits = self.ready.iter().take_while(|(_, harvest)| {
                let before = bytes;
                bytes += harvest.records.iter().map(|record| record.body.len()).sum::<usize>();
                before < most
            });
            let count = fits.count();
            let batch: Vec<(String, Harvest)> = self.ready.drain(..count).collect();
            self.commit(batch)?;
        }
        Ok(())
    }

    fn commit(&mut self, batch: Vec<(String, Harvest)>) -> Result<(), LoopError> {
        let now = (self.settings.clock)();
        let mut transaction = Transaction::default();
        let names: Vec<String> = batch.iter().map(|(name, _)| name.clone()).collect();
        let (mut cursors, mut counts) = (Vec::new(), BTreeMap::<(&'static str, &'static str), u64>::new());
        let mut latencies = Vec::new();
        for (name, harvest) in batch {
            let Some(slot) = self.slots.get(&name) else { continue };
            let Some(offset) = self.owned.get(&slot.partition) else { continue };
            let at = TopicPartition::new(self.settings.input.clone(), slot.partition);
            if !transaction.offsets.iter().any(|(other, _)| *other == at) {
                transaction.offsets.push((at, *offset));
            }
            for record in harvest.records {
                latencies.push(seconds_between(record.fetched_at.map_or(now.millis(), |at| at.millis()), now.millis()));
                let (output, outcome) = encode(&self.settings, &self.raw, &name, record);
                *counts.entry(outcome).or_default() += 1;
                transaction.outputs.push(output);
            }
            for refused in harvest.refused {
                *counts.entry(("dead_lettered", refused.reason.class)).or_default() += 1;
                transaction.outputs.push(stub_of(&self.settings, &name, &refused));
            }
            if let Some(cursor) = harvest.cursor {
                transaction.outputs.push(cursors::output(&self.settings.input, slot.partition, &name, &cursor, now));
                cursors.push((name, cursor));
            }
        }
        let started = Instant::now();
        let metrics = &self.environment.metrics;
        match self.member.commit(transaction)? {
            CommitOutcome::Committed => {
                self.aborts.reset();
                metrics.commits.get_or_create(&self.label).inc();
                metrics.commit_seconds.get_or_create(&self.label).observe(started.elapsed().as_secs_f64());
                let latency = metrics.latency_seconds.get_or_create(&self.label);
                latencies.iter().for_each(|seconds| latency.observe(*seconds));
                for ((outcome, reason), count) in counts {
                    if outcome == "emitted" {
                        metrics.output_records.get_or_create(&self.label).inc_by(count);
                        tracing::debug!(records = count, "ingested");
                    }
                    let label = OutcomeLabel { stage: self.settings.name.clone(), outcome, reason };
                    metrics.input_records.get_or_create(&label).inc_by(count);
                }
                for (name, cursor) in cursors {
                    if let Some(slot) = self.slots.get_mut(&name) {
                        slot.cursor = Some(cursor);
                    }
                }
                Ok(())
            }
            CommitOutcome::Rewound => {
                metrics.rewinds.get_or_create(&self.label).inc();
                tracing::warn!("ingest transaction aborted; the sources are asked again");
                self.start_over(names)
            }
        }
    }

    /// After an abort nothing is certain but what the topic holds: cursors are read again, harvests are given up. The
    /// sources they came from are asked again, but not as fast as transactions can fail.
    fn start_over(&mut self, mut given_up: Vec<String>) -> Result<(), LoopError> {
        self.epoch += 1;
        given_up.extend(self.ready.drain(..).map(|(name, _)| name));
        let partitions: Vec<i32> = self.owned.keys().copied().collect();
        for partition in partitions {
            self.load(&TopicPartition::new(self.settings.input.clone(), partition))?;
        }
        self.part.ready();
        let due = Instant::now() + self.aborts.next_wait(jitter());
        for name in given_up {
            if let Some(slot) = self.slots.get_mut(&name) {
                slot.due = due;
            }
        }
        Ok(())
    }
}
