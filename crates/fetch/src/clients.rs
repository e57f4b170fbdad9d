//! The HTTP clients: one for places that an operator named, one for all others. They share no connection, so that none
//! that was opened on an operator's word serves a stranger's.

use crate::names::{AnyAddress, Asking, AskingOne, CheckedAddresses, Names};
use crate::reach::{Leave, Rules};
use crate::{FetchError, FetchSettings};
use reqwest::dns::Resolve;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The clients of a process.
pub(crate) struct Clients {
    agent: String,
    connect_timeout: Duration,
    names: Arc<dyn Names>,
    rules: Arc<Rules>,
    asking: Arc<Asking>,
    /// Connections that are kept to a host between requests.
    kept: usize,
    /// Made at their first request: who fetches nothing needs no certificates.
    anywhere: OnceLock<reqwest::Client>,
    checked: OnceLock<reqwest::Client>,
}

impl Clients {
    pub(crate) fn new(settings: &FetchSettings, names: Arc<dyn Names>, rules: Rules, kept: usize) -> Self {
        Self {
            agent: settings.agent(),
            connect_timeout: settings.connect_timeout,
            names,
            rules: Arc::new(rules),
            asking: Arc::default(),
            kept,
            anywhere: OnceLock::new(),
            checked: OnceLock::new(),
        }
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The client for a request of a host whose turn it is. What comes with it is kept as long as the request lasts.
    pub(crate) fn get(
        &self,
        leave: Leave,
        host: &str,
        port: u16,
    ) -> Result<(&reqwest::Client, Option<AskingOne<'_>>), FetchError> {
        match leave {
            Leave::Anywhere => {
                let names = Arc::clone(&self.names);
                Ok((self.made(&self.anywhere, || Arc::new(AnyAddress(names)))?, None))
            }
            Leave::Checked { usual } => {
                let client = self.made(&self.checked, || {
                    let (names, rules) = (Arc::clone(&self.names), Arc::clone(&self.rules));
                    Arc::new(CheckedAddresses { names, rules, asking: Arc::clone(&self.asking) })
                })?;
                Ok((client, Some(self.asking.begin(host, port, usual))))
            }
        }
    }

    fn made<'a, R: Resolve + 'static>(
        &self,
        place: &'a OnceLock<reqwest::Client>,
        resolver: impl FnOnce() -> Arc<R>,
    ) -> Result<&'a reqwest::Client, FetchError> {
        if let Some(client) = place.get() {
            return Ok(client);
        }
        // An error means that a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(&self.agent)
            .connect_timeout(self.connect_timeout)
            .dns_resolver(resolver())
            // Redirects are followed one by one, so that each is looked at and waits for its host's turn.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .pool_max_idle_per_host(self.kept)
            .pool_idle_timeout(Duration::from_secs(60))
            .build()
            .map_err(|error| FetchError::Setup(Box::new(error)))?;
        Ok(place.get_or_init(|| client))
    }
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clients").field("rules", &self.rules).finish_non_exhaustive()
    }
}
