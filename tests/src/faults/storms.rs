//! Members that come and go all the time, versions that alternate, brokers that move, scrapers that never rest.

use super::chance::Chance;
use super::ground::{Ground, SETTLE};
use super::lane::SERVICES;
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::{Wish, binary};
use super::tally::Tally;
use crate::{KafkaSetup, free_port};
use anyhow::Context;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const RATE: u32 = 40;

/// Every 5 s a member of a random service joins, leaves or is killed: partitions change hands under load all the time.
pub(crate) fn rebalances(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("storm")?;
    let sender = lane.push(wish.seed, RATE);
    let mut chance = Chance::new(wish.seed);
    let mut tally = Tally::default();
    let mut there = [false; SERVICES.len()];
    for round in 0..wish.rounds {
        let number = chance.below(SERVICES.len());
        let (Some(service), Some(there)) = (SERVICES.get(number), there.get_mut(number)) else { continue };
        let other = format!("{service}/other");
        let what = if !*there {
            let launch = lane.launch(&other);
            lane.start_as(&other, &launch)?;
            "joins"
        } else if chance.below(3) == 0 {
            lane.service(&other)?.kill()?;
            "is killed"
        } else {
            if let Err(error) = lane.terminate(&other) {
                tally.problems.push(format!("{error:#}"));
            }
            "leaves"
        };
        *there = !*there;
        std::thread::sleep(Duration::from_secs(5));
        say(&format!("{other} {what}, {} of {}", round + 1, wish.rounds));
    }
    wait_recovered(&lane, &sender, &mut tally);
    let stalls: f64 = SERVICES
        .iter()
        .map(|service| Ok(lane.service(service)?.metric("dateline_stalls_total", &[])?.unwrap_or(0.0)))
        .sum::<anyhow::Result<f64>>()?;
    tally.expect(stalls == 0.0, format!("the watchdog made {stalls} loops rejoin"));
    lane.forget_ended()?;
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// Each service is replaced by the other version in turn, from the previous to this one and back, under load.
pub(crate) fn upgrade(wish: &Wish) -> anyhow::Result<Tally> {
    let previous = binary("DATELINE_PREVIOUS_BINARY").map_err(anyhow::Error::msg)?;
    let ground = Ground::unbroken()?;
    let mut lane = ground.lane("roll", &ground.plan())?;
    for service in SERVICES {
        let launch = lane.launch(service).binary(&previous);
        lane.start_as(service, &launch)?;
    }
    lane.wait_ready(&SERVICES)?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        for forward in [true, false] {
            for service in SERVICES {
                std::thread::sleep(Duration::from_secs(3));
                if let Err(error) = lane.terminate(service) {
                    tally.problems.push(format!("{error:#}"));
                }
                let launch = lane.launch(service);
                let launch = if forward { launch } else { launch.binary(&previous) };
                lane.start_as(service, &launch)?;
                lane.wait_ready(&[service])?;
                wait_recovered(&lane, &sender, &mut tally);
            }
            let way = if forward { "this version" } else { "the previous version" };
            say(&format!("rolled to {way}, {} of {}", round + 1, wish.rounds));
        }
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds * 2;
    Ok(tally)
}

/// The broker moves to another address; the services know both from the start.
pub(crate) fn moved(wish: &Wish) -> anyhow::Result<Tally> {
    let ports = [free_port()?, free_port()?];
    let mut ground = Ground::with(&KafkaSetup::new().port(ports.first().copied()))?;
    let both: Vec<String> = ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
    // The sender and the books come by both addresses, too.
    let plan = super::lane::Plan::new(&both.join(","));
    let mut lane = ground.lane("moved", &plan)?;
    lane.start(&SERVICES)?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(5));
        let port = ports.get((round + 1) % 2).copied().context("two ports")?;
        ground.kafka.move_to(port)?;
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("broker moved to {port}, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// Scrapers ask every endpoint of every service as fast as they can, and others open connections and say nothing.
pub(crate) fn scrapes(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("scrape")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    wait_recovered(&lane, &sender, &mut tally);
    let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut scrapers = Vec::new();
    for service in SERVICES {
        let address = lane.service(service)?.address();
        for number in 0..4 {
            let (stop, asked) = (Arc::clone(&stop), Arc::clone(&asked));
            scrapers.push(std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    // A refused connection is an answer, too.
                    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(2)) else { continue };
                    if number == 3 {
                        // Half a request, and then silence.
                        let _ = stream.write_all(b"GET /metr");
                        std::thread::sleep(Duration::from_millis(100));
                        continue;
                    }
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
                    let _ = stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n");
                    let _ = stream.read_to_end(&mut Vec::new());
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            }));
        }
    }
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(10));
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("{} scrapes, {} of {}", asked.load(Ordering::Relaxed), round + 1, wish.rounds));
    }
    stop.store(true, Ordering::Relaxed);
    for scraper in scrapers {
        if scraper.join().is_err() {
            tally.problems.push("a scraper panicked".to_owned());
        }
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.note(format!("{} scrapes; recovery is under the fault", asked.load(Ordering::Relaxed)));
    tally.rounds = wish.rounds;
    Ok(tally)
}
