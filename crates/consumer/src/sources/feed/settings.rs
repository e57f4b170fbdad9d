//! What a feed source is told.

use crate::sources::hourly::read_limit;
use fetch::SourceAddress;
use pipeline::HourlyLimit;
use service::config::Keys;
use std::time::Duration;
use url::{Host, Url};

/// Shortest interval: more often is not polite.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(30);
/// Shortest interval for a feed on this machine: nobody else is asked.
const SHORTEST_LOCAL_INTERVAL: Duration = Duration::from_millis(100);
const LONGEST_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5 * 60);

/// What a feed source is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSettings {
    /// The source's name.
    pub name: String,
    /// Where the feed is, and what lets us in there.
    pub address: SourceAddress,
    /// Whether to fetch the page of each entry.
    pub follow: bool,
    /// Pause between two polls.
    pub interval: Duration,
    /// Domains besides its own in whose name the feed speaks.
    pub speaks_for: Vec<String>,
}

/// Reads a `[[source]]` section of kind `feed`, and how much may come of it in an hour.
pub(super) fn read(mut keys: Keys<'_>) -> Option<(HourlyLimit, FeedSettings)> {
    let name = keys.name().to_owned();
    let url = keys.required_url("url");
    let address = address(url, &mut keys);
    let follow = keys.boolean("follow").or(true);
    let is_local = address.as_ref().is_some_and(SourceAddress::is_on_this_machine);
    let shortest = if is_local { SHORTEST_LOCAL_INTERVAL } else { SHORTEST_INTERVAL };
    let interval = keys.duration("interval", shortest..=LONGEST_INTERVAL).or(DEFAULT_INTERVAL);
    let limit = read_limit(&mut keys);
    let speaks_for = keys.list("speaks_for", host);
    keys.finish();
    let settings = FeedSettings { name, address: address?, follow, interval, speaks_for };
    Some((limit, settings))
}

/// A host, as URLs write it.
fn host(text: &str) -> Result<String, String> {
    match Host::parse(text.trim_end_matches('.')) {
        Ok(host) => Ok(host.to_string()),
        Err(_) => Err(format!("`{text}` is not a domain; write it as in the addresses of its pages: example.org")),
    }
}

/// The address with its login and headers.
fn address(url: Option<Url>, keys: &mut Keys<'_>) -> Option<SourceAddress> {
    let (username, password, headers) = (keys.secret("username"), keys.secret("password"), keys.secrets("headers"));
    if username.is_none() && password.is_some() {
        keys.problem("password", "has no username beside it; write `username = …`");
    }
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
    Some(address)
}
