//! Records that cannot be taken: among good ones, at the head of a partition, nothing else, and with nowhere to go.

use super::ground::{Ground, SETTLE};
use super::lane::Lane;
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::sent::Sent;
use super::tally::Tally;
use crate::{Launch, push_raw, read_topic, wait_for};
use article::{RawRecord, StageName, header};
use std::collections::BTreeSet;
use std::time::Duration;

const RATE: u32 = 30;
const TOPIC_COMMAND: &str = "org.apache.kafka.tools.TopicCommand";

/// A record that no extractor takes; each kind has another reason.
pub(crate) fn poison(number: usize) -> RawRecord {
    let (content_type, body): (&str, Vec<u8>) = match number % 7 {
        0 => ("text/plain", b" date 2024-10-24 Torn\n\nOSLO, Oct 24 (EX) \xff\xfe\xfa".to_vec()),
        1 => ("application/vnd.iptc.ninjs+json", b"{\"uri\": ".to_vec()),
        2 => ("application/vnd.iptc.ninjs+json", "[".repeat(100_000).into_bytes()),
        3 => ("application/vnd.iptc.ninjs+json", b"{\"uri\": 7, \"bodies\": \"none\"}".to_vec()),
        4 => ("text/plain", Vec::new()),
        5 => ("application/vnd.iptc.ninjs+json", format!("{{\"version\": {}}}", "9".repeat(5_000)).into_bytes()),
        _ => ("application/x-no-such-thing", b"\0\x01\x02".to_vec()),
    };
    RawRecord {
        id: Some(format!("poison-{number}")),
        content_type: Some(content_type.to_owned()),
        // Few from each: a source of nothing but poison is paused.
        source: Some(format!("spoilt-{}", number % 40)),
        body,
        ..RawRecord::default()
    }
}

/// Bad records of seven kinds among good ones while the extracting service is killed: each is a dead letter once, with
/// the bytes it came with.
pub(crate) fn among(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("poison")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    let mut spoilt = 0;
    for round in 0..wish.rounds {
        let batch: Vec<RawRecord> = (spoilt..spoilt + 14).map(poison).collect();
        push_raw(lane.bus.as_ref(), &lane.topics, batch)?;
        spoilt += 14;
        std::thread::sleep(Duration::from_secs(2));
        if round % 4 == 3 {
            lane.kill_and_restart("consumer")?;
            wait_recovered(&lane, &sender, &mut tally);
        }
        say(&format!("{spoilt} bad records, {} of {}", round + 1, wish.rounds));
    }
    let mut sent = sender.finish()?;
    sent.to_be_dead = spoilt;
    wait_dead(&lane, spoilt, Duration::from_secs(120), &mut tally);
    tally.add(lane.settle(&sent, SETTLE)?);
    check_bytes(&lane, spoilt, &mut tally)?;
    tally.rounds = wish.rounds;
    Ok(tally)
}

fn wait_dead(lane: &Lane, count: usize, deadline: Duration, tally: &mut Tally) {
    let arrived = wait_for("dead letters", deadline, || {
        let found = dead(lane).map_err(|error| format!("{error:#}"))?;
        if found >= count { Ok(()) } else { Err(format!("{found} of {count}")) }
    });
    if let Err(error) = arrived {
        tally.problems.push(format!("{error:#}"));
    }
}

fn dead(lane: &Lane) -> anyhow::Result<usize> {
    Ok(read_topic(lane.bus.as_ref(), &lane.topics.dead_letters(StageName::Extract))?.len())
}

/// Every dead letter holds the bytes of the record it was.
fn check_bytes(lane: &Lane, count: usize, tally: &mut Tally) -> anyhow::Result<()> {
    let mut wanted: BTreeSet<(String, Vec<u8>)> =
        (0..count).map(|number| (format!("poison-{number}"), poison(number).body)).collect();
    for letter in read_topic(lane.bus.as_ref(), &lane.topics.dead_letters(StageName::Extract))? {
        let id = letter.record.headers.text(header::RECORD_ID).unwrap_or_default().to_owned();
        let known = wanted.remove(&(id.clone(), letter.record.value().to_vec()));
        tally.expect(known, format!("the dead letter of {id} has other bytes"));
    }
    tally.expect(wanted.is_empty(), format!("{} records have no dead letter with their bytes", wanted.len()));
    Ok(())
}

