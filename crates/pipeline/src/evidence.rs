//! How far the input was worked through, by what stands in the outputs.
//!
//! In: a stage and partitions of its input, each with a place that is surely not too far. Out: the places behind the
//! last records of which everything that is to come of them can be read. A stage is a function: what is to come of a
//! record is known by doing the work again. A record is passed over only when all of it is there, so nothing can be lost.

use crate::dead_letter::died_from;
use crate::left_open::OpenPlace;
use crate::workers::process;
use crate::{Clock, Outcome, Shutdown, Stage, meant_for};
use article::{RecordRef, TopicName};
use bus::{Bus, BusError, Isolation, Reader, Received, TopicPartition};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Offsets at the end of each partition of an output that are looked through: what transactions hold that were committed
/// within a moment, and what others wrote since.
const TAIL: i64 = 20_000;
/// A transaction that is open in an output has ended within this, or was left open as well.
const ENDED: Duration = Duration::from_secs(40);
/// Reading is given up after this.
const READ: Duration = Duration::from_secs(300);

/// Where a stage reads and writes.
pub(crate) struct Evidence {
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) shutdown: Shutdown,
    pub(crate) clock: Clock,
    pub(crate) stage: Arc<dyn Stage>,
    pub(crate) group: String,
    /// Where outputs go.
    pub(crate) output: TopicName,
    /// Where dead letters go.
    pub(crate) dead_letters: TopicName,
}

/// Per partition the next offset to be read.
pub(crate) type Places = Vec<(TopicPartition, i64)>;

/// What can be read of the outputs of a record: their keys, or its dead letter.
#[derive(Debug, Default)]
struct Made {
    keys: BTreeSet<Option<Vec<u8>>>,
    is_dead: bool,
}

/// What was made of the records from some places on, by partition and offset.
type Seen = BTreeMap<(TopicPartition, i64), Made>;

/// The places before what is open: where the group had none, it begins with the first record there is.
pub(crate) fn certain_places(bus: &dyn Bus, open: &[OpenPlace]) -> Result<Places, String> {
    let place = |(at, place): &OpenPlace| {
        let place = place.map_or_else(|| bus.start_offset(at), Ok).map_err(|error| error.to_string())?;
        Ok((at.clone(), place))
    };
    open.iter().map(place).collect()
}

impl Evidence {
    /// The places behind what was worked through, from these places on. Err: it cannot be known.
    pub(crate) fn reached(&self, from: &[(TopicPartition, i64)]) -> Result<Places, String> {
        let until = Instant::now() + READ;
        let mut seen = Seen::new();
        let tails = self.tails().map_err(|error| error.to_string())?;
        let mut reader = self.bus.reader(&tails?).map_err(|error| error.to_string())?;
        while let Some(records) = self.next(reader.as_mut(), until)? {
            records.iter().for_each(|one| self.note(one, from, &mut seen));
        }
        from.iter().map(|(at, place)| Ok((at.clone(), self.behind_done(at, *place, &seen, until)?))).collect()
    }

    /// The ends of the outputs, once all that is written there now can be read.
    fn tails(&self) -> Result<Result<Places, String>, BusError> {
        let until = Instant::now() + ENDED;
        let mut tails = Vec::new();
        for topic in [&self.output, &self.dead_letters] {
            for partition in 0..self.bus.partition_count(topic)? {
                let at = TopicPartition::new(topic.clone(), partition);
                let end = self.bus.end_offset(&at, Isolation::Uncommitted)?;
                while self.bus.end_offset(&at, Isolation::Committed)? < end {
                    if self.shutdown.wait_timeout(Duration::from_millis(500)) || Instant::now() > until {
                        return Ok(Err(format!("a transaction is open in its output {at}, too")));
                    }
                }
                let start = self.bus.start_offset(&at)?;
                tails.push((at, start.max(end - TAIL)));
            }
        }
        Ok(Ok(tails))
    }

    /// The next records; `None`: all were read.
    fn next(&self, reader: &mut dyn Reader, until: Instant) -> Result<Option<Vec<Received>>, String> {
        if reader.caught_up() {
            return Ok(None);
        }
        if self.shutdown.is_requested() || Instant::now() > until {
            return Err("its topics could not be read to their ends".to_owned());
        }
        reader.read(Duration::from_millis(500)).map(Some).map_err(|error| error.to_string())
    }

    fn note(&self, one: &Received, from: &[(TopicPartition, i64)], seen: &mut Seen) {
        let is_dead = one.topic == self.dead_letters;
        let origin = if is_dead { died_from(&one.record, &self.group) } else { self.stage.made_from(&one.record) };
        let Some(RecordRef { topic, partition, offset }) = origin else { return };
        let at = TopicPartition::new(TopicName::new(&topic), partition);
        if from.iter().any(|(wanted, place)| *wanted == at && *place <= offset) {
            let made = seen.entry((at, offset)).or_default();
            made.is_dead |= is_dead;
            made.keys.insert(one.record.key.clone());
        }
    }

    /// The place behind the records of a partition that are done with, one after the other.
    fn behind_done(&self, at: &TopicPartition, place: i64, seen: &Seen, until: Instant) -> Result<i64, String> {
        let last = seen.keys().filter(|(partition, _)| partition == at).map(|(_, offset)| *offset).max();
        let Some(last) = last else { return Ok(place) };
        let mut reader = self.bus.reader(&[(at.clone(), place)]).map_err(|error| error.to_string())?;
        let mut next = place;
        while let Some(records) = self.next(reader.as_mut(), until)? {
            for one in records {
                if one.offset > last || !self.is_done(&one, seen.get(&(at.clone(), one.offset))) {
                    return Ok(next);
                }
                next = one.offset + 1;
            }
        }
        Ok(next)
    }

