//! Log lines on stderr: for people on a terminal, one JSON object a line otherwise.
//!
//! In: `tracing` events from everywhere, librdkafka's among them. Out: lines. In JSON the fields of an event (article,
//! source, …) stand beside `service`, `instance`, `timestamp`, `level`, `target` and `message`, not below them.
//! Logging never blocks and never fails: see the queue. An event is one line, and nothing that it quotes can steer a
//! terminal or look like a line of ours.

use crate::config::{LogFormat, LogSettings};
use crate::log_queue::LogQueue;
use crate::panics;
use article::{Escaping, Unsteered};
use prometheus_client::registry::Registry;
use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::time::Duration;
use tracing::Subscriber;
use tracing::field::Field;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::{self, Writer};

/// How long the end of a process waits for stderr to take the last lines.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Whose lines they are.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// The command, such as `run` or `consumer`.
    pub service: &'a str,
    /// Which of several of this service.
    pub instance: &'a str,
}

/// The log of this process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Log {
    queue: LogQueue,
}

impl Log {
    /// Counts what is dropped, in `registry`.
    pub fn register(&self, registry: &mut Registry) {
        let registry = registry.sub_registry_with_prefix("dateline");
        let help = "Log lines that stderr did not take in time, or not at all";
        registry.register("log_lines_dropped", help, self.queue.dropped().clone());
    }

    /// Says a line to people, between the lines of the log and like them without ever waiting.
    pub fn say(&self, line: &str) {
        self.queue.put(format!("{line}\n").as_bytes());
    }

    /// Waits a moment for the last lines to be written, before the process ends.
    pub fn flush(&self) {
        self.queue.flush(LAST_LINES);
    }
}

/// Sends the events of this process to stderr from now on, panics among them. Once a process: a later call's log stays
/// empty.
///
/// # Errors
/// When the thread that writes cannot be started.
pub fn init(settings: &LogSettings, author: Author<'_>) -> io::Result<Log> {
    let terminal = io::stderr().is_terminal();
    // https://no-color.org: set to anything but nothing.
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // A handle of its own: the standard library's has a lock, which a writer that waits would hold.
    let queue = LogQueue::start(File::from(io::stderr().as_fd().try_clone_to_owned()?), tell_dropped)?;
    let subscriber = subscriber(settings, author, terminal, terminal && !no_color, queue.clone());
    // Fails only when there is a subscriber already, which then keeps its place.
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        // The usual hook writes to stderr itself: it would wait for a reader, or panic in its turn.
        std::panic::set_hook(Box::new(panics::log));
    }
    Ok(Log { queue })
}

fn tell_dropped(lines: u64) {
    tracing::warn!(lines, "log lines were dropped: stderr did not take them in time");
}

fn subscriber(
    settings: &LogSettings,
    author: Author<'_>,
    terminal: bool,
    color: bool,
    queue: LogQueue,
) -> Box<dyn Subscriber + Send + Sync> {
    let json = match settings.format {
        LogFormat::Auto => !terminal,
        LogFormat::Human => false,
        LogFormat::Json => true,
    };
    // The directives were parsed when the settings were read.
    let lines = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&settings.level))
        // It would say on stderr that stderr cannot be written to, and panic when that fails.
        .log_internal_errors(false)
        .with_writer(Lines { queue, object: json.then(|| beginning_of(author)) });
    if json {
        Box::new(lines.json().flatten_event(true).with_current_span(false).with_span_list(false).finish())
    } else {
        Box::new(lines.with_ansi(color).fmt_fields(format::debug_fn(field).delimited(" ")).finish())
    }
}

/// A field for people, in one line whatever it holds.
fn field(out: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug) -> fmt::Result {
    if field.name() != "message" {
        let (name, equals) =
            if out.has_ansi_escapes() { ("\u{1b}[3m", "\u{1b}[0m\u{1b}[2m=\u{1b}[0m") } else { ("", "=") };
        write!(out, "{name}{}{equals}", field.name())?;
    }
    write!(Escaping(out), "{value:?}")
}

