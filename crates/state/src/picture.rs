//! One picture of a pipeline, as it follows from two looks at it.

use crate::lag::PartitionLag;
use crate::letters::Letters;
use crate::look::{GroupLook, Look};
use crate::metrics::{Told, Took};
use crate::sources::SourceLook;
use article::Timestamp;
use std::collections::BTreeMap;

/// A stage or store.
#[derive(Debug, Clone, PartialEq)]
pub struct StagePicture {
    /// `extract`, `store/articles`.
    pub stage: String,
    /// How far behind it is, all partitions together.
    pub lag: PartitionLag,
    /// Offsets a second that came in since the earlier look, and that it read.
    pub rates: Option<(f64, f64)>,
    /// From fetch to its commit; `None`: nothing came, or nobody tells.
    pub latency: Option<Took>,
    /// From publication to its write, of stores.
    pub freshness: Option<Took>,
    /// A store that takes nothing.
    pub is_down: bool,
}

/// The whole pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// When.
    pub at: Timestamp,
    /// In the order of the data's way.
    pub stages: Vec<StagePicture>,
    /// As the configuration has them.
    pub sources: Vec<SourceLook>,
    /// Dead letters that nothing was done with, by stage or store and class.
    pub letters: BTreeMap<(String, String), u64>,
    /// When the newest was given up.
    pub newest_letter: Option<Timestamp>,
}

impl Picture {
    /// What follows from a look, from an earlier one, and from what the processes told at both.
    pub fn of(
        look: (&Look, &Told),
        earlier: Option<(&Look, &Told)>,
        sources: Vec<SourceLook>,
        letters: &Letters,
    ) -> Self {
        let (look, told) = look;
        let before = |stage: &str| earlier.and_then(|(look, _)| look.groups.iter().find(|group| group.stage == stage));
        let told_before = earlier.map(|(_, told)| told);
        let lags = look.lags(earlier.map(|(look, _)| look));
        let stages = look.groups.iter().zip(lags).map(|(group, lag)| StagePicture {
            lag: lag.whole(),
            rates: before(&group.stage)
                .zip(earlier)
                .and_then(|(before, (earlier, _))| rates(group, before, seconds(earlier.at, look.at))),
            // What took its time lately, else whatever did since the processes began.
            latency: told.latency(&group.stage, told_before).or_else(|| told.latency(&group.stage, None)),
            freshness: told.freshness(&group.stage, told_before).or_else(|| told.freshness(&group.stage, None)),
            is_down: told.down.contains(&group.stage),
            stage: lag.stage,
        });
        Self {
            at: look.at,
            stages: stages.collect(),
            sources,
            letters: letters.left.clone(),
            newest_letter: letters.newest,
        }
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "seconds between two looks")]
    let seconds = (to.millis() - from.millis()) as f64 / 1_000.0;
    seconds
}

/// Offsets a second: in, and read.
fn rates(now: &GroupLook, before: &GroupLook, seconds: f64) -> Option<(f64, f64)> {
    let ends = |group: &GroupLook| group.topic.reaches.iter().map(|reach| reach.end).sum::<i64>();
    let reached = |group: &GroupLook| group.positions.iter().flatten().sum::<i64>();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = |now: i64, before: i64| (now - before).max(0) as f64 / seconds;
    (seconds > 0.0).then(|| (rate(ends(now), ends(before)), rate(reached(now), reached(before))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::TopicLook;
    use crate::reach::Reach;
    use crate::unread::Unread;
    use article::TopicName;

    fn group(end: i64, position: i64) -> GroupLook {
        let reaches = vec![Reach { start: 0, end, written: end }];
        GroupLook {
            stage: "extract".to_owned(),
            group: "news.extract".to_owned(),
            topic: TopicLook { name: TopicName::new("news.raw.v1"), reaches },
            positions: vec![Some(position)],
            unread: vec![Unread::default()],
        }
    }

    #[test]
    fn rates_are_told_by_two_looks() {
        assert_eq!(rates(&group(140, 120), &group(100, 60), 4.0), Some((10.0, 15.0)));
        assert_eq!(rates(&group(5, 5), &group(100, 60), 4.0), Some((0.0, 0.0)), "a topic that was made anew");
        assert_eq!(rates(&group(140, 120), &group(100, 60), 0.0), None);
    }
}
