//! A line on stderr that tells how far long work has come: for somebody who looks at a terminal while the results go
//! into a file or another program. It is never part of what a log or a pipe gets.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work that is done sooner needs no line.
const FIRST: Duration = Duration::from_secs(1);
/// How often the line changes.
const EVERY: Duration = Duration::from_millis(200);
/// To the beginning of the line, and everything on it away.
const CLEAR: &str = "\r\x1b[K";

/// How far the work has come.
#[derive(Debug)]
pub(crate) struct Progress<W> {
    /// What is counted.
    what: &'static str,
    /// `None`: nobody looks.
    out: Option<W>,
    began: Instant,
    next: Instant,
    done: u64,
    refused: u64,
    shown: bool,
}

/// On stderr, when that is a terminal and the results go elsewhere.
pub(crate) fn on_stderr() -> Progress<std::io::Stderr> {
    let watched = std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
    Progress::start("inputs", watched.then(std::io::stderr), Instant::now())
}

/// The same of other things, for work that prints its results at its end: also when those go to the terminal.
pub(crate) fn before_results(what: &'static str) -> Progress<std::io::Stderr> {
    Progress::start(what, std::io::stderr().is_terminal().then(std::io::stderr), Instant::now())
}

impl<W: Write> Progress<W> {
    fn start(what: &'static str, out: Option<W>, now: Instant) -> Self {
        Self { what, out, began: now, next: now + FIRST, done: 0, refused: 0, shown: false }
    }

    /// One more input is done, or was refused.
    pub(crate) fn count(&mut self, refused: bool, now: Instant) {
        self.done += 1;
        self.refused += u64::from(refused);
        if now < self.next {
            return;
        }
        self.next = now + EVERY;
        let line = self.line(now);
        if let Some(out) = &mut self.out {
            self.shown = true;
            // A terminal that has gone away needs no progress.
            let _ = write!(out, "{CLEAR}{line}").and_then(|()| out.flush());
        }
    }

    /// Takes the line away, so that other text can stand there.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.shown)
            && let Some(out) = &mut self.out
        {
            // As above.
            let _ = write!(out, "{CLEAR}").and_then(|()| out.flush());
        }
    }

    fn line(&self, now: Instant) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
        let rate = self.done as f64 / now.duration_since(self.began).as_secs_f64().max(0.001);
        let refused = if self.refused > 0 { format!(", {} of them refused", self.refused) } else { String::new() };
        format!("{} {}{refused}, {rate:.0}/s", self.done, self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(out: Option<Vec<u8>>) -> String {
        let began = Instant::now();
        let mut progress = Progress::start("inputs", out, began);
        for millis in (0..2_000).step_by(100) {
            progress.count(millis == 500, began + Duration::from_millis(millis));
        }
        progress.clear();
        progress.clear();
        String::from_utf8(progress.out.unwrap_or_default()).unwrap()
    }

    #[test]
    fn the_line_comes_after_a_while_and_goes_at_the_end() {
        let line = |done, rate| format!("{CLEAR}{done} inputs, 1 of them refused, {rate}/s");
        let expected = [line(11, 11), line(13, 11), line(15, 11), line(17, 11), line(19, 11), CLEAR.to_owned()];
        assert_eq!(told(Some(Vec::new())), expected.concat());
    }

    #[test]
    fn nobody_looking_means_no_line() {
        assert_eq!(told(None), "");
    }
}
