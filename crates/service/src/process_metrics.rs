//! What Prometheus wants to know of every process, under the names all its clients use, and which version runs.
//!
//! In: `/proc/self`, read when it is asked for. Where there is none, as outside of Linux, these series are missing.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::fmt;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

/// The unit of times in `/proc`: what Linux shows to programs, whatever it uses itself.
const TICKS_PER_SECOND: f64 = 100.0;

/// Adds the process and the version to what is exported.
pub fn register(registry: &mut Registry) {
    let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
    registry.sub_registry_with_prefix("dateline").register("build", "The version that runs", build);
    let started_at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    registry.register_collector(Box::new(ProcessMetrics { started_at }));
}

#[derive(Debug)]
struct ProcessMetrics {
    /// Seconds since 1970.
    started_at: f64,
}

impl Collector for ProcessMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), fmt::Error> {
        let mut gauge = |name, help, value: Option<f64>| -> Result<(), fmt::Error> {
            let Some(value) = value else { return Ok(()) };
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        gauge("process_start_time_seconds", "When the process started, since 1970", Some(self.started_at))?;
        gauge("process_resident_memory_bytes", "Memory in use", resident_bytes())?;
        gauge("process_open_fds", "Open files and connections", open_files())?;
        gauge("process_max_fds", "Files and connections the process may have open", max_files())?;
        gauge("process_threads", "Threads", threads())?;
        let Some(seconds) = cpu_seconds() else { return Ok(()) };
        let cpu = ConstCounter::new(seconds);
        cpu.encode(encoder.encode_descriptor("process_cpu_seconds", "Processor time used", None, cpu.metric_type())?)
    }
}

fn cpu_seconds() -> Option<f64> {
    let (user, system): (f64, f64) = (stat_field(14)?, stat_field(15)?);
    Some((user + system) / TICKS_PER_SECOND)
}

fn threads() -> Option<f64> {
    stat_field(20)
}

/// A field of `/proc/self/stat` by its number in proc(5).
fn stat_field(number: usize) -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name in parentheses, and may hold anything.
    let (_, behind_name) = stat.rsplit_once(')')?;
    behind_name.split_ascii_whitespace().nth(number.checked_sub(3)?)?.parse().ok()
}

fn resident_bytes() -> Option<f64> {
    let kibibytes: f64 = word_of("/proc/self/status", "VmRSS:", 0)?;
    Some(kibibytes * 1024.0)
}

fn max_files() -> Option<f64> {
    word_of("/proc/self/limits", "Max open files", 0)
}

/// A number of the line that begins so.
fn word_of(path: &str, beginning: &str, number: usize) -> Option<f64> {
    let text = fs::read_to_string(path).ok()?;
    let rest = text.lines().find_map(|line| line.strip_prefix(beginning))?;
    rest.split_ascii_whitespace().nth(number)?.parse().ok()
}

#[expect(clippy::cast_precision_loss, reason = "files are counted in thousands")]
fn open_files() -> Option<f64> {
    // The one that reads the list is not counted.
    Some(fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn process_and_version_are_told_with_their_types() {
        let mut registry = Registry::default();
        register(&mut registry);
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        let value = |name: &str| -> f64 {
            let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
            line.unwrap_or_else(|| panic!("no {name} in:\n{text}")).rsplit(' ').next().unwrap().parse().unwrap()
        };
        assert!(value("process_resident_memory_bytes") > 1e6);
        assert!(value("process_open_fds") >= 3.0 && value("process_open_fds") <= value("process_max_fds"));
        assert!(value("process_threads") >= 1.0);
        assert!(value("process_start_time_seconds") > 1.7e9);
        let before = value("process_cpu_seconds_total");
        assert!((0.0..1e6).contains(&before));
        assert!(
            text.contains(&format!("dateline_build_info{{version=\"{}\"}} 1\n", env!("CARGO_PKG_VERSION"))),
            "{text}"
        );
        let docs = include_str!("../../../docs/metrics.md");
        for described in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
            let (name, kind) = described.split_once(' ').unwrap();
            let name = match kind {
                "counter" => format!("{name}_total"),
                "info" => format!("{name}_info"),
                _ => name.to_owned(),
            };
            let row = docs.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
            assert!(row.is_some_and(|row| row.contains(kind)), "{name}, a {kind}, has no such row in docs/metrics.md");
        }
    }
}
