//! The ingest loop: polls the sources this process owns and writes records and cursors in one transaction.
//!
//! It reads nothing: joining the group of the cursors topic is how several consumers share the sources. A source
//! belongs to the partition of its name.

mod committing;
mod condition;
mod hour;
mod places;
mod polling;
mod records;
mod reload;
mod sources;
mod state;

pub use sources::Sources;
pub use state::Polling;

use crate::backoff::Backoff;
use crate::cursors::{self, Cursors};
use crate::input_health::InputHealth;
use crate::joining::{homeless, join};
use crate::metrics::StageLabel;
use crate::outputs::OfPolls;
use crate::{LoopContext, LoopError, LoopSettings, Source};
use article::TopicName;
use bus::{BusError, Outputs, Polled, Revocation, TopicPartition};
use condition::Condition;
use places::Places;
use state::{Ingest, Slot};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Sources whose harvest could not be committed are asked again after so long, at first and after many aborts in a row.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Cursors that cannot be read because the bus is away are tried again this often.
const AWAY: Duration = Duration::from_secs(1);

/// Polls `sources`, and those that take their place, until shutdown is requested. `settings.input` is the cursors topic,
/// `raw` where records go.
pub fn run_ingest(
    context: &LoopContext,
    sources: Sources,
    raw: TopicName,
    runtime: &tokio::runtime::Handle,
    settings: LoopSettings,
    polling: Polling,
) -> Result<(), LoopError> {
    let part = context.health.input_of(&settings.name);
    let health = InputHealth::new(part, &settings, Backoff::new(FIRST_PAUSE, LONGEST_PAUSE));
    let outputs: Arc<dyn Outputs> = Arc::new(OfPolls {
        bus: context.bus.clone(),
        cursors: settings.input.clone(),
        raw: raw.clone(),
        dead_letters: settings.dead_letters.clone(),
    });
    let mut member = join(context.bus.as_ref(), &context.shutdown, health.part(), &settings, Arc::clone(&outputs))?;
    member.set_intake(false);
    let partitions = context.bus.partition_count(&settings.input)?;
    let Sources { first, others } = sources;
    let slot = |source: Box<dyn Source>| (source.name().to_owned(), Slot::new(source, partitions, &polling));
    let slots: BTreeMap<String, Slot> = first.into_iter().map(slot).collect();
    let label = StageLabel { stage: settings.name.clone() };
    tracing::info!(sources = slots.len(), "ingest started");
    Ingest {
        context,
        settings,
        raw,
        runtime: runtime.clone(),
        label,
        health,
        outputs,
        member,
        slots,
        others,
        coming: None,
        leaving: BTreeMap::new(),
        partitions,
        owned: BTreeMap::new(),
        epoch: 0,
        places: Places::new(polling.places),
        polling,
        changed: false,
        started: VecDeque::new(),
        look_at: Instant::now(),
        // A source has one poll under way at most.
        returns: crossbeam_channel::unbounded(),
        ready: Vec::new(),
        unnoted: BTreeSet::new(),
        note_after: None,
    }
    .run()
}

impl Ingest<'_> {
    fn run(mut self) -> Result<(), LoopError> {
        while !self.context.shutdown.is_requested() {
            self.health.look(Instant::now());
            if self.health.is_homeless(Instant::now(), self.settings.homeless()) {
                self = self.rejoin()?;
            }
            self.start_polls();
            self.collect()?;
            self.commit_all()?;
            self.reload()?;
            let wait = if self.places.are_used() { Duration::from_millis(5) } else { Duration::from_millis(50) };
            match self.member.poll(wait)? {
                // Intake is closed; what the topic holds is read by `cursors::load`.
                Polled::Nothing | Polled::Records(_) | Polled::Skipped(_) => {}
                Polled::Assigned(partitions) => self.assign(&partitions)?,
                Polled::Revoked(revocation) => self.revoke(revocation),
            }
        }
        // Polls under way have told nobody of what they found: they will find it again.
        self.collect()?;
        self.commit_all()?;
        // Before it is said: others take over its sources from here on.
        drop(self.member);
        tracing::info!("ingest drained");
        Ok(())
    }

    /// Leaves the group and joins it anew with a new client.
    fn rejoin(mut self) -> Result<Self, LoopError> {
        self.context.metrics.stalls.get_or_create(&self.label).inc();
        let why = homeless(&self.settings);
        self.health.rejoins(why, Instant::now());
        drop(self.member);
        let outputs = Arc::clone(&self.outputs);
        let (context, part) = (self.context, self.health.part());
        let mut member = join(context.bus.as_ref(), &context.shutdown, part, &self.settings, outputs)?;
        member.set_intake(false);
        Ok(Self { member, ..self })
    }

    fn assign(&mut self, partitions: &[TopicPartition]) -> Result<(), LoopError> {
        let now = Instant::now();
        for at in partitions {
            self.load(at)?;
            for slot in self.slots.values_mut().filter(|slot| slot.partition == at.partition) {
                slot.due = now;
                slot.backoff.reset();
                slot.condition = Condition::taken_over(&slot.noted);
            }
        }
        self.look_at = now;
        self.publish_owned();
        self.health.assigned(Instant::now());
        Ok(())
    }

    /// Reads the cursors of a partition, which from then on is owned. A bus that is away is waited for.
    fn load(&mut self, at: &TopicPartition) -> Result<(), LoopError> {
        let own = self.slots.iter().filter(|(_, slot)| slot.partition == at.partition);
        let names: Vec<&str> = own.map(|(name, _)| name.as_str()).collect();
        let Cursors { mut by_source, mut health, next_offset } = loop {
            match cursors::load(self.context.bus.as_ref(), at, &names) {
                Ok(cursors) => break cursors,
                Err(error @ (BusError::Client { .. } | BusError::Topic { .. })) => {
                    tracing::debug!(partition = %at, %error, "cursors cannot be read; trying again");
                    self.health.trouble(format!("the cursors in {at} cannot be read: {error}"), Instant::now());
                    if self.context.shutdown.wait_timeout(AWAY) {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        };
        self.health.passed(Instant::now());
        self.owned.insert(at.partition, next_offset);
        for (name, slot) in self.slots.iter_mut().filter(|(_, slot)| slot.partition == at.partition) {
            slot.cursor = by_source.remove(name);
            slot.noted = health.remove(name).unwrap_or_default();
            slot.health = slot.noted.clone();
            slot.health.rhythm.look_away();
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
        if self.owned.is_empty() {
            self.health.lost_all(Instant::now());
        }
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
        self.context.metrics.sources_owned.set(i64::try_from(owned.len()).unwrap_or(i64::MAX));
        self.count_sources();
    }
}
