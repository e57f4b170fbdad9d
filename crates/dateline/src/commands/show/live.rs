//! `dateline run` on a terminal: a line for every article that is stored, as fast as people can take them in.

use super::palette::{Look, Palette};
use super::watched_store::Told;
use pipeline::Written;
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Lines in one second; of what comes faster only the number is told.
const LINES: u32 = 20;
const SECOND: Duration = Duration::from_secs(1);

/// What is shown in the current second.
#[derive(Debug)]
struct Pace {
    began: Instant,
    shown: u32,
    more: u64,
}

/// Shows what the stores tell, until they are gone. `say` takes a line, and must not wait for the terminal.
pub(crate) fn show(told: &Receiver<Told>, palette: Palette, say: impl Fn(&str)) {
    let mut pace = Pace { began: Instant::now(), shown: 0, more: 0 };
    loop {
        let told = match told.recv_timeout(SECOND) {
            Ok(told) => Some(told),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        if pace.began.elapsed() >= SECOND {
            pace.end(palette, &say);
        }
        if let Some(text) = told.as_ref().and_then(line) {
            pace.take(&text, palette, &say);
        }
    }
    pace.end(palette, &say);
}

/// Whether there is somebody to show it to: the log goes to a terminal.
pub(crate) fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

/// What is worth a line. Dead letters are in the log already.
fn line(told: &Told) -> Option<String> {
    match &told.written {
        Written::Stored => Some(format!("{}: {}", told.store, told.article)),
        Written::Unchanged(_) | Written::DeadLetter(_) | Written::Retry(_) => None,
    }
}

impl Pace {
    fn take(&mut self, text: &str, palette: Palette, say: &impl Fn(&str)) {
        if self.shown < LINES {
            self.shown += 1;
            say(&palette.line("stored", Look::Plain, text));
        } else {
            self.more += 1;
        }
    }

    /// Ends the second, and says what was left out in it.
    fn end(&mut self, palette: Palette, say: &impl Fn(&str)) {
        if self.more > 0 {
            say(&palette.line("stored", Look::Quiet, &format!("and {} more", self.more)));
        }
        *self = Self { began: Instant::now(), shown: 0, more: 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::RecordRef;
    use std::cell::RefCell;

    fn told(number: usize, written: Written) -> Told {
        let record = RecordRef { topic: "news.enriched.v1".to_owned(), partition: 0, offset: 0 };
        Told { store: "local".to_owned(), source: None, record, written, article: format!("\"Story {number}\"  en") }
    }

    #[test]
    fn stored_articles_are_shown_at_a_pace_people_can_read_and_the_rest_is_counted() {
        let (sender, receiver) = std::sync::mpsc::channel();
        sender.send(told(0, Written::Unchanged("repeat"))).unwrap();
        (0..50).for_each(|number| sender.send(told(number, Written::Stored)).unwrap());
        drop(sender);
        let lines = RefCell::new(Vec::new());
        show(&receiver, Palette::plain(60), |line| lines.borrow_mut().push(line.to_owned()));
        let lines = lines.into_inner();
        assert_eq!(lines.first().unwrap(), "stored   local: \"Story 0\"  en");
        assert_eq!(lines.len(), 21, "{lines:?}");
        assert_eq!(lines.last().unwrap(), "stored   and 30 more");
    }
}
