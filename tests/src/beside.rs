//! Old news beside live news, on either bus: what `dateline replay` and `dateline backfill` must do with it.

mod web_archives;

use crate::{
    Dateline, Launch, Said, push_articles, push_enriched, push_raw, read_topic, short_articles, wait_for,
    wait_for_count,
};
use anyhow::{Context, ensure};
use article::{Article, Lane, RawRecord, Timestamp, Topics, decode_article, header};
use bus::{Bus, Received};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Articles that an earlier release has read.
pub const OLD: usize = 800;
/// Lines of an archive.
pub const ARCHIVED: usize = 1_200;
const SOON: Duration = Duration::from_secs(180);
/// When nothing more came for so long, nothing more comes.
const STILL: Duration = Duration::from_secs(120);
/// When the articles were fetched.
const FETCHED: u64 = 1_790_000_000_000;

/// A lane of live news, and what is needed to look at lanes beside it.
pub struct Beside<'a> {
    /// Where live news is.
    pub bus: &'a dyn Bus,
    /// Its topics.
    pub topics: Topics,
    /// A configuration of it, with a store that is looked at and a store `print` of kind `stdout`.
    pub config: String,
    /// Where its commands run.
    pub directory: &'a Path,
    /// Opens the bus of a lane beside it.
    pub open: &'a dyn Fn(&Lane) -> anyhow::Result<Box<dyn Bus>>,
    /// How many articles the store has, and of how many it has a language: those that were enriched.
    pub stored: &'a dyn Fn() -> anyhow::Result<(usize, usize)>,
}

