//! What a scenario found: the row it adds to the table.

use std::time::Duration;

/// How long it took from the end of a fault until articles that had been waiting were stored.
#[derive(Debug, Clone, Copy)]
pub struct Recovery {
    /// The first of them.
    pub first: Duration,
    /// All of them.
    pub all: Duration,
}

/// The books of a scenario and what else it saw.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Faults that were caused.
    pub rounds: usize,
    /// Records that went in.
    pub input: usize,
    /// Dead letters, all of them intended.
    pub dead: usize,
    /// Records that were to be dropped and were.
    pub dropped: usize,
    /// Records of which nothing became in some topic or store.
    pub lost: usize,
    /// Copies too many in some topic or store.
    pub doubled: usize,
    /// Versions of one article that came after a later one.
    pub out_of_order: usize,
    /// One a fault, where it was measured.
    pub recoveries: Vec<Recovery>,
    /// What a reader of the table should know.
    pub notes: Vec<String>,
    /// What else was not as it must be.
    pub problems: Vec<String>,
}

impl Tally {
    /// Whether the books balance and all else was as it must be.
    pub fn is_good(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.out_of_order == 0 && self.problems.is_empty()
    }

    /// Adds the books of another part of the same scenario.
    pub(crate) fn add(&mut self, other: Self) {
        self.rounds += other.rounds;
        self.input += other.input;
        self.dead += other.dead;
        self.dropped += other.dropped;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.out_of_order += other.out_of_order;
        self.recoveries.extend(other.recoveries);
        self.notes.extend(other.notes);
        self.problems.extend(other.problems);
    }

    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Notes a problem unless `holds`.
    pub(crate) fn expect(&mut self, holds: bool, problem: impl Into<String>) {
        if !holds {
            self.problems.push(problem.into());
        }
    }

    /// Median and longest time to the first and to the last waiting article: `first 1.2 s (max 3 s), all …`.
    pub fn recovery(&self) -> Option<String> {
        let spread = |pick: fn(&Recovery) -> Duration| {
            let mut times: Vec<Duration> = self.recoveries.iter().map(pick).collect();
            times.sort();
            let (median, most) = (times.get(times.len() / 2)?.as_secs_f64(), times.last()?.as_secs_f64());
            Some(if times.len() == 1 { format!("{most:.1} s") } else { format!("{median:.1} s (max {most:.1} s)") })
        };
        Some(format!("first {}, all {}", spread(|one| one.first)?, spread(|one| one.all)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_good_only_when_nothing_at_all_was_found() {
        assert!(Tally::default().is_good());
        for tally in [
            Tally { lost: 1, ..Tally::default() },
            Tally { doubled: 1, ..Tally::default() },
            Tally { out_of_order: 1, ..Tally::default() },
            Tally { problems: vec!["x".to_owned()], ..Tally::default() },
        ] {
            assert!(!tally.is_good(), "{tally:?}");
        }
    }

    #[test]
    fn recovery_is_told_as_median_and_longest() {
        let recovery = |first, all| Recovery { first: Duration::from_secs(first), all: Duration::from_secs(all) };
        let tally = Tally { recoveries: vec![recovery(1, 2), recovery(3, 9), recovery(2, 4)], ..Tally::default() };
        assert_eq!(tally.recovery().as_deref(), Some("first 2.0 s (max 3.0 s), all 4.0 s (max 9.0 s)"));
        assert_eq!(Tally::default().recovery(), None);
    }
}
