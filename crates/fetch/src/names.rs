//! From names to addresses: every connection goes to an address that was looked at, and to no other.

use crate::allowed::AllowList;
use crate::global::inner_address;
use crate::reach::{Rules, name_of};
use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

/// Something that knows the addresses of names.
#[async_trait]
pub trait Names: Send + Sync + fmt::Debug {
    /// The addresses of a name.
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's resolver.
#[derive(Debug)]
pub(crate) struct SystemNames;

#[async_trait]
impl Names for SystemNames {
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// All addresses of a name, for those that an operator named.
pub(crate) struct AnyAddress(pub(crate) Arc<dyn Names>);

/// The addresses of a name that strangers may lead to.
pub(crate) struct CheckedAddresses {
    pub(crate) names: Arc<dyn Names>,
    pub(crate) rules: Arc<Rules>,
    pub(crate) asking: Arc<Asking>,
}

/// Why a name cannot be asked: what its addresses are.
#[derive(Debug, thiserror::Error)]
#[error("it leads to {address}, {what}")]
pub(crate) struct LeadsInside {
    pub(crate) address: IpAddr,
    pub(crate) what: &'static str,
}

/// The port at which each name is being asked, which a resolver is not told. A host is asked one thing at a time.
#[derive(Debug, Default)]
pub(crate) struct Asking(Mutex<HashMap<String, Ask>>);

#[derive(Debug, Clone, Copy)]
struct Ask {
    port: u16,
    /// Whether it is a port that strangers may name.
    usual: bool,
}

/// Ends with its request.
pub(crate) struct AskingOne<'a> {
    asking: &'a Asking,
    name: String,
}

impl Asking {
    pub(crate) fn begin(&self, host: &str, port: u16, usual: bool) -> AskingOne<'_> {
        // As it is: whose turn it is goes by this spelling.
        self.names().insert(host.to_owned(), Ask { port, usual });
        AskingOne { asking: self, name: host.to_owned() }
    }

    fn of(&self, name: &str) -> Ask {
        // A connection that outlives its request is at no port that was allowed.
        self.names().get(name).copied().unwrap_or(Ask { port: 0, usual: true })
    }

    fn names(&self) -> std::sync::MutexGuard<'_, HashMap<String, Ask>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AskingOne<'_> {
    fn drop(&mut self) {
        self.asking.names().remove(&self.name);
    }
}

impl Resolve for AnyAddress {
    fn resolve(&self, name: Name) -> Resolving {
        let names = Arc::clone(&self.0);
        Box::pin(async move { Ok(addrs(names.addresses(name.as_str()).await?)) })
    }
}

impl Resolve for CheckedAddresses {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, rules) = (Arc::clone(&self.names), Arc::clone(&self.rules));
        let ask = self.asking.of(name.as_str());
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await?;
            // Behind a proxy its name is the only one that is looked up.
            if rules.proxies.contains(&name_of(name.as_str())) {
                return Ok(addrs(found));
            }
            let kept = reachable(&found, ask.port, ask.usual, &rules.allowed)?;
            Ok(addrs(kept))
        })
    }
}

/// Those of the addresses of a name that may be connected to; an error when there are some and none of them may.
fn reachable(found: &[IpAddr], port: u16, usual: bool, allowed: &AllowList) -> Result<Vec<IpAddr>, LeadsInside> {
    let mut refused = None;
    let may_be_asked = |address: &IpAddr| {
        let inner = inner_address(*address);
        let may = (usual && inner.is_none()) || allowed.has_address(*address, port);
        if !may {
            let what = inner.unwrap_or("an address that is not allowed at this port");
            refused.get_or_insert(LeadsInside { address: *address, what });
        }
        may
    };
    let kept: Vec<IpAddr> = found.iter().copied().filter(may_be_asked).collect();
    match refused {
        Some(refused) if kept.is_empty() => Err(refused),
        Some(_) | None => Ok(kept),
    }
}

/// The port is the one of the URL.
fn addrs(addresses: Vec<IpAddr>) -> Addrs {
    Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allowed::{Allowed, Place};

    #[test]
    fn a_name_keeps_the_addresses_that_may_be_asked() {
        let block = Allowed { place: Place::Block("10.1.0.0/16".parse().unwrap()), port: Some(8080) };
        let (none, some) = (AllowList::default(), AllowList(vec![block]));
        let outside = "9.9.9.9";
        for (found, port, usual, allowed, kept) in [
            (vec![outside], 443, true, &none, Some(vec![outside])),
            (vec!["127.0.0.1", outside, "::1"], 443, true, &none, Some(vec![outside])),
            (vec!["127.0.0.1", "::1"], 443, true, &none, None),
            (vec!["10.1.0.1", outside], 8080, false, &some, Some(vec!["10.1.0.1"])),
            (vec!["10.1.0.1"], 8081, true, &some, None),
            (vec![outside], 8080, false, &some, None),
            (vec![], 443, true, &none, Some(vec![])),
        ] {
            let address = |text: &&str| text.parse::<IpAddr>().unwrap();
            let found: Vec<IpAddr> = found.iter().map(address).collect();
            let kept = kept.map(|kept| kept.iter().map(address).collect());
            assert_eq!(reachable(&found, port, usual, allowed).ok(), kept, "{found:?} at {port}");
        }
    }
}
