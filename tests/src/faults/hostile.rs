//! Strangers do their worst beside good articles: feeds, pages, files and posts that are huge, malformed, or lead
//! inwards. The good ones all arrive, memory stays within its bound, and nobody is asked who may not be.

use super::books::{self, check_positions};
use super::lane::Lane;
use super::poison::poison;
use super::progress::say;
use super::scenario::Wish;
use super::sent::SOURCE;
use super::strangers::{Strangers, noise};
use super::tally::Tally;
use crate::{push_raw, put_whole, wait_for};
use anyhow::Context;
use article::RawRecord;
use bus::{Isolation, TopicPartition};
use std::path::Path;
use std::time::{Duration, Instant};

/// Good articles a second.
const RATE: u32 = 50;
/// What the one process may hold at most, with everything in it.
const MOST_MEMORY: u64 = 300 << 20;
/// Between two rounds of files and posts.
const BEAT: Duration = Duration::from_secs(2);
const SETTLE: Duration = Duration::from_secs(600);
const MIB: usize = 1 << 20;

/// A round is a minute.
pub(crate) fn run(wish: &Wish) -> anyhow::Result<Tally> {
    let strangers = Strangers::start()?;
    let folder = crate::scratch_dir("strangers")?;
    let mut tables = format!(
        "[[source]]\nname = \"dropped\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"500ms\"\n",
        folder.path().display()
    );
    for (name, path) in [("one", "feed.xml"), ("two", "feed.xml"), ("three", "feed.xml"), ("flood", "flood.xml")] {
        let url = format!("http://{name}.example.org/{path}");
        tables.push_str(&format!(
            "[[source]]\nname = \"{name}\"\nkind = \"feed\"\nurl = \"{url}\"\ninterval = \"30s\"\nfollow = {}\n",
            name != "flood"
        ));
    }
    let proxy = strangers.proxy();
    let variables = [("http_proxy", proxy.as_str()), ("https_proxy", proxy.as_str()), ("no_proxy", "")];
    let mut lane = Lane::embedded_among("hostile", &tables, &variables)?;
    let sender = lane.push(wish.seed, RATE);
    let (began, mut tally, mut most) = (Instant::now(), Tally::default(), 0);
    let length = Duration::from_secs(60) * u32::try_from(wish.rounds).unwrap_or(u32::MAX);
    while began.elapsed() < length {
        drop_file(folder.path(), tally.rounds)?;
        push_raw(lane.bus.as_ref(), &lane.topics, [poison(tally.rounds), post(tally.rounds)])?;
        std::thread::sleep(BEAT);
        tally.rounds += 1;
        // Started again by the lane it would not know of the proxy.
        anyhow::ensure!(lane.service("run")?.is_running()?, "the process ended: {}", lane.service("run")?.stderr());
        most = most.max(lane.service("run")?.peak_memory()?);
        if tally.rounds % 15 == 0 {
            let (seconds, sent) = (began.elapsed().as_secs(), sender.count());
            say(&format!("{seconds} s: {sent} good articles sent, {} MiB at most", most >> 20));
        }
    }
    let sent = sender.finish()?;
    settle(&lane)?;
    most = most.max(lane.service("run")?.peak_memory()?);
    lane.terminate("run")?;
    let found = books::by_id(lane.bus.as_ref(), &lane.topics.enriched())?;
    for (id, versions) in &sent.versions {
        let stored = found.get(id).map_or(0, Vec::len);
        tally.lost += versions.len().saturating_sub(stored);
        tally.doubled += stored.saturating_sub(versions.len());
    }
    check_positions(lane.bus.as_ref(), &lane.topics, &mut tally)?;
    tally.input = sent.count();
    let (requests, forbidden) = strangers.asked();
    tally.expect(forbidden.is_empty(), format!("asked though nobody may: {forbidden:?}"));
    tally.expect(requests > 0, "nobody was asked at all");
    tally.expect(most <= MOST_MEMORY, format!("{} MiB at most, {} allowed", most >> 20, MOST_MEMORY >> 20));
    tally.note(format!("{requests} requests, {} MiB at most", most >> 20));
    Ok(tally)
}

/// Waits until the last stage has read all there is.
fn settle(lane: &Lane) -> anyhow::Result<()> {
    let groups = [
        (format!("{}.extract", lane.name()), lane.topics.raw()),
        (format!("{}.enrich", lane.name()), lane.topics.articles()),
        (format!("{}.store.articles", lane.name()), lane.topics.enriched()),
    ];
    for (group, topic) in groups {
        wait_for("all to be read", SETTLE, || {
            std::thread::sleep(Duration::from_millis(500));
            let unread = unread(lane, &group, &topic).map_err(|error| format!("{error:#}"))?;
            if unread == 0 { Ok(()) } else { Err(format!("{unread} records of {topic} unread by {group}")) }
        })?;
    }
    Ok(())
}

fn unread(lane: &Lane, group: &str, topic: &article::TopicName) -> anyhow::Result<i64> {
    let partitions: Vec<_> =
        (0..lane.bus.partition_count(topic)?).map(|number| TopicPartition::new(topic.clone(), number)).collect();
    let mut unread = 0;
    for (at, position) in partitions.iter().zip(lane.bus.committed(group, &partitions)?) {
        unread += lane.bus.end_offset(at, Isolation::Uncommitted)? - position.unwrap_or(0);
    }
    Ok(unread)
}

/// A file that is bad in the way of its number.
fn drop_file(folder: &Path, number: usize) -> anyhow::Result<()> {
    let name = |ending: &str| format!("file-{number}.{ending}");
    let text = |fragment: &str, length: usize| {
        let head = format!(" date 2024-10-24 Report {number}\n\nOSLO, Oct 24 (Example Wire) - It was counted.\n\n");
        (head + &fragment.repeat(length / fragment.len())).into_bytes()
    };
    match number % 8 {
        0 => put_whole(folder, &name("txt"), &text("$1 ", 7 * MIB)),
        1 => put_whole(folder, &name("txt"), &text("1 km and 2 May ", 7 * MIB)),
        2 => put_whole(folder, &name("html"), &noise(MIB)),
        3 => put_whole(folder, &name("json"), "[".repeat(MIB).as_bytes()),
        4 => put_whole(folder, &format!("\u{1b}]0;file {number}\u{7}\n.txt"), &text("A line. ", 500)),
        5 => std::os::unix::fs::symlink("/etc/passwd", folder.join(name("txt"))).context("make a link"),
        6 => {
            let pipe = std::process::Command::new("mkfifo").arg(folder.join(name("txt"))).status();
            anyhow::ensure!(pipe.context("make a pipe")?.success(), "a pipe could not be made");
            Ok(())
        }
        _ => put_whole(folder, &name("txt"), &text("\u{202e}\u{85}\u{1}x ", MIB)),
    }
}

/// A record of the raw topic that is within every limit and costs as much as it can.
fn post(number: usize) -> RawRecord {
    let fragments = ["1% ", "A. ", "“a” ", "1 May ", "Ann Lee ", "http://a.example.org/ "];
    let fragment = fragments.get(number % fragments.len()).copied().unwrap_or(" ");
    RawRecord {
        id: Some(format!("posted-{number}")),
        content_type: Some("text/plain".to_owned()),
        source: Some(format!("not-{SOURCE}")),
        body: fragment.repeat(if number.is_multiple_of(5) { 7 * MIB / fragment.len() } else { 5_000 }).into_bytes(),
        ..RawRecord::default()
    }
}
