//! How far a scenario is, for whoever waits.

use std::io::Write;

/// Tells it in a line on stderr.
pub(super) fn say(line: &str) {
    // Nobody listens: nothing is lost.
    let _ = writeln!(std::io::stderr(), "  {line}");
}
