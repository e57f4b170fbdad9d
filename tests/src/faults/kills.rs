//! Processes killed at random points, again and again, under steady traffic.
//!
//! After a kill the members of the group are waited for by the broker until the session of the dead one is over, 10 s;
//! so several lanes take turns, and each has come back before its next turn.

use super::chance::Chance;
use super::lane::{Lane, Plan, SERVICES};
use super::progress::say;
use super::recovery::Waiting;
use super::scenario::Wish;
use super::sender::Sender;
use super::tally::Tally;
use crate::{Kafka, Postgres};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Kills after which books are closed and new lanes begin.
const PART: usize = 100;
const LANES: usize = 6;
const SETTLE: Duration = Duration::from_secs(180);
/// Articles a second into each lane.
const RATE: u32 = 8;

struct Turn {
    lane: Lane,
    sender: Sender,
    waiting: Option<Waiting>,
}

impl Turn {
    fn begin_waiting(&mut self) {
        let stored = self.lane.stored().unwrap_or(0);
        self.waiting = Some(Waiting::new(stored, self.sender.count()));
    }

    fn look(&mut self, tally: &mut Tally) {
        let Some(waiting) = &mut self.waiting else { return };
        if let Some(recovery) = self.lane.stored().and_then(|stored| waiting.look(stored)) {
            tally.recoveries.push(recovery);
            self.waiting = None;
        } else if waiting.is_overdue() {
            tally.problems.push(waiting.describe());
            self.waiting = None;
        }
    }
}

/// Consumer, enricher and sink, the broker and the database.
pub(crate) fn on_kafka(wish: &Wish) -> anyhow::Result<Tally> {
    let mut kafka = Kafka::start()?;
    let mut postgres = Postgres::start()?;
    let mut chance = Chance::new(wish.seed);
    let mut tally = Tally::default();
    let mut killed = BTreeMap::<&str, usize>::new();
    let mut left = wish.rounds;
    while left > 0 {
        let part = left.min(PART);
        let mut turns = Vec::new();
        for number in 0..LANES {
            let mut lane = Lane::on_kafka(&Plan::new(kafka.brokers()), "kill", postgres.create_database()?)?;
            for service in SERVICES {
                let launch = lane.launch(service);
                lane.start_as(service, &launch)?;
            }
            let seed = wish.seed.wrapping_add(u64::try_from(left * LANES + number)?);
            // Every third takes files from a folder, so that ingest is under test, too.
            let sender = if number % 3 == 0 { lane.drop_files(seed, RATE) } else { lane.push(seed, RATE) };
            turns.push(Turn { lane, sender, waiting: None });
        }
        for turn in &mut turns {
            turn.lane.wait_started(&SERVICES)?;
        }
        for round in 0..part {
            let pause = chance.between(Duration::from_millis(300), Duration::from_millis(2_200));
            let until = Instant::now() + pause;
            while Instant::now() < until {
                turns.iter_mut().for_each(|turn| turn.look(&mut tally));
                std::thread::sleep(Duration::from_millis(100));
            }
            let victim = match chance.below(20) {
                0 => "broker",
                1 => "database",
                _ => SERVICES.get(chance.below(SERVICES.len())).copied().unwrap_or("sink"),
            };
            match victim {
                "broker" => kafka.restart()?,
                "database" => postgres.restart()?,
                service => {
                    if let Some(turn) = turns.get_mut(round % LANES) {
                        turn.lane.kill_and_restart(service)?;
                        turn.begin_waiting();
                    }
                }
            }
            if matches!(victim, "broker" | "database") {
                turns.iter_mut().for_each(Turn::begin_waiting);
            }
            *killed.entry(victim).or_default() += 1;
            for turn in &mut turns {
                let ended = turn.lane.revive()?;
                tally.problems.extend(ended);
            }
            say(&format!("kill {} of {}: {victim}", wish.rounds - left + round + 1, wish.rounds));
        }
        for mut turn in turns {
            let sent = turn.sender.finish()?;
            tally.add(turn.lane.settle(&sent, SETTLE)?);
        }
        left -= part;
        say(&format!("books of {} kills: {} lost, {} doubled", wish.rounds - left, tally.lost, tally.doubled));
    }
    tally.rounds = wish.rounds;
    tally.note(format!("killed: {}", listed(&killed)));
    Ok(tally)
}

/// The one process on the embedded log.
pub(crate) fn embedded(wish: &Wish) -> anyhow::Result<Tally> {
    let mut chance = Chance::new(wish.seed);
    let mut tally = Tally::default();
    let mut left = wish.rounds;
    while left > 0 {
        let part = left.min(PART / 2);
        let mut lane = Lane::embedded("kill")?;
        let seed = wish.seed.wrapping_add(u64::try_from(left)?);
        let files = (left / (PART / 2)).is_multiple_of(2);
        let sender = if files { lane.drop_files(seed, RATE) } else { lane.push(seed, RATE) };
        let mut turn = Turn { lane, sender, waiting: None };
        for round in 0..part {
            // From a moment after the start, in the midst of opening, to steady work.
            let until = Instant::now() + chance.between(Duration::from_millis(50), Duration::from_millis(2_500));
            while Instant::now() < until {
                turn.look(&mut tally);
                std::thread::sleep(Duration::from_millis(20));
            }
            tally.problems.extend(turn.lane.revive()?);
            turn.lane.kill_and_restart("run")?;
            turn.begin_waiting();
            say(&format!("kill {} of {}: run", wish.rounds - left + round + 1, wish.rounds));
        }
        let sent = turn.sender.finish()?;
        lane = turn.lane;
        tally.add(lane.settle(&sent, SETTLE)?);
        left -= part;
        say(&format!("books of {} kills: {} lost, {} doubled", wish.rounds - left, tally.lost, tally.doubled));
    }
    tally.rounds = wish.rounds;
    Ok(tally)
}

fn listed(counts: &BTreeMap<&str, usize>) -> String {
    counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}
