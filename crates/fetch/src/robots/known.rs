//! What hosts' `robots.txt` said, with their `tdmrep.json` that was asked for at the same time, kept for a while and in
//! bounded memory.

use super::rules::Rules;
use super::tdm::TdmRules;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use url::Origin;

/// How long an answer holds: as long as RFC 9309 lets it.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a file that could not be had is not asked for again.
const RETRY: Duration = Duration::from_secs(60);

/// After so long a file that cannot be had counts as none, as RFC 9309 proposes.
const GIVEN_UP: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Hosts that are remembered, and the memory that their rules may take, in bytes: room for sixteen of the longest files.
const MOST_HOSTS: usize = 4_096;
const MOST_BYTES: usize = 32 << 20;

/// What a host says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct HostRules {
    pub(crate) robots: Rules,
    pub(crate) tdm: TdmRules,
}

/// What came of asking for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is there, or there is none: an empty one.
    Rules(HostRules),
    /// Nobody knows, and why: its server is in trouble.
    Unreachable(String),
}

/// What is known of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Its rules.
    Rules(Arc<HostRules>),
    /// Its file could not be had, why, and nothing there may be asked for.
    Unreachable(String),
    /// Its file is to be asked for.
    Unknown,
}

#[derive(Debug, Clone)]
struct Known {
    rules: Option<Arc<HostRules>>,
    /// Since when the file cannot be had, and why.
    unreachable: Option<(Instant, String)>,
    asked_at: Instant,
}

/// What is known of all hosts.
#[derive(Debug, Default)]
pub(crate) struct KnownRobots(Mutex<HashMap<Origin, Known>>);

impl Known {
    fn verdict(&self, now: Instant) -> Verdict {
        let age = now.saturating_duration_since(self.asked_at);
        match (&self.rules, &self.unreachable) {
            _ if age >= LIFETIME => Verdict::Unknown,
            (Some(rules), None) => Verdict::Rules(Arc::clone(rules)),
            (_, Some(_)) if age >= RETRY => Verdict::Unknown,
            // What it said before holds on.
            (Some(rules), Some(_)) => Verdict::Rules(Arc::clone(rules)),
            (None, Some((since, _))) if now.saturating_duration_since(*since) >= GIVEN_UP => {
                Verdict::Rules(Arc::default())
            }
            (None, Some((_, why))) => Verdict::Unreachable(why.clone()),
            (None, None) => Verdict::Unknown,
        }
    }

    fn size(&self) -> usize {
        self.rules.as_ref().map_or(0, |rules| rules.robots.size() + rules.tdm.size())
    }
}

impl KnownRobots {
    /// What is known.
    pub(crate) fn verdict(&self, origin: &Origin, now: Instant) -> Verdict {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(origin).map_or(Verdict::Unknown, |known| known.verdict(now))
    }

    /// Notes an answer; tells what holds now.
    pub(crate) fn note(&self, origin: &Origin, answer: Answer, now: Instant) -> Verdict {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.remove(origin);
        let known = match answer {
            Answer::Rules(rules) => Known { rules: Some(Arc::new(rules)), unreachable: None, asked_at: now },
            Answer::Unreachable(why) => {
                let (rules, unreachable) = before.map_or((None, None), |before| (before.rules, before.unreachable));
                let since = unreachable.map_or(now, |(since, _)| since);
                Known { rules, unreachable: Some((since, why)), asked_at: now }
            }
        };
        let verdict = known.verdict(now);
        let mut bytes = all.values().map(Known::size).sum::<usize>() + known.size();
        while all.len() >= MOST_HOSTS || bytes > MOST_BYTES {
            let oldest = all.iter().min_by_key(|(_, known)| known.asked_at).map(|(origin, _)| origin.clone());
            let Some(oldest) = oldest.and_then(|oldest| all.remove(&oldest)) else { break };
            bytes -= oldest.size();
        }
        all.insert(origin.clone(), known);
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    fn origin(host: &str) -> Origin {
        Url::parse(&format!("https://{host}")).unwrap().origin()
    }

    fn away() -> Answer {
        Answer::Unreachable("answered 503".to_owned())
    }

    fn rules(path: &str) -> HostRules {
        let robots = Rules::parse(format!("User-agent: *\nDisallow: {path}").as_bytes(), "Dateline");
        HostRules { robots, ..HostRules::default() }
    }

    #[test]
    fn a_file_is_asked_for_once_a_day_and_one_that_cannot_be_had_once_a_minute() {
        let (known, start, host) = (KnownRobots::default(), Instant::now(), origin("a.example"));
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let stated = Verdict::Rules(Arc::new(rules("/a")));
        assert_eq!(known.verdict(&host, at(0)), Verdict::Unknown);
        assert_eq!(known.note(&host, away(), at(0)), Verdict::Unreachable("answered 503".to_owned()));
        assert_eq!(
            (known.verdict(&host, at(59)), known.verdict(&host, at(60))),
            (Verdict::Unreachable("answered 503".to_owned()), Verdict::Unknown)
        );
        assert_eq!(known.note(&host, Answer::Rules(rules("/a")), at(60)), stated);
        assert_eq!(known.verdict(&host, at(86_400)), stated);
        assert_eq!(known.verdict(&host, at(60 + 86_400)), Verdict::Unknown);
        // It is away: what it said holds on, and it is asked for again.
        assert_eq!(known.note(&host, away(), at(90_000)), stated);
        assert_eq!((known.verdict(&host, at(90_059)), known.verdict(&host, at(90_060))), (stated, Verdict::Unknown));
        assert_eq!(known.verdict(&origin("b.example"), at(0)), Verdict::Unknown);
    }

    #[test]
    fn a_file_that_cannot_be_had_for_a_month_counts_as_none() {
        let (known, start, host) = (KnownRobots::default(), Instant::now(), origin("a.example"));
        let month = Duration::from_secs(30 * 86_400);
        known.note(&host, away(), start);
        assert_eq!(known.note(&host, away(), start + month / 2), Verdict::Unreachable("answered 503".to_owned()));
        assert_eq!(known.note(&host, away(), start + month), Verdict::Rules(Arc::default()));
    }

    #[test]
    fn many_hosts_and_long_files_are_forgotten_again() {
        let (known, now) = (KnownRobots::default(), Instant::now());
        for host in 0..5_000 {
            known.note(&origin(&format!("h{host}.example")), Answer::Rules(HostRules::default()), now);
        }
        assert_eq!(known.0.lock().unwrap().len(), MOST_HOSTS);
        let long = "Disallow: /a\n".repeat(39_000);
        let robots = Rules::parse(format!("User-agent: *\n{long}").as_bytes(), "Dateline");
        let long = HostRules { robots, ..HostRules::default() };
        for host in 0..50 {
            let at = now + Duration::from_secs(host);
            known.note(&origin(&format!("long{host}.example")), Answer::Rules(long.clone()), at);
        }
        let held: usize = known.0.lock().unwrap().values().map(Known::size).sum();
        assert!(held <= MOST_BYTES, "{held}");
        assert_ne!(known.verdict(&origin("long49.example"), now), Verdict::Unknown);
    }
}
