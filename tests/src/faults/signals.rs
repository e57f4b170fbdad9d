//! Services that are asked to stop: under load, with nothing to stop for, in the midst of a rebalance.

use super::ground::{Ground, SETTLE};
use super::lane::{Lane, SERVICES, START};
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::Wish;
use super::tally::Tally;
use std::time::{Duration, Instant};

const RATE: u32 = 30;
/// What `drain.deadline` is set to where it must pass.
const DRAIN: Duration = Duration::from_secs(4);

/// SIGTERM to one service after the other under load: drained, committed, exit 0 in time.
pub(crate) fn under_load(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("term")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(2));
        let service = SERVICES.get(round % SERVICES.len()).copied().unwrap_or("sink");
        let asked = Instant::now();
        if let Err(error) = lane.terminate(service) {
            tally.problems.push(format!("{error:#}"));
        }
        let took = asked.elapsed();
        tally.expect(took < Duration::from_secs(25), format!("{service} took {took:.1?} to stop"));
        let launch = lane.launch(service);
        lane.start_as(service, &launch)?;
        wait_recovered(&lane, &sender, &mut tally);
        say(&format!("SIGTERM {} of {}: {service}, {took:.1?}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

/// SIGTERM while the database, then while the broker is down: the process ends by its deadline all the same, and what
/// it could not finish is done after the next start.
pub(crate) fn while_down(wish: &Wish) -> anyhow::Result<Tally> {
    stop_while_down(wish, &[("database", &["sink"]), ("broker", &SERVICES)])
}

/// The same while the only broker is down each time: its partitions are without a leader in the midst of transactions.
pub(crate) fn while_broker_down(wish: &Wish) -> anyhow::Result<Tally> {
    stop_while_down(wish, &[("broker", &SERVICES)])
}

/// Kills these in turn and stops the services beside each meanwhile.
fn stop_while_down(wish: &Wish, down: &[(&str, &[&str])]) -> anyhow::Result<Tally> {
    let mut ground = Ground::new()?;
    let plan = ground.plan().tables(format!("[drain]\ndeadline = \"{}s\"\n", DRAIN.as_secs()));
    let mut lane = ground.lane("down", &plan)?;
    lane.start(&SERVICES)?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for (round, (what, services)) in (0..wish.rounds).zip(down.iter().copied().cycle()) {
        std::thread::sleep(Duration::from_secs(3));
        match what {
            "database" => ground.postgres.kill()?,
            _ => ground.kafka.kill()?,
        }
        std::thread::sleep(Duration::from_secs(2));
        for service in services {
            stop_in_time(&mut lane, service, &mut tally)?;
        }
        match what {
            "database" => ground.postgres.resume()?,
            _ => ground.kafka.resume()?,
        }
        for service in services {
            let launch = lane.launch(service);
            lane.start_as(service, &launch)?;
        }
        wait_recovered(&lane, &sender, &mut tally);
        say(&format!("{what} down, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}

fn stop_in_time(lane: &mut Lane, service: &str, tally: &mut Tally) -> anyhow::Result<()> {
    let process = lane.service(service)?;
    process.terminate()?;
    let asked = Instant::now();
    match process.wait_exit(DRAIN + Duration::from_secs(10)) {
        // Nothing in progress: 0; work that could not be finished: 75, or 1 when its loop gave up first.
        Ok(status) if matches!(status.code(), Some(0 | 1 | 75)) => {
            tally.note(format!(
                "{service} ended with {} after {:.1} s",
                status.code().unwrap_or(-1),
                asked.elapsed().as_secs_f64()
            ));
        }
        Ok(status) => tally.problems.push(format!("{service} ended with {status}")),
        Err(error) => {
            tally.problems.push(format!("{service} did not end by its deadline: {error}"));
            process.kill()?;
        }
    }
    Ok(())
}

/// SIGTERM while partitions change hands, and a second one right after it: no deadlock, the second one ends it.
pub(crate) fn in_rebalance(wish: &Wish) -> anyhow::Result<Tally> {
    let ground = Ground::unbroken()?;
    let mut lane = ground.running("handover")?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(2));
        let service = SERVICES.get(round % SERVICES.len()).copied().unwrap_or("sink");
        // Another member joins; the first is asked to go while its partitions are being taken.
        let other = format!("{service}/other");
        let launch = lane.launch(&other);
        lane.start_as(&other, &launch)?;
        std::thread::sleep(Duration::from_millis(300 * u64::try_from(round % 5)?));
        let process = lane.service(service)?;
        process.terminate()?;
        let twice = round % 2 == 1;
        if twice {
            process.terminate()?;
        }
        let asked = Instant::now();
        match process.wait_exit(Duration::from_secs(40)) {
            Ok(status) if status.success() || (twice && status.code() == Some(130)) => {}
            Ok(status) => tally.problems.push(format!("{service} ended with {status}")),
            Err(error) => tally.problems.push(format!("{error:#}")),
        }
        if twice {
            let took = asked.elapsed();
            tally.expect(took < Duration::from_secs(3), format!("after a second SIGTERM {service} took {took:.1?}"));
        }
        let launch = lane.launch(service);
        lane.start_as(service, &launch)?;
        lane.wait_ready(&[service])?;
        lane.service(&other)?.wait_ready(START)?;
        if let Err(error) = lane.terminate(&other) {
            tally.problems.push(format!("{error:#}"));
        }
        wait_recovered(&lane, &sender, &mut tally);
        say(&format!("SIGTERM in a rebalance {} of {}: {service}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}
