//! Places that an operator lets links lead to, beyond what is reachable from everywhere.

use crate::global::plain;
use ipnet::IpNet;
use std::net::IpAddr;

/// A place that links may lead to, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// Which place.
    pub place: Place,
    /// The one port of it; `None`: any.
    pub port: Option<u16>,
}

/// A host by its name, or hosts by their addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A name, in lower case and without a dot at its end, whatever addresses it leads to.
    Name(String),
    /// Addresses, also those that names lead to. A single one is a block of its own.
    Block(IpNet),
}

/// All such places.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllowList(pub(crate) Vec<Allowed>);

impl AllowList {
    pub(crate) fn has_name(&self, name: &str, port: u16) -> bool {
        self.at(port).any(|place| matches!(place, Place::Name(allowed) if allowed == name))
    }

    pub(crate) fn has_address(&self, address: IpAddr, port: u16) -> bool {
        let address = plain(address);
        self.at(port).any(|place| matches!(place, Place::Block(block) if block.contains(&address)))
    }

    /// Whether some addresses are allowed at this port, which a name may lead to.
    pub(crate) fn has_blocks(&self, port: u16) -> bool {
        self.at(port).any(|place| matches!(place, Place::Block(_)))
    }

    fn at(&self, port: u16) -> impl Iterator<Item = &Place> {
        self.0.iter().filter(move |allowed| allowed.port.is_none_or(|only| only == port)).map(|allowed| &allowed.place)
    }
}
