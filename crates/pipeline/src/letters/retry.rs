//! What gives a dead letter its second way, and why some can have none.

use super::letter::Letter;
use crate::dead_letter::{UNREADABLE, original_headers};
use crate::second_way::keep_fetch_time;
use article::{Record, RecordRef, StageName, Timestamp, TopicName, Topics, header};
use bus::{Output, TopicSpec};
use std::collections::HashMap;

/// Why a letter cannot be retried: what is missing, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRetry {
    /// A document that never became a record.
    #[error("its document was never taken in, so its bytes are not here; mend what the message names at its source")]
    NotTaken,
    /// It stands for records that the bus can never read.
    #[error("nobody can read its bytes where they stand, so there is nothing to give back; ask its source for it")]
    Unreadable,
    /// Its bytes were too many even for the dead letters.
    #[error("its {0} bytes were too many even for the dead letters and are not kept; ask its source for it")]
    Omitted(u64),
    /// The topic it would go to does not take it.
    #[error("it has {bytes} bytes with its headers and {topic} takes {limit}; raise limits.ingest")]
    TooLarge {
        /// Key, value and headers.
        bytes: usize,
        /// Where it would go.
        topic: TopicName,
        /// The most that is taken there.
        limit: usize,
    },
    /// Nobody would take it.
    #[error("no stage or store of this configuration is the group {0}; add that again, or drop the letter")]
    NoSuchGroup(String),
    /// It is not of this lane, or somebody else wrote it.
    #[error("its headers name no topic that its group reads; it is not of this lane, or not of our writing")]
    Foreign,
}

impl NoRetry {
    /// One word for it, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotTaken => "not_taken",
            Self::Unreadable => "unreadable",
            Self::Omitted(_) => "omitted",
            Self::TooLarge { .. } => "too_large",
            Self::NoSuchGroup(_) => "no_such_group",
            Self::Foreign => "foreign",
        }
    }
}

/// Makes retries: knows who reads what, and how much each topic takes.
#[derive(Debug)]
pub struct Retries {
    raw: TopicName,
    /// The topic that each group reads.
    groups: HashMap<String, TopicName>,
    /// The largest record of each topic, in bytes.
    limits: HashMap<TopicName, usize>,
}

impl Retries {
    /// For a lane with these groups, each with the topic it reads, and these topics.
    pub fn new(topics: &Topics, groups: Vec<(String, TopicName)>, specs: &[TopicSpec]) -> Self {
        let limits = specs.iter().map(|spec| (spec.name.clone(), spec.max_message_bytes)).collect();
        Self { raw: topics.raw(), groups: groups.into_iter().collect(), limits }
    }

