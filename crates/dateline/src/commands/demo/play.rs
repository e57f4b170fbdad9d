//! Plays the samples one after the other and shows what the stages make of them.

use super::folder::DemoFolder;
use super::journal::{Counts, Journal};
use super::samples::{SAMPLES, SOURCE, Sample};
use crate::commands::show::palette::{Look, Palette};
use crate::commands::show::record_lines::{self, Event, What};
use crate::commands::show::watched_store::Told;
use crate::commands::stdout::{is_reader_gone, painted_stdout};
use anyhow::bail;
use article::{StageName, Topics};
use bus::{Isolation, Reader, TopicPartition};
use pipeline::Shutdown;
use service::Process;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// How long a look into the topics waits.
const LOOK: Duration = Duration::from_millis(25);

/// An article that is not through by then never will be without somebody looking into it.
const STUCK: Duration = Duration::from_secs(60);

/// What can be done after the demo.
#[derive(Debug)]
pub(super) struct NextSteps {
    /// The configuration other commands must be told.
    pub(super) config: PathBuf,
    pub(super) searchable: bool,
    pub(super) folder: PathBuf,
}

/// The player and its audience.
pub(super) struct Play {
    shutdown: Shutdown,
    topics: Topics,
    reader: Box<dyn Reader>,
    written: Receiver<Told>,
    folder: DemoFolder,
    journal: Journal,
    palette: Palette,
    next_steps: NextSteps,
    pace: Duration,
    once: bool,
    began: Instant,
    /// Samples played so far.
    played: usize,
    played_at: Instant,
    summed_up: bool,
}

impl Play {
    /// Opens the topics at their ends: only what comes from now on is shown.
    pub(super) fn prepare(
        process: &Process,
        folder: DemoFolder,
        written: Receiver<Told>,
        next_steps: NextSteps,
        pace: Duration,
        once: bool,
    ) -> anyhow::Result<Self> {
        let (topics, bus) = (process.topics(), &process.context.bus);
        let mut names = vec![topics.raw(), topics.articles(), topics.enriched()];
        names.extend(StageName::ALL.map(|stage| topics.dead_letters(stage)));
        let mut from = Vec::new();
        for name in names {
            for partition in 0..bus.partition_count(&name)? {
                let at = TopicPartition::new(name.clone(), partition);
                let end = bus.end_offset(&at, Isolation::Committed)?;
                from.push((at, end));
            }
        }
        let now = Instant::now();
        Ok(Self {
            shutdown: process.context.shutdown.clone(),
            topics,
            reader: bus.reader(&from)?,
            written,
            folder,
            journal: Journal::new(process.settings.stores.len()),
            palette: Palette::of(&std::io::stdout()),
            next_steps,
            pace,
            once,
            began: now,
            played: 0,
            played_at: now,
            summed_up: false,
        })
    }

    /// Plays and shows until asked to stop, or with `once` until everything is through.
    pub(super) fn run(mut self) -> anyhow::Result<()> {
        let ended = self.show();
        self.shutdown.request();
        match ended {
            // Whoever looked on has seen enough.
            Err(error) if is_reader_gone(&error) => Ok(()),
            ended => ended,
        }
    }

    fn show(&mut self) -> anyhow::Result<()> {
        let count = SAMPLES.len();
        self.say(&format!("Playing {count} sample articles through all stages. Ctrl-C ends it."))?;
        while !self.shutdown.is_requested() {
            let settled = self.journal.counts.settled >= self.played;
            match SAMPLES.get(self.played) {
                Some(sample) if settled && (self.played == 0 || self.played_at.elapsed() >= self.pace) => {
                    self.play(sample)?;
                }
                None if settled && !self.summed_up => {
                    self.sum_up()?;
                    if self.once {
                        return Ok(());
                    }
                    let folder = self.next_steps.folder.display().to_string();
                    self.say(&format!("Still running: put articles of your own (.txt, .html) into {folder}"))?;
                }
                Some(_) | None => {}
            }
            if !settled && self.played_at.elapsed() > STUCK {
                bail!("the last article is not through after {} s; the log on stderr says why", STUCK.as_secs());
            }
            self.look()?;
        }
        if !self.summed_up {
            self.sum_up()?;
        }
        Ok(())
    }

    fn play(&mut self, sample: &Sample) -> anyhow::Result<()> {
        self.say("")?;
        if let Some(note) = sample.note {
            let note = self.palette.paint(Look::Quiet, &format!("— {note}"));
            self.say(&note)?;
        }
        self.folder.put(sample.name, sample.bytes)?;
        self.played += 1;
        self.played_at = Instant::now();
        Ok(())
    }

    fn look(&mut self) -> anyhow::Result<()> {
        let mut events: Vec<Event> = Vec::new();
        let received = self.reader.read(LOOK)?;
        events.extend(received.iter().filter_map(|received| record_lines::of_record(received, &self.topics, SOURCE)));
        events.extend(self.written.try_iter().filter_map(|told| record_lines::of_store(told, SOURCE)));
        // A reader at the end of everything may come back at once.
        if events.is_empty() {
            self.shutdown.wait_timeout(LOOK);
        }
        for event in self.journal.take(events) {
            if self.summed_up && matches!(event.what, What::Ingested(_)) {
                self.say("")?;
            }
            let line = self.palette.line(event.stage, event.look, &event.text);
            self.say(&line)?;
        }
        Ok(())
    }

    fn sum_up(&mut self) -> anyhow::Result<()> {
        self.summed_up = true;
        let Counts { records, articles, stored, unchanged, dead_letters, .. } = self.journal.counts;
        let seconds = self.began.elapsed().as_secs_f64();
        let mut text = format!("{records} files in {seconds:.1} s: {articles} articles, stored {stored} times");
        if unchanged > 0 {
            text.push_str(&format!(", {unchanged} known already"));
        }
        let letters = if dead_letters == 1 { "1 dead letter" } else { &format!("{dead_letters} dead letters") };
        text.push_str(&format!(", {letters}"));
        let text = self.palette.paint(Look::Strong, &text);
        self.say("")?;
        self.say(&text)?;
        for (command, explained) in self.commands() {
            let explained = self.palette.paint(Look::Quiet, &format!("# {explained}"));
            self.say(&format!("  {explained}\n  {command}"))?;
        }
        Ok(())
    }

    /// Commands to go on with, as they can be typed where the demo was.
    fn commands(&self) -> Vec<(String, &'static str)> {
        // Set by cargo for what it runs.
        let program = if std::env::var_os("CARGO").is_some() { "cargo run --release --" } else { "dateline" };
        let config = format!(" --config {}", shell_word(&self.next_steps.config));
        let mut commands = Vec::new();
        if self.next_steps.searchable {
            commands.push((format!("{program} search{config} harbour"), "words in the text"));
            commands.push((format!("{program} search{config} --place Nairobi"), "filed from, or naming, a place"));
            commands.push((
                format!("{program} search{config} --language fr"),
                "also --person, --topic, --source, --since …: see `dateline help search`",
            ));
            commands.push((format!("{program} quotes{config} --by Lindqvist"), "who said what"));
        }
        commands.push((format!("{program} enrich article.txt"), "a file of your own, as one line of JSON"));
        commands.push((format!("{program} help run"), "feeds, Kafka, PostgreSQL: README.md"));
        commands
    }

    #[expect(clippy::unused_self, reason = "reads as what it is: the play says something")]
    fn say(&self, line: &str) -> std::io::Result<()> {
        let mut out = painted_stdout();
        writeln!(out, "{line}")?;
        out.flush()
    }
}

/// The path as a word of a shell's command line.
fn shell_word(path: &std::path::Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
