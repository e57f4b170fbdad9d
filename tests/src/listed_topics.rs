//! What `dateline topics list` must say, on either bus: how many records a topic holds, and how many of them each group
//! of the configuration has yet to read, whether anything runs or not.

use crate::{Dateline, Launch, push_articles, push_enriched, short_articles, wait_for};
use anyhow::{Context, ensure};
use article::{Record, Topics};
use bus::{Bus, Output};
use std::path::Path;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);
/// What a group that has committed nothing is marked with.
const NEVER: &str = "  (has not read yet)";
/// So many offsets in one partition, and nobody looks at each.
const MANY: usize = 1_001;

/// A lane whose topics are listed.
pub struct ListedTopics<'a> {
    /// Where it is.
    pub bus: &'a dyn Bus,
    /// Its topics.
    pub topics: Topics,
    /// A configuration of it with the stores `one` and `two`, in this order, or with the first of them only.
    pub config: &'a dyn Fn(usize) -> String,
    /// Where its commands run.
    pub directory: &'a Path,
}

impl ListedTopics<'_> {
    /// Two stores, one of which has no sink, and records that come one by one: on Kafka each is followed by the marker
    /// of its transaction.
    pub fn are_counted_by_records(&self) -> anyhow::Result<()> {
        self.stop(self.sink()?)?;
        self.send(0..5)?;
        self.say(5, ["5", "5"], [NEVER, NEVER])?;
        let sink = self.sink()?;
        self.say(5, ["0", "5"], ["", NEVER])?;
        self.send(5..8)?;
        self.say(8, ["0", "8"], ["", NEVER])?;
        self.stop(sink)?;
        self.send(8..10)?;
        self.say(10, ["2", "10"], ["", NEVER])?;
        let record = Record { value: Some(b"{}".to_vec()), ..Record::default() };
        let one = Output { topic: self.topics.enriched(), partition: Some(0), record };
        self.bus.append(vec![one; MANY])?;
        for line in [self.topic_line(&self.list()?)?, self.group_line(&self.list()?, "store.two")?] {
            let offsets = line.split_whitespace().find_map(|word| word.strip_prefix('~')).context(line.clone())?;
            ensure!(offsets.parse::<usize>()? >= MANY + 10, "{line}");
        }
        Ok(())
    }

    /// Waits until the topic of enriched articles has so many records, of which the stores have these yet to read, and
    /// enrich all of its own.
    fn say(&self, records: usize, unread: [&str; 2], notes: [&str; 2]) -> anyhow::Result<()> {
        wait_for("what the list says", SOON, || {
            let list = self.list().map_err(|error| format!("{error:#}"))?;
            let holds = || -> anyhow::Result<bool> {
                let [one, two] = [self.group_line(&list, "store.one")?, self.group_line(&list, "store.two")?];
                let enrich = self.group_line(&list, "enrich")?;
                Ok(self.topic_line(&list)?.contains(&format!(" {records} records  keeps 7 days"))
                    && one.ends_with(&format!(" {} to read{}", unread[0], notes[0]))
                    && two.ends_with(&format!(" {} to read{}", unread[1], notes[1]))
                    && enrich.ends_with(&format!(" {records} to read{NEVER}")))
            };
            if holds().map_err(|error| format!("{error:#}"))? { Ok(()) } else { Err(list.clone()) }
        })
    }

    fn topic_line(&self, list: &str) -> anyhow::Result<String> {
        let name = self.topics.enriched();
        let mut lines = list.lines().filter(|line| line.starts_with(name.as_str()));
        lines.next().map(str::to_owned).with_context(|| format!("no {name} in\n{list}"))
    }

    fn group_line(&self, list: &str, group: &str) -> anyhow::Result<String> {
        let name = format!("  {}.{group} ", self.topics.lane().as_str());
        let mut lines = list.lines().filter(|line| line.starts_with(&name));
        lines.next().map(str::to_owned).with_context(|| format!("no {name} in\n{list}"))
    }

    fn list(&self) -> anyhow::Result<String> {
        let mut process = self.launch("topics", 2).argument("list").start()?;
        let status = process.wait_exit(SOON)?;
        ensure!(status.success(), "{}", process.stderr());
        Ok(process.stdout())
    }

    /// One by one to enrich and to the stores.
    fn send(&self, numbers: std::ops::Range<usize>) -> anyhow::Result<()> {
        for number in numbers {
            let article = short_articles(number + 1, 151).last().context("an article")?;
            let article = article.article("wire", 1_790_000_000_000);
            push_articles(self.bus, &self.topics, [&article])?;
            push_enriched(self.bus, &self.topics, [article])?;
        }
        Ok(())
    }

    /// The sink of the first store.
    fn sink(&self) -> anyhow::Result<Dateline> {
        let mut sink = self.launch("sink", 1).start()?;
        sink.wait_ready(SOON)?;
        Ok(sink)
    }

    fn stop(&self, mut sink: Dateline) -> anyhow::Result<()> {
        sink.terminate()?;
        ensure!(sink.wait_exit(SOON)?.success(), "{}", sink.stderr());
        Ok(())
    }

    fn launch(&self, command: &str, stores: usize) -> Launch {
        Launch::new([command]).config((self.config)(stores)).directory(self.directory)
    }
}
