//! What the handles of one process on one log share: the connection to write through, one to look things up, the wakeup
//! and the members.

use super::database::EmbeddedSettings;
use super::lock::RunnerLock;
use super::sqlite_errors::Stop;
use super::wakeup::Wakeup;
use crate::BusError;
use article::TopicName;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::AtomicU32;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The log as this process has it open.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) settings: EmbeddedSettings,
    pub(super) wakeup: Wakeup,
    /// Spreads records without a key over partitions.
    pub(super) turn: AtomicU32,
    writer: Mutex<Connection>,
    lookup: Mutex<Connection>,
    /// Groups with a member, and what it reads.
    members: Mutex<HashMap<String, TopicName>>,
    /// Groups that are to read, whether they have a member now or not.
    expected: Mutex<Vec<(String, TopicName)>>,
    /// `None` for a guest.
    lock: Option<RunnerLock>,
}

impl Shared {
    /// The log behind an open connection to write through.
    pub(super) fn new(
        settings: EmbeddedSettings,
        writer: Connection,
        lock: Option<RunnerLock>,
    ) -> Result<Self, BusError> {
        let lookup = settings.open_to_read()?;
        Ok(Self {
            settings,
            wakeup: Wakeup::default(),
            turn: AtomicU32::new(0),
            writer: Mutex::new(writer),
            lookup: Mutex::new(lookup),
            members: Mutex::default(),
            expected: Mutex::default(),
            lock,
        })
    }

    /// Refuses a guest.
    pub(super) fn require_runner(&self, action: &'static str) -> Result<(), BusError> {
        match &self.lock {
            Some(_) => Ok(()),
            None => Err(BusError::Guest { path: self.settings.path.clone(), action }),
        }
    }

    /// Runs a write as one transaction: all of it is durable when this returns, or none of it ever.
    pub(super) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Stop>) -> Result<T, BusError> {
        let written = || -> Result<T, Stop> {
            let mut writer = locked(&self.writer);
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        let result = written().map_err(|stop| stop.at(&self.settings.path, "written"))?;
        self.wakeup.wake();
        Ok(result)
    }

    /// Does something to the file that is no transaction of ours, such as a checkpoint.
    pub(super) fn maintain<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Stop>) -> Result<T, BusError> {
        work(&locked(&self.writer)).map_err(|stop| stop.at(&self.settings.path, "maintained"))
    }

    /// Looks something up in one snapshot.
    pub(super) fn look<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Stop>) -> Result<T, BusError> {
        let looked = || -> Result<T, Stop> {
            let lookup = locked(&self.lookup);
            let snapshot = lookup.unchecked_transaction()?;
            work(&snapshot)
        };
        looked().map_err(|stop| stop.at(&self.settings.path, "read"))
    }

    /// Enters a member of a group, if the group has none.
    pub(super) fn enter(&self, group: &str, topic: &TopicName) -> Result<(), BusError> {
        let mut members = locked(&self.members);
        if members.contains_key(group) {
            return Err(BusError::GroupTaken { group: group.to_owned() });
        }
        members.insert(group.to_owned(), topic.clone());
        Ok(())
    }

    /// The group's member has gone.
    pub(super) fn leave(&self, group: &str) {
        locked(&self.members).remove(group);
    }

    /// Names the groups that are to read.
    pub(super) fn expect(&self, groups: Vec<(String, TopicName)>) {
        *locked(&self.expected) = groups;
    }

    /// The groups that read this topic, now or sooner or later.
    pub(super) fn groups_reading(&self, topic: &TopicName) -> BTreeSet<String> {
        let (members, expected) = (locked(&self.members), locked(&self.expected));
        let all = members.iter().chain(expected.iter().map(|(group, read)| (group, read)));
        all.filter(|(_, read)| *read == topic).map(|(group, _)| group.clone()).collect()
    }
}

/// A thread that panicked leaves nothing half done behind these: a transaction rolls back on its way out, and the map
/// changes in one step.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
