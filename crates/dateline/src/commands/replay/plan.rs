//! What is replayed, and how far that has come: as it is noted in the cursors of the lane it goes through.

use super::offsets::Offsets;
use crate::commands::page::time;
use crate::commands::side_lane::known;
use anyhow::Context;
use article::{StageName, Timestamp, TopicName, Topics};
use bus::{Bus, BusError, Isolation, TopicPartition};
use serde::{Deserialize, Serialize};
use service::config::Settings;
use state::Range;

/// The key under which it is noted. No source has such a name.
pub(super) const KEY: &str = "replay/";

/// A replay. A lane has one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Plan {
    /// When it began: what it writes carries this, whenever it is written.
    pub(super) began: Timestamp,
    /// `extract` or `enrich`.
    pub(super) stage: String,
    /// What is read.
    pub(super) topic: String,
    /// Records of this time or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<Timestamp>,
    /// Records before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<Timestamp>,
    pub(super) parts: Vec<Part>,
    /// Records that were given so far, and that could not be.
    pub(super) records: u64,
    pub(super) refused: u64,
}

/// What is read of one partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) partition: i32,
    pub(super) first: i64,
    /// Where it goes on.
    pub(super) next: i64,
    /// One past the last.
    pub(super) end: i64,
}

/// What a stage reads; `None`: nothing that can be read again.
pub(super) fn input(stage: StageName, topics: &Topics) -> Option<TopicName> {
    match stage {
        StageName::Extract => Some(topics.raw()),
        StageName::Enrich => Some(topics.articles()),
        StageName::Ingest | StageName::Store => None,
    }
}

impl Plan {
    /// The one that is noted in a lane and has not ended.
    pub(super) fn noted(lane: &Settings) -> anyhow::Result<Option<Self>> {
        let noted = known(lane, KEY)?.remove("");
        noted.map(|noted| serde_json::from_value(noted).context("read what is noted of a replay")).transpose()
    }

    /// All records of a time. Partitions are searched as far as times ascend in them.
    pub(super) fn of_times(
        bus: &dyn Bus,
        topics: &Topics,
        stage: StageName,
        from: Timestamp,
        to: Option<Timestamp>,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        let mut plan = Self { from: Some(from), to, ..Self::empty(topics, stage, now)? };
        for at in plan.partitions(bus)? {
            let reached = bus.end_offset(&at, Isolation::Committed)?;
            let end = match to {
                Some(to) => bus.offset_at(&at, to.millis())?.min(reached),
                None => reached,
            };
            plan.add(at.partition, bus.offset_at(&at, from.millis())?, end);
        }
        Ok(plan)
    }

    /// Records by their places, as far as they are there.
    pub(super) fn of_offsets(
        bus: &dyn Bus,
        topics: &Topics,
        stage: StageName,
        offsets: &[Offsets],
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        let mut plan = Self::empty(topics, stage, now)?;
        let there = plan.partitions(bus)?;
        for Offsets { partition, first, last } in offsets {
            let is_new = plan.parts.iter().all(|part| part.partition != *partition);
            anyhow::ensure!(is_new, "partition {partition} is named twice; name one range of it at a time");
            let at = there.iter().find(|at| at.partition == *partition);
            let at = at.with_context(|| format!("{} has {} partitions, from 0 on", plan.topic, there.len()))?;
            let reached = bus.end_offset(at, Isolation::Committed)?;
            let end = last.map_or(reached, |last| reached.min(last + 1));
            plan.add(*partition, bus.start_offset(at)?.max(*first), end);
        }
        Ok(plan)
    }

    fn empty(topics: &Topics, stage: StageName, began: Timestamp) -> anyhow::Result<Self> {
        let topic = input(stage, topics).with_context(|| format!("{stage} reads nothing again"))?;
        Ok(Self {
            began,
            stage: stage.to_string(),
            topic: topic.to_string(),
            from: None,
            to: None,
            parts: Vec::new(),
            records: 0,
            refused: 0,
        })
    }

    fn partitions(&self, bus: &dyn Bus) -> Result<Vec<TopicPartition>, BusError> {
        let count = bus.partition_count(&self.topic())?;
        Ok((0..count).map(|number| self.at(number)).collect())
    }

    fn add(&mut self, partition: i32, first: i64, end: i64) {
        if first < end {
            self.parts.push(Part { partition, first, next: first, end });
        }
    }

    pub(super) fn topic(&self) -> TopicName {
        TopicName::new(&self.topic)
    }