impl Beside<'_> {
    /// Runs a command to its end.
    pub fn said(&self, arguments: &[&str]) -> anyhow::Result<Said> {
        Said::of(&with_cores(arguments), &self.config, self.directory)
    }

    fn start(&self, arguments: &[&str]) -> anyhow::Result<Dateline> {
        Launch::new(with_cores(arguments)).config(self.config.as_str()).directory(self.directory).start()
    }

    fn lane(&self, purpose: &str) -> anyhow::Result<Lane> {
        let live = self.topics.lane();
        let name = if *live == Lane::live() { purpose.to_owned() } else { format!("{}-{purpose}", live.as_str()) };
        Lane::named(&name).context("a lane")
    }

    /// What stands in a topic of a lane beside; nothing as long as there is no such lane.
    fn beside(&self, purpose: &str, topic: fn(&Topics) -> article::TopicName) -> anyhow::Result<Vec<Received>> {
        let lane = self.lane(purpose)?;
        let topic = topic(&Topics::of(lane.clone()));
        let Ok(bus) = (self.open)(&lane) else { return Ok(Vec::new()) };
        if bus.partition_count(&topic).is_err() {
            return Ok(Vec::new());
        }
        read_topic(bus.as_ref(), &topic)
    }

    fn wait_stored(&self, expected: (usize, usize)) -> anyhow::Result<()> {
        let (all, enriched) = expected;
        wait_for_count("articles in the store, and again those that were enriched", all + enriched, STILL, || {
            let (all, enriched) = (self.stored)().map_err(|error| format!("{error:#}"))?;
            Ok(all + enriched)
        })?;
        let found = (self.stored)()?;
        ensure!(found == expected, "{found:?} of {expected:?}");
        Ok(())
    }

    /// The store has what an earlier release made of articles: it read nothing in them. `live` is running.
    pub fn old_articles_are_stored(&self) -> anyhow::Result<()> {
        let old: Vec<Article> =
            short_articles(OLD, 171).map(|article| article.article("wire", FETCHED.cast_signed())).collect();
        push_enriched(self.bus, &self.topics, old.iter().cloned())?;
        self.wait_stored((OLD, 0))?;
        // What it was made of, for those that read it again. The release of today reads it, too, but has nothing newer.
        push_articles(self.bus, &self.topics, &old)?;
        wait_for("nothing more to be read", SOON, || {
            let lag = self.said(&["lag", "--json"]).map_err(|error| format!("{error:#}"))?;
            let lags = lag.json().map_err(|error| format!("{error:#}"))?;
            let left = lags.iter().any(|one| one.get("records").and_then(Value::as_u64) != Some(0));
            if left { Err(lag.stdout) } else { Ok(()) }
        })?;
        self.wait_stored((OLD, 0))
    }

    /// A dry run says what would be read, and nothing is.
    pub fn a_dry_run_writes_nothing(&self) -> anyhow::Result<()> {
        let said = self.said(&["replay", "--stage", "enrich", "--from", "1d", "--dry-run"])?;
        ensure!(said.code == Some(0), "{said:?}");
        ensure!(
            said.stdout.contains("records of ") && one_line(&said.stdout).contains("print would pass it over"),
            "{said:?}"
        );
        said.fits()?;
        let said = self.said(&["replay", "--stage", "enrich", "--from", "1d", "--dry-run", "--json"])?.json()?;
        let parts = said.first().and_then(|one| one.get("parts")?.as_array()).context("parts")?;
        let records: u64 = parts.iter().filter_map(|part| part.get("records")?.as_u64()).sum();
        ensure!(records == OLD as u64, "{parts:?}");
        ensure!(self.beside("replay", Topics::articles)?.is_empty(), "a dry run makes no lane");
        Ok(())
    }

    /// A replay that is killed says so to another, goes on with `--resume`, and has then brought each new reading into the
    /// store once, while live news flows. Stores that hand news on get live news alone. Gives how much of that there was.
    pub fn a_killed_replay_goes_on(&self) -> anyhow::Result<usize> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let now = Timestamp::from_millis(i64::try_from(now)?).to_string();
        let all = ["replay", "--stage", "enrich", "--from", "1d", "--to", &now];
        let mut first = self.start(&all)?;
        let mut live = short_articles(10_000, 172).map(|article| article.raw_record("wire"));
        let mut sent = 0;
        wait_for("records of the replay", SOON, || {
            push_raw(self.bus, &self.topics, live.by_ref().take(2)).map_err(|error| format!("{error:#}"))?;
            sent += 2;
            let there = self.beside("replay", Topics::articles).map_err(|error| format!("{error:#}"))?.len();
            if there > 0 { Ok(()) } else { Err(first.stderr()) }
        })?;
        first.kill()?;
        let there = self.beside("replay", Topics::articles)?.len();
        ensure!(there < OLD, "killed too late: {there} of {OLD}");
        let another = self.said(&all)?;
        ensure!(another.code == Some(1) && another.stderr.contains("`dateline replay --resume`"), "{another:?}");
        let resumed = self.said(&["replay", "--resume", "--json"])?;
        ensure!(resumed.code == Some(0), "{resumed:?}");
        let [account] = resumed.json()?.try_into().map_err(|all| anyhow::anyhow!("one object: {all:?}"))?;
        ensure!(account.get("records").and_then(Value::as_u64) == Some(OLD as u64), "{account}");
        ensure!(account.get("done") == Some(&Value::from(true)), "{account}");
        self.wait_stored((OLD + sent, OLD + sent))?;
        let given = self.beside("replay", Topics::articles)?;
        let keys: BTreeSet<_> = given.iter().filter_map(|one| one.record.key.clone()).collect();
        ensure!((given.len(), keys.len()) == (OLD, OLD), "{} records of {} keys", given.len(), keys.len());
        let made = self.beside("replay", Topics::enriched)?;
        let began: BTreeSet<_> = made.iter().filter_map(|one| one.record.headers.text(header::REPLAY)).collect();
        ensure!((made.len(), began.len()) == (OLD, 1), "{} records of the replays {began:?}", made.len());
        for one in &made {
            let article = decode_article(&one.record)?;
            ensure!(article.version.number() == FETCHED, "{}", article.version.number());
        }
        let nothing = self.said(&["replay", "--resume"])?;
        ensure!(nothing.code == Some(0) && nothing.stderr.contains("no replay"), "{nothing:?}");
        Ok(sent)
    }

    /// Behind a replay the store `print` of `live` has printed what an earlier release and this one made of the old articles
    /// on their first way, so much `sent` as live news, and nothing of the replay.
    pub fn stdout_has_news_alone(&self, live: &Dateline, sent: usize) -> anyhow::Result<()> {
        wait_for_count("live news on stdout", 2 * OLD + sent, STILL, || Ok(live.stdout().lines().count()))
    }

    /// Some records by their places, into the topics of another lane and into no store.
    pub fn a_lane_of_its_own_is_filled(&self) -> anyhow::Result<()> {
        let before = (self.stored)()?;
        let trial = self.lane("trial")?;
        let into = ["--into", trial.as_str(), "--json"];
        let said = self.said(&[&["replay", "--stage", "enrich", "--offsets", "0/0-4"], &into[..]].concat())?;
        ensure!(said.code == Some(0), "{said:?}");
        let made = self.beside("trial", Topics::enriched)?;
        let first = read_topic(self.bus, &self.topics.articles())?;
        let first = first.iter().filter(|one| one.partition == 0 && one.offset < 5).count();
        ensure!(made.len() == first && first > 0, "{} of {first}", made.len());
        let object = said.json()?;
        ensure!(object.first().is_some_and(|one| one.get("stored").is_none()), "{object:?}");
        ensure!((self.stored)()? == before, "stores are left alone");
        Ok(())
    }

    /// Raw records are read again with the version they had.
    pub fn raw_records_make_the_versions_they_made(&self) -> anyhow::Result<()> {
        let said = self.said(&["replay", "--stage", "extract", "--from", "1d", "--json"])?;
        ensure!(said.code == Some(0), "{said:?}");
        let version = |received: &Received| -> anyhow::Result<(Vec<u8>, u64)> {
            let key = received.record.key.clone().context("a key")?;
            Ok((key, decode_article(&received.record)?.version.number()))
        };
        let live = read_topic(self.bus, &self.topics.articles())?;
        let live: BTreeSet<_> = live.iter().map(version).collect::<anyhow::Result<_>>()?;
        let again = self.beside("replay", Topics::articles)?;
        let again: BTreeSet<_> = again.iter().map(version).collect::<anyhow::Result<_>>()?;
        ensure!(again.is_subset(&live), "versions that were not there before");
        Ok(())
    }

    /// An archive is loaded once although the command is killed three times, while live news flows; its lines that are
    /// nothing are named. Loaded again it is passed over.
    pub fn a_killed_backfill_goes_on(&self) -> anyhow::Result<()> {
        let (before, _) = (self.stored)()?;
        let archive = self.directory.join("archive.ndjson");
        let mut lines = Vec::new();
        for (number, article) in short_articles(ARCHIVED, 173).enumerate() {
            lines.extend(article.raw_record("archive").to_json()?);
            lines.push(b'\n');
            if number == 7 {
                lines.extend(b"{\"id\":\"without a body\"}\n\n");
            }
        }
        std::fs::write(&archive, &lines)?;
        let command = ["backfill", "archive.ndjson"];
        let dry = self.said(&["backfill", "--dry-run", "archive.ndjson"])?;
        ensure!(dry.code == Some(0) && dry.stdout.contains("  new  "), "{dry:?}");
        let sent = self.killed_three_times(&command, 0, ARCHIVED)?;
        let last = self.said(&[&command[..], &["--json"]].concat())?;
        ensure!(last.code == Some(1), "a line is nothing: {last:?}");
        // An archive is news to whoever reads what `print` prints.
        let account = last.json()?.pop().context("an account behind the articles")?;
        ensure!(account.get("records").and_then(Value::as_u64) == Some(ARCHIVED as u64), "{account}");
        ensure!(account.get("notTaken").and_then(Value::as_u64) == Some(1), "{account}");
        let there = self.beside("backfill", Topics::raw)?;
        let keys: BTreeSet<_> = there.iter().filter_map(|one| one.record.key.clone()).collect();
        ensure!((there.len(), keys.len()) == (ARCHIVED, ARCHIVED), "{} records of {} keys", there.len(), keys.len());
        let all = before + ARCHIVED + sent;
        wait_for_count("all articles", all, STILL, || {
            (self.stored)().map(|(found, _)| found).map_err(|error| format!("{error:#}"))
        })?;
        let again = self.said(&command)?;
        ensure!(again.stdout.is_empty() && again.stderr.contains("0 articles stored"), "{again:?}");
        ensure!(self.beside("backfill", Topics::raw)?.len() == ARCHIVED, "it was loaded");
        std::fs::write(&archive, b"{}\n")?;
        let changed = self.said(&command)?;
        ensure!(changed.code == Some(1) && changed.stderr.contains("--again loads it"), "{changed:?}");
        Ok(())
    }

    /// Kills a backfill three times, each time after it has brought more. The lane has `before` records when it begins, and
    /// is given `count`. Gives how much live news was sent meanwhile.
    fn killed_three_times(&self, command: &[&str], before: usize, count: usize) -> anyhow::Result<usize> {
        let seed = 174 + before as u64;
        let mut live = short_articles(10_000, seed).map(|article| article.raw_record("wire"));
        let (mut sent, mut given) = (0, before);
        for round in 1..=3 {
            let mut process = self.start(command)?;
            wait_for("more records of the archive", SOON, || {
                push_raw(self.bus, &self.topics, live.by_ref().take(2)).map_err(|error| format!("{error:#}"))?;
                sent += 2;
                let there = self.beside("backfill", Topics::raw).map_err(|error| format!("{error:#}"))?.len();
                if there > given { Ok(()) } else { Err(process.stderr()) }
            })?;
            process.kill()?;
            given = self.beside("backfill", Topics::raw)?.len();
            ensure!(given < before + count || round == 3, "killed too late the {round}. time");
        }
        Ok(sent)
    }

    /// Nothing is fed while live news waits. Nobody reads the live lane when it begins; `live` starts who does.
    pub fn a_backfill_waits_for_live_news(
        &self,
        live: impl FnOnce() -> anyhow::Result<Dateline>,
    ) -> anyhow::Result<Dateline> {
        let articles: Vec<RawRecord> = short_articles(5, 175).map(|article| article.raw_record("wire")).collect();
        push_raw(self.bus, &self.topics, articles)?;
        let archive = self.directory.join("later.jsonl");
        let lines: Vec<Vec<u8>> = short_articles(20, 176)
            .map(|article| Ok([article.raw_record("archive").to_json()?, b"\n".to_vec()].concat()))
            .collect::<anyhow::Result<_>>()?;
        std::fs::write(&archive, lines.concat())?;
        let before = self.beside("backfill", Topics::raw)?.len();
        // Less than the command takes to start: the articles wait for longer already when it looks.
        let mut waiting = self.start(&["backfill", "--max-live-lag", "1ms", "later.jsonl"])?;
        let line = waiting.wait_line("waiting: ", SOON)?;
        ensure!(line.contains("extract of the live lane is") && line.contains("behind"), "{line}");
        ensure!(self.beside("backfill", Topics::raw)?.len() == before, "it was fed all the same");
        let live = live()?;
        ensure!(waiting.wait_exit(SOON)?.success(), "{}", waiting.stderr());
        ensure!(self.beside("backfill", Topics::raw)?.len() == before + 20);
        Ok(live)
    }
}

/// What is said when there is nothing to be done, or no place for it. `remedy` is what helps where nothing is.
pub fn absence_is_said(config: &str, directory: &Path, remedy: &str) -> anyhow::Result<()> {
    let said = Said::of(&["replay", "--stage", "enrich", "--from", "1d"], config, directory)?;
    ensure!(said.code == Some(1) && said.stderr.contains(remedy) && said.stderr.lines().count() == 1, "{said:?}");
    Ok(())
}

/// What was laid out for a page, as it reads.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A command that feeds a lane gives way to all else, which would be the other tests here.
fn with_cores<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let feeds = matches!(arguments.first(), Some(&("replay" | "backfill")));
    arguments.iter().copied().chain(feeds.then_some(["--nice", "0"]).into_iter().flatten()).collect()
}
