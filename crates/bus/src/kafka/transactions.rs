//! The transactional producer: it commits, and replaces itself when it can no longer be used.

use super::attempt::{Failure, abort, attempt, drop_aside, start};
use super::bounded::Bounded;
use super::cause::Cause;
use super::deliveries::Deliveries;
use super::left_behind::LeftBehind;
use super::refusals::{Next, Refusals};
use super::shared::Shared;
use crate::{BusError, CommitOutcome, Membership, Transaction};
use rdkafka::consumer::ConsumerGroupMetadata;
use rdkafka::producer::{BaseProducer, Producer};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often within [`FENCE_WINDOW`] another producer may take our id before we give way to it. Commits in between do
/// not count in our favour: two processes that share an id take it from each other and each commits now and then.
const FENCES: usize = 3;
/// Less than a broker needs to fence a producer as often on its own account, by ending transactions that outlived
/// `transaction.timeout.ms`.
const FENCE_WINDOW: Duration = Duration::from_secs(30);

/// A transactional producer that replaces itself when it can no longer be used.
pub(super) struct Transactions {
    shared: Shared,
    transactional_id: String,
    /// Whose transactions they are; `None`: of an id that nobody had before.
    membership: Option<Membership>,
    producer: Option<Arc<BaseProducer<Deliveries>>>,
    calls: Bounded,
    /// When it was fenced lately.
    fenced_at: Vec<Instant>,
    refusals: Refusals,
    /// The last commit ended without an answer.
    in_doubt: bool,
}

impl Transactions {
    pub(super) fn of_member(shared: Shared, membership: Membership) -> Self {
        Self { membership: Some(membership.clone()), ..Self::new(shared, membership.transactional_id) }
    }

    pub(super) fn new(shared: Shared, transactional_id: String) -> Self {
        Self {
            shared,
            transactional_id,
            membership: None,
            producer: None,
            calls: Bounded::default(),
            fenced_at: Vec::new(),
            refusals: Refusals::default(),
            in_doubt: false,
        }
    }

    /// Makes the producer ready: ends what an earlier holder of the id left open.
    pub(super) fn prepare(&mut self) -> Result<(), BusError> {
        match self.ready() {
            Ok(_) => Ok(()),
            Err(Failure::Hopeless(error)) => Err(error),
            Err(Failure::Fenced) => self.fenced().map(|_| ()),
            Err(Failure::Abortable(cause) | Failure::Broken(cause)) => {
                Err(BusError::Client { action: "start transactions", detail: cause.text })
            }
        }
    }

    fn ready(&mut self) -> Result<Arc<BaseProducer<Deliveries>>, Failure> {
        let producer = match self.producer.take() {
            Some(producer) => producer,
            None => Arc::new(self.start()?),
        };
        Ok(Arc::clone(self.producer.insert(producer)))
    }

    /// A new producer, and before it nothing that would end with its first transaction.
    fn start(&self) -> Result<BaseProducer<Deliveries>, Failure> {
        let settings = &self.shared.settings;
        let producer = start(settings, &self.transactional_id, &self.shared.trouble)?;
        let writes = |membership: &&Membership| !membership.outputs.topics().is_empty();
        let ended = self.membership.as_ref().filter(writes).map_or(Ok(()), |membership| {
            LeftBehind::new(settings, membership).map_err(Failure::Hopeless)?.end(&producer)
        });
        match ended {
            Ok(()) => Ok(producer),
            Err(failure) => {
                drop_aside(producer);
                Err(failure)
            }
        }
    }

