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
        let (context, runtime, store) = (process.context.clone(), process.runtime.clone(), configured.build());
        parts.push(process.spawn_loop(StageName::Store, &name, move || {
            Ok(pipeline::run_store(&context, store, &runtime, settings)?)
        })?);
    }
    Ok(parts)
}
