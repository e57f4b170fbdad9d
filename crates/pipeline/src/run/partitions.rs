//! The partitions a loop owns: how much of them is read, how they come and go, and whether they move.

use super::settlement::Settling;
use super::state::{Loop, join, watch};
use crate::LoopError;
use crate::blockade::Blockades;
use crate::delay::seconds_between;
use crate::joining::homeless;
use crate::lag_watch::StallDetector;
use crate::metrics::PartitionLabel;
use crate::window::Window;
use bus::{Extent, Revocation, SkipReason, Skipped, TopicPartition};
use crossbeam_channel::RecvTimeoutError;
use std::time::{Duration, Instant};

/// How long a revocation waits for work in progress.
const REVOKE: Duration = Duration::from_secs(10);
/// How long a restarted reader may take until its progress can be judged.
const SETTLE: Duration = Duration::from_secs(30);

/// What does not go on by itself.
pub(super) enum Standstill {
    /// Records wait in this partition, and none comes.
    Partition(TopicPartition),
    /// The loop lost its partitions, and the group gives it none.
    Homeless,
}

impl Loop<'_> {
    pub(super) fn adjust_intake(&mut self) {
        let pace = &self.settings.pace;
        // What was handed out and given up since is still in somebody's hands.
        let (records, bytes) = (self.records.max(self.out.records), self.bytes.max(self.out.bytes));
        let full = records >= pace.in_flight_records || bytes >= pace.in_flight_bytes;
        let roomy = records <= pace.in_flight_records * 3 / 4 && bytes <= pace.in_flight_bytes * 3 / 4;
        let open = !self.draining && if self.intake_open { !full } else { roomy };
        if open != self.intake_open {
            self.intake_open = open;
            self.member.set_intake(open);
            self.stalls.reset();
        }
    }

    pub(super) fn assign(&mut self, partitions: Vec<TopicPartition>) {
        tracing::info!(stage = self.settings.name, count = partitions.len(), "partitions assigned");
        for at in partitions {
            let label = PartitionLabel { stage: self.settings.name.clone(), partition: at.partition };
            self.context.metrics.begin_partition(&label);
            self.windows.entry(at).or_default();
        }
        self.watch.partitions_changed();
        self.health.assigned(Instant::now());
    }

    /// Finishes and commits what is in progress on partitions that are being taken away, under a deadline.
    pub(super) fn revoke(&mut self, revocation: Revocation) -> Result<(), LoopError> {
        let lost = revocation.lost;
        tracing::info!(stage = self.settings.name, count = revocation.partitions.len(), lost, "partitions revoked");
        if !lost {
            self.finish_on(&revocation.partitions)?;
        }
        for at in &revocation.partitions {
            if let Some(window) = self.windows.remove(at) {
                self.records -= window.len();
                self.bytes = self.bytes.saturating_sub(window.bytes());
                let label = PartitionLabel { stage: self.settings.name.clone(), partition: at.partition };
                self.context.metrics.lag_records.remove(&label);
                self.context.metrics.lag_seconds.remove(&label);
                self.context.metrics.blocked_records.remove(&label);
                self.blockades.forget(at);
            }
        }
        self.settling.forget(&revocation.partitions);
        if self.windows.is_empty() {
            self.health.lost_all(Instant::now());
        }
        self.count_finished();
        self.stalls.reset();
        Ok(())
    }

    /// Finishes and commits what is in progress on partitions, under a deadline.
    fn finish_on(&mut self, partitions: &[TopicPartition]) -> Result<(), LoopError> {
        let until = Instant::now() + REVOKE;
        while Instant::now() < until && self.busy_on(partitions) {
            match self.reports.recv_timeout(Duration::from_millis(20)) {
                Ok(report) => self.note(report)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(self.workers_ended()),
            }
            self.collect()?;
            self.commit()?;
        }
        Ok(())
    }

    /// Goes on behind offsets that nobody is given. They are accounted for when that is committed.
    pub(super) fn skip(&mut self, skipped: Skipped) -> Result<(), LoopError> {
        let (stage, at) = (&self.settings.name, &skipped.partition);
        let (topic, partition, from, to, offsets) =
            (&at.topic, at.partition, skipped.from, skipped.next, skipped.offsets());
        match &skipped.why {
            SkipReason::Unreadable(cause) => tracing::warn!(
                stage, %topic, partition, offset = from, to, offsets, cause,
                "records can never be read; stepped over, noted in the dead letters"
            ),
            SkipReason::Deleted => tracing::warn!(
                stage, %topic, partition, from, to, offsets,
                "records were deleted before they were read; going on with what is left"
            ),
            SkipReason::StartedOver => tracing::warn!(
                stage, %topic, partition, from, to,
                "the partition is not what was read before: the topic was created anew, or lost its end; reading what it \
                 holds from the beginning"
            ),
            SkipReason::CutBack => tracing::warn!(
                stage, %topic, partition, from, to, offsets,
                "the partition lost its end, and with it what had been read of it, as when an out-of-date replica becomes \
                 the leader; what was made of that stays, and reading goes on where the partition was cut off"
            ),
        }
        if skipped.next < skipped.from {
            // Offsets go backwards: nothing from before may be in progress then.
            let partitions = [skipped.partition.clone()];
            self.finish_on(&partitions)?;
            if self.busy_on(&partitions) {
                self.discard_all();
                return Ok(self.member.rewind()?);
            }
        }
        self.windows.entry(skipped.partition.clone()).or_default().skip(skipped);
        self.records += 1;
        self.finished.0 += 1;
        self.finished_since.get_or_insert_with(Instant::now);
        Ok(())
    }

    fn busy_on(&self, partitions: &[TopicPartition]) -> bool {
        partitions.iter().any(|at| self.windows.get(at).is_some_and(|window| !window.is_empty()))
    }

    pub(super) fn discard_all(&mut self) {
        self.epoch += 1;
        self.windows.values_mut().for_each(|window| *window = Window::default());
        (self.records, self.bytes, self.finished_since) = (0, 0, None);
        self.finished = (0, 0);
    }

    /// Publishes the lag. Says which partition stands still although records wait, if one does.
    pub(super) fn look_after_lag(&mut self) -> Option<TopicPartition> {
        let (now, clock) = (Instant::now(), (self.settings.clock)());
        let extents = self.watch.extents(self.windows.keys().cloned(), now);
        self.health.place(self.watch.silence(now), now);
        let extents = extents?;
        self.places_are_told();
        let mut stalled = None;
        for (at, Extent { start, end, blocked }) in extents {
            let Some(window) = self.windows.get(&at) else { continue };
            // Where reading begins is not known to the loop before it was given something.
            let position = window.position().or(start);
            let still = self.stalls.note(&at, position, end, now);
            let unread = match (end, position) {
                (Some(end), Some(position)) => (end - position).max(0),
                (Some(_), None) | (None, _) => 0,
            };
            let lag = unread + i64::try_from(window.len()).unwrap_or(0);
            let label = PartitionLabel { stage: self.settings.name.clone(), partition: at.partition };
            self.context.metrics.lag_records.get_or_create(&label).set(lag);
            self.context.metrics.blocked_records.get_or_create(&label).set(blocked);
            self.blockades.note(&self.settings.name, &at, blocked, now);
            // With nothing in progress only the wait is known, not the age of what waits.
            let age = window.oldest().map_or(still.as_secs_f64(), |oldest| seconds_between(oldest, clock.millis()));
            #[expect(clippy::cast_possible_truncation, reason = "an age in whole seconds")]
            self.context.metrics.lag_seconds.get_or_create(&label).set(age as i64);
            if self.intake_open && still > self.settings.stall {
                stalled = Some(at);
            }
        }
        stalled
    }

    /// Whether it has no partition and waits for one in vain.
    pub(super) fn look_after_home(&self) -> Option<Standstill> {
        self.health.is_homeless(Instant::now(), self.settings.homeless()).then_some(Standstill::Homeless)
    }

    /// Leaves the group and joins it anew with a new client. A partition that stands still again right after that ends
    /// the process; a group that gives nothing may have its reasons, and is asked again and again.
    pub(super) fn rejoin(mut self, standstill: &Standstill) -> Result<Self, LoopError> {
        let (name, group) = (self.settings.name.clone(), &self.settings.group);
        let just_now = |at: Instant| at.elapsed() < self.settings.stall * 5 + SETTLE;
        let why = match standstill {
            Standstill::Partition(at) if self.rejoined_at.is_some_and(just_now) => {
                return Err(LoopError::Stalled { name, partition: at.to_string() });
            }
            Standstill::Partition(at) => {
                tracing::warn!(stage = name, partition = %at, "no progress although records wait; rejoining the group");
                format!("{at} did not move although records wait there; it rejoins the group {group}")
            }
            Standstill::Homeless => homeless(&self.settings),
        };
        self.context.metrics.stalls.get_or_create(&self.label).inc();
        self.health.rejoins(why, Instant::now());
        self.discard_all();
        self.windows.clear();
        drop(self.member);
        let member = join(self.context, self.health.part(), &self.settings, self.stage.as_ref())?;
        let watch = watch(&name, member.as_ref())?;
        Ok(Self {
            member,
            watch,
            stalls: StallDetector::default(),
            blockades: Blockades::default(),
            settling: Settling::default(),
            rejoined_at: matches!(standstill, Standstill::Partition(_)).then(Instant::now).or(self.rejoined_at),
            intake_open: true,
            ..self
        })
    }
}