    /// Writes a transaction. `metadata` proves membership when there are offsets; without it the partitions are gone.
    pub(super) fn commit(
        &mut self,
        transaction: &Transaction,
        metadata: Option<&Arc<ConsumerGroupMetadata>>,
    ) -> Result<CommitOutcome, BusError> {
        self.shared.limits.check(&transaction.outputs)?;
        if metadata.is_none() && !transaction.offsets.is_empty() {
            return Ok(CommitOutcome::Rewound { cause: "the partitions went to another member".to_owned() });
        }
        let mut tried = false;
        let attempted = self.ready().and_then(|producer| {
            tried = true;
            attempt(&producer, transaction, metadata, &self.calls)
        });
        // The client commits nothing of which a record was not delivered.
        let delivered = self.producer.as_ref().is_none_or(|producer| producer.context().undelivered().is_none());
        self.in_doubt = tried && delivered && matches!(attempted, Err(Failure::Broken(_) | Failure::Fenced));
        match attempted {
            Ok(()) => {
                self.refusals.committed();
                Ok(CommitOutcome::Committed)
            }
            Err(Failure::Abortable(cause)) => {
                let limits = &self.shared.limits;
                let undelivered = self.producer.as_ref().and_then(|producer| Cause::of_undelivered(producer, limits));
                match self.abort() {
                    Err(Failure::Fenced) if undelivered.is_none() => return self.fenced(),
                    Err(Failure::Hopeless(error)) => return Err(error),
                    Ok(()) | Err(Failure::Fenced | Failure::Abortable(_) | Failure::Broken(_)) => {}
                }
                if !transaction.outputs.is_empty() {
                    // Whether the outputs were told of the abort the next one finds out. And this one may have skipped
                    // sequence numbers, for which it would abort more transactions before it is well, and would name
                    // that as the reason.
                    self.discard();
                }
                self.rewound(undelivered.unwrap_or(cause))
            }
            Err(Failure::Broken(cause)) => {
                self.discard();
                self.rewound(cause)
            }
            Err(Failure::Fenced) => self.fenced(),
            Err(Failure::Hopeless(error)) => {
                // The error says more than how the abort went.
                let _ = self.abort();
                Err(error)
            }
        }
    }

    /// Whether what the last commit was to write may stand although it says [`CommitOutcome::Rewound`]. A member need not
    /// ask: its offsets tell.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    /// Ends the open transaction. A producer that cannot do so is discarded: the next one ends it.
    fn abort(&mut self) -> Result<(), Failure> {
        let Some(producer) = &self.producer else { return Ok(()) };
        let aborted = abort(producer);
        if let Err(failure) = &aborted {
            tracing::debug!(transactional_id = self.transactional_id, ?failure, "abort");
            self.discard();
        }
        aborted
    }

    /// Nothing of the transaction remains: what that means for the next.
    fn rewound(&mut self, cause: Cause) -> Result<CommitOutcome, BusError> {
        match self.refusals.failed(cause.answered, Instant::now()) {
            Next::Again => {}
            Next::NewProducer => self.discard(),
            Next::GiveUp(lasts) => {
                self.discard();
                return Err(BusError::NothingCommitted {
                    transactional_id: self.transactional_id.clone(),
                    minutes: lasts.as_secs() / 60,
                    cause: cause.text,
                });
            }
        }
        Ok(CommitOutcome::Rewound { cause: cause.text })
    }

    fn fenced(&mut self) -> Result<CommitOutcome, BusError> {
        self.discard();
        let now = Instant::now();
        self.fenced_at.retain(|at| now.duration_since(*at) < FENCE_WINDOW);
        self.fenced_at.push(now);
        let fenced = BusError::Fenced { transactional_id: self.transactional_id.clone() };
        if self.fenced_at.len() >= FENCES {
            return Err(fenced);
        }
        let cause = format!(
            "the transactional id was taken from this producer: by the cluster because a transaction took too long, or: \
             {fenced}"
        );
        Ok(CommitOutcome::Rewound { cause })
    }

    fn discard(&mut self) {
        if let Some(producer) = self.producer.take() {
            tracing::debug!(transactional_id = self.transactional_id, "producer is replaced");
            drop_aside(producer);
        }
    }
}
