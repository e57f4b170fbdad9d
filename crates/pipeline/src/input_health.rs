//! How a loop's input stands: whether the loop has its place in the group, and whether its transactions hold.
//!
//! In: what happens to the loop, and when. Out: its part of `/readyz` with cause and remedy, one WARN when it is no
//! longer ready and one INFO when it is again, and how long to wait after an abort. A loop without a partition in a
//! group that has settled is a standby, and ready: others own them all.

use crate::backoff::{Backoff, jitter};
use crate::{LoopSettings, Part};
use std::time::{Duration, Instant};

/// So many aborts in one row make a loop unready.
const ABORTS: u32 = 5;
/// So does a row of at least two that lasts so long, with nothing committed meanwhile.
const NOTHING_COMMITTED: Duration = Duration::from_secs(8);
/// A row has ended when something was committed and no transaction was aborted for so long. A record that no
/// transaction can carry lets others pass in between.
const QUIET: Duration = Duration::from_secs(15);
/// A rebalance takes less.
const UNASSIGNED: Duration = Duration::from_secs(8);

/// The state of one loop's input.
pub(crate) struct InputHealth {
    part: Part,
    stage: String,
    group: String,
    topic: String,
    /// It had a place in the group at least once: before that it is starting.
    joined: bool,
    /// Since when it has none.
    unassigned_since: Option<Instant>,
    /// Since when that is so although the bus is there, with the client that it has.
    homeless_since: Option<Instant>,
    aborts: Option<Row>,
    backoff: Backoff,
    /// What else keeps it from working.
    trouble: Option<String>,
    /// Why its place in the topic cannot be learned.
    no_place: Option<String>,
    /// Since when it is shown as not ready, and what is shown.
    unready: Option<(Instant, String)>,
}

/// Aborts that belong together.
struct Row {
    first: Instant,
    last: Instant,
    count: u32,
    cause: String,
    committed: bool,
    committed_since_last: bool,
}

impl InputHealth {
    /// Of a loop that is starting. `backoff` says how long to wait after aborts.
    pub(crate) fn new(part: Part, settings: &LoopSettings, backoff: Backoff) -> Self {
        Self {
            part,
            stage: settings.name.clone(),
            group: settings.group.clone(),
            topic: settings.input.to_string(),
            joined: false,
            unassigned_since: None,
            homeless_since: None,
            aborts: None,
            backoff,
            trouble: None,
            no_place: None,
            unready: None,
        }
    }

    /// Its part of `/readyz`.
    pub(crate) fn part(&self) -> &Part {
        &self.part
    }

    /// The group has given it its share, which may be nothing.
    pub(crate) fn assigned(&mut self, now: Instant) {
        self.joined = true;
        (self.unassigned_since, self.homeless_since) = (None, None);
        self.trouble = None;
        if self.unready.is_none() {
            self.part.ready();
        }
        self.look(now);
    }

    /// Its last partition was taken.
    pub(crate) fn lost_all(&mut self, now: Instant) {
        self.unassigned_since.get_or_insert(now);
    }

    /// Whether it lost its partitions and the group has given it none for so long, although the bus is there.
    pub(crate) fn is_homeless(&self, now: Instant, after: Duration) -> bool {
        self.homeless_since.is_some_and(|since| now.duration_since(since) >= after)
    }

    /// It joins the group with a new client, because of what `why` says.
    pub(crate) fn rejoins(&mut self, why: String, now: Instant) {
        self.homeless_since = None;
        self.unassigned_since.get_or_insert(now);
        self.trouble(why, now);
    }

    /// Something that stands until the next assignment or [`Self::passed`]; `why` names cause and remedy.
    pub(crate) fn trouble(&mut self, why: String, now: Instant) {
        self.trouble = Some(why);
        self.look(now);
    }

    /// The trouble has passed.
    pub(crate) fn passed(&mut self, now: Instant) {
        self.trouble = None;
        self.look(now);
    }

    /// Whether its place in the topic can be learned; else what the bus says.
    pub(crate) fn place(&mut self, silence: Option<&str>, now: Instant) {
        if self.no_place.as_deref() != silence {
            self.no_place = silence.map(str::to_owned);
            self.look(now);
        }
    }

