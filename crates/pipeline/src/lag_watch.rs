//! Watches how far a loop's partitions reach, on a thread of its own, because asking the bus may block.

use crate::left_open::{LeftOpen, OpenPlace};
use bus::{Extent, LagProbe, TopicPartition};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How often the ends are asked for.
const INTERVAL: Duration = Duration::from_secs(2);
/// Without an answer for so long nothing is known of the time between: the bus was away, or the loop was busy elsewhere.
const UNKNOWN: Duration = Duration::from_secs(15);
/// An answer that is owed for so long is worth telling: a group whose place cannot be learned is given nothing to read.
const SILENT: Duration = Duration::from_secs(60);

type Extents = Vec<(TopicPartition, Extent)>;

/// Asks how far the partitions reach the loop names. Ends with it.
pub(crate) struct LagWatch {
    questions: Sender<Vec<TopicPartition>>,
    /// What the bus says, or why it says nothing.
    answers: Receiver<Result<Extents, Silence>>,
    asked_at: Option<Instant>,
    owed: Option<Owed>,
    left_open: LeftOpen,
}

/// Why the bus does not say how far the partitions reach.
struct Silence {
    why: String,
    /// The places that cannot be told, if that much is known.
    open: Vec<OpenPlace>,
}

/// An answer that has not come.
struct Owed {
    since: Instant,
    why: String,
}

impl LagWatch {
    pub(crate) fn start(name: &str, probe: Box<dyn LagProbe>) -> std::io::Result<Self> {
        let (questions, asked) = crossbeam_channel::bounded::<Vec<TopicPartition>>(1);
        let (answer, answers) = crossbeam_channel::bounded(1);
        std::thread::Builder::new().name(format!("watch {name}")).spawn(move || {
            loop {
                match asked.recv_timeout(Duration::from_secs(60)) {
                    Ok(partitions) => {
                        let said = match probe.extents(&partitions) {
                            Ok(extents) => Ok(partitions.into_iter().zip(extents).collect()),
                            Err(error) => {
                                tracing::debug!(%error, "ask for end offsets");
                                let open = partitions.first().map(|at| probe.unsettled(&at.topic));
                                let open = open.and_then(Result::ok).unwrap_or_default();
                                Err(Silence { why: error.to_string(), open })
                            }
                        };
                        // A loop that has not taken the last answer does not need this one.
                        let _ = answer.try_send(said);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        })?;
        Ok(Self { questions, answers, asked_at: None, owed: None, left_open: LeftOpen::default() })
    }

    /// The latest answer, if one came; asks anew from time to time.
    pub(crate) fn extents(
        &mut self,
        partitions: impl Iterator<Item = TopicPartition>,
        now: Instant,
    ) -> Option<Extents> {
        if self.asked_at.is_none_or(|at| now.duration_since(at) >= INTERVAL) {
            self.asked_at = Some(now);
            let partitions: Vec<TopicPartition> = partitions.collect();
            if partitions.is_empty() {
                // Nobody waits for an answer about nothing.
                self.owed = None;
                self.left_open = LeftOpen::default();
                return self.answers.try_recv().ok().and_then(Result::ok);
            }
            self.owed.get_or_insert_with(|| Owed { since: now, why: "no answer yet".to_owned() });
            // Full: the last question is not answered yet.
            let _ = self.questions.try_send(partitions);
        }
        match self.answers.try_recv().ok()? {
            Ok(extents) => {
                self.owed = None;
                self.left_open = LeftOpen::default();
                Some(extents)
            }
            Err(Silence { why, open }) => {
                self.left_open.note(open, now);
                if let Some(owed) = &mut self.owed {
                    owed.why = why;
                }
                None
            }
        }
    }

    /// Other partitions are to be watched: what waits in them is asked for without a pause.
    pub(crate) fn partitions_changed(&mut self) {
        self.asked_at = None;
    }

    /// The places that a transaction which was left open keeps from being told, if that is why no answer comes.
    pub(crate) fn left_open(&self, now: Instant) -> Option<Vec<OpenPlace>> {
        self.left_open.lasting(now)
    }

    /// What was said of such places is out of date.
    pub(crate) fn forget(&mut self) {
        self.left_open = LeftOpen::default();
    }

    /// Why no answer has come, if one is owed for long.
    pub(crate) fn silence(&self, now: Instant) -> Option<&str> {
        let owed = self.owed.as_ref()?;
        (now.duration_since(owed.since) >= SILENT).then_some(owed.why.as_str())
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
    use bus::BusError;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Answers while it is told to.
    struct Fickle(Arc<AtomicBool>);

    impl LagProbe for Fickle {
        fn extents(&self, partitions: &[TopicPartition]) -> Result<Vec<Extent>, BusError> {
            if self.0.load(Ordering::SeqCst) {
                return Ok(partitions.iter().map(|_| Extent { end: Some(7), ..Extent::default() }).collect());
            }
            Err(BusError::Client { action: "ask for end offsets", detail: "the group's place is unstable".to_owned() })
        }
    }

    /// Asks at `now` and takes the answer as soon as it is there.
    fn ask(watch: &mut LagWatch, now: Instant, until: impl Fn(&LagWatch, Option<&Extents>) -> bool) {
        let at = TopicPartition::new(TopicName::new("t"), 0);
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let said = watch.extents(std::iter::once(at.clone()), now);
            if until(watch, said.as_ref()) {
                return;
            }
            assert!(Instant::now() < patience, "no answer");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_bus_that_tells_no_place_for_a_minute_is_told_with_its_reason() {
        let answers = Arc::new(AtomicBool::new(true));
        let mut watch = LagWatch::start("t", Box::new(Fickle(Arc::clone(&answers)))).unwrap();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        ask(&mut watch, at(0), |_, said| said.is_some());
        assert_eq!(watch.silence(at(600)), None, "nothing was asked since");
        answers.store(false, Ordering::SeqCst);
        let refused = |watch: &LagWatch, _: Option<&Extents>| {
            watch.owed.as_ref().is_some_and(|owed| owed.why.contains("unstable"))
        };
        ask(&mut watch, at(600), refused);
        assert_eq!(watch.silence(at(659)), None);
        assert!(watch.silence(at(660)).is_some_and(|why| why.contains("unstable")));
        assert_eq!(watch.extents(std::iter::empty(), at(700)), None);
        assert_eq!(watch.silence(at(900)), None, "it has no partition any more");
        ask(&mut watch, at(1_000), refused);
        answers.store(true, Ordering::SeqCst);
        ask(&mut watch, at(1_100), |_, said| said.is_some());
        assert_eq!(watch.silence(at(1_100)), None);
    }

    #[test]
    fn what_waits_in_new_partitions_is_asked_for_at_once() {
        let mut watch = LagWatch::start("t", Box::new(Fickle(Arc::new(AtomicBool::new(true))))).unwrap();
        let now = Instant::now();
        assert_eq!(watch.extents(std::iter::empty(), now), None, "nothing is owned yet");
        watch.partitions_changed();
        ask(&mut watch, now, |_, said| said.is_some());
    }

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
