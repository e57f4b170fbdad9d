//! The log as a bus.

use super::append::append;
use super::database::EmbeddedSettings;
use super::lock::RunnerLock;
use super::member::EmbeddedMember;
use super::reader::EmbeddedReader;
use super::shared::Shared;
use super::stamp::now_ms;
use super::topics::first_kept;
use super::{find, offsets, topics};
use crate::{Bus, BusError, Found, Hunt, Isolation, Member, Membership, Output, Reader, TopicPartition, TopicSpec};
use article::TopicName;
use std::path::Path;
use std::sync::Arc;

/// The embedded log. Clones are handles on the same open log; the runner's lock is held until the last handle, member
/// and reader is gone.
///
/// What it does differently from Kafka: a group has one member, which is never revoked anything; offsets have no
/// gaps but those of retention and compaction; `ensure_topics` also brings limits and retention of existing topics up
/// to date; nothing is ever written and not yet committed, so both [`Isolation`]s see the same end.
#[derive(Debug, Clone)]
pub struct EmbeddedLog {
    pub(super) shared: Arc<Shared>,
}

impl EmbeddedLog {
    /// Opens the log, making it when there is none, as the one process that runs stages on it.
    ///
    /// [`BusError::Locked`] when another process does; [`BusError::NotALog`] and [`BusError::LogVersion`] when the
    /// file is something else.
    pub fn open_runner(settings: EmbeddedSettings) -> Result<Self, BusError> {
        let settings = absolute(settings)?;
        if let Some(directory) = settings.path.parent() {
            let failed = |source| BusError::File { path: directory.to_owned(), action: "create the directory", source };
            std::fs::create_dir_all(directory).map_err(failed)?;
        }
        let lock = RunnerLock::take(&settings.path)?;
        let writer = settings.create()?;
        Ok(Self { shared: Arc::new(Shared::new(settings, writer, Some(lock))?) })
    }

    /// Opens a log that exists to look into it or to append, beside a runner or without one. Groups cannot be joined.
    pub fn open_guest(path: &Path) -> Result<Self, BusError> {
        let settings = absolute(EmbeddedSettings::at(path))?;
        if !settings.path.exists() {
            return Err(BusError::NoLog { path: settings.path });
        }
        let writer = settings.open()?;
        Ok(Self { shared: Arc::new(Shared::new(settings, writer, None)?) })
    }
}

impl Bus for EmbeddedLog {
    fn ensure_topics(&self, topics: &[TopicSpec]) -> Result<(), BusError> {
        self.shared.write(|write| topics::ensure(write, topics))
    }

    /// Nobody adds partitions to a log by hand, so none ever lacks some: a log stays as it was made.
    fn add_partitions(&self, topics: &[TopicSpec]) -> Result<Vec<TopicName>, BusError> {
        self.ensure_topics(topics).map(|()| Vec::new())
    }

    fn partition_count(&self, topic: &TopicName) -> Result<i32, BusError> {
        self.shared.look(|look| Ok(topics::get(look, topic)?.partitions))
    }

    fn check(&self, topics: &[TopicName]) -> Result<(), BusError> {
        let path = &self.shared.settings.path;
        // A file that was removed can still be read and written, for as long as it is open.
        if !path.exists() {
            return Err(BusError::LogGone { path: path.clone() });
        }
        self.shared.look(|look| topics.iter().try_for_each(|topic| topics::get(look, topic).map(|_| ())))
    }

    fn join(&self, membership: Membership) -> Result<Box<dyn Member>, BusError> {
        // One process and one member per group leave nobody to fence.
        let Membership { group, topic, transactional_id: _, outputs: _ } = membership;
        Ok(Box::new(EmbeddedMember::join(Arc::clone(&self.shared), group, topic)?))
    }

    fn reader(&self, from: &[(TopicPartition, i64)]) -> Result<Box<dyn Reader>, BusError> {
        Ok(Box::new(EmbeddedReader::open(Arc::clone(&self.shared), from)?))
    }

    fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        self.shared.write(|write| append(write, &outputs, &self.shared.turn, now_ms()))
    }

    fn start_offset(&self, partition: &TopicPartition) -> Result<i64, BusError> {
        self.shared.look(|look| first_kept(look, &topics::partition(look, partition)?))
    }

    fn end_offset(&self, partition: &TopicPartition, isolation: Isolation) -> Result<i64, BusError> {
        match isolation {
            Isolation::Committed | Isolation::Uncommitted => {
                self.shared.look(|look| Ok(topics::partition(look, partition)?.next_offset))
            }
        }
    }

    fn committed(&self, group: &str, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError> {
        self.shared.look(|look| {
            let mut committed = Vec::with_capacity(partitions.len());
            for partition in partitions {
                let row = topics::partition(look, partition)?;
                committed.push(offsets::next(look, group, row.id)?);
            }
            Ok(committed)
        })
    }

    fn offset_at(&self, partition: &TopicPartition, millis: i64) -> Result<i64, BusError> {
        self.shared.look(|look| find::offset_at(look, partition, millis))
    }

    fn find(&self, hunt: &Hunt) -> Result<Found, BusError> {
        self.shared.look(|look| find::find(look, hunt))
    }

    fn describe(&self) -> String {
        format!("embedded:{}", self.shared.settings.path.display())
    }
}

/// SQLite would take some relative names (`file:…`) for URIs, and the process may change its directory.
fn absolute(settings: EmbeddedSettings) -> Result<EmbeddedSettings, BusError> {
    let failed = |source| BusError::File { path: settings.path.clone(), action: "find", source };
    let path = std::path::absolute(&settings.path).map_err(failed)?;
    Ok(EmbeddedSettings { path, ..settings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CommitOutcome, Polled, Retention, Transaction};
    use article::Record;
    use std::time::Duration;

    #[test]
    fn an_append_to_a_full_disk_writes_nothing_and_says_so() {
        let directory = tempfile::tempdir().unwrap();
        let log = EmbeddedLog::open_runner(EmbeddedSettings::at(directory.path().join("log.db"))).unwrap();
        let topic = TopicName::new("in");
        let retention = Retention::Delete { age: Duration::from_secs(60), bytes: None };
        let spec = TopicSpec { name: topic.clone(), partitions: 1, retention, max_message_bytes: 2 << 20 };
        log.ensure_topics(&[spec]).unwrap();
        let output = |bytes: usize| {
            // What cannot be packed.
            let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
            let value = std::iter::successors(Some(7), next).map(|state| (state >> 56) as u8).take(bytes).collect();
            let record = Record { value: Some(value), ..Record::default() };
            Output { topic: topic.clone(), partition: None, record }
        };
        log.append(vec![output(1)]).unwrap();
        // SQLite answers SQLITE_FULL as it does when the file system has no room.
        log.shared.maintain(|file| Ok(file.pragma_update(None, "max_page_count", 40)?)).unwrap();
        let error = log.append(vec![output(2), output(1 << 20), output(1 << 20)]).unwrap_err().to_string();
        assert!(error.contains("disk is full"), "{error}");
        // A member waits for room: what it read is read again.
        let mut member = log
            .join(Membership {
                group: "g".to_owned(),
                topic: topic.clone(),
                transactional_id: "t".to_owned(),
                outputs: Arc::new(()),
            })
            .unwrap();
        let read_all = |member: &mut dyn Member| loop {
            match member.poll(Duration::from_secs(5)).unwrap() {
                Polled::Records(records) => return records,
                Polled::Assigned(_) => {}
                other => panic!("{other:?}"),
            }
        };
        let transaction = |outputs| Transaction { outputs, offsets: vec![(TopicPartition::new(topic.clone(), 0), 1)] };
        assert_eq!(read_all(member.as_mut()).len(), 1);
        match member.commit(transaction(vec![output(1 << 20), output(1 << 20)])).unwrap() {
            CommitOutcome::Rewound { cause } => assert!(cause.contains("disk is full"), "{cause}"),
            CommitOutcome::Committed => panic!("there is no room for it"),
        }
        assert_eq!(read_all(member.as_mut()).len(), 1, "nothing was committed");
        assert_eq!(member.commit(transaction(Vec::new())).unwrap(), CommitOutcome::Committed);
        drop(member);
        log.append(vec![output(3)]).unwrap();
        let mut reader = log.reader(&[(TopicPartition::new(topic, 0), 0)]).unwrap();
        let read = reader.read(Duration::ZERO).unwrap();
        assert_eq!(read.iter().map(|record| record.record.value().len()).collect::<Vec<_>>(), [1, 3]);
    }
}