    /// A transaction was aborted. Says how long the next one has to wait.
    pub(crate) fn aborted(&mut self, cause: &str, now: Instant) -> Duration {
        let fresh = || Row {
            first: now,
            last: now,
            count: 0,
            cause: String::new(),
            committed: false,
            committed_since_last: false,
        };
        let row = self.aborts.get_or_insert_with(fresh);
        row.last = now;
        row.count = row.count.saturating_add(1);
        row.committed_since_last = false;
        cause.clone_into(&mut row.cause);
        // What the cause says stands in `/readyz` from then on; a line a try would drown everything else.
        if row.count <= ABORTS {
            tracing::warn!(stage = self.stage, cause, "transaction aborted; reading again");
        } else {
            tracing::debug!(stage = self.stage, cause, "transaction aborted; reading again");
        }
        self.look(now);
        self.backoff.next_wait(jitter())
    }

    /// A transaction was committed.
    pub(crate) fn committed(&mut self, now: Instant) {
        if let Some(row) = &mut self.aborts {
            row.committed = true;
            row.committed_since_last = true;
        }
        self.look(now);
    }

    /// Shows what time has changed. To be called often.
    pub(crate) fn look(&mut self, now: Instant) {
        if self.unassigned_since.is_none() || self.part.bus_is_away() {
            self.homeless_since = None;
        } else {
            self.homeless_since.get_or_insert(now);
        }
        if self.aborts.as_ref().is_some_and(|row| row.committed_since_last && now.duration_since(row.last) >= QUIET) {
            self.aborts = None;
            self.backoff.reset();
        }
        match (self.reason(now), &self.unready) {
            (Some(why), None) => {
                // While it waits for its first place in the group it is starting, which needs no warning.
                if self.part.bus_is_away() {
                    // The outage has its own line, and this is what follows from it.
                    tracing::info!(stage = self.stage, cause = why, "not ready");
                } else if self.joined || self.trouble.is_some() {
                    tracing::warn!(stage = self.stage, cause = why, "not ready");
                }
                self.part.unready(&why);
                self.unready = Some((now, why));
            }
            (Some(why), Some((since, shown))) if why != *shown => {
                self.part.unready(&why);
                self.unready = Some((*since, why));
            }
            (None, Some((since, _))) => {
                let after_s = now.duration_since(*since).as_secs();
                self.unready = None;
                if self.joined {
                    tracing::info!(stage = self.stage, after_s, "ready again");
                    self.part.ready();
                } else {
                    self.part.starting();
                }
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    fn reason(&self, now: Instant) -> Option<String> {
        if let Some(why) = &self.trouble {
            return Some(why.clone());
        }
        if let Some(why) = &self.no_place {
            return Some(format!(
                "the place of the group {} in {} cannot be learned ({why}), so it may be given nothing to read; if this \
                 stays although the brokers run, a transaction was left open: docs/reliability.md says how to end it",
                self.group, self.topic
            ));
        }
        if let Some(row) = &self.aborts {
            let nothing = !row.committed && row.count > 1 && row.last.duration_since(row.first) >= NOTHING_COMMITTED;
            if row.count >= ABORTS || nothing {
                return Some(format!("its transactions are aborted again and again: {}", row.cause));
            }
        }
        if self.unassigned_since.is_some_and(|since| now.duration_since(since) >= UNASSIGNED) {
            return Some(format!(
                "it lost its partitions of {} and waits for the group {} to give it some; see that the brokers run",
                self.topic, self.group
            ));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Health, Pace};
    use article::{Timestamp, TopicName};

    struct Scene {
        shown: Health,
        health: InputHealth,
        start: Instant,
    }

    impl Scene {
        fn joined() -> Self {
            let shown = Health::default();
            let settings = LoopSettings {
                name: "enrich".to_owned(),
                service: "test/0.0.0".to_owned(),
                group: "news.enrich".to_owned(),
                input: TopicName::new("news.articles.v1"),
                dead_letters: TopicName::new("news.enrich.dlq.v1"),
                transactional_id: "t".to_owned(),
                takes_replays: true,
                gives_way: false,
                holds: None,
                one_source: true,
                output_limit: 1,
                dead_letter_limit: 1,
                threads: 1,
                pace: Pace::default(),
                stop_after_dead_letters: 1,
                drain: Duration::ZERO,
                stall: Duration::ZERO,
                clock: || Timestamp::from_millis(0),
            };
            let backoff = Backoff::new(Duration::from_millis(50), Duration::from_secs(5));
            let health = InputHealth::new(shown.input_of("enrich"), &settings, backoff);
            let mut scene = Self { shown, health, start: Instant::now() };
            assert_eq!(scene.shown.not_ready(), ["enrich input: starting"]);
            scene.health.assigned(scene.start);
            assert_eq!(scene.at(0), "");
            scene
        }

        fn after(&self, seconds: u64) -> Instant {
            self.start + Duration::from_secs(seconds)
        }

        fn abort(&mut self, seconds: u64) {
            self.health.aborted("topic x is not there", self.after(seconds));
        }

        /// What `/readyz` says then.
        fn at(&mut self, seconds: u64) -> String {
            self.health.look(self.after(seconds));
            self.shown.not_ready().join("; ")
        }
    }

    #[test]
    fn aborts_in_a_row_show_with_their_cause_until_commits_hold_again() {
        let mut scene = Scene::joined();
        for _ in 0..4 {
            scene.abort(1);
        }
        assert_eq!(scene.at(1), "", "they may pass");
        scene.abort(2);
        assert!(scene.at(2).contains("topic x is not there"), "{}", scene.at(2));
        let then = scene.after(3);
        scene.health.committed(then);
        assert!(!scene.at(10).is_empty(), "a record that no transaction carries lets others pass in between");
        scene.abort(11);
        assert!(!scene.at(60).is_empty(), "nothing was committed since");
        let then = scene.after(61);
        scene.health.committed(then);
        assert_eq!(scene.at(61), "");
    }

    #[test]
    fn slow_aborts_show_when_nothing_is_committed_and_a_single_one_never_does() {
        let mut scene = Scene::joined();
        scene.abort(0);
        assert_eq!(scene.at(3_600), "", "one, and then nothing came");
        scene.abort(3_600);
        assert!(!scene.at(3_600).is_empty());
        let mut scene = Scene::joined();
        for seconds in [0, 20, 40, 60, 80, 100] {
            scene.abort(seconds);
            let then = scene.after(seconds + 1);
            scene.health.committed(then);
            assert_eq!(scene.at(seconds + 17), "", "each time it went on at once");
        }
    }

    #[test]
    fn a_place_that_cannot_be_learned_shows_until_it_can() {
        let mut scene = Scene::joined();
        let then = scene.after(60);
        scene.health.place(Some("unstable offsets"), then);
        let shown = scene.at(60);
        assert!(shown.contains("unstable offsets") && shown.contains("news.enrich"), "{shown}");
        // A rebalance does not mend it.
        scene.health.assigned(then);
        assert!(!scene.at(61).is_empty());
        let then = scene.after(70);
        scene.health.place(None, then);
        assert_eq!(scene.at(70), "");
    }

    #[test]
    fn partitions_that_are_lost_for_long_show_and_a_standby_is_ready() {
        let mut scene = Scene::joined();
        let then = scene.after(10);
        scene.health.lost_all(then);
        assert_eq!(scene.at(14), "", "a rebalance");
        let shown = scene.at(19);
        assert!(shown.contains("news.articles.v1") && shown.contains("news.enrich"), "{shown}");
        // Given nothing by a group that has settled.
        let then = scene.after(30);
        scene.health.assigned(then);
        assert_eq!(scene.at(300), "");
    }

    #[test]
    fn without_partitions_it_is_homeless_only_while_the_bus_is_there() {
        let mut scene = Scene::joined();
        let minute = Duration::from_secs(60);
        let homeless = |scene: &mut Scene, seconds: u64| {
            scene.at(seconds);
            scene.health.is_homeless(scene.after(seconds), minute)
        };
        assert!(!homeless(&mut scene, 500), "it has partitions");
        let then = scene.after(600);
        scene.health.lost_all(then);
        assert!(!homeless(&mut scene, 600));
        let bus = scene.shown.bus();
        bus.unready("no broker answers");
        assert!(!homeless(&mut scene, 900), "nobody could give it any");
        bus.ready();
        assert!(!homeless(&mut scene, 901), "the bus is only just back");
        assert!(homeless(&mut scene, 961));
        let then = scene.after(961);
        scene.health.rejoins("it rejoins".to_owned(), then);
        assert!(scene.at(961).contains("it rejoins"));
        assert!(!homeless(&mut scene, 1_000), "the new client has a minute, too");
        assert!(homeless(&mut scene, 1_021));
        let then = scene.after(1_030);
        scene.health.assigned(then);
        assert!(!homeless(&mut scene, 2_000));
        assert_eq!(scene.at(2_000), "");
    }
}
