//! The consumer's two loops, ingest, which polls the sources, and extract; and the listener for what is pushed.

use crate::polite_fetch::polite_fetch;
use crate::push::{self, PushCounts};
use crate::stage::ExtractStage;
use crate::{BuildSource, SourceContext};
use article::StageName;
use pipeline::{HourlyLimit, Polling, Sources};
use service::{Process, RunningPart, service_version};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// Starts ingest over these sources, the listener for pushes if one is configured, and extract. Without sources there is no
/// ingest: others may produce raw records. What comes of `others` takes the place of all sources there are.
pub fn start(
    process: &Process,
    sources: Vec<BuildSource>,
    others: Receiver<Vec<BuildSource>>,
    pushes: PushCounts,
) -> anyhow::Result<Vec<RunningPart>> {
    let mut parts = push::start(process, pushes)?;
    if !sources.is_empty() {
        parts.push(start_ingest(process, sources, others)?);
    }
    let name = StageName::Extract.as_str();
    let settings = process.loop_settings(StageName::Extract, name, "consumer");
    let stage = ExtractStage::new(process.topics(), service_version("consumer"), settings.output_limit);
    let context = process.context.clone();
    parts.push(
        process.spawn_loop(StageName::Extract, name, move || {
            Ok(pipeline::run_stage(&context, Arc::new(stage), settings)?)
        })?,
    );
    Ok(parts)
}

fn start_ingest(
    process: &Process,
    sources: Vec<BuildSource>,
    others: Receiver<Vec<BuildSource>>,
) -> anyhow::Result<RunningPart> {
    let limits = &process.settings.limits;
    let context = SourceContext {
        fetch: Arc::new(polite_fetch(&process.settings)),
        ingest_limit: limits.ingest as u64,
        feed_limit: HourlyLimit {
            records: Some(limits.feed_records_per_hour),
            bytes: Some(limits.feed_bytes_per_hour),
        },
    };
    let build = move |sources: Vec<BuildSource>| sources.into_iter().map(|build| build(&context)).collect();
    let sources = Sources::changing(build(sources), move || others.try_iter().last().map(&build));
    let name = StageName::Ingest.as_str();
    let settings = process.loop_settings(StageName::Ingest, name, "consumer");
    let (context, runtime, raw) = (process.context.clone(), process.runtime.clone(), process.topics().raw());
    let polling = Polling { broken_after: process.settings.breaker.broken_after, ..Polling::default() };
    let run = move || Ok(pipeline::run_ingest(&context, sources, raw, &runtime, settings, polling)?);
    Ok(process.spawn_loop(StageName::Ingest, name, run)?)
}
