//! Little memory: ten million records of lag under a limit that holds, and a limit so small that the kernel kills.

use super::ground::{Ground, SETTLE};
use super::lane::{Lane, SERVICES};
use super::progress::say;
use super::scenario::{MEMORY_CGROUP, Wish};
use super::sent::SOURCE;
use super::tally::Tally;
use crate::{Launch, wait_for};
use anyhow::Context;
use article::{Record, header};
use bus::{Output, TopicPartition};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const RECORDS: usize = 10_000_000;
const PARCEL: usize = 20_000;
const LIMIT: u64 = 512 << 20;
/// What the kernel ends a process with that is out of memory.
const SIGKILL: i32 = 9;
/// How long the services work on the lag.
const WORK: Duration = Duration::from_secs(120);

/// A group of processes with a limit of memory (cgroup v1); gone on drop.
struct Group {
    path: PathBuf,
}

impl Group {
    fn new(name: &str, limit: u64) -> anyhow::Result<Self> {
        let path = PathBuf::from(MEMORY_CGROUP).join(format!("dateline-{}-{name}", std::process::id()));
        std::fs::create_dir(&path).with_context(|| format!("create {}", path.display()))?;
        let group = Self { path };
        group.limit(limit)?;
        Ok(group)
    }

    fn limit(&self, limit: u64) -> anyhow::Result<()> {
        std::fs::write(self.path.join("memory.limit_in_bytes"), limit.to_string()).context("set a limit of memory")
    }

    /// What a program is started through to be in it.
    fn through(&self) -> [String; 4] {
        let script = format!("echo $$ > {}/cgroup.procs; exec \"$@\"", self.path.display());
        ["sh".to_owned(), "-c".to_owned(), script, "sh".to_owned()]
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Fails while a process is in it; then it is left behind, empty of any use.
        let _ = std::fs::remove_dir(&self.path);
    }
}

/// Consumer, enricher and sink work on ten million raw records, each within 512 MiB: memory stays flat, the lag
/// shrinks, and of what was passed everything was made once.
pub(crate) fn lag(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.lane("lag", &ground.plan())?;
    let create = Launch::new(["topics", "create"]).config(&lane.config).directory(lane.home());
    let mut create = create.start()?;
    let created = create.wait_exit(Duration::from_secs(60))?.success();
    anyhow::ensure!(created, "the topics could not be created: {}", create.stderr());
    let records = if wish.rounds > 1 { wish.rounds } else { RECORDS };
    let began = Instant::now();
    for from in (0..records).step_by(PARCEL) {
        let outputs = (from..(from + PARCEL).min(records)).map(|number| small(&lane, number)).collect();
        lane.bus.append(outputs)?;
        if from % 1_000_000 == 0 {
            say(&format!("{from} records of lag made after {:.0} s", began.elapsed().as_secs_f64()));
        }
    }
    let groups: Vec<Group> =
        SERVICES.iter().map(|service| Group::new(service, LIMIT)).collect::<anyhow::Result<_>>()?;
    for (service, group) in SERVICES.iter().zip(&groups) {
        let launch = lane.launch(service).through(group.through());
        lane.start_as(service, &launch)?;
    }
    wait_for("the first articles", Duration::from_secs(120), || match lane.stored() {
        Some(stored) if stored > 0 => Ok(()),
        other => {
            std::thread::sleep(Duration::from_millis(500));
            Err(format!("{other:?}"))
        }
    })?;
    let (began, before) = (Instant::now(), lane.stored().context("ask the store")?);
    let mut halves = [0_u64; 2];
    let mut tally = Tally { rounds: 1, ..Tally::default() };
    while began.elapsed() < WORK {
        std::thread::sleep(Duration::from_secs(5));
        let half = usize::from(began.elapsed() > WORK / 2);
        for service in SERVICES {
            let resident = lane.service(service)?.resident_memory()?;
            if let Some(most) = halves.get_mut(half) {
                *most = (*most).max(resident);
            }
        }
        tally.problems.extend(lane.revive()?);
    }
    let stored = lane.stored().context("ask the store")? - before;
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = stored as f64 / began.elapsed().as_secs_f64();
    let peaks: Vec<String> = SERVICES
        .iter()
        .map(|service| Ok(format!("{service} {} MiB", lane.service(service)?.peak_memory()? >> 20)))
        .collect::<anyhow::Result<_>>()?;
    let [first, second] = halves;
    tally.note(format!(
        "{records} records of lag; {rate:.0} articles/s stored; peaks under 512 MiB: {}",
        peaks.join(", ")
    ));
    tally.expect(stored > 1_000, format!("only {stored} articles were stored in {WORK:?}"));
    let grown = second.saturating_sub(first) >> 20;
    tally.expect(grown < 64, format!("memory grew by {grown} MiB from the first to the second minute"));
    for service in SERVICES {
        if let Err(error) = lane.terminate(service) {
            tally.problems.push(format!("{error:#}"));
        }
    }
    check_passed(&lane, &mut tally)?;
    Ok(tally)
}

