//! The loop that lets go what is due.
//!
//! As the loop that polls sources it shares the partitions with others by joining a group, and reads what stands in those
//! that it is given from their beginning. What is due is written to the end of the topic that stores read, for the one
//! group it was held for, and its place is emptied in the same transaction.

use super::waiting::Waiting;
use crate::backoff::Backoff;
use crate::held_record::{came_from, gone, parts};
use crate::input_health::InputHealth;
use crate::joining::{homeless, join};
use crate::metrics::StageLabel;
use crate::outputs::OfHeld;
use crate::whole_topic::read_whole;
use crate::{LoopContext, LoopError, LoopSettings};
use article::{Record, Timestamp, TopicName};
use bus::{BusError, CommitOutcome, Member, Output, Outputs, Polled, Received, TopicPartition, Transaction};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Between two looks whether something is due, when nothing comes.
const LOOK: Duration = Duration::from_millis(200);
/// Articles of one transaction and partition.
const AT_ONCE: usize = 200;
/// After an abort the next transaction waits so long, at first and after many in a row.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A partition that cannot be read because the bus is away is tried again this often.
const AWAY: Duration = Duration::from_secs(1);
/// Reading bodies ends after so long with those there are.
const READING: Duration = Duration::from_secs(10);

/// Lets go what is due until shutdown is requested. `settings.input` is the topic of held articles, `enriched` the one that
/// stores read.
pub fn run_held(context: &LoopContext, settings: LoopSettings, enriched: TopicName) -> Result<(), LoopError> {
    let part = context.health.input_of(&settings.name);
    let health = InputHealth::new(part, &settings, Backoff::new(FIRST_WAIT, LONGEST_WAIT));
    let held = settings.input.clone();
    let outputs: Arc<dyn Outputs> = Arc::new(OfHeld { bus: context.bus.clone(), held, enriched: enriched.clone() });
    let member = join(context.bus.as_ref(), &context.shutdown, health.part(), &settings, Arc::clone(&outputs))?;
    let label = StageLabel { stage: settings.name.clone() };
    for counter in [&context.metrics.output_records, &context.metrics.commits, &context.metrics.rewinds] {
        // That it is there is all.
        drop(counter.get_or_create(&label));
    }
    let (owned, wait_until) = (BTreeMap::new(), None);
    LettingGo { context, settings, enriched, label, health, outputs, member, owned, wait_until }.run()
}

struct LettingGo<'a> {
    context: &'a LoopContext,
    settings: LoopSettings,
    enriched: TopicName,
    label: StageLabel,
    health: InputHealth,
    outputs: Arc<dyn Outputs>,
    member: Box<dyn Member>,
    owned: BTreeMap<i32, Waiting>,
    /// After an abort: no transaction before this.
    wait_until: Option<Instant>,
}

