//! How wide the lines may be that people read.

use std::io::IsTerminal;
use std::os::fd::AsFd;

/// Where it is not known.
const USUAL: usize = 80;
/// For lines that go elsewhere, as into a file.
const ELSEWHERE: usize = 100;

/// The width of `output` in characters: as `COLUMNS` says, else as the terminal does.
pub(crate) fn width(output: &(impl AsFd + IsTerminal)) -> usize {
    told(output).unwrap_or(ELSEWHERE)
}

/// The same for a page that may end up in a file or a mail, where it is read later.
pub(crate) fn page_width(output: &(impl AsFd + IsTerminal)) -> usize {
    told(output).unwrap_or(USUAL)
}

fn told(output: &(impl AsFd + IsTerminal)) -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    if let Some(columns) = told.filter(|columns| (40..=400).contains(columns)) {
        return Some(columns);
    }
    if !output.is_terminal() {
        return None;
    }
    // A terminal that does not know its size says 0.
    let size = rustix::termios::tcgetwinsize(output).ok().map(|size| usize::from(size.ws_col));
    Some(size.filter(|columns| *columns > 0).unwrap_or(USUAL).clamp(40, 400))
}

/// Whether colours are wanted on `output`: only on a terminal and without `NO_COLOR`.
pub(crate) fn colour(output: &impl IsTerminal) -> bool {
    output.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
