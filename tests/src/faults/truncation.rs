//! A log that is cut back: what Kafka itself loses when an out-of-date replica becomes the leader, and what Dateline
//! makes of the rest.

use super::cluster::Three;
use super::lane::{Lane, Plan, SERVICES};
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
const TOPIC_TOOL: &str = "org.apache.kafka.tools.TopicCommand";
/// The nodes that hold the raw topic, of which each is the lone leader in turn.
const HOLDERS: [usize; 2] = [1, 2];

/// The raw topic has two replicas and takes records with one alone (`min.insync.replicas=1`,
/// `unclean.leader.election.enable`); all else is as it should be, with three. One holder is away while the other takes
/// records; when articles have been made of all of them, that one dies, and the first, which knows nothing of them,
/// leads. What Kafka loses is its loss and is told; the places of the group are beyond the end of what is left, and what
/// is sent from then on stands where lost records stood. Each article must be there exactly once.
pub(crate) fn run(wish: &Wish) -> anyhow::Result<Tally> {
    let setup = KafkaSetup::new().setting("min.insync.replicas=2").setting("replica.lag.time.max.ms=3000");
    let mut three = Three::new(&setup)?;
    let plan = Plan::new(three.cluster.brokers()).topics("partitions = 6\nreplication_factor = 3\n");
    let mut lane = Lane::on_kafka(&plan, "cut", three.postgres.create_database()?)?;
    let held = ["1:2"; 6].join(",");
    let create = ["--create", "--topic", lane.topics.raw().as_str(), "--replica-assignment", &held].map(str::to_owned);
    let configs = ["min.insync.replicas=1", "unclean.leader.election.enable=true"];
    let configs = configs.iter().flat_map(|config| ["--config".to_owned(), (*config).to_owned()]);
    let arguments: Vec<String> = create.into_iter().chain(configs).collect();
    three.cluster.tool(TOPIC_TOOL, &arguments.iter().map(String::as_str).collect::<Vec<_>>())?;
    lane.start(&SERVICES)?;
    let mut tally = Tally::default();
    let mut sent: Vec<(Part, Sent)> = Vec::new();
    for round in 0..wish.rounds {
        let [alone, behind] = if round % 2 == 0 { HOLDERS } else { [HOLDERS[1], HOLDERS[0]] };
        let seed = |part: usize| wish.seed.wrapping_add(u64::try_from(round * 3 + part).unwrap_or(0));
        send(&lane, seed(0), Part::Safe, &mut sent)?;
        super::cluster::wait_in_sync(&three.cluster)?;
        three.cluster.kill(behind)?;
        std::thread::sleep(Duration::from_secs(8));
        send(&lane, seed(1), Part::Alone, &mut sent)?;
        three.cluster.kill(alone)?;
        // Every second time records come as soon as there is a leader, else only after the services have seen it.
        let eager = (round % 2 == 1).then(|| lane.push(seed(2), RATE));
        three.cluster.resume(behind)?;
        std::thread::sleep(Duration::from_secs(8));
        three.cluster.resume(alone)?;
        let after = eager.unwrap_or_else(|| lane.push(seed(2), RATE));
        std::thread::sleep(Duration::from_secs(2));
        wait_recovered(&lane, &after, &mut tally);
        std::thread::sleep(PART);
        sent.push((Part::Safe, after.finish()?));
        say(&format!("log cut back, {} of {}", round + 1, wish.rounds));
        tally.problems.extend(lane.revive()?);
    }
    if let Err(error) = lane.wait_stored(sent.iter().map(|(_, part)| part.count()).sum(), DEADLINE) {
        tally.problems.push(format!("{error:#}"));
    }
    let said = lane.service("consumer")?.stderr().matches("the partition lost its end").count();
    tally.expect(said > 0, "the consumer did not say that the raw topic lost its end");
    tally.note(format!("the consumer said {said} times that a partition lost its end"));
    for service in SERVICES {
        if let Err(error) = lane.terminate(service) {
            tally.problems.push(format!("{error:#}"));
        }
    }
    account(&lane, &sent, &mut tally)?;
    tally.rounds = wish.rounds;
    if !tally.is_good() {
        lane.keep_logs();
    }
    Ok(tally)
}

/// To whom records were sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// To leaders that stay.
    Safe,
    /// To the lone leader.
    Alone,
}

/// Sends for a while and waits until all that was sent so far is stored.
fn send(lane: &Lane, seed: u64, part: Part, sent: &mut Vec<(Part, Sent)>) -> anyhow::Result<()> {
    let sender = lane.push(seed, RATE);
    std::thread::sleep(PART);
    sent.push((part, sender.finish()?));
    lane.wait_stored(sent.iter().map(|(_, part)| part.count()).sum(), DEADLINE)
}

/// How often each article stands in the enriched topic, or else in the raw topic.
fn counts(lane: &Lane, enriched: bool) -> anyhow::Result<BTreeMap<String, usize>> {
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

fn account(lane: &Lane, sent: &[(Part, Sent)], tally: &mut Tally) -> anyhow::Result<()> {
    let (raw, enriched) = (counts(lane, false)?, counts(lane, true)?);
    let of = |counts: &BTreeMap<String, usize>, id: &String| counts.get(id).copied().unwrap_or(0);
    let (mut alone, mut cut) = (0, 0);
    for (part, sent) in sent {
        tally.input += sent.count();
        for (id, versions) in &sent.versions {
            let (wanted, in_raw, in_enriched) = (versions.len(), of(&raw, id), of(&enriched, id));
            tally.lost += wanted.saturating_sub(in_enriched);
            tally.doubled += in_enriched.saturating_sub(wanted);
            if *part == Part::Alone {
                alone += wanted;
                cut += wanted.saturating_sub(in_raw);
            } else {
                tally.lost += wanted.saturating_sub(in_raw);
            }
        }
    }
    tally.expect(cut > 0, "Kafka lost nothing: the scenario shows nothing");
    tally.note(format!(
        "of {alone} raw records sent to a lone leader Kafka lost {cut}; their articles had been made, and stay"
    ));
    Ok(())
}
