//! Disks that fill up and get room again: under the broker, and under the embedded log and its store.

use super::ground::{Ground, SETTLE};
use super::lane::Lane;
use super::namespace::run;
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::tally::Tally;
use crate::{KafkaSetup, scratch_dir, wait_for};
use anyhow::Context;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

const RATE: u32 = 40;

/// A small file system in memory; gone on drop.
pub(crate) struct SmallDisk {
    directory: TempDir,
}

impl SmallDisk {
    pub(crate) fn new(mib: usize) -> anyhow::Result<Self> {
        let directory = scratch_dir("disk")?;
        let path = directory.path().display().to_string();
        run("mount", &["-t", "tmpfs", "-o", &format!("size={mib}m,mode=755"), "dateline-faults", &path])?;
        Ok(Self { directory })
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Takes all the room there is but `rest` bytes.
    fn fill(&self, rest: usize) -> anyhow::Result<()> {
        let mut file = File::create(self.ballast()).context("create the ballast")?;
        let piece = vec![1; 64 << 10];
        // The disk being full is what ends it.
        while file.write_all(&piece).is_ok() {}
        let length = file.metadata().context("look at the ballast")?.len();
        file.set_len(length.saturating_sub(u64::try_from(rest)?)).context("leave some room")
    }

    fn free(&self) -> anyhow::Result<()> {
        std::fs::remove_file(self.ballast()).context("take the ballast away")
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Still in use: the kernel lets go of it when the last file is closed.
        let _ = run("umount", &["-l", &self.directory.path().display().to_string()]);
    }
}

/// The broker's disk fills up under load and the broker ends, as Kafka does. When there is room again it is started;
/// the services were never touched.
pub(crate) fn broker(wish: &Wish) -> anyhow::Result<Tally> {
    let disk = SmallDisk::new(700)?;
    let setup = KafkaSetup::new()
        .data(Some(disk.path().join("data")))
        .setting("log.segment.bytes=1048576")
        .setting("log.index.size.max.bytes=65536");
    let mut ground = Ground::with(&setup)?;
    let mut lane = ground.running("full")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(5));
        disk.fill(256 << 10)?;
        let ended = wait_for("the broker to find its disk full", Duration::from_secs(120), || {
            if ground.kafka.is_running() { Err("it still runs".to_owned()) } else { Ok(()) }
        });
        if let Err(error) = ended {
            tally.note(format!("{error:#}"));
        }
        std::thread::sleep(Duration::from_secs(15));
        disk.free()?;
        ground.kafka.restart()?;
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("broker's disk full, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// The disk under the embedded log and its store fills up and gets room again: the process waits and goes on.
pub(crate) fn embedded(wish: &Wish) -> anyhow::Result<Tally> {
    let disk = SmallDisk::new(200)?;
    let mut lane = Lane::embedded_at("full", Some(disk.path()))?;
    // Files lie on another disk: a sender that could not write would prove nothing.
    let sender = lane.drop_files(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(5));
        disk.fill(128 << 10)?;
        std::thread::sleep(Duration::from_secs(20));
        disk.free()?;
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("disk of the embedded log full, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}
