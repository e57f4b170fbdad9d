//! The network between the services and the broker: slow, narrow, lossy, stalled, cut, divided.

use super::ground::{Ground, SETTLE};
use super::lane::{Lane, SERVICES};
use super::progress::say;
use super::proxy::Proxy;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::tally::Tally;
use crate::{KafkaSetup, Listener, free_port};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

const RATE: u32 = 20;

/// A broker behind a relay, which is all that the services know.
struct Behind {
    ground: Ground,
    proxy: Proxy,
    lane: Lane,
}

fn behind(name: &str) -> anyhow::Result<Behind> {
    let (inner, outer) = (free_port()?, free_port()?);
    let listener = Listener {
        name: "RELAYED".to_owned(),
        bind: format!("127.0.0.1:{inner}"),
        advertised: format!("127.0.0.1:{outer}"),
        protocol: "PLAINTEXT",
    };
    let ground = Ground::with(&KafkaSetup::new().listener(listener))?;
    let proxy = Proxy::start(outer, SocketAddr::from((Ipv4Addr::LOCALHOST, inner)))?;
    let plan = ground.plan().services_at(&proxy.address().to_string());
    let mut lane = ground.lane(name, &plan)?;
    lane.start(&SERVICES)?;
    Ok(Behind { ground, proxy, lane })
}

/// Connections are cut, stalled for 30 s, cut off for longer than a session, and reset again and again.
pub(crate) fn cuts(wish: &Wish) -> anyhow::Result<Tally> {
    let Behind { ground, proxy, mut lane } = behind("cuts")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(4));
        let what = match round % 4 {
            0 => {
                proxy.stall(true);
                std::thread::sleep(Duration::from_secs(30));
                proxy.stall(false);
                "stalled for 30 s"
            }
            1 => {
                proxy.cut(true);
                std::thread::sleep(Duration::from_secs(25));
                proxy.open();
                "cut off for 25 s"
            }
            2 => {
                for _ in 0..10 {
                    proxy.cut(false);
                    std::thread::sleep(Duration::from_secs(1));
                }
                "reset ten times"
            }
            _ => {
                // What was under way when it stalled arrives never, only the cut does.
                proxy.stall(true);
                std::thread::sleep(Duration::from_secs(20));
                proxy.cut(false);
                proxy.stall(false);
                "stalled for 20 s and reset"
            }
        };
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("{what}, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    drop(ground);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// 50 to 500 ms each way, then 1 Mbit/s: slower, but nothing times out in a cascade.
pub(crate) fn slow(wish: &Wish) -> anyhow::Result<Tally> {
    let Behind { ground, proxy, mut lane } = behind("slow")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        let (delay, bits) = match round % 4 {
            0 => (50, 0),
            1 => (200, 0),
            2 => (500, 0),
            _ => (50, 1_000_000),
        };
        proxy.delay(Duration::from_millis(delay));
        proxy.narrow(bits);
        std::thread::sleep(Duration::from_secs(20));
        // Still slow: what was sent so far comes through all the same.
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("{delay} ms, {bits} bit/s, {} of {}", round + 1, wish.rounds));
    }
    proxy.delay(Duration::ZERO);
    proxy.narrow(0);
    let sent = sender.finish()?;
    let rewinds = rewinds(&mut lane)?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.note(format!("{rewinds} transactions were done again; recovery is under the fault"));
    drop(ground);
    tally.rounds = wish.rounds;
    Ok(tally)
}

fn rewinds(lane: &mut Lane) -> anyhow::Result<f64> {
    let mut sum = 0.0;
    for service in SERVICES {
        sum += lane.service(service)?.metric("dateline_rewinds_total", &[])?.unwrap_or(0.0);
    }
    Ok(sum)
}
