//! Watches how far a loop's partitions reach, on a thread of its own, because asking the bus may block.

use bus::{Extent, LagProbe, TopicPartition};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How often the ends are asked for.
const INTERVAL: Duration = Duration::from_secs(2);
/// Without an answer for so long nothing is known of the time between: the bus was away, or the loop was busy elsewhere.
const UNKNOWN: Duration = Duration::from_secs(15);

/// Asks how far the partitions reach the loop names. Ends with it.
pub(crate) struct Watch {
    questions: Sender<Vec<TopicPartition>>,
    answers: Receiver<Vec<(TopicPartition, Extent)>>,
    asked_at: Option<Instant>,
}

impl Watch {
    pub(crate) fn start(name: &str, probe: Box<dyn LagProbe>) -> std::io::Result<Self> {
        let (questions, asked) = crossbeam_channel::bounded::<Vec<TopicPartition>>(1);
        let (answer, answers) = crossbeam_channel::bounded(1);
        std::thread::Builder::new().name(format!("watch {name}")).spawn(move || {
            loop {
                match asked.recv_timeout(Duration::from_secs(60)) {
                    Ok(partitions) => match probe.extents(&partitions) {
                        Ok(extents) => {
                            // A loop that has not taken the last answer does not need this one.
                            let _ = answer.try_send(partitions.into_iter().zip(extents).collect());
                        }
                        Err(error) => tracing::debug!(%error, "ask for end offsets"),
                    },
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        })?;
        Ok(Self { questions, answers, asked_at: None })
    }

    /// The latest answer, if one came; asks anew from time to time.
    pub(crate) fn extents(
        &mut self,
        partitions: impl Iterator<Item = TopicPartition>,
    ) -> Option<Vec<(TopicPartition, Extent)>> {
        if self.asked_at.is_none_or(|at| at.elapsed() >= INTERVAL) {
            self.asked_at = Some(Instant::now());
            // Full: the last question is not answered yet.
            let _ = self.questions.try_send(partitions.collect());
        }
        self.answers.try_recv().ok()
    }
}

/// Tells partitions that stand still although records wait from those that are merely idle.
#[derive(Debug, Default)]
pub(crate) struct StallDetector {
    waiting: HashMap<TopicPartition, Waiting>,
}

/// A partition with records to read.
#[derive(Debug)]
struct Waiting {
    position: Option<i64>,
    since: Instant,
    noted: Instant,
}

impl StallDetector {
    /// Notes a partition's position and end. Says for how long it has stood still with records to read.
    pub(crate) fn note(
        &mut self,
        at: &TopicPartition,
        position: Option<i64>,
        end: Option<i64>,
        now: Instant,
    ) -> Duration {
        if end.is_none_or(|end| end <= position.unwrap_or(0)) {
            self.waiting.remove(at);
            return Duration::ZERO;
        }
        let fresh = Waiting { position, since: now, noted: now };
        let Some(waiting) = self.waiting.get_mut(at) else {
            self.waiting.insert(at.clone(), fresh);
            return Duration::ZERO;
        };
        if waiting.position != position || now.duration_since(waiting.noted) > UNKNOWN {
            *waiting = fresh;
        }
        waiting.noted = now;
        now.duration_since(waiting.since)
    }

    /// Forgets everything, as when intake was closed on purpose.
    pub(crate) fn reset(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;

    #[test]
    fn only_a_partition_with_records_and_no_progress_is_stalled() {
        let mut detector = StallDetector::default();
        let at = TopicPartition::new(TopicName::new("t"), 0);
        let start = Instant::now();
        let later = |seconds| start + Duration::from_secs(seconds);
        let mut note = |position, end, seconds| detector.note(&at, position, end, later(seconds)).as_secs();
        assert_eq!(note(Some(5), Some(9), 0), 0);
        assert_eq!(note(Some(5), Some(9), 10), 10);
        assert_eq!(note(Some(5), Some(10), 20), 20, "more comes in");
        assert_eq!(note(Some(6), Some(10), 30), 0, "progress");
        assert_eq!(note(Some(10), Some(10), 40), 0, "idle");
        assert_eq!(note(Some(10), Some(11), 50), 0, "only now there is something");
        assert_eq!(note(Some(10), Some(11), 60), 10);
        assert_eq!(note(Some(10), Some(11), 90), 0, "nothing is known of the time since");
        assert_eq!(note(None, Some(0), 100), 0, "an empty topic");
        assert_eq!(note(None, None, 110), 0, "nothing to read since the assignment");
        assert_eq!(note(None, Some(7), 120), 0);
        assert_eq!(note(None, Some(7), 130), 10, "never given anything although records wait");
    }
}
