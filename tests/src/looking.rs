//! What `lag`, `sources`, `trace`, `tail` and `top` must tell of a pipeline, on either bus.

use crate::{Launch, Said, push_enriched, push_raw, put_whole, short_articles, wait_for};
use anyhow::{Context, ensure};
use article::{RawRecord, Timestamp, Topics};
use bus::Bus;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);
const TEXT: &[u8] = b"OSLO, May 12 (Example Wire) - The ferry was late again on Monday.\n";

/// A lane with a folder source `wire` and a store `local`, and with nothing in it yet.
pub struct Looking<'a> {
    /// Where it is.
    pub bus: &'a dyn Bus,
    /// Its topics.
    pub topics: Topics,
    /// Its configuration.
    pub config: String,
    /// Where its commands run; `wire` in it is the folder.
    pub directory: &'a Path,
}

impl Looking<'_> {
    fn said(&self, arguments: &[&str]) -> anyhow::Result<Said> {
        // On a loaded machine there is time for everything, too.
        let patient = if arguments.first() == Some(&"trace") { &["--within", "60"][..] } else { &[] };
        Said::of(&[arguments, patient].concat(), &self.config, self.directory)
    }

    fn one(&self, arguments: &[&str], code: i32) -> anyhow::Result<Value> {
        let said = self.said(arguments)?;
        ensure!(said.code == Some(code), "{arguments:?}: {said:?}");
        said.json()?.into_iter().next().with_context(|| format!("{arguments:?} said nothing"))
    }

    /// Runs the pipeline until one article is stored, one has come again, and one is a dead letter.
    pub fn run(&self) -> anyhow::Result<()> {
        let wire = self.directory.join("wire");
        put_whole(&wire, "ferry.txt", TEXT)?;
        put_whole(&wire, "broken.txt", b"Z\xfcrich\n")?;
        let mut process = Launch::new(["run"]).config(&self.config).directory(self.directory).start()?;
        process.wait_ready(SOON)?;
        let state = |name: &str| {
            let said = self.said(&["trace", name, "--json"]).map_err(|error| format!("{error:#}"))?;
            let line = said.json().map_err(|error| format!("{error:#}"))?.into_iter().next();
            line.and_then(|line| line.get("state")?.as_str().map(str::to_owned)).ok_or_else(|| format!("{said:?}"))
        };
        let wait_state = |name: &str, expected: &str| {
            wait_for(&format!("{name} to be {expected}"), SOON, || {
                let state = state(name)?;
                if state == expected { Ok(()) } else { Err(state) }
            })
        };
        wait_state("ferry.txt", "stored")?;
        wait_state("broken.txt", "dead_lettered")?;
        let again = RawRecord {
            id: Some("ferry.txt".to_owned()),
            content_type: Some("text/plain".to_owned()),
            source: Some("wire".to_owned()),
            fetched_at: Timestamp::parse("2030-01-01T00:00:00Z"),
            body: TEXT.to_vec(),
            ..RawRecord::default()
        };
        push_raw(self.bus, &self.topics, [again])?;
        wait_state("ferry.txt", "repeat")?;
        process.terminate()?;
        ensure!(process.wait_exit(SOON)?.success());
        Ok(())
    }

    /// With nothing waiting, then with one record before extract and one before the store.
    pub fn lag_is_told(&self) -> anyhow::Result<()> {
        let page = self.said(&["lag"])?;
        ensure!(page.code == Some(0) && page.stderr.is_empty(), "{page:?}");
        page.fits()?;
        ensure!(page.stdout.lines().count() == 4, "a line a stage: {page:?}");
        push_raw(
            self.bus,
            &self.topics,
            [RawRecord {
                id: Some("late".to_owned()),
                source: Some("wire".to_owned()),
                body: TEXT.to_vec(),
                ..RawRecord::default()
            }],
        )?;
        push_enriched(
            self.bus,
            &self.topics,
            short_articles(1, 150).map(|article| article.article("wire", 1_790_000_000_000)),
        )?;
        let lines = self.said(&["lag", "--json"])?.json()?;
        let sum = |stage: &str| {
            let of = lines.iter().filter(|line| line.get("stage").and_then(Value::as_str) == Some(stage));
            of.filter_map(|line| Some((line.get("records")?.as_u64()?, line.get("exact")?.as_bool()?)))
                .fold((0, true), |(sum, exact), (records, is_exact)| (sum + records, exact && is_exact))
        };
        let sums = ["extract", "enrich", "store/local"].map(sum);
        ensure!(sums == [(1, true), (0, true), (1, true)], "{sums:?}: {lines:?}");
        ensure!(lines.iter().filter(|line| line.get("seconds").is_some()).count() == 2, "{lines:?}");
        let page = self.said(&["lag"])?;
        ensure!(page.stdout.lines().count() == 6, "and one for each partition in which something waits: {page:?}");
        Ok(())
    }

    /// While somebody's transaction on the raw topic is open, with so many records in it.
    pub fn what_is_held_up_is_told(&self, records: u64) -> anyhow::Result<()> {
        let page = self.said(&["lag"])?;
        let line = page.stdout.lines().find(|line| line.starts_with("extract")).context("extract")?;
        let held_up: u64 = line.split_whitespace().last().context("a number")?.parse()?;
        // Behind the first of them on each partition.
        ensure!((1..=2 * records).contains(&held_up), "{page:?}");
        ensure!(page.code == Some(0) && page.stderr.contains("docs/reliability.md"), "{page:?}");
        Ok(())
    }

    /// Its source is well, had news just now, and a third of what came of it was refused.
    pub fn sources_are_told(&self) -> anyhow::Result<()> {
        let source = self.one(&["sources", "--json"], 0)?;
        for (key, expected) in [
            ("name", Value::from("wire")),
            ("kind", Value::from("folder")),
            ("state", Value::from("ok")),
            ("quiet", Value::from(false)),
            ("records", Value::from(2)),
            ("deadLetters", Value::from(1)),
        ] {
            ensure!(source.get(key) == Some(&expected), "{key}: {source}");
        }
        ensure!(source.get("silentSeconds").and_then(Value::as_u64).is_some_and(|silent| silent < 180), "{source}");
        let page = self.said(&["sources"])?;
        page.fits()?;
        ensure!(
            page.stdout.contains("1 of 2 records of seven days refused (50.0 %)") && page.stdout.contains("learning"),
            "{page:?}"
        );
        let well = self.said(&["sources", "--unwell"])?;
        ensure!(well.code == Some(0) && well.stderr.contains("are well"), "{well:?}");
        Ok(())
    }

    /// The ways of the articles of [`Self::run`] and [`Self::lag_is_told`].
    pub fn articles_are_traced(&self) -> anyhow::Result<()> {
        let known = self.one(&["trace", "ferry.txt", "--json"], 0)?;
        let states: Vec<_> = known.pointer("/entries").and_then(Value::as_array).into_iter().flatten().collect();
        let states: Vec<_> = states.iter().filter_map(|entry| entry.get("state")?.as_str()).collect();
        ensure!(states == ["stored", "repeat"], "{known}");
        let id = known.get("article").and_then(Value::as_str).context("its id")?;
        ensure!(self.one(&["trace", id, "--json"], 0)?.get("entries") == known.get("entries"), "by its id: {known}");
        let page = self.said(&["trace", id])?;
        page.fits()?;
        for part in ["from wire", "stored; it stands", "dropped as a repeat: it has this text already", "enriched.v1["]
        {
            ensure!(page.stdout.contains(part), "{part}: {page:?}");
        }
        let refused = self.said(&["trace", "broken.txt"])?;
        refused.fits()?;
        ensure!(
            refused.stdout.contains("refused it: not_utf8") && refused.stdout.contains("dead letter"),
            "{refused:?}"
        );
        let waiting = self.one(&["trace", "late", "--json"], 0)?;
        ensure!(waiting.get("state").and_then(Value::as_str) == Some("in_progress"), "{waiting}");
        let late = short_articles(1, 150).next().context("an article")?.id;
        let waiting = self.said(&["trace", &late])?;
        ensure!(waiting.stdout.contains("in progress") && waiting.stdout.contains(" read it"), "{waiting:?}");
        let never = self.said(&["trace", "https://example.org/never"])?;
        ensure!(never.code == Some(1) && never.stdout.is_empty() && never.stderr.contains("never seen"), "{never:?}");
        let hurried = ["trace", "late", "--within", "0", "--json"];
        let hurried = Said::of(&hurried, &self.config, self.directory)?;
        ensure!(
            hurried.stdout.contains("\"state\":\"not_found\"") && hurried.stderr.contains("no time"),
            "{hurried:?}"
        );
        Ok(())
    }

    /// What is in the topics, and what a store has taken of it.
    pub fn topics_are_followed(&self) -> anyhow::Result<()> {
        let count = &|arguments: &[&str]| -> anyhow::Result<usize> {
            let said = self.said(&[&["tail", "--from", "1h", "--no-follow"], arguments].concat())?;
            ensure!(said.code == Some(0), "{arguments:?}: {said:?}");
            Ok(said.json()?.len())
        };
        let expected = [
            (&["enriched"][..], 3),
            (&["store/local"], 2),
            (&["raw"], 4),
            (&["raw", "-n", "2"], 2),
            (&["letters", "--source", "wire"], 1),
            (&["letters", "--source", "desk"], 0),
            (&["enriched", "--text", "\"late again\""], 2),
            (&["enriched", "--place", "Oslo", "--language", "en"], 2),
            (&["enriched", "--place", "Bergen"], 0),
        ];
        // At once: most of their time is waiting.
        std::thread::scope(|scope| {
            let counted = expected.map(|(arguments, _)| scope.spawn(move || count(arguments)));
            for (counted, (arguments, expected)) in counted.into_iter().zip(expected) {
                let found = counted.join().map_err(|_| anyhow::anyhow!("{arguments:?} could not be started"))??;
                ensure!(found == expected, "{arguments:?}: {found} of {expected}");
            }
            Ok(())
        })?;
        let nobody = self.said(&["tail", "store/nobody"])?;
        ensure!(nobody.code == Some(2) && nobody.stderr.contains("there are: store/local"), "{nobody:?}");
        Ok(())
    }

    /// One picture, where the output is no terminal.
    pub fn the_picture_is_printed(&self) -> anyhow::Result<()> {
        let page = self.said(&["top"])?;
        ensure!(page.code == Some(0), "{page:?}");
        page.fits()?;
        for part in ["STAGE", "extract", "store/local", "SOURCES  1 ok", "DEAD LETTERS  1 of", "not_utf8"] {
            ensure!(page.stdout.contains(part), "{part}: {page:?}");
        }
        Ok(())
    }
}

/// Each of the commands says in one sentence what to do about a place that is not there.
pub fn absence_is_said(config: &str, directory: &Path, advice: &str) -> anyhow::Result<()> {
    let commands = [&["lag"][..], &["sources"], &["trace", "x"], &["tail"], &["top"], &["topics", "list"]];
    // At once: each waits some seconds for a broker that is not there.
    std::thread::scope(|scope| {
        let said = commands.map(|arguments| (arguments, scope.spawn(|| Said::of(arguments, config, directory))));
        for (arguments, said) in said {
            let said = said.join().map_err(|_| anyhow::anyhow!("{arguments:?} could not be started"))??;
            let is_one_line = said.stderr.lines().count() == 1 && said.stderr.contains(advice);
            ensure!(said.code == Some(1) && said.stdout.is_empty() && is_one_line, "{arguments:?}: {said:?}");
        }
        Ok(())
    })
}
