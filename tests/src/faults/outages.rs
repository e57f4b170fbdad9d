//! Brokers and services that stand still or are away for longer than every timeout.

use super::ground::{Ground, SETTLE};
use super::lane::{Lane, SERVICES};
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::tally::Tally;
use crate::wait_for;
use std::time::Duration;

const RATE: u32 = 20;
/// Beyond sessions (10 s), transactions and deliveries (15 s), and librdkafka's socket timeout (60 s).
const LONG: Duration = Duration::from_secs(70);
/// A service that is away for this long has lost its partitions and its transaction.
const PAUSE: Duration = Duration::from_secs(40);
/// What memory may grow by while nothing can be done.
const FLAT: u64 = 64 << 20;

/// SIGSTOP of all three services beyond session and transaction timeout, in turn alone and with second instances that
/// take over: what the zombies had begun must be invisible.
pub(crate) fn services_paused(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("zombie")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        let with_others = round % 2 == 1;
        if with_others {
            lane.start(&["consumer/other", "enricher/other", "sink/other"])?;
        }
        std::thread::sleep(Duration::from_secs(5));
        for service in SERVICES {
            lane.service(service)?.pause()?;
            // A moment apart, so that each is caught at another point of its work.
            std::thread::sleep(Duration::from_millis(137));
        }
        std::thread::sleep(PAUSE);
        for service in SERVICES {
            lane.service(service)?.go_on()?;
        }
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        if with_others {
            for service in ["consumer/other", "enricher/other", "sink/other"] {
                lane.terminate(service)?;
            }
        }
        say(&format!("services paused for {PAUSE:?}, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds * SERVICES.len();
    Ok(tally)
}

/// SIGSTOP of the broker beyond every timeout.
pub(crate) fn broker_paused(wish: &Wish) -> anyhow::Result<Tally> {
    let mut ground = Ground::new()?;
    let mut lane = ground.running("frozen")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(5));
        ground.kafka.pause()?;
        std::thread::sleep(LONG);
        ground.kafka.go_on()?;
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("broker paused for {LONG:?}, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// The only broker is away for ten minutes: services stay, say so, keep their memory, and go on when it is back.
pub(crate) fn broker_away(wish: &Wish) -> anyhow::Result<Tally> {
    let mut ground = Ground::new()?;
    let mut lane = ground.running("away")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    let away = Duration::from_secs(600);
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(5));
        let before = memory(&mut lane)?;
        ground.kafka.kill()?;
        for service in SERVICES {
            let process = lane.service(service)?;
            let unready = wait_for("503", Duration::from_secs(30), || match process.get("/readyz") {
                Ok(reply) if reply.status == 503 => Ok(reply.body),
                Ok(reply) => Err(format!("{} {}", reply.status, reply.body.trim())),
                Err(error) => Err(format!("{error:#}")),
            });
            if let Err(error) = unready {
                tally.problems.push(format!("{service} without a broker: {error}"));
            }
        }
        std::thread::sleep(away);
        for ((service, before), (_, after)) in before.iter().zip(memory(&mut lane)?) {
            let grown = after.saturating_sub(*before);
            tally.expect(grown < FLAT, format!("{service} grew by {} MiB", grown >> 20));
        }
        ground.kafka.resume()?;
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("broker away for {away:?}, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

fn memory(lane: &mut Lane) -> anyhow::Result<Vec<(&'static str, u64)>> {
    SERVICES.iter().map(|service| Ok((*service, lane.service(service)?.resident_memory()?))).collect()
}
