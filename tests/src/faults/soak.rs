//! Hours of steady traffic while everything is killed, paused and restarted at random.
//!
//! Three brokers hold three replicas of everything, and one of them is broken at a time. Each service runs twice: one
//! instance is broken again and again, the other lives through all of it, so that its memory and descriptors can be
//! watched.

use super::chance::Chance;
use super::cluster::{NODES, Three};
use super::lane::{Lane, SERVICES};
use super::progress::say;
use super::scenario::Wish;
use super::sender::Sender;
use super::tally::Tally;
use crate::KafkaSetup;
use anyhow::Context;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

const RATE: u32 = 10;
const SAMPLE: Duration = Duration::from_secs(10);
const SETTLE: Duration = Duration::from_secs(300);
/// Slopes are taken from here on: until then caches fill.
const WARM: f64 = 0.25;
/// Of a steady instance's memory, in MiB an hour; beyond it something leaks.
const MOST_GROWTH: f64 = 24.0;

struct Sample {
    hours: f64,
    mib: f64,
    descriptors: f64,
}

struct Soak {
    three: Three,
    lane: Lane,
    sender: Sender,
    chance: Chance,
    tally: Tally,
    faults: BTreeMap<&'static str, usize>,
    samples: BTreeMap<String, Vec<Sample>>,
    began: Instant,
    next_sample: Instant,
    file: Option<File>,
}

pub(crate) fn run(wish: &Wish) -> anyhow::Result<Tally> {
    // A broker counts as dead after Kafka's own default: on a busy machine three seconds pass without any fault.
    let setup = KafkaSetup::new().setting("min.insync.replicas=2").setting("broker.session.timeout.ms=9000");
    let three = Three::new(&setup)?;
    let mut lane = three.running("soak")?;
    for service in SERVICES {
        lane.start(&[&steady(service)])?;
    }
    let sender = lane.push(wish.seed, RATE);
    let file = match &wish.samples {
        Some(path) => {
            let mut file = File::create(path).with_context(|| format!("create {}", path.display()))?;
            writeln!(file, "seconds,service,rss_mib,descriptors,sent,stored")?;
            Some(file)
        }
        None => None,
    };
    let mut soak = Soak {
        three,
        lane,
        sender,
        chance: Chance::new(wish.seed),
        tally: Tally::default(),
        faults: BTreeMap::new(),
        samples: BTreeMap::new(),
        began: Instant::now(),
        next_sample: Instant::now(),
        file,
    };
    // Whoever needs the result earlier creates a file beside the samples.
    let stop = wish.samples.as_ref().map(|path| path.with_extension("stop"));
    while soak.began.elapsed() < wish.length && !stop.as_ref().is_some_and(|path| path.exists()) {
        let pause = soak.chance.between(Duration::from_secs(15), Duration::from_secs(60));
        soak.rest(pause)?;
        soak.fault()?;
        let ended = soak.lane.revive()?;
        ended.into_iter().for_each(|said| soak.ended(said));
    }
    soak.finish()
}

fn steady(service: &str) -> String {
    format!("{service}/steady")
}

