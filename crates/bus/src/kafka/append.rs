//! Appending records outside any group.

use super::shared::Shared;
use super::transactions::Transactions;
use crate::{BusError, CommitOutcome, Output, Transaction};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// How often an append that was aborted is tried again.
const ATTEMPTS: u32 = 5;

/// A producer for appends, made at the first one. Its transactional id is of this process alone.
pub(super) struct Appender {
    transactions: Mutex<Transactions>,
}

impl Appender {
    pub(super) fn new(shared: Shared) -> Self {
        // Only tells processes apart; a clock before 1970 gives 0.
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let id = format!("dateline-append-{}-{nanos:x}", std::process::id());
        Self { transactions: Mutex::new(Transactions::new(shared, id)) }
    }

    pub(super) fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        if outputs.is_empty() {
            return Ok(());
        }
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
