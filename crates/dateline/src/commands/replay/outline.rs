//! What a replay would read and where that would go: for `--dry-run`.

use super::plan::Plan;
use crate::commands::configuration::Configuration;
use crate::commands::page::{Table, paragraph, print};
use crate::commands::show::palette::Palette;
use crate::commands::stdout::stdout;
use article::Lane;
use bus::Bus;
use serde_json::json;
use state::Count;
use std::io::Write;

/// Where it would go.
pub(super) struct Outline {
    lane: Lane,
    /// Stores that take it, and that pass it over.
    takes: Vec<String>,
    passes: Vec<String>,
}

impl Outline {
    pub(super) fn of(configuration: &Configuration) -> Self {
        let names = |takes: bool| {
            let stores = configuration.stores.iter().filter(|store| store.takes_replays() == takes);
            stores.map(|store| store.name().to_owned()).collect()
        };
        Self { lane: configuration.settings.lane.clone(), takes: names(true), passes: names(false) }
    }

    pub(super) fn has_store(&self) -> bool {
        !self.takes.is_empty()
    }

    pub(super) fn print(&self, plan: &Plan, bus: &dyn Bus, json: bool) -> anyhow::Result<()> {
        let left = plan.left();
        let counted: Vec<Count> = state::unread(bus, &left)?.into_iter().map(|unread| unread.records).collect();
        let all: Count = counted.iter().copied().sum();
        if json {
            let parts: Vec<_> = left.iter().zip(&counted).map(|((at, first, end), count)| {
                json!({"partition": at.partition, "first": first, "last": end - 1, "records": count.number(), "exact": count.is_exact()})
            }).collect();
            let object = json!({
                "command": "replay", "dryRun": true, "stage": plan.stage, "topic": plan.topic, "lane": self.lane.as_str(),
                "stores": self.takes, "parts": parts,
            });
            writeln!(stdout(), "{object}")?;
            return Ok(());
        }
        let palette = Palette::of_page();
        let mut lines = vec![format!("{all} records of {} would be replayed (--dry-run)", plan.topic)];
        lines.extend(paragraph(palette, "", 0, &self.way(&plan.stage)));
        lines.push(String::new());
        let mut table = Table::new(&["PARTITION", "FIRST", "LAST", "RECORDS"]);
        for ((at, first, end), count) in left.iter().zip(&counted) {
            table.push([at.partition.to_string(), first.to_string(), (end - 1).to_string(), count.to_string()].into());
        }
        lines.extend(table.lines(palette, |_| None));
        Ok(print(&lines)?)
    }

    fn way(&self, stage: &str) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let mut way = format!("from {stage} of Dateline {version} through lane `{}`", self.lane.as_str());
        if self.takes.is_empty() {
            way.push_str(" and into no store");
        } else {
            way.push_str(&format!(" into {}", self.takes.join(", ")));
        }
        if !self.passes.is_empty() {
            way.push_str(&format!("; {} would pass it over", self.passes.join(", ")));
        }
        way
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_told_with_who_takes_part() {
        let lane = Lane::named("replay").unwrap();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let way = |takes: &[&str], passes: &[&str]| {
            Outline { lane: lane.clone(), takes: names(takes), passes: names(passes) }.way("enrich")
        };
        assert!(way(&["a", "b"], &["out"]).ends_with("through lane `replay` into a, b; out would pass it over"));
        assert!(way(&[], &[]).ends_with("through lane `replay` and into no store"));
    }
}
