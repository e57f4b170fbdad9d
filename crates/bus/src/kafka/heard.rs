//! What the client says beside its error codes. rdkafka hands over a code only; which offset it is about, and that a
//! partition was begun anew, stands in the client's words alone.

use std::sync::{Mutex, PoisonError};

/// Most restarts that are kept until somebody asks.
const MOST: usize = 10_000;

/// The client's words since somebody last asked. Filled from the client's callbacks, in the order of its events.
#[derive(Debug, Default)]
pub(super) struct Heard(Mutex<Notes>);

#[derive(Debug, Default)]
struct Notes {
    words: String,
    restarts: Vec<Restart>,
}

/// A partition that the client began anew, because the broker has nothing at the offset it asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Restart {
    pub(super) partition: i32,
    /// The offset it asked for.
    pub(super) from: i64,
}

impl Restart {
    /// Of a partition of which it is not known what the client asked for.
    pub(super) fn of(partition: i32) -> Self {
        Self { partition, from: i64::MIN }
    }
}

impl Heard {
    /// An error, as the client words it; the poll under way returns its code.
    pub(super) fn error(&self, words: &str) {
        self.notes().words = words.to_owned();
    }

    /// A log line of the client.
    pub(super) fn log(&self, line: &str) {
        if let Some(restart) = restart(line) {
            let mut notes = self.notes();
            if notes.restarts.len() < MOST {
                notes.restarts.push(restart);
            }
        }
    }

    /// The words about the error that the last poll returned.
    pub(super) fn words(&self) -> String {
        std::mem::take(&mut self.notes().words)
    }

    /// The restarts since the last call.
    pub(super) fn restarts(&self) -> Vec<Restart> {
        std::mem::take(&mut self.notes().restarts)
    }

    /// Words and lists are whole whatever a thread that panicked was doing.
    fn notes(&self) -> std::sync::MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The offset that an error is about: the first of a batch that cannot be read.
pub(super) fn offset_in(words: &str) -> Option<i64> {
    let mut words = words.split_whitespace().skip_while(|word| *word != "at").skip(1);
    let first = words.next()?;
    if first == "offset" { words.next()?.parse().ok() } else { first.parse().ok() }
}

/// `…: TOPIC [PARTITION]: offset reset (at offset FROM (leader epoch …), broker …) to …: fetch failed …`
fn restart(line: &str) -> Option<Restart> {
    let (place, from) = line.split_once("]: offset reset (at offset ")?;
    let (_, partition) = place.rsplit_once('[')?;
    let from = from.split(|letter: char| !letter.is_ascii_digit()).next()?;
    Some(Restart { partition: partition.parse().ok()?, from: from.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences of librdkafka 2.12.1, which is bundled; what they do in a real client is tested on a real broker.
    #[test]
    fn the_offset_is_found_in_the_clients_words() {
        for (words, expected) in [
            (
                "Decompression (codec 0x4) of message at 123 of 45 bytes failed: Local: Invalid compressed data",
                Some(123),
            ),
            ("MessageSet at offset 12 (99 bytes) failed CRC32C check (original 0x1 != calculated 0x2)", Some(12)),
            ("Fetch from broker 1 failed at offset 5 (leader epoch 0): Broker: Unknown error", Some(5)),
            ("Message at offset 7 might be too large to fetch, try increasing receive.message.max.bytes", Some(7)),
            ("127.0.0.1:9/1: Connect to ipv4#127.0.0.1:9 failed: Connection refused", None),
            ("looked at", None),
            ("", None),
        ] {
            assert_eq!(offset_in(words), expected, "{words}");
        }
    }

    #[test]
    fn a_restart_is_told_from_other_log_lines() {
        let line = "[thrd:main]: news.raw.v1 [4]: offset reset (at offset 101 (leader epoch 0), broker 1) to cached \
                    BEGINNING offset offset 300 (leader epoch -1): fetch failed due to requested offset not available";
        let heard = Heard::default();
        heard.log("[thrd:main]: news.raw.v1 [4]: something else (at offset 101)");
        heard.log(line);
        assert_eq!(heard.restarts(), [Restart { partition: 4, from: 101 }]);
        assert_eq!(heard.restarts(), []);
    }
}
