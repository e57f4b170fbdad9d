//! Clocks that jump while a service runs (libfaketime).

use super::ground::{Ground, SETTLE};
use super::lane::SERVICES;
use super::recovery::wait_recovered;
use super::say;
use super::scenario::{Wish, fake_time};
use super::tally::Tally;
use anyhow::Context;
use std::time::Duration;

const RATE: u32 = 20;
/// The last two are refused by the broker as timestamps: nothing is committed until the clock is right again.
const JUMPS: [&str; 6] = ["+3500s", "-3600s", "+0s", "-20y", "+0s", "+3h"];

/// The wall clock of all services jumps forth and back by an hour, to 1970s and hours ahead; the monotonic clock, by
/// which they wait, does not.
pub(crate) fn jumps(wish: &Wish) -> anyhow::Result<Tally> {
    let library = fake_time().context("libfaketime")?;
    let ground = Ground::new()?;
    let mut lane = ground.lane("clock", &ground.plan())?;
    let offset = lane.home().join("offset");
    std::fs::write(&offset, "+0s")?;
    for service in SERVICES {
        let launch = lane
            .launch(service)
            .variable("LD_PRELOAD", library.display().to_string())
            .variable("FAKETIME_TIMESTAMP_FILE", offset.display().to_string())
            .variable("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .variable("DONT_FAKE_MONOTONIC", "1")
            .variable("FAKETIME_CACHE_DURATION", "1");
        lane.start_as(service, &launch)?;
    }
    lane.wait_ready(&SERVICES)?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        let jump = JUMPS.get(round % JUMPS.len()).copied().unwrap_or("+0s");
        std::fs::write(&offset, jump)?;
        std::thread::sleep(Duration::from_secs(8));
        let refused = matches!(jump, "+3h");
        if refused {
            std::fs::write(&offset, "+0s")?;
            std::thread::sleep(Duration::from_secs(2));
        }
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("clock at {jump}, {} of {}", round + 1, wish.rounds));
    }
    let mut seen = Vec::new();
    for service in SERVICES {
        let log = lane.service(service)?.stderr();
        seen.push(log.lines().any(|line| line.contains("panic")));
    }
    tally.expect(!seen.contains(&true), "a service panicked");
    std::fs::write(&offset, "+0s")?;
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}
