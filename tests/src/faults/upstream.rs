//! What others do to the topics: aborted and open transactions, records deleted before they were read, a topic deleted
//! and made again.

use super::ground::{Ground, SETTLE};
use super::lane::{Lane, SERVICES};
use super::progress::say;
use super::scenario::Wish;
use super::sent::{Sent, wire_record};
use super::tally::Tally;
use crate::{Launch, read_topic, short_articles};
use anyhow::Context;
use article::{EncodeContext, Record, Timestamp, TopicName, encode_raw};
use bus::{Isolation, Output, TopicPartition};
use std::time::Duration;

/// Transactions upstream that carry articles and are aborted: readers see none of them, and lag ends at 0.
pub(crate) fn aborted(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("aborted")?;
    // A topic that takes no record of any size makes a transaction that contains one fail as a whole.
    let narrow = format!("{}.narrow", lane.name());
    let arguments = [
        "--create",
        "--topic",
        &narrow,
        "--partitions",
        "1",
        "--replication-factor",
        "1",
        "--config",
        "max.message.bytes=200",
    ];
    ground.kafka.tool("org.apache.kafka.tools.TopicCommand", &arguments)?;
    let mut tally = Tally::default();
    let sender = lane.push(wish.seed, 30);
    let before = raw_end(&lane)?;
    let mut chance = super::chance::Chance::new(wish.seed);
    let (mut aborts, mut ghost) = (0, 0);
    while aborts < wish.rounds {
        let mut outputs = Vec::new();
        for article in short_articles(3, wish.seed ^ 0xabad ^ u64::try_from(aborts)?) {
            ghost += 1;
            let raw = wire_record(&format!("ghost-{ghost}"), 1_729_778_531_000, &article.text());
            let at = Timestamp::from_millis(0);
            let record = encode_raw(raw, EncodeContext { source: "test", at, from: None })?;
            outputs.push(Output { topic: lane.topics.raw(), partition: None, record });
        }
        let noise: Vec<u8> = (0..4_000).map(|_| u8::try_from(chance.below(256)).unwrap_or(0)).collect();
        let record = Record { key: None, value: Some(noise), ..Record::default() };
        outputs.push(Output { topic: TopicName::new(&narrow), partition: None, record });
        anyhow::ensure!(lane.bus.append(outputs).is_err(), "a transaction that cannot be committed was");
        aborts += 1;
        if aborts % 100 == 0 {
            say(&format!("{aborts} of {} aborted", wish.rounds));
        }
    }
    let sent = sender.finish()?;
    lane.wait_stored(sent.count(), SETTLE)?;
    let grown = raw_end(&lane)? - before;
    let visible = i64::try_from(read_topic(lane.bus.as_ref(), &lane.topics.raw())?.len())?;
    tally.note(format!("{grown} places of the raw topic were taken, {visible} of them hold records that count"));
    tally.expect(grown > visible + i64::try_from(wish.rounds)?, "the aborted records never reached the topic");
    let lag = crate::wait_for("lag to be 0", Duration::from_secs(30), || {
        let lag = lane.service("consumer").and_then(|one| one.metric("dateline_lag_records", &["stage=\"extract\""]));
        match lag {
            Ok(Some(0.0)) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
    if let Err(error) = lag {
        tally.problems.push(format!("{error:#}"));
    }
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

fn raw_end(lane: &Lane) -> anyhow::Result<i64> {
    let topic = lane.topics.raw();
    let ends = (0..lane.bus.partition_count(&topic)?)
        .map(|number| lane.bus.end_offset(&TopicPartition::new(topic.clone(), number), Isolation::Uncommitted));
    Ok(ends.sum::<Result<i64, _>>()?)
}

/// Records of the articles topic are deleted before the enricher read them: it goes on with those that are left, says
/// how many are gone, and counts them.
pub(crate) fn deleted_unread(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("deleted")?;
    let mut tally = Tally::default();
    let mut sent = Sent::default();
    // Deleted at all, and of these before they were read.
    let (mut removed, mut gone) = (0, 0);
    // A group without a place has nothing behind which records could be missing.
    let first: Vec<_> = short_articles(300, wish.seed ^ 0xf125).collect();
    push(&lane, &mut sent, &first)?;
    lane.wait_stored(sent.count(), SETTLE)?;
    for round in 0..wish.rounds {
        lane.terminate("enricher")?;
        let doomed: Vec<_> = short_articles(300, wish.seed.wrapping_add(u64::try_from(round * 2)?)).collect();
        push(&lane, &mut sent, &doomed)?;
        let wanted = sent.count();
        let there = crate::wait_for("articles to be extracted", SETTLE, || {
            let found = read_topic(lane.bus.as_ref(), &lane.topics.articles()).map_err(|error| format!("{error:#}"))?;
            let there = found.len();
            if there + removed >= wanted { Ok(there) } else { Err(format!("{there} and {removed} of {wanted}")) }
        })?;
        let topic = lane.topics.articles();
        let mut places = Vec::new();
        for number in 0..lane.bus.partition_count(&topic)? {
            let end = lane.bus.end_offset(&TopicPartition::new(topic.clone(), number), Isolation::Uncommitted)?;
            places.push(serde_json::json!({ "topic": topic.as_str(), "partition": number, "offset": end }));
        }
        let file = lane.home().join("delete.json");
        std::fs::write(&file, serde_json::json!({ "partitions": places, "version": 1 }).to_string())?;
        let file = file.display().to_string();
        ground.kafka.tool("org.apache.kafka.tools.DeleteRecordsCommand", &["--offset-json-file", &file])?;
        removed += there;
        gone += doomed.len();
        lane.start(&["enricher"])?;
        let later: Vec<_> = short_articles(300, wish.seed.wrapping_add(u64::try_from(round * 2 + 1)?)).collect();
        push(&lane, &mut sent, &later)?;
        lane.wait_stored(sent.count() - gone, SETTLE)?;
        let counted = lane.service("enricher")?.metric("dateline_lost_records_total", &[])?.unwrap_or(0.0);
        tally.note(format!("{} deleted unread, counted as lost: {counted}", doomed.len()));
        // Transaction markers take places, too, and nobody can tell them from records that are gone.
        #[expect(clippy::cast_precision_loss, reason = "hundreds")]
        let told = counted >= doomed.len() as f64;
        tally.expect(told, format!("{} records were gone, {counted} were counted as lost", doomed.len()));
        say(&format!("unread records deleted, {} of {}", round + 1, wish.rounds));
    }
    let stored = lane.stored().context("ask the store")?;
    tally.input = sent.count();
    tally.lost = (sent.count() - gone).saturating_sub(stored);
    tally.doubled = stored.saturating_sub(sent.count() - gone);
    for service in SERVICES {
        lane.terminate(service)?;
    }
    tally.rounds = wish.rounds;
    Ok(tally)
}

fn push(lane: &Lane, sent: &mut Sent, articles: &[crate::WireArticle]) -> anyhow::Result<()> {
    let mut records = Vec::new();
    for article in articles {
        let version = sent.next_version();
        sent.add(&article.id, version);
        records.push(wire_record(&article.id, version, &article.text()));
    }
    crate::push_raw(lane.bus.as_ref(), &lane.topics, records)
}

/// The enriched topic is deleted at rest and made again: what is sent afterwards comes through, whether or not the
/// services had to be started again.
pub(crate) fn made_again(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("again")?;
    let mut tally = Tally::default();
    let mut sent = Sent::default();
    let topic = lane.topics.enriched().as_str().to_owned();
    for round in 0..wish.rounds {
        let seed = |part: usize| wish.seed.wrapping_add(u64::try_from(round * 2 + part).unwrap_or(0));
        push(&lane, &mut sent, &short_articles(300, seed(0)).collect::<Vec<_>>())?;
        lane.wait_stored(sent.count(), SETTLE)?;
        std::thread::sleep(Duration::from_secs(1));
        ground.kafka.tool("org.apache.kafka.tools.TopicCommand", &["--delete", "--topic", &topic])?;
        std::thread::sleep(Duration::from_secs(5));
        let create = Launch::new(["topics", "create"]).config(&lane.config).directory(lane.home());
        let status = create.start()?.wait_exit(Duration::from_secs(60))?;
        tally.expect(status.success(), format!("topics create ended with {status}"));
        push(&lane, &mut sent, &short_articles(200, seed(1)).collect::<Vec<_>>())?;
        let arrived = lane.wait_stored(sent.count(), Duration::from_secs(90));
        let ended = lane.revive()?;
        if arrived.is_err() && !ended.is_empty() {
            tally.note(ended.join("; "));
            lane.wait_stored(sent.count(), SETTLE).or_else(|error| {
                tally.problems.push(format!("{error:#}"));
                anyhow::Ok(())
            })?;
        } else if let Err(error) = arrived {
            tally.problems.push(format!("{error:#}"));
        }
        say(&format!("topic made again, {} of {}", round + 1, wish.rounds));
    }
    let stored = lane.stored().context("ask the store")?;
    tally.input = sent.count();
    tally.lost = sent.count().saturating_sub(stored);
    tally.doubled = stored.saturating_sub(sent.count());
    for service in SERVICES {
        if let Err(error) = lane.terminate(service) {
            tally.problems.push(format!("{error:#}"));
        }
    }
    tally.rounds = wish.rounds;
    Ok(tally)
}
