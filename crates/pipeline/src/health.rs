//! Whether the parts of a service are connected: what `/readyz` and `/livez` answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The part that stands for the bus.
const BUS: &str = "bus";

/// The parts of one process and their state. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Health(Arc<Mutex<BTreeMap<String, State>>>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Starting,
    Ready,
    Unready(String),
    Dead(String),
}

/// One part's own handle.
#[derive(Debug, Clone)]
pub struct Part {
    health: Health,
    name: String,
}

impl Health {
    /// Adds a part, which counts as not ready until it says otherwise.
    pub fn part(&self, name: &str) -> Part {
        let part = Part { health: self.clone(), name: name.to_owned() };
        part.set(State::Starting);
        part
    }

    /// The part that stands for the bus.
    pub fn bus(&self) -> Part {
        self.part(BUS)
    }

    /// The part that stands for a loop's input: not ready until the loop owns partitions.
    pub fn input_of(&self, name: &str) -> Part {
        self.part(&format!("{name} input"))
    }

    /// The parts that are not ready, as `name: why`. Empty: ready.
    pub fn not_ready(&self) -> Vec<String> {
        self.select(State::why_not_ready, |name, why| format!("{name}: {why}"))
    }

    /// The names of the parts that are not ready: causes name hosts, databases and users, which are nobody else's
    /// business.
    pub fn parts_not_ready(&self) -> Vec<String> {
        self.select(State::why_not_ready, |name, _| name.to_owned())
    }

    /// The parts that will not recover without a restart, as `name: why`. Empty: alive.
    pub fn dead(&self) -> Vec<String> {
        self.select(State::why_dead, |name, why| format!("{name}: {why}"))
    }

    /// The names of the parts that will not recover without a restart.
    pub fn parts_dead(&self) -> Vec<String> {
        self.select(State::why_dead, |name, _| name.to_owned())
    }

    fn select(&self, why: impl Fn(&State) -> Option<&str>, show: impl Fn(&str, &str) -> String) -> Vec<String> {
        let parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        parts.iter().filter_map(|(name, state)| why(state).map(|why| show(name, why))).collect()
    }
}

impl State {
    fn why_not_ready(&self) -> Option<&str> {
        match self {
            Self::Ready => None,
            Self::Starting => Some("starting"),
            Self::Unready(why) | Self::Dead(why) => Some(why),
        }
    }

    fn why_dead(&self) -> Option<&str> {
        match self {
            Self::Dead(why) => Some(why),
            Self::Ready | Self::Starting | Self::Unready(_) => None,
        }
    }
}

impl Part {
    /// Connected and working.
    pub fn ready(&self) {
        self.set(State::Ready);
    }

    /// Whether the bus is known to be unusable, which explains much of what goes wrong elsewhere.
    pub fn bus_is_away(&self) -> bool {
        let parts = self.health.0.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(parts.get(BUS), Some(State::Unready(_)))
    }

    /// Not working yet.
    pub fn starting(&self) {
        self.set(State::Starting);
    }

    /// Not working now, for this reason.
    pub fn unready(&self, why: &str) {
        self.set(State::Unready(why.to_owned()));
    }

    /// Will not work again without a restart.
    pub fn dead(&self, why: &str) {
        self.set(State::Dead(why.to_owned()));
    }

    fn set(&self, state: State) {
        self.health.0.lock().unwrap_or_else(PoisonError::into_inner).insert(self.name.clone(), state);
    }
}