/// The beginning of every JSON line: an object's first members.
fn beginning_of(author: Author<'_>) -> String {
    let Author { service, instance } = author;
    let object = serde_json::json!({ "service": service, "instance": instance }).to_string();
    object.trim_end_matches('}').to_owned() + ","
}

/// Where the lines of the subscriber go: each is written whole, with one call.
struct Lines {
    queue: LogQueue,
    /// What every JSON object begins with, in the place of its brace.
    object: Option<String>,
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Write for &Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match (&self.object, line.strip_prefix(b"{")) {
            (Some(object), Some(rest)) => {
                let mut whole = Unsteered::new(Vec::with_capacity(object.len() + rest.len()));
                whole.write_all(object.as_bytes())?;
                whole.write_all(rest)?;
                self.queue.put(&whole.into_inner());
            }
            // Fields for people are escaped where they are written: the colours around them are ours.
            (Some(_) | None, _) => self.queue.put(line),
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn lines_of(format: LogFormat, level: &str, terminal: bool, color: bool) -> String {
        written(format, level, terminal, color, || {
            tracing::info!(article = "urn:uuid:1", source = "wire", attempts = 3, "article stored");
            tracing::debug!("not at this level");
        })
    }

    fn written(format: LogFormat, level: &str, terminal: bool, color: bool, log: impl FnOnce()) -> String {
        let written = Written::default();
        let settings = LogSettings { format, level: level.to_owned() };
        let queue = LogQueue::start(written.clone(), |_| {}).unwrap();
        let author = Author { service: "enricher", instance: "host \"b\"" };
        let subscriber = subscriber(&settings, author, terminal, color, queue.clone());
        tracing::subscriber::with_default(subscriber, log);
        queue.flush(Duration::from_secs(30));
        let bytes = written.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_lines_carry_the_fields_flat_and_say_whose_they_are() {
        let text = lines_of(LogFormat::Auto, "info", false, false);
        assert_eq!(text.lines().count(), 1);
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        for (field, expected) in [
            ("service", "enricher"),
            ("instance", "host \"b\""),
            ("level", "INFO"),
            ("message", "article stored"),
            ("article", "urn:uuid:1"),
            ("source", "wire"),
        ] {
            assert_eq!(line[field], expected, "{field}");
        }
        assert_eq!(line["attempts"], 3);
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
        assert!(line["target"].is_string());
    }

    #[test]
    fn a_terminal_gets_lines_for_people_in_colour_unless_told_not_to() {
        let colored = lines_of(LogFormat::Auto, "info", true, true);
        assert!(colored.contains("article stored") && colored.contains('\u{1b}'));
        for plain in [lines_of(LogFormat::Auto, "info", true, false), lines_of(LogFormat::Human, "info", false, false)]
        {
            assert!(plain.contains("INFO") && plain.contains("article stored") && !plain.contains('\u{1b}'), "{plain}");
        }
    }

    #[test]
    fn what_is_quoted_makes_no_line_of_its_own_and_steers_no_terminal() {
        const FORGED: &str = "x\r\n2026-01-01T00:00:00Z ERROR ours: forged \u{1b}[2J\u{9b}31m\u{202e}\u{2028}";
        for (format, color) in [(LogFormat::Human, false), (LogFormat::Human, true), (LogFormat::Json, false)] {
            let text = written(format, "info", color, color, || {
                tracing::warn!(quoted = FORGED, shown = %FORGED, "refused: {FORGED}");
            });
            assert_eq!(text.lines().count(), 1, "{text:?}");
            let own: String = text.replace("\u{1b}[", "").replace('\n', "");
            assert!(!own.contains(article::steers), "{text:?}");
            assert!(text.matches("forged").count() == 3 && !text.contains("\u{1b}[2J"), "{text:?}");
        }
    }

    #[test]
    fn the_level_filters() {
        assert_eq!(lines_of(LogFormat::Json, "warn", false, false), "");
        assert_eq!(lines_of(LogFormat::Json, "debug", false, false).lines().count(), 2);
        assert_eq!(lines_of(LogFormat::Json, "warn,dateline_service=debug", false, false).lines().count(), 2);
    }
}
