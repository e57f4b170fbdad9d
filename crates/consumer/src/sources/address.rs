//! What is read of every source that is asked over HTTP: its address with what lets us in there, and how often.

use fetch::SourceAddress;
use service::config::Keys;
use std::time::Duration;

/// Shortest interval: more often is not polite.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(30);
/// Shortest interval for a feed on this machine: nobody else is asked.
const SHORTEST_LOCAL_INTERVAL: Duration = Duration::from_millis(100);
const LONGEST_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5 * 60);
/// How much more seldom than at its interval something is asked for that has no news.
const TIMES_SLOWER: u32 = 12;

/// Reads `url`, `username`, `password`, `headers` and `robots` of a `[[source]]` section.
pub(crate) fn read_address(keys: &mut Keys<'_>) -> Option<SourceAddress> {
    let url = keys.required_url("url");
    let (username, password, headers) = (keys.secret("username"), keys.secret("password"), keys.secrets("headers"));
    if username.is_none() && password.is_some() {
        keys.problem("password", "has no username beside it; write `username = …`");
    }
    let robots = keys.one_of("robots", &[("obey", false), ("ignore", true)]);
    let ignores_robots = robots.given_or("obey").unwrap_or_default();
    let mut address = match SourceAddress::new(url?) {
        Ok(address) => address,
        Err(error) => {
            keys.problem("url", &error.to_string());
            return None;
        }
    };
    if let Some(username) = username {
        if address.has_login() {
            keys.problem("username", "is given beside the login in the url; take that one out of the url");
        }
        let password = password.as_ref().map(|password| password.expose()).unwrap_or_default();
        match address.clone().with_login(username.expose(), password) {
            Ok(with_login) => address = with_login,
            Err(error) => keys.problem("password", &error.to_string()),
        }
    }
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("authorization") && address.has_login() {
            keys.problem_in("headers", &name, "is given beside a login; keep one of them");
            continue;
        }
        match address.clone().with_header(&name, value.expose()) {
            Ok(with_header) => address = with_header,
            Err(error) => keys.problem_in("headers", &name, &format!("does not do: {error}")),
        }
    }
    if address.has_secrets() && !address.is_encrypted() && !address.is_on_this_machine() {
        keys.warning(
            "url",
            "is not encrypted, so that anyone on the way can read the login; write https if its server can",
        );
    }
    Some(if ignores_robots { address.ignoring_robots() } else { address })
}

/// How often something is asked for that is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intervals {
    /// The pause between two polls where news is likely.
    pub shortest: Duration,
    /// The pause where none is.
    pub longest: Duration,
}

/// Reads `interval` and `longest_interval` of a `[[source]]` section.
pub(crate) fn read_intervals(address: Option<&SourceAddress>, keys: &mut Keys<'_>) -> Intervals {
    let is_local = address.is_some_and(SourceAddress::is_on_this_machine);
    let least = if is_local { SHORTEST_LOCAL_INTERVAL } else { SHORTEST_INTERVAL };
    let shortest = keys.duration("interval", least..=LONGEST_INTERVAL).or(DEFAULT_INTERVAL);
    let usual = shortest.saturating_mul(TIMES_SLOWER).min(LONGEST_INTERVAL);
    let longest = keys.duration("longest_interval", least..=LONGEST_INTERVAL).given().unwrap_or(usual);
    if longest < shortest {
        keys.problem("longest_interval", "is shorter than `interval`; make it as long, or leave it out");
    }
    Intervals { shortest, longest }
}
