//! Places of a group that cannot be told, because offsets handed over in a transaction wait for its end.
//!
//! A client that reads committed records asks for offsets as they are once all of that has ended, and repeats the
//! question until then. One that reads uncommitted records is told at once what has ended so far.

use super::context::{MemberContext, Quiet};
use super::settings::KafkaSettings;
use crate::{Isolation, TopicPartition};
use article::TopicName;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::topic_partition_list::Offset;
use std::time::Duration;

/// One question to a broker.
const CALL: Duration = Duration::from_secs(3);
/// A place that can be told is told within this: the same broker has just answered.
const TOLD: Duration = Duration::from_secs(1);

/// Asks for places of one group that cannot be told.
pub(super) struct Unsettled {
    settings: KafkaSettings,
    group: String,
    /// Made at the first question.
    client: Option<BaseConsumer<Quiet>>,
}

impl Unsettled {
    pub(super) fn new(settings: KafkaSettings, group: String) -> Self {
        Self { settings, group, client: None }
    }

    /// All such partitions of a topic, whoever reads them, each with the place as of what has ended.
    pub(super) fn of(
        &mut self,
        member: &BaseConsumer<MemberContext>,
        topic: &TopicName,
    ) -> Result<Vec<(TopicPartition, Option<i64>)>, KafkaError> {
        let client = match self.client.take() {
            Some(client) => client,
            None => self
                .settings
                .reader(Isolation::Uncommitted)
                .set("group.id", &self.group)
                .create_with_context::<_, BaseConsumer<_>>(Quiet::default())?,
        };
        let client = self.client.insert(client);
        let metadata = client.fetch_metadata(Some(topic.as_str()), CALL)?;
        let mut found = Vec::new();
        for partition in metadata.topics().iter().flat_map(|one| one.partitions()).map(|one| one.id()) {
            let list = || {
                let mut list = TopicPartitionList::new();
                list.add_partition(topic.as_str(), partition);
                list
            };
            // In this order: that the group's coordinator answers is known then.
            let ended = client.committed_offsets(list(), CALL)?;
            let ended = ended.find_partition(topic.as_str(), partition).map(|one| one.offset());
            if !is_told(member.committed_offsets(list(), TOLD))? {
                let place = match ended {
                    Some(Offset::Offset(offset)) => Some(offset),
                    Some(
                        Offset::Beginning | Offset::End | Offset::Stored | Offset::Invalid | Offset::OffsetTail(_),
                    )
                    | None => None,
                };
                found.push((TopicPartition::new(topic.clone(), partition), place));
            }
        }
        Ok(found)
    }
}

/// Whether a question for places may have failed because one waits for the end of a transaction.
pub(super) fn waits(error: &KafkaError) -> bool {
    let code = error.rdkafka_error_code();
    matches!(code, Some(RDKafkaErrorCode::UnstableOffsetCommit | RDKafkaErrorCode::OperationTimedOut))
}

/// Whether the answer tells a place.
fn is_told(answer: Result<TopicPartitionList, KafkaError>) -> Result<bool, KafkaError> {
    match answer.and_then(|list| list.elements().iter().try_for_each(|one| one.error())) {
        Ok(()) => Ok(true),
        Err(error) if waits(&error) => Ok(false),
        Err(error) => Err(error),
    }
}
