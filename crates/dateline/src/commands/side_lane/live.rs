//! Whether live news is further behind than it may be.

use anyhow::Context;
use bus::{Bus, BusError};
use service::config::Settings;
use service::{ReadingLoop, clock};
use state::Look;
use std::time::{Duration, Instant};

/// Between two looks at least and at most, else half of what live news may be behind: on Kafka a look takes a second
/// itself, in which nothing is fed.
const BETWEEN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// The live lane, looked at from time to time.
pub(super) struct Live {
    /// `None`: there is no such lane yet.
    bus: Option<Box<dyn Bus>>,
    loops: Vec<ReadingLoop>,
    limit: Duration,
    looked: Option<Instant>,
    behind: Option<Behind>,
}

/// Who is behind, and how far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Behind {
    pub(super) stage: String,
    pub(super) by: Duration,
}

impl Live {
    /// The lane of these settings, which may be so far behind.
    pub(super) fn of(settings: &Settings, limit: Duration) -> anyhow::Result<Self> {
        let loops = service::reading_loops(settings);
        let there = service::open_as_guest(settings).and_then(|bus| {
            loops.iter().try_for_each(|one| bus.partition_count(&one.topic).map(|_| ()))?;
            Ok(bus)
        });
        let bus = match there {
            Ok(bus) => Some(bus),
            Err(BusError::NoLog { .. } | BusError::Topic { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self { bus, loops, limit, looked: None, behind: None })
    }

    /// The stage or store that is furthest behind, when that is too far. Looks now and then.
    pub(super) fn behind(&mut self, now: Instant) -> anyhow::Result<Option<&Behind>> {
        let [least, most] = BETWEEN;
        let every = (self.limit / 2).clamp(least, most);
        let is_due = self.looked.is_none_or(|looked| now.duration_since(looked) >= every);
        if let Some(bus) = self.bus.as_deref().filter(|_| is_due) {
            let look = Look::of(bus, self.loops.clone(), clock::now()).context("look how far live news is behind")?;
            let lags = look.lags(None).into_iter();
            let furthest = lags.filter_map(|lag| Some(Behind { by: lag.whole().age?, stage: lag.stage }));
            self.behind = furthest.max_by_key(|one| one.by).filter(|one| one.by > self.limit);
            self.looked = Some(Instant::now());
        }
        Ok(self.behind.as_ref())
    }
}