    /// Whether all that is to come of a record is there.
    fn is_done(&self, one: &Received, made: Option<&Made>) -> bool {
        let is_for_others = meant_for::passed_over(&one.record, &self.group, true).is_some();
        if made.is_some_and(|made| made.is_dead) || is_for_others {
            return true;
        }
        match process(self.stage.as_ref(), one, self.clock) {
            Outcome::Emit(outputs) => {
                outputs.iter().all(|output| made.is_some_and(|made| made.keys.contains(&output.record.key)))
            }
            Outcome::Drop(_) => true,
            // Only what drives a store holds, and it would write the same again.
            Outcome::Hold(_) => false,
            Outcome::DeadLetter(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;
    use crate::dead_letter::{GivenUpBy, dead_letter};
    use article::{Headers, Record, StageName, Timestamp, header};
    use bus::{EmbeddedLog, EmbeddedSettings, Output, Retention, TopicSpec};

    /// Makes of `a b` two outputs named so, and of nothing none.
    struct Words;

    impl Stage for Words {
        fn name(&self) -> StageName {
            StageName::Extract
        }

        fn process(&self, input: &Received, _: Timestamp) -> Outcome {
            let text = String::from_utf8_lossy(input.record.value()).into_owned();
            let outputs: Vec<Output> = text.split_whitespace().map(|word| word_of(word, input.offset)).collect();
            if outputs.is_empty() { Outcome::Drop("no_entries") } else { Outcome::Emit(outputs) }
        }

        fn made_from(&self, output: &Record) -> Option<RecordRef> {
            let offset = String::from_utf8_lossy(output.value()).parse().ok()?;
            Some(RecordRef { topic: "in".to_owned(), partition: 0, offset })
        }
    }

    fn word_of(word: &str, offset: i64) -> Output {
        let (key, value) = (Some(word.as_bytes().to_vec()), Some(offset.to_string().into_bytes()));
        Output { topic: TopicName::new("out"), partition: None, record: Record { key, value, ..Record::default() } }
    }

    fn died_at(offset: i64, group: &str) -> Output {
        let input = Received { topic: TopicName::new("in"), partition: 0, offset, record: Record::default() };
        let by = GivenUpBy { group, stage: "s", service: "s/0", attempts: 1, at: Timestamp::from_millis(1) };
        dead_letter(&input, &Reason::new("broken_message", "it is"), by, &TopicName::new("dead"), 1_000)
    }

    /// How far a partition with these records (`>`: retried for another group) was worked through from a place on, when
    /// this stands in the outputs.
    fn reached(records: &[&str], made: Vec<Output>, place: Option<i64>) -> i64 {
        let directory = tempfile::tempdir().unwrap();
        let log = EmbeddedLog::open_runner(EmbeddedSettings::at(directory.path().join("log.db"))).unwrap();
        let topics = [("in", 1), ("out", 3), ("dead", 1)].map(|(name, partitions)| TopicSpec {
            name: TopicName::new(name),
            partitions,
            retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
            max_message_bytes: 1 << 20,
        });
        log.ensure_topics(&topics).unwrap();
        let input = |text: &&str| {
            let (headers, text) = match text.strip_prefix('>') {
                Some(text) => ([(header::RETRY_GROUP.to_owned(), b"another".to_vec())].into_iter().collect(), text),
                None => (Headers::new(), *text),
            };
            let record = Record { value: Some(text.as_bytes().to_vec()), headers, ..Record::default() };
            Output { topic: TopicName::new("in"), partition: None, record }
        };
        log.append(records.iter().map(input).collect()).unwrap();
        log.append(made).unwrap();
        let evidence = Evidence {
            bus: Arc::new(log),
            shutdown: Shutdown::new(),
            clock: || Timestamp::from_millis(1),
            stage: Arc::new(Words),
            group: "group".to_owned(),
            output: TopicName::new("out"),
            dead_letters: TopicName::new("dead"),
        };
        let at = TopicPartition::new(TopicName::new("in"), 0);
        let places = certain_places(evidence.bus.as_ref(), &[(at.clone(), place)]).unwrap();
        let places = evidence.reached(&places).unwrap();
        let [(partition, next)] = places.as_slice() else { panic!("{places:?}") };
        assert_eq!(*partition, at);
        *next
    }

    #[test]
    fn a_record_is_passed_over_when_all_that_is_to_come_of_it_is_there() {
        let records = ["a", "b c", "", "broken", "d", "e"];
        let made = || vec![word_of("a", 0), word_of("b", 1), word_of("c", 1), died_at(3, "group"), word_of("d", 4)];
        assert_eq!(reached(&records, made(), None), 5);
        assert_eq!(reached(&records, made(), Some(2)), 5);
        assert_eq!(reached(&records, made(), Some(5)), 5, "never behind the place it had");
        assert_eq!(reached(&records, Vec::new(), Some(2)), 2, "what drops records leaves no trace");
        let without = |index: usize| {
            let mut made = made();
            made.remove(index);
            reached(&records, made, None)
        };
        assert_eq!(without(0), 0, "a later one counts for nothing");
        assert_eq!(without(2), 1, "half of it is not there");
        assert_eq!(without(3), 3);
        let foreign = vec![word_of("a", 0), died_at(1, "another")];
        assert_eq!(reached(&records, foreign, None), 1, "another group's dead letter");
        let passed_over = reached(&["a", ">b", "c"], vec![word_of("a", 0), word_of("c", 2)], None);
        assert_eq!(passed_over, 3, "nothing is to come of what another group is given again");
        assert_eq!(reached(&records, vec![word_of("z", 0)], None), 0, "of an earlier topic of this name");
    }
}
