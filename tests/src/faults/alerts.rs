//! Every alert is fired at: what it is about is brought about in a running pipeline that a real Prometheus watches, and
//! mended. The rules are the repository's own, with every duration [`PACE`] times shorter; expressions and thresholds are
//! what they are.

mod episodes;
mod pages;
mod panels;
mod scene;

use super::progress::say;
use super::scenario::Wish;
use super::tally::Tally;
use crate::{PACE, wait_for};
use episodes::{EPISODES, Episode};
use scene::Scene;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Nothing is said of what a process took to notice, on a machine that has other work: only that it did.
const PATIENCE: Duration = Duration::from_secs(240);

pub(crate) fn fired_at(wish: &Wish) -> anyhow::Result<Tally> {
    let mut scene = Scene::start()?;
    let sender = scene.lane.push(wish.seed, 5);
    let mut tally = Tally::default();
    tally.note(format!("seconds to fire / to end after the mending, at {PACE} times the pace"));
    for episode in EPISODES {
        match run(episode, &mut scene) {
            Ok(said) => {
                say(&said);
                tally.note(said);
            }
            Err(error) => {
                say(&format!("{:?}: {error:#}", episode.alerts));
                tally.problems.push(format!("{:?}: {error:#}", episode.alerts));
            }
        }
        tally.rounds += 1;
    }
    tally.input = sender.finish()?.count();
    for panel in panels::without_an_answer(&scene.prometheus)? {
        tally.problems.push(format!("nothing to see in {panel}"));
    }
    let quiet = scene.wait("no alert", PATIENCE, |firing| firing.is_empty());
    tally.expect(quiet.is_ok(), format!("{quiet:?}"));
    Ok(tally)
}

fn run(episode: &Episode, scene: &mut Scene) -> anyhow::Result<String> {
    for alert in episode.alerts {
        scene.wait(&format!("{alert} to be silent before"), PATIENCE, |firing| !firing.contains(*alert))?;
    }
    let fired = fire(episode, scene);
    // Whatever came of it: the next one wants a pipeline that is well.
    (episode.mend)(scene)?;
    let fired = fired?;
    let mended = Instant::now();
    let mut said = Vec::new();
    for (alert, fired) in episode.alerts.iter().zip(fired) {
        scene.wait(&format!("{alert} to end"), PATIENCE, |firing| !firing.contains(*alert))?;
        said.push(format!("{alert} {:.0} / {:.0}", fired.as_secs_f64(), mended.elapsed().as_secs_f64()));
    }
    Ok(said.join(", "))
}

/// Brings it about; gives after how long each alert fired.
fn fire(episode: &Episode, scene: &mut Scene) -> anyhow::Result<Vec<Duration>> {
    let began = Instant::now();
    (episode.begin)(scene)?;
    let fired = |alert: &&str| {
        scene.wait(&format!("{alert} to fire"), PATIENCE, |firing| firing.contains(*alert))?;
        Ok(began.elapsed())
    };
    episode.alerts.iter().map(fired).collect()
}

impl Scene {
    /// Waits until the alerts that fire are as they should be.
    fn wait(&self, what: &str, deadline: Duration, fits: impl Fn(&BTreeSet<String>) -> bool) -> anyhow::Result<()> {
        wait_for(what, deadline, || {
            let firing = self.prometheus.firing().map_err(|error| format!("{error:#}"))?;
            if fits(&firing) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(200));
            Err(format!("{firing:?} fire"))
        })
    }
}
