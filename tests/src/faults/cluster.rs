//! Three brokers: leaders that move, replicas that are too few, a log that is cut back.

use super::ground::SETTLE;
use super::lane::{Lane, Plan, SERVICES};
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::tally::Tally;
use crate::{KafkaCluster, KafkaSetup, Postgres};
use std::time::Duration;

pub(crate) const NODES: usize = 3;
const RATE: u32 = 20;
/// How long replicas are missing: longer than transactions and deliveries live (15 s), many times over.
const WITHOUT: Duration = Duration::from_secs(90);

/// Three brokers, three replicas of everything, two of them needed.
pub(crate) struct Three {
    pub(crate) cluster: KafkaCluster,
    pub(crate) postgres: Postgres,
}

impl Three {
    pub(crate) fn new(setup: &KafkaSetup) -> anyhow::Result<Self> {
        Ok(Self { cluster: KafkaCluster::start(NODES, setup)?, postgres: Postgres::start()? })
    }

    /// A lane with its services running.
    pub(crate) fn running(&self, name: &str) -> anyhow::Result<Lane> {
        let plan = Plan::new(self.cluster.brokers()).topics("partitions = 6\nreplication_factor = 3\n");
        let mut lane = Lane::on_kafka(&plan, name, self.postgres.create_database()?)?;
        lane.start(&SERVICES)?;
        Ok(lane)
    }
}

/// Nodes are killed, paused, stopped as their own scripts do, and brought back in turn: leaders of partitions and
/// coordinators of groups and transactions move each time.
pub(crate) fn leaders_move(wish: &Wish) -> anyhow::Result<Tally> {
    let mut three = Three::new(&KafkaSetup::new().setting("min.insync.replicas=2"))?;
    let mut lane = three.running("leaders")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        let node = round % NODES + 1;
        std::thread::sleep(Duration::from_secs(3));
        let what = match round / NODES % 3 {
            0 => {
                three.cluster.kill(node)?;
                "killed"
            }
            1 => {
                three.cluster.pause(node)?;
                "paused"
            }
            _ => {
                three.cluster.stop(node)?;
                "stopped"
            }
        };
        // The other two take over: the fault lasts, and articles come through all the same.
        wait_recovered(&lane, &sender, &mut tally);
        if what == "paused" {
            three.cluster.go_on(node)?;
        } else {
            three.cluster.resume(node)?;
        }
        tally.problems.extend(lane.revive()?);
        say(&format!("node {node} {what}, {} of {}", round + 1, wish.rounds));
        wait_in_sync(&three.cluster)?;
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    tally.note("recovery counts from the kill: the node is still away");
    Ok(tally)
}

/// Two of three nodes are away: nothing can be committed. Then they are back, and the one that was alone dies.
pub(crate) fn too_few_replicas(wish: &Wish) -> anyhow::Result<Tally> {
    let mut three = Three::new(&KafkaSetup::new().setting("min.insync.replicas=2"))?;
    let mut lane = three.running("replicas")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        let nodes: Vec<usize> = (0..NODES).map(|number| (round + number) % NODES + 1).collect();
        let [alone, away @ ..] = nodes.as_slice() else { anyhow::bail!("a cluster of no node") };
        std::thread::sleep(Duration::from_secs(5));
        for node in away {
            three.cluster.kill(*node)?;
        }
        std::thread::sleep(WITHOUT);
        for node in away {
            three.cluster.resume(*node)?;
        }
        wait_recovered(&lane, &sender, &mut tally);
        wait_in_sync(&three.cluster)?;
        three.cluster.kill(*alone)?;
        wait_recovered(&lane, &sender, &mut tally);
        three.cluster.resume(*alone)?;
        wait_in_sync(&three.cluster)?;
        tally.problems.extend(lane.revive()?);
        say(&format!("only node {alone} for {WITHOUT:?}, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// Waits until every partition has all its replicas.
pub(crate) fn wait_in_sync(cluster: &KafkaCluster) -> anyhow::Result<()> {
    crate::wait_for("all replicas to be in sync", Duration::from_secs(120), || {
        let asked =
            cluster.tool("org.apache.kafka.tools.TopicCommand", &["--describe", "--under-replicated-partitions"]);
        let listed = asked.map_err(|error| format!("{error:#}"))?;
        if listed.trim().is_empty() { Ok(()) } else { Err(format!("{} are not", listed.lines().count())) }
    })
}
