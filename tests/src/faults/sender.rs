//! Articles that keep coming while things break: files that appear in a folder, or records pushed into the raw topic.

use super::sent::{Sent, wire_record};
use crate::{WireArticle, push_raw, put_whole, short_articles};
use anyhow::Context;
use article::Topics;
use bus::Bus;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Between two parcels.
const BEAT: Duration = Duration::from_millis(200);
/// How long the last records may take to be acknowledged after a scenario has ended with a fault.
const LAST: Duration = Duration::from_secs(180);
/// Of this many records pushed, one is a new version of an article sent shortly before.
const UPDATES: usize = 8;

/// Which way articles go in.
pub(crate) enum Way {
    /// As files of this folder.
    Files(PathBuf),
    /// As raw records. They are sent again until the bus acknowledges them.
    Push(Arc<dyn Bus>, Topics),
}

/// A running sender; stopped on drop.
pub(crate) struct Sender {
    sent: Arc<Mutex<Sent>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Sender {
    /// Sends `rate` articles a second, from the `seed`'s row of articles.
    pub(crate) fn start(way: Way, seed: u64, rate: u32) -> Self {
        let sent = Arc::new(Mutex::new(Sent::default()));
        let stop = Arc::new(AtomicBool::new(false));
        let mut work = Work {
            way,
            articles: Box::new(short_articles(usize::MAX, seed)),
            recent: Vec::new(),
            sent: Arc::clone(&sent),
            rate: f64::from(rate),
            stop: Arc::clone(&stop),
        };
        let thread = std::thread::spawn(move || work.run());
        Self { sent, stop, thread: Some(thread) }
    }

    /// How many versions of articles were acknowledged so far.
    pub(crate) fn count(&self) -> usize {
        lock(&self.sent).count()
    }

    /// Stops it; gives everything it sent.
    pub(crate) fn finish(mut self) -> anyhow::Result<Sent> {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            match thread.join() {
                Ok(outcome) => outcome.context("send articles")?,
                Err(_) => anyhow::bail!("the sender panicked"),
            }
        }
        Ok(lock(&self.sent).clone())
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn lock(sent: &Mutex<Sent>) -> MutexGuard<'_, Sent> {
    sent.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Work {
    way: Way,
    articles: Box<dyn Iterator<Item = WireArticle> + Send>,
    recent: Vec<WireArticle>,
    sent: Arc<Mutex<Sent>>,
    /// Articles a second.
    rate: f64,
    stop: Arc<AtomicBool>,
}

impl Work {
    fn run(&mut self) -> anyhow::Result<()> {
        let (began, mut due) = (Instant::now(), 0.0);
        let mut last = began;
        while !self.stop.load(Ordering::Relaxed) {
            let now = Instant::now();
            // What was missed while the bus was away is not made up for: a backlog of minutes would only cost time.
            let passed = now.duration_since(last).min(BEAT * 5);
            due += passed.as_secs_f64() * self.rate;
            last = now;
            let mut parcel = Vec::new();
            while due >= 1.0 {
                parcel.push(self.next()?);
                due -= 1.0;
            }
            self.send(parcel)?;
            std::thread::sleep(BEAT.saturating_sub(now.elapsed()));
        }
        Ok(())
    }

    /// The next article, or a new version of one of the last hundred.
    fn next(&mut self) -> anyhow::Result<WireArticle> {
        let number = lock(&self.sent).count() + self.recent.len();
        let pushed = matches!(self.way, Way::Push(..));
        if pushed && number % UPDATES == UPDATES - 1 && !self.recent.is_empty() {
            let index = number.wrapping_mul(31) % self.recent.len();
            return self.recent.get(index).cloned().context("an article sent before");
        }
        let article = self.articles.next().context("articles never end")?;
        if pushed {
            self.recent.push(article.clone());
            if self.recent.len() > 100 {
                self.recent.remove(0);
            }
        }
        Ok(article)
    }

    fn send(&mut self, parcel: Vec<WireArticle>) -> anyhow::Result<()> {
        if parcel.is_empty() {
            return Ok(());
        }
        match &self.way {
            Way::Files(folder) => {
                for article in parcel {
                    put_whole(folder, &article.file_name(), article.text().as_bytes())?;
                    lock(&self.sent).add(&article.id, 0);
                }
            }
            Way::Push(bus, topics) => {
                let numbered: Vec<(String, i64, String)> = parcel
                    .into_iter()
                    .map(|article| {
                        let version = lock(&self.sent).next_version();
                        let text = format!("{}\nThis is report {version}.\n", article.text());
                        (article.id, version, text)
                    })
                    .collect();
                let mut until = None;
                loop {
                    let records = numbered.iter().map(|(id, version, text)| wire_record(id, *version, text));
                    match push_raw(bus.as_ref(), topics, records) {
                        Ok(()) => break,
                        Err(_) if !self.stop.load(Ordering::Relaxed) => {}
                        // Whether they were appended must be known, or the books cannot be closed.
                        Err(error) => {
                            let until = *until.get_or_insert_with(|| Instant::now() + LAST);
                            if Instant::now() >= until {
                                return Err(error);
                            }
                        }
                    }
                    std::thread::sleep(BEAT);
                }
                let mut sent = lock(&self.sent);
                for (id, version, _) in &numbered {
                    sent.add(id, *version);
                }
            }
        }
        Ok(())
    }
}
