//! Feeds a lane: parcel after parcel while there is room and live news is not behind, until everything is through.

use super::live::Live;
use super::progress::Progress;
use super::supply::{Came, Supply};
use super::unread::Unread;
use anyhow::Context;
use bus::Bus;
use pipeline::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Between two looks whether there is room again, and whether everything is through.
const LOOK: Duration = Duration::from_millis(50);
/// No room for so long may be offsets that are no records, which only reading tells.
const LONG: Duration = Duration::from_secs(5);

/// What feeds a lane.
pub(super) struct Feed {
    pub(super) bus: Arc<dyn Bus>,
    pub(super) lane: Unread,
    pub(super) live: Live,
    pub(super) supply: Box<dyn Supply>,
    pub(super) shutdown: Shutdown,
    pub(super) progress: Progress,
    /// Set once everything is through.
    pub(super) through: Arc<AtomicBool>,
    pub(super) came: Arc<Mutex<Came>>,
}

impl Feed {
    /// Feeds until the end, and ends the process.
    pub(super) fn run(mut self) -> anyhow::Result<()> {
        let fed = self.feed();
        self.shutdown.request();
        fed
    }

    fn feed(&mut self) -> anyhow::Result<()> {
        self.note();
        while self.wait_for_room()? {
            let Some(parcel) = self.supply.next()? else {
                self.note();
                return self.wait_until_through();
            };
            self.append(parcel)?;
            self.note();
            self.progress.fed(self.supply.came(), Instant::now());
        }
        Ok(())
    }

    /// False: the end is asked for.
    fn wait_for_room(&mut self) -> anyhow::Result<bool> {
        let began = Instant::now();
        loop {
            if self.shutdown.is_requested() {
                return Ok(false);
            }
            let now = Instant::now();
            if let Some(behind) = self.live.behind(now)? {
                self.progress.waits(behind, now);
            } else if self.lane.has_room()? || (began.elapsed() >= LONG && self.lane.is_none()?) {
                return Ok(true);
            }
            self.shutdown.wait_timeout(LOOK);
        }
    }

    fn wait_until_through(&mut self) -> anyhow::Result<()> {
        while !self.lane.is_none()? {
            self.progress.ends(Instant::now());
            if self.shutdown.wait_timeout(LOOK * 4) {
                return Ok(());
            }
        }
        let ended = self.supply.ended();
        self.append(ended)?;
        self.through.store(true, Ordering::Release);
        Ok(())
    }

    fn append(&self, parcel: Vec<bus::Output>) -> anyhow::Result<()> {
        if parcel.is_empty() {
            return Ok(());
        }
        self.bus.append(parcel).context("what was written before stands, and the next start goes on behind it")
    }

    fn note(&self) {
        *self.came.lock().unwrap_or_else(PoisonError::into_inner) = self.supply.came();
    }
}
