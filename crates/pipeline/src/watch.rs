//! Watches how far a loop's partitions reach, on a thread of its own, because asking the bus may block.

use bus::{LagProbe, TopicPartition};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How often the ends are asked for.
const INTERVAL: Duration = Duration::from_secs(2);

/// Asks for the ends of the partitions the loop names. Ends with it.
pub(crate) struct Watch {
    questions: Sender<Vec<TopicPartition>>,
    answers: Receiver<Vec<(TopicPartition, i64)>>,
    asked_at: Option<Instant>,
}

impl Watch {
    pub(crate) fn start(name: &str, probe: Box<dyn LagProbe>) -> std::io::Result<Self> {
        let (questions, asked) = crossbeam_channel::bounded::<Vec<TopicPartition>>(1);
        let (answer, answers) = crossbeam_channel::bounded(1);
        std::thread::Builder::new().name(format!("watch {name}")).spawn(move || {
            loop {
                match asked.recv_timeout(Duration::from_secs(60)) {
                    Ok(partitions) => match probe.end_offsets(&partitions) {
                        Ok(ends) => {
                            // A loop that has not taken the last answer does not need this one.
                            let _ = answer.try_send(partitions.into_iter().zip(ends).collect());
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

    /// The latest ends, if some came; asks anew from time to time.
    pub(crate) fn ends(&mut self, partitions: impl Iterator<Item = TopicPartition>) -> Option<Vec<(TopicPartition, i64)>> {
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
    waiting: HashMap<TopicPartition, (Option<i64>, Instant)>,
}

impl StallDetector {
    /// Notes a partition's position and end. Says for how long it has stood still with records to read.
    pub(crate) fn note(&mut self, at: &TopicPartition, position: Option<i64>, end: i64, now: Instant) -> Duration {
        if end <= position.unwrap_or(0) {
            self.waiting.remove(at);
            return Duration::ZERO;
        }
        let waiting = self.waiting.entry(at.clone()).or_insert((position, now));
        if waiting.0 != position {
            *waiting = (position, now);
        }
        now.duration_since(waiting.1)
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
        assert_eq!(detector.note(&at, Some(5), 9, start), Duration::ZERO);
        assert_eq!(detector.note(&at, Some(5), 9, later(30)), Duration::from_secs(30));
        assert_eq!(detector.note(&at, Some(6), 9, later(40)), Duration::ZERO, "progress");
        assert_eq!(detector.note(&at, Some(9), 9, later(90)), Duration::ZERO, "idle");
        assert_eq!(detector.note(&at, Some(9), 10, later(200)), Duration::ZERO, "only now there is something");
        assert_eq!(detector.note(&at, None, 0, later(200)), Duration::ZERO, "an empty topic");
    }
}
