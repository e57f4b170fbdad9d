//! The enricher's one loop.

use crate::EnrichStage;
use article::StageName;
use enrich::Enrichers;
use service::{Process, RunningPart, service_version};
use std::sync::Arc;

/// Starts the enrich loop.
pub fn start(process: &Process) -> anyhow::Result<Vec<RunningPart>> {
    let name = StageName::Enrich.as_str();
    let settings = process.loop_settings(StageName::Enrich, name, "enricher");
    let stage =
        EnrichStage::new(Enrichers::built_in(), process.topics(), service_version("enricher"), settings.output_limit);
    let context = process.context.clone();
    let part = process
        .spawn_loop(StageName::Enrich, name, move || Ok(pipeline::run_stage(&context, Arc::new(stage), settings)?))?;
    Ok(vec![part])
}
