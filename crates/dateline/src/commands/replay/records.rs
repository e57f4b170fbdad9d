//! The records of a plan, from the topic they stand in to the lane they go through.

use super::plan::{KEY, Plan};
use crate::commands::side_lane::{Came, PARCEL_BYTES, PARCEL_RECORDS, Supply};
use crate::commands::stdout::tell;
use anyhow::Context;
use article::{StageName, Timestamp, TopicName, Topics};
use bus::{Bus, BusError, Output, Reader, Received};
use pipeline::{position, replayed};
use service::clock;
use service::config::Settings;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// One wait for records.
const WAIT: Duration = Duration::from_millis(200);
/// Reading that brings nothing for so long is given up.
const STALL: Duration = Duration::from_secs(60);

/// The records of a plan.
pub(super) struct Records {
    plan: Plan,
    /// The lane they go through, and the topic of it they are written to.
    topics: Topics,
    topic: TopicName,
    /// The largest record that is taken there, in bytes.
    limit: usize,
    is_raw: bool,
    reader: Box<dyn Reader>,
    waiting: VecDeque<Received>,
    /// How long was read and nothing came. Pauses between the reads, while live news is behind, are not of it.
    waited: Duration,
}

impl Records {
    /// Those that a plan has not read yet, for the lane of these settings.
    pub(super) fn of(plan: Plan, bus: &dyn Bus, lane: &Settings) -> anyhow::Result<Self> {
        let left: Vec<_> = plan.left().into_iter().map(|(at, next, _)| (at, next)).collect();
        let topics = Topics::of(lane.lane.clone());
        let is_raw = plan.stage == StageName::Extract.as_str();
        let (topic, limit) =
            if is_raw { (topics.raw(), lane.limits.raw) } else { (topics.articles(), lane.limits.articles) };
        let (reader, waiting, waited) = (bus.reader(&left)?, VecDeque::new(), Duration::ZERO);
        Ok(Self { plan, topics, topic, limit, is_raw, reader, waiting, waited })
    }

    /// Waits for records.
    fn fill(&mut self) -> anyhow::Result<()> {
        let (caught_up, began) = (self.reader.caught_up(), Instant::now());
        self.waiting.extend(self.reader.read(WAIT)?);
        self.waited += began.elapsed();
        if !self.waiting.is_empty() {
            self.waited = Duration::ZERO;
        } else if caught_up {
            // What is left of the ranges are no records.
            self.plan.end();
        } else if self.waited > STALL {
            return Err(BusError::Stalled { partition: self.plan.topic.clone() }.into());
        }
        Ok(())
    }

    /// What becomes of a record; `None`: nothing.
    fn take(&mut self, received: Received, now: Timestamp) -> Option<Output> {
        let (partition, offset) = (received.partition, received.offset);
        if !self.plan.pass(partition, offset) || !self.plan.means(received.record.timestamp) {
            return None;
        }
        let output = replayed(received, self.topic.clone(), self.is_raw, self.plan.began, now);
        let size = output.record.size();
        if size > self.limit {
            self.plan.refused += 1;
            tell(&format!(
                "{}[{partition}] offset {offset} is left out: with its headers it has {size} bytes and {} takes {}; raise \
                 limits.ingest",
                self.plan.topic, self.topic, self.limit
            ));
            return None;
        }
        self.plan.records += 1;
        Some(output)
    }
}

impl Supply for Records {
    fn next(&mut self) -> anyhow::Result<Option<Vec<Output>>> {
        if self.waiting.is_empty() {
            if self.plan.left().is_empty() {
                return Ok(None);
            }
            self.fill()?;
        }
        let (now, mut outputs, mut bytes) = (clock::now(), Vec::new(), 0);
        while outputs.len() < PARCEL_RECORDS && bytes < PARCEL_BYTES {
            let Some(received) = self.waiting.pop_front() else { break };
            if let Some(output) = self.take(received, now) {
                bytes += output.record.size();
                outputs.push(output);
            }
        }
        if !outputs.is_empty() {
            let noted = serde_json::to_value(&self.plan).context("note how far the replay is")?;
            outputs.push(position(&self.topics, KEY, Some(&noted), now));
        }
        Ok(Some(outputs))
    }

    fn ended(&mut self) -> Vec<Output> {
        vec![position(&self.topics, KEY, None, clock::now())]
    }

    fn came(&self) -> Came {
        Came { records: self.plan.records, refused: self.plan.refused, passed_over: 0, share: self.plan.share() }
    }
}
