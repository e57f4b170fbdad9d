//! A log that is cut back: what Kafka itself loses when an out-of-date replica becomes the leader, and what Dateline
//! makes of the rest.

use super::cluster::Three;
use super::lane::SERVICES;
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::sent::Sent;
use super::tally::Tally;
use crate::{KafkaSetup, read_topic};
use anyhow::Context;
use article::{alt_role, decode_article, decode_raw};
use std::collections::BTreeMap;
use std::time::Duration;

const RATE: u32 = 30;
const PART: Duration = Duration::from_secs(10);
const DEADLINE: Duration = Duration::from_secs(240);

/// Node 1 alone takes records for a while, dies, and nodes 2 and 3, which know nothing of them, take over
/// (`unclean.leader.election.enable`). What was sent in between is Kafka's loss and is accounted for; what was sent
/// before and afterwards must come through exactly once, and no stage may stand still.
pub(crate) fn run(wish: &Wish) -> anyhow::Result<Tally> {
    let setup = KafkaSetup::new()
        .setting("unclean.leader.election.enable=true")
        .setting("min.insync.replicas=1")
        .setting("transaction.state.log.min.isr=1")
        .setting("replica.lag.time.max.ms=3000");
    let mut three = Three::new(&setup)?;
    let mut lane = three.running("cut")?;
    let mut tally = Tally::default();
    let mut sent = Vec::new();
    for round in 0..wish.rounds {
        let seed = |part: usize| wish.seed.wrapping_add(u64::try_from(round * 3 + part).unwrap_or(0));
        let before = lane.push(seed(0), RATE);
        std::thread::sleep(PART);
        let before = before.finish()?;
        let known: usize = sent.iter().map(|(_, sent): &(bool, Sent)| sent.count()).sum();
        if round == 0 {
            lane.wait_stored(known + before.count(), DEADLINE)?;
        } else {
            std::thread::sleep(PART);
        }
        super::cluster::wait_in_sync(&three.cluster)?;
        three.cluster.kill(2)?;
        three.cluster.kill(3)?;
        std::thread::sleep(Duration::from_secs(8));
        let between = lane.push(seed(1), RATE);
        std::thread::sleep(PART);
        let between = between.finish()?;
        three.cluster.kill(1)?;
        three.cluster.resume(2)?;
        three.cluster.resume(3)?;
        std::thread::sleep(Duration::from_secs(8));
        three.cluster.resume(1)?;
        let after = lane.push(seed(2), RATE);
        std::thread::sleep(Duration::from_secs(2));
        wait_recovered(&lane, &after, &mut tally);
        std::thread::sleep(PART);
        let after = after.finish()?;
        sent.extend([(true, before), (false, between), (true, after)]);
        say(&format!("log cut back, {} of {}", round + 1, wish.rounds));
        tally.problems.extend(lane.revive()?);
    }
    // Rest: everything that must come has come, or the deadline shows that it will not.
    let wanted: Vec<&Sent> = sent.iter().filter(|(must, _)| *must).map(|(_, sent)| sent).collect();
    let complete = crate::wait_for("what was sent before and after", DEADLINE, || {
        std::thread::sleep(Duration::from_millis(500));
        let enriched = counts(&lane, true).map_err(|error| format!("{error:#}"))?;
        let missing =
            wanted.iter().flat_map(|sent| sent.versions.keys()).filter(|id| !enriched.contains_key(*id)).count();
        if missing == 0 { Ok(()) } else { Err(format!("{missing} are missing")) }
    });
    if let Err(error) = complete {
        tally.problems.push(format!("{error:#}"));
    }
    for service in SERVICES {
        if let Err(error) = lane.terminate(service) {
            tally.problems.push(format!("{error:#}"));
        }
    }
    account(&lane, &sent, &mut tally)?;
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// How often each article stands in the enriched topic, or else in the raw topic.
fn counts(lane: &super::lane::Lane, enriched: bool) -> anyhow::Result<BTreeMap<String, usize>> {
    let topic = if enriched { lane.topics.enriched() } else { lane.topics.raw() };
    let mut counts = BTreeMap::new();
    for record in read_topic(lane.bus.as_ref(), &topic)? {
        let id = if enriched {
            decode_article(&record.record)?.alt_id(alt_role::SOURCE_ID).map(str::to_owned)
        } else {
            decode_raw(&record.record)?.id
        };
        *counts.entry(id.context("every record has an id")?).or_default() += 1;
    }
    Ok(counts)
}

fn account(lane: &super::lane::Lane, sent: &[(bool, Sent)], tally: &mut Tally) -> anyhow::Result<()> {
    let (raw, enriched) = (counts(lane, false)?, counts(lane, true)?);
    let of = |counts: &BTreeMap<String, usize>, id: &String| counts.get(id).copied().unwrap_or(0);
    let (mut cut, mut kept, mut kept_doubled, mut kept_missing) = (0, 0, 0, 0);
    for (must, part) in sent {
        tally.input += part.count();
        for (id, versions) in &part.versions {
            let (in_raw, in_enriched) = (of(&raw, id), of(&enriched, id));
            if *must {
                tally.lost += versions.len().saturating_sub(in_enriched);
                tally.doubled += in_enriched.saturating_sub(versions.len());
            } else if in_raw < versions.len() {
                cut += versions.len() - in_raw;
            } else {
                kept += versions.len();
                kept_doubled += in_enriched.saturating_sub(versions.len());
                kept_missing += versions.len().saturating_sub(in_enriched);
            }
        }
    }
    tally.note(format!(
        "of those sent to the lone leader Kafka lost {cut} and kept {kept}; of the kept {kept_missing} were not made \
         into articles and {kept_doubled} twice, because outputs and positions were cut at other places"
    ));
    Ok(())
}
