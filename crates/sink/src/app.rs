//! The sink's loops: one per store, each with a group of its own, so that a slow store holds back no other.

use crate::StoreSettings;
use article::StageName;
use service::{Process, RunningPart};

/// Starts a loop for every store.
pub fn start(process: &Process, stores: &[Box<dyn StoreSettings>]) -> anyhow::Result<Vec<RunningPart>> {
    let mut parts = Vec::new();
    for configured in stores {
        let name = format!("{}/{}", StageName::Store, configured.name());
        let mut settings = process.loop_settings(StageName::Store, &name, "sink");
        settings.takes_replays = configured.takes_replays();
        settings.holds = settings.holds.filter(|_| !configured.takes_embargoed());
        let (context, runtime, store) = (process.context.clone(), process.runtime.clone(), configured.build());
        parts.push(process.spawn_loop(StageName::Store, &name, move || {
            Ok(pipeline::run_store(&context, store, &runtime, settings)?)
        })?);
    }
    if !stores.is_empty() {
        parts.push(start_held(process)?);
    }
    Ok(parts)
}

/// Starts the loop that lets embargoed articles go, for all stores.
fn start_held(process: &Process) -> anyhow::Result<RunningPart> {
    let (context, settings, enriched) = (process.context.clone(), process.held_settings(), process.topics().enriched());
    context.health.input_of(&settings.name);
    let name = settings.name.clone();
    Ok(process.spawn(&name, move || Ok(pipeline::run_held(&context, settings, enriched)?))?)
}