/// A raw record of 150 bytes.
fn small(lane: &Lane, number: usize) -> Output {
    let id = format!("lag-{number}");
    let text =
        format!(" date 2024-10-24 Count {number}\n\nOSLO, Oct 24 (Example Wire) - Crate {number} was counted.\n");
    let mut record = Record { key: Some(id.clone().into_bytes()), value: Some(text.into_bytes()), ..Record::default() };
    record.headers.push(header::CONTENT_TYPE, b"text/plain".to_vec());
    record.headers.push(header::RECORD_SOURCE, SOURCE.as_bytes().to_vec());
    record.headers.push(header::RECORD_ID, id.into_bytes());
    Output { topic: lane.topics.raw(), partition: None, record }
}

/// Every raw record before the committed positions was made into exactly one article, and none behind them.
fn check_passed(lane: &Lane, tally: &mut Tally) -> anyhow::Result<()> {
    let topic = lane.topics.raw();
    let partitions: Vec<_> =
        (0..lane.bus.partition_count(&topic)?).map(|number| TopicPartition::new(topic.clone(), number)).collect();
    let positions = lane.bus.committed(&format!("{}.extract", lane.name()), &partitions)?;
    let positions: BTreeMap<i32, i64> =
        partitions.iter().map(|at| at.partition).zip(positions.iter().map(|one| one.unwrap_or(0))).collect();
    let mut made = BTreeSet::new();
    let output = lane.topics.articles();
    let outputs: Vec<_> = (0..lane.bus.partition_count(&output)?)
        .map(|number| (TopicPartition::new(output.clone(), number), 0))
        .collect();
    // One batch after the other: all of them at once would take gigabytes.
    let mut reader = lane.bus.reader(&outputs)?;
    loop {
        let caught_up = reader.caught_up();
        for record in reader.read(Duration::from_millis(200))? {
            let article = article::decode_article(&record.record)?;
            let from = article.enrichment.provenance.last().and_then(|one| one.from.clone());
            let from = from.context("an article without provenance")?;
            if !made.insert((from.partition, from.offset)) {
                tally.doubled += 1;
            }
        }
        if caught_up {
            break;
        }
    }
    let beyond =
        made.iter().filter(|(partition, offset)| positions.get(partition).is_none_or(|end| offset >= end)).count();
    tally.expect(beyond == 0, format!("{beyond} articles of records behind the committed positions"));
    let from: Vec<_> = partitions.iter().map(|at| (at.clone(), 0)).collect();
    let mut reader = lane.bus.reader(&from)?;
    let mut open: BTreeSet<i32> =
        positions.iter().filter(|(_, end)| **end > 0).map(|(partition, _)| *partition).collect();
    let mut passed = 0;
    while !open.is_empty() && !reader.caught_up() {
        for record in reader.read(Duration::from_millis(200))? {
            let end = positions.get(&record.partition).copied().unwrap_or(0);
            if record.offset >= end {
                open.remove(&record.partition);
                continue;
            }
            passed += 1;
            if !made.contains(&(record.partition, record.offset)) {
                tally.lost += 1;
            }
        }
    }
    tally.input = passed;
    tally.note(format!("{passed} of the records were passed, {} articles were made of them", made.len()));
    Ok(())
}

/// One service after the other may have so little memory that the kernel kills it; then it gets enough.
pub(crate) fn killed(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("oom")?;
    let sender = lane.push(wish.seed, 60);
    let mut tally = Tally::default();
    let mut kills = 0;
    for round in 0..wish.rounds {
        let service = SERVICES.get(round % SERVICES.len()).copied().unwrap_or("enricher");
        std::thread::sleep(Duration::from_secs(2));
        let resident = lane.service(service)?.resident_memory()?;
        if let Err(error) = lane.terminate(service) {
            // One that could not finish its work in time says so with 75; the books tell whether anything was lost.
            let said = format!("{error:#}");
            anyhow::ensure!(said.contains("exit status: 75"), said);
            tally.note(format!("told to end, {said}"));
        }
        let mut killed = false;
        // It begins with less than it had and gets less until it dies: a limit below what a process holds already is
        // refused by the kernel and changes nothing.
        for share in [2, 4, 8] {
            let group = Group::new(&format!("oom-{round}-{share}"), resident / share)?;
            let launch = lane.launch(service).through(group.through());
            lane.start_as(service, &launch)?;
            match lane.service(service)?.wait_exit(Duration::from_secs(20)) {
                Ok(status) if status.signal() == Some(SIGKILL) => killed = true,
                Ok(status) => tally.problems.push(format!("{service} ended with {status}")),
                Err(_) => lane.service(service)?.kill()?,
            }
            if killed {
                break;
            }
        }
        kills += usize::from(killed);
        tally.expect(killed, format!("{service} lived on an eighth of its memory"));
        let launch = lane.launch(service);
        lane.start_as(service, &launch)?;
        super::recovery::wait_recovered(&lane, &sender, &mut tally);
        say(&format!("{service} out of memory, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.note(format!("{kills} processes were killed by the kernel"));
    tally.rounds = wish.rounds;
    Ok(tally)
}
