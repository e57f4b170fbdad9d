//! Log lines on stderr: for people on a terminal, one JSON object a line otherwise.
//!
//! In: `tracing` events from everywhere, librdkafka's among them. Out: lines. In JSON the fields of an event (article,
//! source, …) stand beside `timestamp`, `level`, `target` and `message`, not below them.

use crate::config::{LogFormat, LogSettings};
use std::io::IsTerminal;
use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Sends the events of this process to stderr from now on. Once a process; later calls change nothing.
pub fn init(settings: &LogSettings) {
    let terminal = std::io::stderr().is_terminal();
    // https://no-color.org: set to anything but nothing.
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let subscriber = subscriber(settings, terminal, terminal && !no_color, std::io::stderr);
    // Fails only when there is a subscriber already, which then keeps its place.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

fn subscriber<W>(settings: &LogSettings, terminal: bool, color: bool, writer: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // The directives were parsed when the settings were read.
    let lines = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(&settings.level)).with_writer(writer);
    let json = match settings.format {
        LogFormat::Auto => !terminal,
        LogFormat::Human => false,
        LogFormat::Json => true,
    };
    if json {
        Box::new(lines.json().flatten_event(true).with_current_span(false).with_span_list(false).finish())
    } else {
        Box::new(lines.with_ansi(color).finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn lines_of(format: LogFormat, level: &str, terminal: bool, color: bool) -> String {
        let lines = Lines::default();
        let settings = LogSettings { format, level: level.to_owned() };
        let writer = lines.clone();
        let subscriber = subscriber(&settings, terminal, color, move || writer.clone());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(article = "urn:uuid:1", source = "wire", attempts = 3, "article stored");
            tracing::debug!("not at this level");
        });
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_lines_carry_the_fields_flat() {
        let text = lines_of(LogFormat::Auto, "info", false, false);
        assert_eq!(text.lines().count(), 1);
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        for (field, expected) in
            [("level", "INFO"), ("message", "article stored"), ("article", "urn:uuid:1"), ("source", "wire")]
        {
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
    fn the_level_filters() {
        assert_eq!(lines_of(LogFormat::Json, "warn", false, false), "");
        assert_eq!(lines_of(LogFormat::Json, "debug", false, false).lines().count(), 2);
        assert_eq!(lines_of(LogFormat::Json, "warn,dateline_service=debug", false, false).lines().count(), 2);
    }
}
