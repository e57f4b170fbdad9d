//! Printing what was found in a store: for people on a terminal, as lines of JSON when piped.

use super::stdout::{painted_stdout, stdout};
use super::terminal;
use std::io::{IsTerminal, Write};

/// Prints it in the way that fits. `readable` gets columns and whether colours may be used, and gives what is printable but
/// for its own colours.
pub(crate) fn print_found(
    readable: impl FnOnce(usize, bool) -> String,
    lines: impl FnOnce() -> serde_json::Result<String>,
) -> anyhow::Result<()> {
    let out = std::io::stdout();
    if out.is_terminal() {
        let text = readable(terminal::width(&out), terminal::colour(&out));
        painted_stdout().write_all(text.as_bytes())?;
    } else {
        stdout().write_all(lines()?.as_bytes())?;
    }
    Ok(())
}
