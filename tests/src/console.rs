//! What programs for people print: results to stdout, progress to stderr.

use std::io::Write;

/// Prints a line of the result.
pub fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Tells how far it is; progress that nobody reads is no loss.
pub fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
