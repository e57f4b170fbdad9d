//! An error and its causes as one line.

use std::error::Error;

/// Longest line, in characters; causes may quote what a server sent.
const LONGEST: usize = 400;

/// The error's text and those of its causes, joined by colons.
pub fn error_line(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let line = error.to_string();
        // Some errors repeat what they wrap.
        if !text.ends_with(&line) {
            text.push_str(": ");
            text.push_str(&line);
        }
        cause = error.source();
    }
    text.chars().take(LONGEST).collect()
}
