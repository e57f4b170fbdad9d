//! How far a scenario is, for whoever waits.

use crate::tell;

/// Tells it in a line on stderr, below the scenario's own.
pub(super) fn say(line: &str) {
    tell(&format!("  {line}"));
}