impl Soak {
    /// Lets time pass and takes samples.
    fn rest(&mut self, pause: Duration) -> anyhow::Result<()> {
        let until = Instant::now() + pause;
        while Instant::now() < until {
            if Instant::now() >= self.next_sample {
                self.next_sample = Instant::now() + SAMPLE;
                self.sample()?;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    fn sample(&mut self) -> anyhow::Result<()> {
        let seconds = self.began.elapsed().as_secs_f64();
        let (sent, stored) = (self.sender.count(), self.lane.stored());
        for service in SERVICES {
            let service = steady(service);
            let process = self.lane.service(&service)?;
            // One that has ended is started again after this pause.
            let (Ok(memory), Ok(descriptors)) = (process.resident_memory(), process.descriptors()) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "bytes of a process and counts of descriptors")]
            let sample = Sample {
                hours: seconds / 3_600.0,
                mib: (memory >> 10) as f64 / 1_024.0,
                descriptors: descriptors as f64,
            };
            if let Some(file) = &mut self.file {
                let stored = stored.map(|stored| stored.to_string()).unwrap_or_default();
                let (mib, descriptors) = (sample.mib, sample.descriptors);
                writeln!(file, "{seconds:.0},{service},{mib:.1},{descriptors},{sent},{stored}")?;
            }
            self.samples.entry(service).or_default().push(sample);
        }
        Ok(())
    }

    /// A service has ended in another way than it was told to. One that could not finish its work in time (75) counts
    /// as one more restart: the books tell whether anything was lost by it.
    fn ended(&mut self, said: String) {
        if said.contains("exit status: 75") {
            *self.faults.entry("ended with 75 and started again").or_default() += 1;
        } else {
            self.tally.problems.push(said);
        }
    }

    /// One fault of any kind.
    fn fault(&mut self) -> anyhow::Result<()> {
        let service = SERVICES.get(self.chance.below(SERVICES.len())).copied().unwrap_or("sink");
        let kind = match self.chance.below(16) {
            0..=4 => {
                self.lane.kill_and_restart(service)?;
                "service killed"
            }
            5..=7 => {
                if let Err(error) = self.lane.terminate(service) {
                    self.ended(format!("{error:#}"));
                }
                let launch = self.lane.launch(service);
                self.lane.start_as(service, &launch)?;
                "service restarted"
            }
            8..=10 => {
                self.lane.service(service)?.pause()?;
                self.pause()?;
                self.lane.service(service)?.go_on()?;
                "service paused"
            }
            11 => {
                let node = self.node();
                self.three.cluster.kill(node)?;
                self.pause()?;
                self.three.cluster.resume(node)?;
                "broker killed"
            }
            12 => {
                let node = self.node();
                if let Err(error) = self.three.cluster.stop(node) {
                    // It was killed then, as an orchestrator would do.
                    self.tally.note(format!("a broker did not stop: {error:#}"));
                }
                self.pause()?;
                self.three.cluster.resume(node)?;
                "broker restarted"
            }
            13 => {
                let node = self.node();
                self.three.cluster.pause(node)?;
                self.pause()?;
                self.three.cluster.go_on(node)?;
                "broker paused"
            }
            _ => {
                self.three.postgres.restart()?;
                "database restarted"
            }
        };
        *self.faults.entry(kind).or_default() += 1;
        self.tally.rounds += 1;
        let (sent, stored) = (self.sender.count(), self.lane.stored().unwrap_or(0));
        say(&format!(
            "{:.0} min: {kind} ({service}); {sent} sent, {stored} stored",
            self.began.elapsed().as_secs_f64() / 60.0
        ));
        Ok(())
    }

    /// One of the brokers.
    fn node(&mut self) -> usize {
        self.chance.below(NODES) + 1
    }

    /// How long something is away or stands still.
    fn pause(&mut self) -> anyhow::Result<()> {
        let pause = self.chance.between(Duration::from_secs(2), Duration::from_secs(25));
        self.rest(pause)
    }

    fn finish(mut self) -> anyhow::Result<Tally> {
        let mut tally = std::mem::take(&mut self.tally);
        let minutes = self.began.elapsed().as_secs_f64() / 60.0;
        let sent = self.sender.finish()?;
        tally.add(self.lane.settle(&sent, SETTLE)?);
        let faults: Vec<String> = self.faults.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        tally.note(format!("{minutes:.0} minutes; {}", faults.join(", ")));
        for (service, samples) in &self.samples {
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let warm = (samples.len() as f64 * WARM) as usize;
            let samples = samples.get(warm..).unwrap_or_default();
            let memory = slope(samples, |sample| sample.mib);
            let descriptors = slope(samples, |sample| sample.descriptors);
            let last = samples.last().map_or(0.0, |sample| sample.mib);
            tally.note(format!("{service}: {last:.0} MiB, {memory:+.1} MiB/h, {descriptors:+.1} descriptors/h"));
            // In a short soak one rebalance more or less decides the slope.
            if minutes >= 50.0 {
                tally.expect(memory < MOST_GROWTH, format!("memory of {service} grows by {memory:.1} MiB/h"));
                tally.expect(descriptors < 8.0, format!("descriptors of {service} grow by {descriptors:.1}/h"));
            }
        }
        Ok(tally)
    }
}

/// Least squares: how much a value changes in an hour.
fn slope(samples: &[Sample], value: fn(&Sample) -> f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand samples")]
    let count = samples.len() as f64;
    if samples.len() < 2 {
        return 0.0;
    }
    let mean = |pick: &dyn Fn(&Sample) -> f64| samples.iter().map(pick).sum::<f64>() / count;
    let (at, of) = (mean(&|sample| sample.hours), mean(&|sample| value(sample)));
    let spread: f64 = samples.iter().map(|sample| (sample.hours - at).powi(2)).sum();
    if spread == 0.0 {
        return 0.0;
    }
    samples.iter().map(|sample| (sample.hours - at) * (value(sample) - of)).sum::<f64>() / spread
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_is_that_of_the_line_through_the_samples() {
        let line = |hours: f64| Sample { hours, mib: 50.0 + 12.0 * hours, descriptors: 40.0 };
        let samples: Vec<Sample> = (0..100_u8).map(|number| line(f64::from(number) / 50.0)).collect();
        assert!((slope(&samples, |sample| sample.mib) - 12.0).abs() < 1e-6);
        assert!(slope(&samples, |sample| sample.descriptors).abs() < 1e-6);
        assert!(slope(&[], |sample| sample.mib).abs() < 1e-6);
    }
}