impl LettingGo<'_> {
    fn run(mut self) -> Result<(), LoopError> {
        while !self.context.shutdown.is_requested() {
            self.health.look(Instant::now());
            if self.health.is_homeless(Instant::now(), self.settings.homeless()) {
                self = self.rejoin()?;
            }
            self.let_go()?;
            match self.member.poll(LOOK)? {
                Polled::Nothing | Polled::Skipped(_) => {}
                Polled::Records(records) => {
                    for received in records {
                        if let Some(waiting) = self.owned.get_mut(&received.partition) {
                            waiting.note(received);
                        }
                    }
                }
                Polled::Assigned(partitions) => {
                    for at in partitions {
                        self.load(&at)?;
                    }
                    self.health.assigned(Instant::now());
                }
                Polled::Revoked(revocation) => {
                    for at in &revocation.partitions {
                        self.owned.remove(&at.partition);
                    }
                    if self.owned.is_empty() {
                        self.health.lost_all(Instant::now());
                    }
                }
            }
            let waiting = self.owned.values().map(Waiting::len).sum::<usize>();
            self.context.metrics.held_records.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        }
        Ok(())
    }

    /// Leaves the group and joins it anew with a new client.
    fn rejoin(mut self) -> Result<Self, LoopError> {
        let why = homeless(&self.settings);
        self.health.rejoins(why, Instant::now());
        drop(self.member);
        let (context, part) = (self.context, self.health.part());
        let outputs = Arc::clone(&self.outputs);
        let member = join(context.bus.as_ref(), &context.shutdown, part, &self.settings, outputs)?;
        Ok(Self { member, owned: BTreeMap::new(), ..self })
    }

    /// Reads a partition, which from then on is owned. A bus that is away is waited for.
    fn load(&mut self, at: &TopicPartition) -> Result<(), LoopError> {
        let waiting = loop {
            let mut waiting = Waiting::default();
            match read_whole(self.context.bus.as_ref(), &at.topic, [at.partition], |received| waiting.note(received)) {
                Ok(()) => break waiting,
                Err(error @ (BusError::Client { .. } | BusError::Topic { .. })) => {
                    self.health.trouble(format!("what is held in {at} cannot be read: {error}"), Instant::now());
                    if self.context.shutdown.wait_timeout(AWAY) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        };
        self.health.passed(Instant::now());
        self.owned.insert(at.partition, waiting);
        Ok(())
    }

    /// Lets go what is due in one partition after the other.
    fn let_go(&mut self) -> Result<(), LoopError> {
        if self.wait_until.is_some_and(|until| Instant::now() < until) {
            return Ok(());
        }
        let now = (self.settings.clock)();
        let due = self.owned.iter().map(|(number, waiting)| (*number, waiting.due(now, AT_ONCE)));
        for (number, offsets) in due.filter(|(_, offsets)| !offsets.is_empty()).collect::<Vec<_>>() {
            let at = TopicPartition::new(self.settings.input.clone(), number);
            match self.bodies(&at, &offsets) {
                Ok(bodies) => self.write(&at, bodies, now)?,
                Err(error @ (BusError::Client { .. } | BusError::Topic { .. })) => {
                    self.health.trouble(format!("what is held in {at} cannot be read: {error}"), Instant::now());
                    self.wait_until = Some(Instant::now() + AWAY);
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The records at these offsets, as many as one transaction may hold. Those that are no more there are forgotten.
    fn bodies(&mut self, at: &TopicPartition, offsets: &BTreeSet<i64>) -> Result<Vec<Received>, BusError> {
        let Some(first) = offsets.first() else { return Ok(Vec::new()) };
        let mut reader = self.context.bus.reader(&[(at.clone(), *first)])?;
        let (until, most) = (Instant::now() + READING, self.settings.pace.batch_bytes);
        let (mut found, mut bytes, mut next) = (Vec::new(), 0, *first);
        while bytes < most && found.len() < offsets.len() && Instant::now() < until {
            let caught_up = reader.caught_up();
            for received in reader.read(Duration::from_millis(100))? {
                next = received.offset + 1;
                if bytes < most && offsets.contains(&received.offset) {
                    bytes += received.record.size();
                    found.push(received);
                }
            }
            if caught_up {
                next = i64::MAX;
                break;
            }
        }
        let last = found.last().map_or(i64::MAX, |last: &Received| last.offset);
        let passed = offsets.range(..next.min(if bytes < most { i64::MAX } else { last }));
        let there: BTreeSet<i64> = found.iter().map(|one| one.offset).collect();
        let lost = passed.filter(|offset| !there.contains(offset)).copied().collect();
        if let Some(waiting) = self.owned.get_mut(&at.partition) {
            waiting.forget_offsets(&lost);
        }
        self.health.passed(Instant::now());
        Ok(found)
    }

    fn write(&mut self, at: &TopicPartition, bodies: Vec<Received>, now: Timestamp) -> Result<(), LoopError> {
        let Some(waiting) = self.owned.get_mut(&at.partition) else { return Ok(()) };
        let (mut transaction, mut keys) = (Transaction::default(), Vec::new());
        for received in bodies {
            let (offset, record) = (received.offset, received.record);
            let Some(key) = record.key.clone().filter(|key| waiting.stands(key, offset)) else { continue };
            let from = came_from(&record).unwrap_or((at.partition, offset));
            transaction.outputs.extend(let_go(&self.enriched, from.0, record, now));
            transaction.outputs.push(gone(at.clone(), key.clone(), from, now));
            keys.push(key);
        }
        if keys.is_empty() {
            return Ok(());
        }
        transaction.offsets.push((at.clone(), waiting.next));
        let started = Instant::now();
        match self.member.commit(transaction)? {
            CommitOutcome::Committed => {
                keys.iter().for_each(|key| waiting.forget(key));
                let metrics = &self.context.metrics;
                metrics.commits.get_or_create(&self.label).inc();
                metrics.commit_seconds.get_or_create(&self.label).observe(started.elapsed().as_secs_f64());
                metrics.output_records.get_or_create(&self.label).inc_by(keys.len() as u64);
                self.health.committed(Instant::now());
                self.wait_until = None;
                tracing::info!(stage = self.settings.name, partition = at.partition, articles = keys.len(), "let go");
            }
            CommitOutcome::Rewound { cause } => {
                self.context.metrics.rewinds.get_or_create(&self.label).inc();
                let now = Instant::now();
                self.wait_until = Some(now + self.health.aborted(&cause, now));
            }
        }
        Ok(())
    }
}

/// A held record as its group is to read it. `None`: its key is not of our writing; it is gone all the same.
fn let_go(enriched: &TopicName, partition: i32, record: Record, now: Timestamp) -> Option<Output> {
    let key = record.key.as_deref().and_then(parts).map(|(_, id)| id.as_bytes().to_vec());
    let record = Record { key: Some(key?), timestamp: now.millis(), ..record };
    Some(Output { topic: enriched.clone(), partition: Some(partition), record })
}
