//! What a message holds beyond what this version knows.

use serde_json::{Map, Value};

/// Properties this version does not model; they survive a round trip.
pub type Extra = Map<String, Value>;
