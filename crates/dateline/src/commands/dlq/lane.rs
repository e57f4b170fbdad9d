//! The dead letters of a lane with what is needed to do something about them.

use super::filter::FilterArgs;
use crate::commands::configuration::ConfigArgs;
use crate::commands::stdout::tell;
use article::Topics;
use bus::{Bus, TopicPartition, TopicSpec};
use pipeline::letters::{Letter, LetterId, Mark, Marks, Retries, scan};
use std::collections::{BTreeSet, HashSet};
use std::process::ExitCode;

/// A lane's dead letters.
pub(super) struct Lane {
    pub(super) bus: Box<dyn Bus>,
    pub(super) topics: Topics,
    pub(super) marks: Marks,
    pub(super) retries: Retries,
    specs: Vec<TopicSpec>,
}

/// What was seen on the way through the letters.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Letters that were meant and handed over.
    met: u64,
    /// Of those that were named by id, the ones that are there.
    named: HashSet<LetterId>,
    /// Letters that were not meant, and their classes.
    others: u64,
    classes: BTreeSet<String>,
    /// Letters that were meant and are done with.
    marked: u64,
}

impl Lane {
    /// Opens it. On problems of the configuration: its exit code.
    pub(super) fn open(config: &ConfigArgs) -> anyhow::Result<Result<Self, ExitCode>> {
        let settings = match config.load() {
            Ok(configuration) => configuration.settings,
            Err(code) => return Ok(Err(code)),
        };
        let bus = service::open_as_guest(&settings)?;
        let topics = Topics::of(settings.lane.clone());
        let marks = Marks::load(bus.as_ref(), &topics)?;
        let specs = service::topic_specs(&settings);
        let retries = Retries::new(&topics, service::reading_groups(&settings), &specs);
        Ok(Ok(Self { bus, topics, marks, retries, specs }))
    }

    /// Creates the topic of marks where an earlier release made the lane.
    pub(super) fn prepare_marks(&self) -> anyhow::Result<()> {
        let marks = self.topics.dead_letter_marks();
        let spec = self.specs.iter().filter(|spec| spec.name == marks).cloned().collect::<Vec<_>>();
        Ok(self.bus.ensure_topics(&spec)?)
    }

    /// Hands over the letters that are meant and not done with; `marked`: also those that are, with their marks.
    pub(super) fn each(
        &self,
        filter: &FilterArgs,
        marked: bool,
        mut each: impl FnMut(Letter, Option<Mark>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Seen> {
        let mut ranges = Vec::new();
        for stage in filter.stages() {
            let topic = self.topics.dead_letters(stage);
            for partition in 0..self.bus.partition_count(&topic)? {
                let (first, before) = filter.offsets(stage, partition);
                ranges.push((TopicPartition::new(topic.clone(), partition), first, before));
            }
        }
        let mut seen = Seen::default();
        scan(self.bus.as_ref(), &self.topics, &ranges, |letter| -> anyhow::Result<()> {
            let mark = self.marks.of(&letter);
            if !filter.is_met_by(&letter) {
                if mark.is_none() {
                    seen.others += 1;
                    seen.classes.insert(letter.class().to_owned());
                }
                return Ok(());
            }
            if filter.letters.contains(&letter.id) {
                seen.named.insert(letter.id);
                if let Some(mark) = mark.filter(|_| !marked) {
                    tell(&format!("{} was {} at {}; nothing is done with it", letter.id, mark.mark.as_str(), mark.at));
                }
            }
            if mark.is_some() {
                seen.marked += 1;
                if !marked {
                    return Ok(());
                }
            }
            seen.met += 1;
            each(letter, mark)
        })?;
        Ok(seen)
    }

    /// Says in a sentence why there was nothing, and what to do; which letters that were named are not there. Gives the
    /// exit status.
    pub(super) fn tell(&self, filter: &FilterArgs, seen: &Seen) -> ExitCode {
        let missing: Vec<_> = filter.letters.iter().filter(|letter| !seen.named.contains(letter)).collect();
        for letter in &missing {
            tell(&format!("{letter} is not there, or no longer kept; `dateline dlq list` shows what there is"));
        }
        if missing.is_empty() && seen.met == 0 && seen.named.is_empty() {
            tell(&self.why_nothing(filter, seen));
        }
        if missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn why_nothing(&self, filter: &FilterArgs, seen: &Seen) -> String {
        let (lane, bus) = (self.topics.lane().as_str(), self.bus.describe());
        if seen.marked > 0 {
            return format!(
                "no dead letter like that is left (retried or dropped: {}); `dateline dlq list --marked` shows them",
                seen.marked
            );
        }
        if seen.others == 0 {
            let there = if filter.is_empty() { "" } else { " there" };
            return format!("lane `{lane}` on {bus} has no dead letters{there}: nothing is to be done");
        }
        let classes: Vec<&str> = seen.classes.iter().map(String::as_str).collect();
        format!(
            "no dead letter is like that; there are {} others ({}): leave out a filter",
            seen.others,
            classes.join(", ")
        )
    }
}

/// `200 dead letters`, `1 dead letter`.
pub(super) fn letters(count: u64) -> String {
    if count == 1 { "1 dead letter".to_owned() } else { format!("{count} dead letters") }
}
