//! Ending what a transaction has left open in the loop's group, so that the group's place can be told again.
//!
//! The transaction that was left open is complete for whoever coordinates it, yet offsets it handed over wait for its
//! end, for ever. The end of any later transaction of the same producer is an end for them, too: one is committed that
//! writes nothing and hands over the places that the outputs show. A store needs no such proof: it takes what comes
//! again, so its places are those before what is open.

use super::settlement::Step;
use super::state::Loop;
use crate::LoopError;
use crate::evidence::{Evidence, Places, certain_places};
use crate::left_open::OpenPlace;
use crate::workers::STACK;
use bus::{CommitOutcome, Transaction};
use crossbeam_channel::TryRecvError;
use std::time::{Duration, Instant};

/// How soon what could not be settled is looked at again.
const AGAIN: Duration = Duration::from_secs(60);

impl Loop<'_> {
    /// Does the next step, if there is one to do.
    pub(super) fn settle(&mut self) -> Result<(), LoopError> {
        let now = Instant::now();
        if self.draining || self.settling.not_before.is_some_and(|at| now < at) {
            return Ok(());
        }
        match std::mem::take(&mut self.settling.step) {
            Step::Nothing => {
                if let Some(open) = self.watch.left_open(now) {
                    match self.hindrance(&open) {
                        Some(why) => self.put_off(&open, &why, now),
                        None => self.look(open)?,
                    }
                }
            }
            Step::Looking { open, answer } => match answer.try_recv() {
                Err(TryRecvError::Empty) => self.settling.step = Step::Looking { open, answer },
                Err(TryRecvError::Disconnected) => self.put_off(&open, "its outputs were not read", now),
                Ok(Err(why)) => self.put_off(&open, &why, now),
                Ok(Ok(places)) if self.watch.left_open(now).as_ref() == Some(&open) => {
                    self.settling.step = Step::Due { open, places, tried: false };
                }
                // Something has moved meanwhile.
                Ok(Ok(_)) => {}
            },
            Step::Due { open, places, tried } => self.hand_over(open, places, tried, now)?,
        }
        Ok(())
    }

    /// The group's places can be told.
    pub(super) fn places_are_told(&mut self) {
        self.settling.told.clear();
        let Some((open, places)) = self.settling.handed_over.take() else { return };
        let moved = open.iter().zip(&places).map(|((at, from), (_, to))| {
            let from = from.map_or_else(|| "the beginning".to_owned(), |from| from.to_string());
            format!("{} from {from} to {to}", at.partition)
        });
        let moved = moved.collect::<Vec<_>>().join(", ");
        self.context.metrics.settled_places.get_or_create(&self.label).inc_by(places.len() as u64);
        tracing::warn!(
            stage = self.settings.name, group = self.settings.group, topic = %self.settings.input, partitions = moved,
            "Kafka had left a transaction open that kept the group's place from being told; it was ended with the place \
             behind the last record whose outputs can be read"
        );
    }

    /// Why what is open may not be ended from here.
    fn hindrance(&self, open: &[OpenPlace]) -> Option<String> {
        if self.stage.as_ref().is_some_and(|stage| stage.output().is_none()) {
            return Some("the outputs do not tell what they were made of".to_owned());
        }
        if self.settling.handed_over.is_some() {
            return Some("a transaction of this instance did not end it: it is another producer's".to_owned());
        }
        open.iter().find_map(|(at, _)| match self.windows.get(at) {
            Some(window) if window.is_empty() => None,
            Some(_) => Some(format!("{at} is being worked on")),
            None => Some(format!("{at} is another instance's")),
        })
    }

    /// Has the outputs looked through on a thread of its own.
    fn look(&mut self, open: Vec<OpenPlace>) -> Result<(), LoopError> {
        let settings = &self.settings;
        let bus = self.context.bus.clone();
        let evidence = self.stage.as_ref().and_then(|stage| {
            Some(Evidence {
                bus: bus.clone(),
                shutdown: self.context.shutdown.clone(),
                clock: settings.clock,
                output: stage.output()?,
                stage: stage.clone(),
                group: settings.group.clone(),
                dead_letters: settings.dead_letters.clone(),
            })
        });
        let (done, answer) = crossbeam_channel::bounded(1);
        let asked = open.clone();
        let look = move || {
            let places = certain_places(bus.as_ref(), &asked).and_then(|places| match evidence {
                Some(evidence) => evidence.reached(&places),
                None => Ok(places),
            });
            // A loop that has ended needs no answer.
            let _ = done.send(places);
        };
        // It works as the stage's own threads do, and needs as much room.
        let thread = std::thread::Builder::new().name(format!("evidence {}", settings.name)).stack_size(STACK);
        thread
            .spawn(look)
            .map_err(|error| LoopError::Threads { name: settings.name.clone(), detail: error.to_string() })?;
        self.settling.step = Step::Looking { open, answer };
        Ok(())
    }

    /// Says why nothing is done about it, once a reason.
    fn put_off(&mut self, open: &[OpenPlace], why: &str, now: Instant) {
        self.settling.not_before = Some(now + AGAIN);
        if self.settling.told != why {
            why.clone_into(&mut self.settling.told);
            let partitions: Vec<i32> = open.iter().map(|(at, _)| at.partition).collect();
            tracing::warn!(
                stage = self.settings.name, group = self.settings.group, topic = %self.settings.input, ?partitions, why,
                "Kafka has left a transaction open that keeps the group's place from being told, and it cannot be ended \
                 from here now; docs/reliability.md says how to end it by hand"
            );
        }
    }

    fn hand_over(&mut self, open: Vec<OpenPlace>, places: Places, tried: bool, now: Instant) -> Result<(), LoopError> {
        let transaction = Transaction { outputs: Vec::new(), offsets: places.clone() };
        match self.member.commit(transaction)? {
            CommitOutcome::Committed => {
                self.settling.handed_over = Some((open, places));
                // Until what the bus says now is known.
                self.settling.not_before = Some(now + AGAIN);
                self.watch.forget();
                if tried {
                    self.discard_all();
                    self.member.rewind()?;
                }
            }
            CommitOutcome::Rewound { cause } => {
                self.context.metrics.rewinds.get_or_create(&self.label).inc();
                self.settling.not_before = Some(now + self.health.aborted(&cause, now));
                self.discard_all();
                self.settling.step = Step::Due { open, places, tried: true };
            }
        }
        Ok(())
    }
}
