//! The limits of polite fetching.

use crate::Allowed;
use std::time::Duration;

/// How to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchSettings {
    /// The product name and version in `User-Agent`.
    pub user_agent: String,
    /// A URL or mail address under which an operator of a server finds us; added to `User-Agent`.
    pub contact: Option<String>,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for one answer from connecting to its last byte, over all redirects. Waiting for a host's turn is not
    /// counted; it has a limit of its own.
    pub total_timeout: Duration,
    /// Shortest pause between the end of a request to a host and the beginning of the next one.
    pub host_delay: Duration,
    /// Where links may lead beyond what is reachable from everywhere.
    pub allowed: Vec<Allowed>,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            user_agent: concat!("Dateline/", env!("CARGO_PKG_VERSION")).to_owned(),
            contact: None,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            host_delay: Duration::from_secs(1),
            allowed: Vec::new(),
        }
    }
}

impl FetchSettings {
    /// The `User-Agent` header.
    pub(crate) fn agent(&self) -> String {
        match &self.contact {
            Some(contact) => format!("{} (+{contact})", self.user_agent),
            None => self.user_agent.clone(),
        }
    }
}
