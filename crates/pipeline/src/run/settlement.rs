//! How far a loop is with ending what a transaction has left open in its group.

use crate::evidence::Places;
use crate::left_open::OpenPlace;
use bus::TopicPartition;
use crossbeam_channel::Receiver;
use std::time::Instant;

/// The step that comes next, and what is known of those before.
#[derive(Default)]
pub(super) struct Settling {
    pub(super) step: Step,
    /// No step before this.
    pub(super) not_before: Option<Instant>,
    /// What was handed over, until it shows whether that was an end.
    pub(super) handed_over: Option<(Vec<OpenPlace>, Places)>,
    /// Why it was not done when that was said last.
    pub(super) told: String,
}

#[derive(Default)]
pub(super) enum Step {
    #[default]
    Nothing,
    /// Another thread looks through the outputs.
    Looking { open: Vec<OpenPlace>, answer: Receiver<Result<Places, String>> },
    /// To be committed before anything else is. `tried`: it failed, and whatever was read since was read from a place
    /// that may be wrong.
    Due { open: Vec<OpenPlace>, places: Places, tried: bool },
}

impl Settling {
    /// Nothing may be taken in nor committed now.
    pub(super) fn is_due(&self) -> bool {
        matches!(self.step, Step::Due { .. })
    }

    /// Partitions are taken away: their places are the next owner's.
    pub(super) fn forget(&mut self, partitions: &[TopicPartition]) {
        match &self.step {
            Step::Looking { open, .. } | Step::Due { open, .. }
                if open.iter().any(|(at, _)| partitions.contains(at)) =>
            {
                self.step = Step::Nothing;
            }
            Step::Nothing | Step::Looking { .. } | Step::Due { .. } => {}
        }
    }
}
