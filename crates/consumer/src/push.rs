//! News that is brought: an HTTP listener to which others push raw records and documents.
//!
//! In: POST requests with a token. Out: records of the raw topic, and to each request an answer once they are durable. At
//! least once: whoever has no answer sends again, with the same ids. TLS is left to a proxy in front.

mod body;
mod budget;
mod commit;
mod content;
mod counts;
mod door;
mod gate;
mod notes;
mod problem;
mod rate;
mod records;
mod server;
mod tokens;
mod unpack;

pub use counts::PushCounts;

use anyhow::Context;
use body::BodyLimits;
use budget::Budget;
use commit::Committer;
use door::Door;
use gate::Gate;
use notes::Notes;
use service::{Connections, Process, RunningPart};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use tokens::Tokens;

/// Requests that wait to be written, besides those whose connections wait.
const QUEUE: usize = 1_024;
const NAME: &str = "push";

/// Takes the address and starts listening. Without one in the settings there is nothing to start.
pub(crate) fn start(process: &Process, counts: PushCounts) -> anyhow::Result<Vec<RunningPart>> {
    let settings = &process.settings.push;
    let Some(address) = &settings.listen else { return Ok(Vec::new()) };
    let bound = process.runtime.block_on(Connections::bind(address, settings.connections, NAME));
    let connections = bound.with_context(|| {
        format!("cannot listen on {address} for pushes: choose another address in `push.listen`, or \"off\"")
    })?;
    let (context, raw) = (&process.context, process.topics().raw());
    let (queue, waiting) = sync_channel(QUEUE);
    let gate = Arc::new(Gate::new(context.health.part(NAME)));
    let notes = Arc::new(Notes::default());
    let door = Arc::new(Door {
        tokens: Tokens::of(settings),
        gate: Arc::clone(&gate),
        budget: Budget::new(settings.in_flight),
        body: BodyLimits { bytes: settings.request_limit, time: settings.timeout },
        limits: process.settings.limits,
        raw: raw.clone(),
        queue,
        sources: context.sources.clone(),
        draining: context.shutdown.clone(),
        counts,
        notes: Arc::clone(&notes),
    });
    tracing::info!(address = %connections.local_addr()?, "pushes are taken");
    let stop = context.shutdown.clone();
    let listening = process.runtime.spawn(async move {
        server::serve(connections, door, stop).await;
        Ok(())
    });
    let committer = Committer {
        bus: Arc::clone(&context.bus),
        raw,
        transactional_id: process.transactional_id(NAME),
        gate,
        metrics: context.metrics.clone(),
        notes,
    };
    let writing = process.spawn("push writer", move || {
        committer.run(&waiting);
        Ok(())
    })?;
    Ok(vec![RunningPart::task(NAME, listening), writing])
}