    fn at(&self, partition: i32) -> TopicPartition {
        TopicPartition::new(self.topic(), partition)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What has not been read, and how much that is in records, where they are few.
    pub(super) fn left(&self) -> Vec<Range> {
        let left = self.parts.iter().filter(|part| part.next < part.end);
        left.map(|part| (self.at(part.partition), part.next, part.end)).collect()
    }

    /// How much of it was read: 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a share for people to read")]
    pub(super) fn share(&self) -> f64 {
        let all: i64 = self.parts.iter().map(|part| part.end - part.first).sum();
        let read: i64 = self.parts.iter().map(|part| part.next - part.first).sum();
        read as f64 / all.max(1) as f64
    }

    /// Whether a record is of the time that is meant.
    pub(super) fn means(&self, timestamp: i64) -> bool {
        self.from.is_none_or(|from| from.millis() <= timestamp) && self.to.is_none_or(|to| timestamp < to.millis())
    }

    /// Notes that an offset was read, and with it all before it in its partition. Whether it is of the plan.
    pub(super) fn pass(&mut self, partition: i32, offset: i64) -> bool {
        let Some(part) = self.parts.iter_mut().find(|part| part.partition == partition) else { return false };
        let is_meant = (part.next..part.end).contains(&offset);
        part.next = part.next.max((offset + 1).min(part.end));
        is_meant
    }

    /// Notes that there is no more to be read.
    pub(super) fn end(&mut self) {
        self.parts.iter_mut().for_each(|part| part.next = part.end);
    }

    /// In a few words.
    pub(super) fn said(&self) -> String {
        let (began, share) = (time(self.began), (self.share() * 100.0).floor());
        format!("the replay of {} that began at {began} UTC and has read {share:.0} % of it", self.topic)
    }

    /// Why another cannot begin.
    pub(super) fn is_in_the_way(&self) -> String {
        format!(
            "{} is not finished: go on with it (`dateline replay --resume`), or give it up (`dateline replay --abandon`)",
            self.said()
        )
    }

    /// Why there is nothing to be read, and what to do.
    pub(super) fn why_empty(&self, bus: &dyn Bus) -> anyhow::Result<String> {
        let whole = self.partitions(bus)?.into_iter().map(|at| {
            let (start, end) = (bus.start_offset(&at)?, bus.end_offset(&at, Isolation::Committed)?);
            Ok((at, start, end))
        });
        let whole = whole.collect::<Result<Vec<Range>, BusError>>()?;
        let oldest = state::unread(bus, &whole)?.into_iter().filter_map(|unread| unread.oldest).min();
        Ok(match oldest {
            None => format!("{} has no records on {}: nothing is to be replayed", self.topic, bus.describe()),
            Some(oldest) => format!(
                "{} has no records there: those that are kept begin at {} UTC; choose others with --from",
                self.topic,
                time(oldest)
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::Lane;

    fn plan() -> Plan {
        let topics = Topics::of(Lane::live());
        let mut plan = Plan::empty(&topics, StageName::Enrich, Timestamp::from_millis(1_790_000_000_000)).unwrap();
        plan.add(0, 100, 200);
        plan.add(1, 5, 5);
        plan.add(2, 0, 100);
        plan
    }

    #[test]
    fn a_plan_knows_how_far_it_has_come_and_is_read_as_it_is_noted() {
        let mut plan = plan();
        assert_eq!(
            (plan.parts.len(), plan.topic.as_str()),
            (2, "news.articles.v1"),
            "nothing is read of an empty part"
        );
        let passed = [(0, 99), (0, 149), (0, 120), (2, 99), (2, 100), (1, 5)].map(|(at, offset)| plan.pass(at, offset));
        assert_eq!(passed, [false, true, false, true, false, false]);
        assert!((plan.share() - 0.75).abs() < 1e-9);
        assert_eq!(plan.left(), [(plan.at(0), 150, 200)]);
        let mut ended = plan.clone();
        ended.end();
        assert!(ended.left().is_empty());
        let noted = serde_json::to_value(&plan).unwrap();
        assert_eq!(serde_json::from_value::<Plan>(noted).unwrap(), plan);
        assert!(plan.is_in_the_way().contains("has read 75 % of it is not finished"), "{}", plan.is_in_the_way());
    }

    #[test]
    fn only_records_of_the_time_are_meant() {
        let at = Timestamp::from_millis;
        let plan = Plan { from: Some(at(10)), to: Some(at(20)), ..plan() };
        assert_eq!([9, 10, 19, 20].map(|millis| plan.means(millis)), [false, true, true, false]);
    }
}