    /// The record of a letter as it was read, at the end of the topic it was read from, for its group alone. `now` is its
    /// timestamp: retention and lag count from there. What a version is made of stays as it was.
    pub fn of(&self, letter: &Letter, now: Timestamp) -> Result<Output, NoRetry> {
        let (Some(RecordRef { topic, .. }), Some(group)) = (letter.origin(), letter.group()) else {
            let is_stub = letter.id.stage == StageName::Ingest;
            return Err(if is_stub { NoRetry::NotTaken } else { NoRetry::Foreign });
        };
        if letter.class() == UNREADABLE {
            return Err(NoRetry::Unreadable);
        }
        if let Some(bytes) = letter.omitted_bytes() {
            return Err(NoRetry::Omitted(bytes));
        }
        let topic = TopicName::new(&topic);
        match self.groups.get(group) {
            None => return Err(NoRetry::NoSuchGroup(group.to_owned())),
            Some(read) if *read != topic => return Err(NoRetry::Foreign),
            Some(_) => {}
        }
        let mut headers = original_headers(&letter.record.headers);
        headers.set(header::RETRY_GROUP, group);
        if topic == self.raw
            && let Some(written_at) = letter.written_at()
        {
            keep_fetch_time(&mut headers, Timestamp::from_millis(written_at));
        }
        let Record { key, value, .. } = letter.record.clone();
        let record = Record { key, value, headers, timestamp: now.millis() };
        let (bytes, limit) = (record.size(), self.limits.get(&topic).copied().unwrap_or(usize::MAX));
        if bytes > limit {
            return Err(NoRetry::TooLarge { bytes, topic, limit });
        }
        Ok(Output { topic, partition: None, record })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;
    use crate::dead_letter::{GivenUpBy, dead_letter, stub};
    use article::Lane;
    use bus::{Received, Retention};
    use std::time::Duration;

    const WRITTEN: i64 = 1_790_000_000_000;
    const NOW: i64 = WRITTEN + 86_400_000;

    fn topics() -> Topics {
        Topics::of(Lane::live())
    }

    fn retries() -> Retries {
        let topics = topics();
        let spec = |name: TopicName| TopicSpec {
            name,
            partitions: 3,
            retention: Retention::Delete { age: Duration::from_secs(60), bytes: None },
            max_message_bytes: 300,
        };
        let groups = [("news.extract", topics.raw()), ("news.store.a", topics.enriched())];
        let groups = groups.map(|(group, topic)| (group.to_owned(), topic)).into();
        Retries::new(&topics, groups, &[spec(topics.raw()), spec(topics.enriched())])
    }

    fn letter_in(stage: StageName, output: Output) -> Letter {
        let received = Received { topic: topics().dead_letters(stage), partition: 1, offset: 4, record: output.record };
        Letter::of(received, &topics()).unwrap()
    }

    fn letter(stage: StageName, topic: TopicName, group: &str, class: &'static str, record: Record) -> Letter {
        let received = Received { topic, partition: 2, offset: 9, record };
        let at = Timestamp::from_millis(WRITTEN + 50);
        let by = GivenUpBy { group, stage: "s", service: "s/0", attempts: 1, at };
        letter_in(stage, dead_letter(&received, &Reason::new(class, "why"), by, &topics().dead_letters(stage), 2_000))
    }

    fn raw(headers: &[(&str, &str)], bytes: usize) -> Record {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
        Record { key: Some(b"k".to_vec()), value: Some(vec![b'x'; bytes]), headers, timestamp: WRITTEN }
    }

    fn extracted(record: Record) -> Result<Output, NoRetry> {
        let letter = letter(StageName::Extract, topics().raw(), "news.extract", "not_utf8", record);
        retries().of(&letter, Timestamp::from_millis(NOW))
    }

    #[test]
    fn a_record_goes_back_as_it_was_read_and_for_its_group_alone() {
        let record = raw(&[("content-type", "text/plain"), (header::RETRY_GROUP, "an earlier one")], 5);
        let Output { topic, partition, record: again } = extracted(record.clone()).unwrap();
        assert_eq!((topic, partition, again.timestamp), (topics().raw(), None, NOW));
        assert_eq!((&again.key, &again.value), (&record.key, &record.value));
        let headers: Vec<_> = again.headers.iter().map(|(name, value)| (name, value.to_vec())).collect();
        let written = Timestamp::from_millis(WRITTEN).to_string().into_bytes();
        let expected = [
            ("content-type", b"text/plain".to_vec()),
            (header::RETRY_GROUP, b"news.extract".to_vec()),
            (header::RECORD_FETCHED_AT, written),
        ];
        assert_eq!(headers, expected);
    }

    #[test]
    fn the_version_it_makes_is_that_of_its_first_way() {
        let fetched = |millis: i64| Timestamp::from_millis(millis).to_string();
        let (early, late, written) = (fetched(WRITTEN - 9), fetched(WRITTEN + 3_600_000), fetched(WRITTEN));
        for (stated, expected) in [(&early, &early), (&late, &written), (&"soon".to_owned(), &"soon".to_owned())] {
            let again = extracted(raw(&[(header::RECORD_FETCHED_AT, stated)], 5)).unwrap();
            assert_eq!(again.record.headers.text(header::RECORD_FETCHED_AT), Some(expected.as_str()), "{stated}");
        }
        let stored = letter(StageName::Store, topics().enriched(), "news.store.a", "refused_by_store", raw(&[], 5));
        let again = retries().of(&stored, Timestamp::from_millis(NOW)).unwrap();
        assert_eq!(again.record.headers.len(), 1, "an article has its version in it");
    }

    #[test]
    fn what_cannot_be_retried_says_why_by_name() {
        let refused = |letter: &Letter| retries().of(letter, Timestamp::from_millis(NOW)).unwrap_err().word();
        let by_group =
            |group: &str, topic| refused(&letter(StageName::Store, topic, group, "retries_spent", raw(&[], 5)));
        assert_eq!(by_group("news.store.gone", topics().enriched()), "no_such_group");
        assert_eq!(by_group("news.store.a", TopicName::new("old.enriched.v1")), "foreign");
        let unreadable = letter(StageName::Extract, topics().raw(), "news.extract", "unreadable", Record::default());
        assert_eq!(refused(&unreadable), "unreadable");
        let omitted = letter(StageName::Extract, topics().raw(), "news.extract", "not_utf8", raw(&[], 3_000));
        assert_eq!((omitted.omitted_bytes(), refused(&omitted)), (Some(3_000), "omitted"));
        assert_eq!(extracted(raw(&[], 250)).unwrap_err().word(), "too_large", "its own limit let it in without ours");
        let at = Timestamp::from_millis(1);
        let by = GivenUpBy { group: "news.ingest", stage: "ingest", service: "s/0", attempts: 1, at };
        let dead = topics().dead_letters(StageName::Ingest);
        let value = br#"{"source": "wire", "length": 7}"#.to_vec();
        let stub = letter_in(StageName::Ingest, stub(None, value, &Reason::new("too_large", "why"), by, &dead));
        assert_eq!((refused(&stub), stub.source().as_deref()), ("not_taken", Some("wire")));
        let nobodys = Output { topic: dead, partition: None, record: raw(&[], 1) };
        assert_eq!(refused(&letter_in(StageName::Enrich, nobodys)), "foreign");
    }
}
