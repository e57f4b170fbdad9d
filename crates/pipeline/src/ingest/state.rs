//! What the ingest loop holds: its sources, each with where it stands, and the polls under way.

use super::condition::{Condition, waits};
use super::hour::Hour;
use super::places::{Place, Places};
use super::sources::OtherSources;
use crate::backoff::Backoff;
use crate::input_health::InputHealth;
use crate::metrics::StageLabel;
use crate::source_health::SourceHealth;
use crate::{Harvest, LoopContext, LoopSettings, Source, SourceError};
use article::TopicName;
use bus::{Member, Outputs, partition_of};
use crossbeam_channel::{Receiver, Sender};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How sources are polled.
#[derive(Debug, Clone, Copy)]
pub struct Polling {
    /// Polls under way at once, at most.
    pub places: usize,
    /// A poll that takes longer no longer keeps another one from beginning.
    pub longest_poll: Duration,
    /// A source that fails is asked again after so long, at first.
    pub first_wait: Duration,
    /// A source whose polls all failed for this long counts as broken.
    pub broken_after: Duration,
    /// What sources' hourly limits are counted over.
    pub hour: Duration,
}

impl Default for Polling {
    fn default() -> Self {
        Self {
            places: 32,
            longest_poll: Duration::from_secs(60),
            first_wait: Duration::from_secs(5),
            broken_after: Duration::from_secs(86_400),
            hour: Duration::from_secs(3_600),
        }
    }
}

/// A source and where it stands.
pub(super) struct Slot {
    /// `None` while a poll is under way, which then has it.
    pub(super) source: Option<Box<dyn Source>>,
    pub(super) partition: i32,
    pub(super) cursor: Option<Value>,
    pub(super) due: Instant,
    pub(super) backoff: Backoff,
    /// The pause between two polls while it is broken.
    pub(super) broken_wait: Duration,
    pub(super) condition: Condition,
    /// What is known of it besides its condition, and what the cursors topic says of it.
    pub(super) health: SourceHealth,
    pub(super) noted: SourceHealth,
    /// What came of it lately.
    pub(super) hour: Hour,
    pub(super) under_way: Option<UnderWay>,
    /// Takes the place of the source when the poll under way, which does not end, has ended.
    pub(super) successor: Option<Box<dyn Source>>,
}

impl Slot {
    /// A source that is due, of which nothing is known.
    pub(super) fn new(source: Box<dyn Source>, partitions: i32, polling: &Polling) -> Self {
        let (longest_wait, broken_wait) = waits(source.interval());
        Self {
            partition: partition_of(source.name().as_bytes(), partitions),
            cursor: None,
            due: Instant::now(),
            backoff: Backoff::new(polling.first_wait, longest_wait),
            broken_wait,
            condition: Condition::default(),
            health: SourceHealth::default(),
            noted: SourceHealth::default(),
            hour: Hour::new(source.hourly_limit(), polling.hour),
            source: Some(source),
            under_way: None,
            successor: None,
        }
    }

    /// How the source is, as it is to be written.
    pub(super) fn health(&self) -> SourceHealth {
        SourceHealth {
            state: self.condition.state(),
            cause: self.condition.cause().to_owned(),
            failing_since: self.condition.failing_since(),
            ..self.health.clone()
        }
    }
}

/// The loop at work.
pub(super) struct Ingest<'a> {
    pub(super) context: &'a LoopContext,
    pub(super) settings: LoopSettings,
    pub(super) raw: TopicName,
    pub(super) runtime: tokio::runtime::Handle,
    pub(super) label: StageLabel,
    pub(super) health: InputHealth,
    pub(super) outputs: Arc<dyn Outputs>,
    pub(super) member: Box<dyn Member>,
    pub(super) slots: BTreeMap<String, Slot>,
    pub(super) others: OtherSources,
    /// Sources that are to take the place of those in `slots`.
    pub(super) coming: Option<Vec<Box<dyn Source>>>,
    /// Polls of sources that are none any more, which do not end.
    pub(super) leaving: BTreeMap<String, UnderWay>,
    /// Of the cursors topic.
    pub(super) partitions: i32,
    /// Owned partitions and the offset each ingest transaction sends for them.
    pub(super) owned: BTreeMap<i32, i64>,
    pub(super) epoch: u64,
    pub(super) places: Places,
    pub(super) polling: Polling,
    /// Whether a source's state is another one than was shown.
    pub(super) changed: bool,
    /// Polls in the order in which they began; those that began longer ago than a poll may take are taken out.
    pub(super) started: VecDeque<(Instant, String)>,
    /// Nobody who is not polled now is due before this.
    pub(super) look_at: Instant,
    pub(super) returns: (Sender<Returned>, Receiver<Returned>),
    /// Harvests that wait to be committed.
    pub(super) ready: Vec<(String, Harvest)>,
    /// Sources of which the cursors topic does not say yet how they are.
    pub(super) unnoted: BTreeSet<String>,
    /// After an abort: that is not written before this.
    pub(super) note_after: Option<Instant>,
}

/// A poll under way.
#[derive(Debug)]
pub(super) struct UnderWay {
    pub(super) place: Place,
    pub(super) since: Instant,
}

/// The end of a poll. `polled` is `None` when the source panicked.
pub(super) struct Returned {
    pub(super) name: String,
    pub(super) polled: Option<(Box<dyn Source>, Result<Harvest, SourceError>)>,
    /// In which period of ownership it was started.
    pub(super) epoch: u64,
}
