//! Why a loop ended before it was asked to.

use bus::BusError;

/// Trouble that ends a loop. What was not committed will be read again.
#[derive(Debug, thiserror::Error)]
pub enum LoopError {
    /// The bus.
    #[error(transparent)]
    Bus(#[from] BusError),
    /// The drain deadline passed with work in progress.
    #[error("{name}: {in_flight} records were still in progress at the drain deadline; they will be read again")]
    DrainDeadline {
        /// The loop.
        name: String,
        /// How many.
        in_flight: usize,
    },
    /// Everything that comes is bad.
    #[error(
        "{name}: {count} dead letters in a row; stopped before more is lost to them. The last, {record}: {reason}. Mend \
         the cause, or raise breaker.stop_after; those of earlier batches are in {topic}"
    )]
    TooManyDeadLetters {
        /// The loop.
        name: String,
        /// How many.
        count: u32,
        /// The record that would have been the last of them: topic, partition, offset.
        record: String,
        /// Its class, and what is wrong with it. The batch it was in is not committed: nowhere else can it be read.
        reason: String,
        /// Where those of earlier batches went.
        topic: String,
    },
    /// A store that will not work without somebody's help.
    #[error("{name}: {detail}")]
    Fatal {
        /// The loop.
        name: String,
        /// What it says.
        detail: String,
    },
    /// Nobody takes what a store writes any more: no fault, but nothing is left to do.
    #[error("{name}: {detail}")]
    Gone {
        /// The loop.
        name: String,
        /// What it says.
        detail: String,
    },
    /// A partition stands still although records wait, also after a restart of the reader.
    #[error(
        "{name}: no progress on {partition} although records wait there, also after rejoining; restart the service"
    )]
    Stalled {
        /// The loop.
        name: String,
        /// Which partition.
        partition: String,
    },
    /// A thread could not be started, or ended by itself.
    #[error("{name}: worker threads: {detail}")]
    Threads {
        /// The loop.
        name: String,
        /// What happened.
        detail: String,
    },
}