/// A partition whose head is bad at every start: it moves on once the dead letters are written.
pub(crate) fn at_the_head(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("head")?;
    let mut tally = Tally::default();
    let mut sent = Sent::default();
    let mut spoilt = 0;
    for round in 0..wish.rounds {
        lane.terminate("consumer")?;
        // Every partition begins with some.
        push_raw(lane.bus.as_ref(), &lane.topics, (spoilt..spoilt + 42).map(poison))?;
        spoilt += 42;
        let good: Vec<_> = crate::short_articles(50, wish.seed.wrapping_add(u64::try_from(round)?)).collect();
        let records: Vec<RawRecord> = good
            .iter()
            .map(|article| {
                let version = sent.next_version();
                sent.add(&article.id, version);
                super::sent::wire_record(&article.id, version, &article.text())
            })
            .collect();
        push_raw(lane.bus.as_ref(), &lane.topics, records)?;
        lane.start(&["consumer"])?;
        lane.wait_stored(sent.count(), Duration::from_secs(60))?;
        say(&format!("bad head, {} of {}", round + 1, wish.rounds));
    }
    sent.to_be_dead = spoilt;
    tally.add(lane.settle(&sent, SETTLE)?);
    check_bytes(&lane, spoilt, &mut tally)?;
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// Nothing but bad records, from more sources than can be paused one by one: the loop stops before it has drained the
/// topic into the dead letters, and its position stays before what it left.
pub(crate) fn nothing_else(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("spoilt")?;
    let mut tally = Tally { rounds: wish.rounds, input: 12_000, ..Tally::default() };
    let all = 12_000;
    for from in (0..all).step_by(1_000) {
        let records =
            (from..from + 1_000).map(|number| RawRecord { source: Some(format!("s{number}")), ..poison(number * 7) });
        push_raw(lane.bus.as_ref(), &lane.topics, records)?;
    }
    let status = lane.service("consumer")?.wait_exit(Duration::from_secs(180));
    match status {
        Ok(status) => tally.expect(!status.success(), format!("the consumer ended with {status}")),
        Err(error) => tally.problems.push(format!("{error:#}")),
    }
    let said = lane.service("consumer")?.stderr().contains("dead letters in a row");
    tally.expect(said, "the consumer does not say that there were too many dead letters in a row");
    tally.dead = dead(&lane)?;
    let partitions: Vec<_> = (0..lane.bus.partition_count(&lane.topics.raw())?)
        .map(|number| bus::TopicPartition::new(lane.topics.raw(), number))
        .collect();
    let committed = lane.bus.committed(&format!("{}.extract", lane.name()), &partitions)?;
    let mut passed = 0;
    for record in read_topic(lane.bus.as_ref(), &lane.topics.raw())? {
        let position = usize::try_from(record.partition).ok().and_then(|at| committed.get(at).copied().flatten());
        passed += usize::from(position.is_some_and(|position| record.offset < position));
    }
    tally.expect(passed == tally.dead, format!("positions passed {passed} records, {} are dead letters", tally.dead));
    tally.expect(tally.dead < all, "the whole topic was drained into the dead letters");
    tally.note(format!("the consumer ended after {} dead letters; {} records wait", tally.dead, all - tally.dead));
    for service in ["enricher", "sink"] {
        lane.terminate(service)?;
    }
    Ok(tally)
}

/// The topic of the dead letters is deleted: a bad record stops its stage, nothing is dropped, the topic is named; when
/// it is there again, all goes on.
pub(crate) fn nowhere_to_go(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("nodlq")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    let topic = lane.topics.dead_letters(StageName::Extract).as_str().to_owned();
    std::thread::sleep(Duration::from_secs(3));
    ground.kafka.tool(TOPIC_COMMAND, &["--delete", "--topic", &topic])?;
    push_raw(lane.bus.as_ref(), &lane.topics, (0..14).map(poison))?;
    std::thread::sleep(Duration::from_secs(30));
    let consumer = lane.service("consumer")?;
    let running = consumer.is_running()?;
    let said =
        if running { consumer.get("/readyz").map(|reply| reply.body).unwrap_or_default() } else { consumer.stderr() };
    tally.expect(
        said.contains(&topic),
        format!("the missing topic is not named: {}", super::lane::head(said.trim(), 200)),
    );
    let create = Launch::new(["topics", "create"]).config(&lane.config).directory(lane.home());
    let status = create.start()?.wait_exit(Duration::from_secs(60))?;
    tally.expect(status.success(), format!("topics create ended with {status}"));
    let ended = lane.revive()?;
    tally.note(if running { "the consumer waited".to_owned() } else { ended.join("; ") });
    wait_recovered(&lane, &sender, &mut tally);
    wait_dead(&lane, 14, Duration::from_secs(120), &mut tally);
    let mut sent = sender.finish()?;
    sent.to_be_dead = 14;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = 1;
    Ok(tally)
}
