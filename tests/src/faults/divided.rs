//! Services in a network of their own that loses packets, and that is cut off from the broker.

use super::ground::{Ground, SETTLE};
use super::lane::Lane;
use super::namespace::Namespace;
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::tally::Tally;
use crate::{KafkaSetup, Launch, Listener, free_port};
use std::time::Duration;

const RATE: u32 = 20;
/// Beyond session and transaction timeout.
const CUT: Duration = Duration::from_secs(35);

/// 1 % of packets lost in both directions between consumer and enricher and the broker.
pub(crate) fn lossy(wish: &Wish) -> anyhow::Result<Tally> {
    let (_ground, space, mut lane) = inside("lossy")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    space.drop_packets(10)?;
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(20));
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("1 % of packets lost, {} of {}", round + 1, wish.rounds));
    }
    space.drop_packets(0)?;
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    tally.note("recovery is under the fault");
    Ok(tally)
}

/// Every packet of consumer and enricher vanishes for longer than sessions and transactions last, while a second
/// enricher elsewhere takes over: no commit of the one that was cut off counts.
pub(crate) fn partition(wish: &Wish) -> anyhow::Result<Tally> {
    let (_ground, space, mut lane) = inside("divided")?;
    let elsewhere = ["consumer/elsewhere", "enricher/elsewhere"];
    lane.start(&elsewhere)?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(5));
        space.drop_packets(1000)?;
        std::thread::sleep(CUT);
        // The others have taken over by now.
        wait_recovered(&lane, &sender, &mut tally);
        space.drop_packets(0)?;
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("cut off for {CUT:?}, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// Consumer and enricher inside, the sink outside; all come to the broker by the address of the cable.
fn inside(name: &str) -> anyhow::Result<(Ground, Namespace, Lane)> {
    let space = Namespace::new()?;
    let address = format!("{}:{}", space.near(), free_port()?);
    let listener = Listener {
        name: "CABLE".to_owned(),
        bind: address.clone(),
        advertised: address.clone(),
        protocol: "PLAINTEXT",
    };
    let ground = Ground::with(&KafkaSetup::new().listener(listener))?;
    let mut lane = ground.lane(name, &ground.plan().services_at(&address))?;
    lane.start(&["sink"])?;
    for service in ["consumer", "enricher"] {
        let launch: Launch = lane.launch(service).through(space.through()).host(space.far());
        lane.start_as(service, &launch)?;
    }
    lane.wait_ready(&["consumer", "enricher"])?;
    Ok((ground, space, lane))
}
