//! Deliveries on their way, in the order in which they were read, each with what is known of its attempts.

use crate::workers::Job;
use crate::{Delivery, Reason, Written};
use bus::Output;
use std::collections::HashSet;

/// A delivery without an outcome.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) job: Job,
    /// How often the store answered for it alone or among others.
    pub(super) attempts: u32,
    /// What the store said last.
    pub(super) last_error: String,
    /// The store has refused its values.
    pub(super) refusal: Option<Refusal>,
    /// What is written with its offset once it is stored.
    pub(super) also: Option<Output>,
}

/// A refusal that may be the record's fault or the store's.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) reason: Reason,
    /// How many articles the store had taken when it refused this one.
    pub(super) stored_before: u64,
}

impl Pending {
    pub(super) fn new(job: Job, also: Option<Output>) -> Self {
        Self { job, attempts: 0, last_error: String::new(), refusal: None, also }
    }
}

/// Deliveries and what is pending of each: two lists of one length, because a store takes the first as it is.
#[derive(Debug, Default)]
pub(super) struct Batch {
    deliveries: Vec<Delivery>,
    pending: Vec<Pending>,
}

impl Batch {
    pub(super) fn push(&mut self, delivery: Delivery, pending: Pending) {
        self.deliveries.push(delivery);
        self.pending.push(pending);
    }

    pub(super) fn append(&mut self, other: &mut Self) {
        self.deliveries.append(&mut other.deliveries);
        self.pending.append(&mut other.pending);
    }

    pub(super) fn len(&self) -> usize {
        self.pending.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// What a store writes.
    pub(super) fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    pub(super) fn first(&self) -> Option<&Pending> {
        self.pending.first()
    }

    /// The keys of its records.
    pub(super) fn keys(&self) -> HashSet<Option<Vec<u8>>> {
        self.pending.iter().map(|one| one.job.received.record.key.clone()).collect()
    }

    pub(super) fn remove_first(&mut self) -> Option<Pending> {
        (!self.is_empty()).then(|| {
            self.deliveries.remove(0);
            self.pending.remove(0)
        })
    }

    /// Keeps so many records, and of those only as many as fit into so many bytes but at least one. Returns the others.
    pub(super) fn split_off(&mut self, records: usize, bytes: usize) -> Self {
        let mut sum = 0;
        let fitting = self.pending.iter().take_while(|one| {
            let before = sum;
            sum += one.job.received.record.size();
            before == 0 || sum <= bytes
        });
        let kept = fitting.count().min(records).max(1).min(self.len());
        Self { deliveries: self.deliveries.split_off(kept), pending: self.pending.split_off(kept) }
    }

    /// Takes up to so many records out, spread evenly, each as a batch of its own and the first of its key.
    pub(super) fn take_samples(&mut self, most: usize) -> Vec<Self> {
        let step = self.len().div_ceil(most.max(1)).max(1);
        let (mut samples, mut rest) = (Vec::new(), Self::default());
        let mut keys = HashSet::new();
        for (index, (delivery, one)) in std::mem::take(self).into_pairs().enumerate() {
            let mut sample = Self::default();
            let is_first = keys.insert(one.job.received.record.key.clone());
            if index % step == 0 && is_first {
                sample.push(delivery, one);
                samples.push(sample);
            } else {
                rest.push(delivery, one);
            }
        }
        *self = rest;
        samples
    }

    /// Each delivery with what is pending of it.
    pub(super) fn into_pairs(self) -> impl Iterator<Item = (Delivery, Pending)> {
        self.deliveries.into_iter().zip(self.pending)
    }

    /// Each delivery with its answer, for a store that has answered for all.
    pub(super) fn into_answered(self, answers: Vec<Written>) -> impl Iterator<Item = (Delivery, Pending, Written)> {
        self.into_pairs().zip(answers).map(|((delivery, one), answer)| (delivery, one, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Article, ArticleId, EnrichedArticle, Record, Timestamp, TopicName, Version};
    use bus::Received;
    use std::sync::Arc;

    fn push(batch: &mut Batch, key: &str, offset: i64) {
        let record = Record { key: Some(key.as_bytes().to_vec()), ..Record::default() };
        let received = Arc::new(Received { topic: TopicName::new("in"), partition: 0, offset, record });
        let at = Timestamp::from_millis(0);
        let article = EnrichedArticle(Article::new(ArticleId::of_source("desk", key), Version::fetched_at(0), at));
        let delivery = Delivery { article, replay: 0, received: Arc::clone(&received) };
        batch.push(delivery, Pending::new(Job { epoch: 0, received }, None));
    }

    #[test]
    fn samples_are_spread_and_never_come_before_an_earlier_record_of_their_key() {
        let mut batch = Batch::default();
        for (offset, key) in (0..).zip(["a", "b", "c", "b", "d", "a", "e", "e"]) {
            push(&mut batch, key, offset);
        }
        let offsets = |batch: &Batch| -> Vec<i64> { batch.pending.iter().map(|one| one.job.received.offset).collect() };
        let samples: Vec<Vec<i64>> = batch.take_samples(8).iter().map(offsets).collect();
        assert_eq!(samples, [[0], [1], [2], [4], [6]]);
        assert_eq!(offsets(&batch), [3, 5, 7]);
        assert_eq!(batch.keys().len(), 3);
    }
}
