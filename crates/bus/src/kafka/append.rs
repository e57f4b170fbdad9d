//! Appending records outside any group.

use super::shared::Shared;
use super::transactions::Transactions;
use crate::{BusError, CommitOutcome, Output, Transaction};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// How often an append that was aborted is tried again.
const ATTEMPTS: u32 = 5;

/// A producer for appends, made at the first one.
struct Appender {
    transactions: Mutex<Transactions>,
}

/// Producers for appends: one whose transactional id is of this process alone, and those with names.
pub(super) struct Appenders {
    shared: Shared,
    own: Appender,
    named: Mutex<HashMap<String, Arc<Appender>>>,
}

impl Appenders {
    pub(super) fn new(shared: Shared) -> Self {
        // Only tells processes apart; a clock before 1970 gives 0.
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let id = format!("dateline-append-{}-{nanos:x}", std::process::id());
        Self { own: Appender::new(shared.clone(), id), shared, named: Mutex::default() }
    }

    pub(super) fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        if outputs.is_empty() { Ok(()) } else { self.own.append(outputs) }
    }

    /// Under this transactional id. Appending nothing makes its producer ready.
    pub(super) fn append_as(&self, id: &str, outputs: Vec<Output>) -> Result<(), BusError> {
        let named = {
            let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(Appender::new(self.shared.clone(), id.to_owned()));
            Arc::clone(named.entry(id.to_owned()).or_insert_with(new))
        };
        if outputs.is_empty() { named.prepare() } else { named.append(outputs) }
    }
}

impl Appender {
    fn new(shared: Shared, id: String) -> Self {
        Self { transactions: Mutex::new(Transactions::new(shared, id)) }
    }

    fn prepare(&self) -> Result<(), BusError> {
        self.transactions.lock().unwrap_or_else(PoisonError::into_inner).prepare()
    }

    fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        let transaction = Transaction { outputs, offsets: Vec::new() };
        let mut transactions = self.transactions.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            match transactions.commit(&transaction, None)? {
                CommitOutcome::Committed => return Ok(()),
                CommitOutcome::Rewound { cause } if transactions.is_in_doubt() => {
                    return Err(BusError::InDoubt { cause });
                }
                CommitOutcome::Rewound { cause } => last = cause,
            }
        }
        Err(BusError::Client { action: "append records", detail: format!("aborted {ATTEMPTS} times: {last}") })
    }
}
