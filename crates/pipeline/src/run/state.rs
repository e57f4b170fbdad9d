//! What a loop holds, and how it comes by its member.

use super::settlement::Settling;
use crate::backoff::Backoff;
use crate::blockade::Blockades;
use crate::breaker::StageBreaker;
use crate::input_health::InputHealth;
use crate::lag_watch::{LagWatch, StallDetector};
use crate::metrics::StageLabel;
use crate::outputs::OfRecords;
use crate::window::Window;
use crate::workers::{Job, Report};
use crate::{LoopContext, LoopError, LoopSettings, Part, Stage, joining};
use bus::{Member, TopicPartition};
use crossbeam_channel::{Receiver, Sender};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// After an abort the next transaction waits so long, at first and after many in a row.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A loop at work.
pub(super) struct Loop<'a> {
    pub(super) context: &'a LoopContext,
    pub(super) settings: LoopSettings,
    /// `None`: it drives a store.
    pub(super) stage: Option<Arc<dyn Stage>>,
    pub(super) label: StageLabel,
    pub(super) health: InputHealth,
    pub(super) member: Box<dyn Member>,
    pub(super) watch: LagWatch,
    pub(super) stalls: StallDetector,
    pub(super) blockades: Blockades,
    pub(super) settling: Settling,
    /// When the reader was restarted because it stood still.
    pub(super) rejoined_at: Option<Instant>,
    pub(super) windows: BTreeMap<TopicPartition, Window>,
    pub(super) epoch: u64,
    pub(super) records: usize,
    pub(super) bytes: usize,
    pub(super) intake_open: bool,
    pub(super) draining: bool,
    pub(super) out: HandedOut,
    pub(super) finished_since: Option<Instant>,
    /// When the last transaction began to be committed.
    pub(super) began: Instant,
    /// Records that have their outcome and are not committed, and the bytes they hold.
    pub(super) finished: (usize, usize),
    /// After an abort: no transaction before this.
    pub(super) commit_after: Option<Instant>,
    /// The partition a transaction is filled from first, so that none is served before the others for good.
    pub(super) first: usize,
    pub(super) breaker: StageBreaker,
    pub(super) jobs: Sender<Vec<Job>>,
    pub(super) reports: Receiver<Report>,
    /// Into how many pieces a batch is cut, so that all workers get some.
    pub(super) chunks: usize,
}

/// What workers have been given and have not answered for, of this and of earlier epochs: bounds what waits for them.
#[derive(Default)]
pub(super) struct HandedOut {
    pub(super) records: usize,
    pub(super) bytes: usize,
}

impl<'a> Loop<'a> {
    /// Joins the group.
    pub(super) fn start(
        context: &'a LoopContext,
        settings: LoopSettings,
        stage: Option<Arc<dyn Stage>>,
        jobs: Sender<Vec<Job>>,
        reports: Receiver<Report>,
        chunks: usize,
    ) -> Result<Self, LoopError> {
        let part = context.health.input_of(&settings.name);
        let health = InputHealth::new(part, &settings, Backoff::new(FIRST_WAIT, LONGEST_WAIT));
        let member = join(context, health.part(), &settings, stage.as_ref())?;
        let watch = watch(&settings.name, member.as_ref())?;
        Ok(Self {
            context,
            stage,
            label: StageLabel { stage: settings.name.clone() },
            health,
            member,
            watch,
            stalls: StallDetector::default(),
            blockades: Blockades::default(),
            settling: Settling::default(),
            rejoined_at: None,
            windows: BTreeMap::new(),
            epoch: 0,
            records: 0,
            bytes: 0,
            intake_open: true,
            draining: false,
            out: HandedOut::default(),
            finished_since: None,
            began: Instant::now(),
            finished: (0, 0),
            commit_after: None,
            first: 0,
            breaker: StageBreaker::new(settings.stop_after_dead_letters, settings.one_source),
            settings,
            jobs,
            reports,
            chunks,
        })
    }
}

pub(super) fn watch(name: &str, member: &dyn Member) -> Result<LagWatch, LoopError> {
    LagWatch::start(name, member.lag_probe())
        .map_err(|error| LoopError::Threads { name: name.to_owned(), detail: error.to_string() })
}

pub(super) fn join(
    context: &LoopContext,
    part: &Part,
    settings: &LoopSettings,
    stage: Option<&Arc<dyn Stage>>,
) -> Result<Box<dyn Member>, LoopError> {
    let outputs = Arc::new(OfRecords {
        stage: stage.cloned(),
        group: settings.group.clone(),
        input: settings.input.clone(),
        held: settings.holds.clone(),
        dead_letters: settings.dead_letters.clone(),
    });
    Ok(joining::join(context.bus.as_ref(), &context.shutdown, part, settings, outputs)?)
}
