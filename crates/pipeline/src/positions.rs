//! Where those stand that feed a lane and are no source: replays, archives. Noted in the lane's cursors topic under keys that
//! no source has, in the transactions that carry what was fed.

use crate::whole_topic::read_whole;
use article::{Record, Timestamp, Topics};
use bus::{Bus, BusError, Output};
use serde_json::Value;
use std::collections::HashMap;

/// What is noted under keys that begin so, also what a command that was killed had committed; waits up to a minute for a
/// transaction of it to end. Keys are given without their beginning.
pub fn read_positions(bus: &dyn Bus, topics: &Topics, beginning: &str) -> Result<HashMap<String, Value>, BusError> {
    let (mut positions, topic) = (HashMap::new(), topics.cursors());
    let partitions = 0..bus.partition_count(&topic)?;
    read_whole(bus, &topic, partitions, |received| {
        let key = received.record.key.as_deref().and_then(|key| std::str::from_utf8(key).ok());
        let Some(key) = key.and_then(|key| key.strip_prefix(beginning)) else { return };
        match received.record.value.as_deref().map(serde_json::from_slice) {
            Some(Ok(position)) => {
                positions.insert(key.to_owned(), position);
            }
            None => {
                positions.remove(key);
            }
            Some(Err(error)) => tracing::warn!(key, %error, %topic, "what stands there is no position; it is left out"),
        }
    })?;
    Ok(positions)
}

/// What notes a position; `None`: none.
pub fn position(topics: &Topics, key: &str, position: Option<&Value>, at: Timestamp) -> Output {
    let value = position.map(|position| position.to_string().into_bytes());
    let record = Record { key: Some(key.as_bytes().to_vec()), value, timestamp: at.millis(), ..Record::default() };
    Output { topic: topics.cursors(), partition: None, record }
}
