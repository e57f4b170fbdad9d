//! What is noted in a lane of those that have fed it.

use article::Topics;
use bus::BusError;
use pipeline::read_positions;
use serde_json::Value;
use service::config::Settings;
use std::collections::HashMap;

/// The positions whose keys begin so, without that beginning. A lane that is not there yet has none.
pub(crate) fn known(lane: &Settings, beginning: &str) -> Result<HashMap<String, Value>, BusError> {
    let topics = Topics::of(lane.lane.clone());
    let read = service::open_as_guest(lane).and_then(|bus| read_positions(bus.as_ref(), &topics, beginning));
    match read {
        Err(BusError::NoLog { .. } | BusError::Topic { .. }) => Ok(HashMap::new()),
        read => read,
    }
}
