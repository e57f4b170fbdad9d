//! Between rdkafka's types and ours.

use crate::{BusError, Output, Received, TopicPartition};
use article::{Headers, Record, TopicName};
use rdkafka::TopicPartitionList;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Header, Headers as _, Message, OwnedHeaders};
use rdkafka::producer::BaseRecord;
use rdkafka::topic_partition_list::Offset;

/// Copies a message out of the client's memory.
pub(super) fn received(message: &BorrowedMessage<'_>, topic: &TopicName) -> Received {
    let headers: Headers = match message.headers() {
        None => Headers::new(),
        Some(headers) => {
            headers.iter().map(|header| (header.key.to_owned(), header.value.unwrap_or_default().to_vec())).collect()
        }
    };
    let record = Record {
        key: message.key().map(<[u8]>::to_vec),
        value: message.payload().map(<[u8]>::to_vec),
        headers,
        timestamp: message.timestamp().to_millis().unwrap_or(0),
    };
    let topic = if message.topic() == topic.as_str() { topic.clone() } else { TopicName::new(message.topic()) };
    Received { topic, partition: message.partition(), offset: message.offset(), record }
}

/// An output as rdkafka sends it; borrows from the output.
pub(super) fn base_record(output: &Output) -> BaseRecord<'_, [u8], [u8]> {
    let mut record = BaseRecord::to(output.topic.as_str());
    if let Some(key) = &output.record.key {
        record = record.key(key.as_slice());
    }
    if let Some(value) = &output.record.value {
        record = record.payload(value.as_slice());
    }
    if let Some(partition) = output.partition {
        record = record.partition(partition);
    }
    if output.record.timestamp > 0 {
        record = record.timestamp(output.record.timestamp);
    }
    if !output.record.headers.is_empty() {
        let mut headers = OwnedHeaders::new_with_capacity(output.record.headers.len());
        for (key, value) in output.record.headers.iter() {
            headers = headers.insert(Header { key, value: Some(value) });
        }
        record = record.headers(headers);
    }
    record
}

/// The partitions of a list.
pub(super) fn partitions(list: &TopicPartitionList) -> Vec<TopicPartition> {
    list.elements().iter().map(|one| TopicPartition::new(TopicName::new(one.topic()), one.partition())).collect()
}

/// A list with an offset per partition.
pub(super) fn offset_list(offsets: &[(TopicPartition, i64)]) -> Result<TopicPartitionList, BusError> {
    let mut list = TopicPartitionList::with_capacity(offsets.len());
    for (at, offset) in offsets {
        list.add_partition_offset(at.topic.as_str(), at.partition, Offset::Offset(*offset))
            .map_err(|error| client_error("list offsets", "", &error))?;
    }
    Ok(list)
}

/// A client error as one of ours: refused access keeps its own kind, the rest is named by what was tried.
pub(super) fn client_error(action: &'static str, brokers: &str, error: &KafkaError) -> BusError {
    if let Some(code) = error.rdkafka_error_code()
        && is_refusal(code)
    {
        return BusError::Refused { brokers: brokers.to_owned(), detail: error.to_string() };
    }
    BusError::Client { action, detail: error.to_string() }
}

/// Whether a code means that the broker does not let us do this, and retrying will not help.
pub(super) fn is_refusal(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::Authentication
            | RDKafkaErrorCode::SaslAuthenticationFailed
            | RDKafkaErrorCode::TopicAuthorizationFailed
            | RDKafkaErrorCode::GroupAuthorizationFailed
            | RDKafkaErrorCode::ClusterAuthorizationFailed
            | RDKafkaErrorCode::TransactionalIdAuthorizationFailed
    )
}
