//! The fault table: Dateline broken on purpose, and the books afterwards.
//!
//! A scenario has topics and a store of its own, knows what it sent, breaks something while articles flow, and counts
//! from the topics and the store alone what was lost, doubled or put out of order. `docs/reliability.md` is made by
//! the program `faults` from them.

mod alerts;
mod books;
mod certificates;
mod chance;
mod clock;
mod cluster;
mod covered;
mod disk;
mod divided;
mod ground;
mod hostile;
mod kills;
mod lane;
mod list;
mod load;
mod memory;
mod namespace;
mod network;
mod outages;
mod poison;
mod progress;
mod proxy;
mod recovery;
mod report;
mod scenario;
mod security;
mod sender;
mod sent;
mod signals;
mod soak;
mod stored;
mod storms;
mod strangers;
mod tally;
mod truncation;
mod upstream;

pub use list::SCENARIOS;
pub use report::{End, Row};
pub use scenario::{Need, Scenario, Wish};
pub use tally::{Recovery, Tally};
