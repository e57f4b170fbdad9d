//! Whether the process sends spans, and where.

use crate::config::{BusAddress, Settings};
use pipeline::Spans;
use prometheus_client::registry::Registry;
use traces::{Collector, CollectorError, Delivery, SpanCounts, deliver};

/// Where the loops of a process hand in spans, and what sends them, if anybody is to get them. `command` is what the
/// process was started as: `consumer`, or `run`.
pub fn spans(
    settings: &Settings,
    command: &str,
    registry: &mut Registry,
) -> Result<(Spans, Option<Delivery>), CollectorError> {
    let counts = SpanCounts::register(registry);
    let Some(endpoint) = &settings.traces.endpoint else { return Ok((Spans::default(), None)) };
    let headers =
        settings.traces.headers.iter().map(|(name, value)| (name.clone(), value.expose().to_owned())).collect();
    let service = if command == "run" { "dateline".to_owned() } else { format!("dateline-{command}") };
    let collector =
        Collector::new(endpoint.as_str(), headers, &service, env!("CARGO_PKG_VERSION"), &settings.instance)?;
    let system = match &settings.bus {
        BusAddress::Kafka(_) => "kafka",
        BusAddress::Embedded(_) => "dateline_embedded",
    };
    let (spans, delivery) = deliver(collector, settings.traces.sample_one_in, system, counts);
    Ok((spans, Some(delivery)))
}
