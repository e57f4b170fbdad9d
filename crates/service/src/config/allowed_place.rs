//! Places that links of feeds may lead to besides the public internet: `HOST`, `ADDRESS` or `BLOCK`, each with `:PORT`.

use super::problem::short;
use ipnet::IpNet;
use std::net::IpAddr;
use url::Host;

/// One such place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedPlace {
    /// Which hosts.
    pub hosts: AllowedHosts,
    /// Their one port; `None`: any.
    pub port: Option<u16>,
}

/// Hosts by name or by address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedHosts {
    /// A name in lower case, without a dot at its end.
    Name(String),
    /// Addresses; a single one is a block of its own.
    Block(IpNet),
}

impl AllowedPlace {
    /// Reads an entry of `fetch.allow`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let refuse = |why: &str| {
            format!(
                "`{}` {why}; write a host, an address or a block such as 10.1.0.0/16, each with :PORT if only one",
                short(text)
            )
        };
        let (hosts, port) = split(text);
        let port = match port {
            Some(port) => {
                Some(port.parse().ok().filter(|port| *port > 0).ok_or_else(|| refuse("has a port that is none"))?)
            }
            None => None,
        };
        Ok(Self { hosts: hosts_of(hosts).map_err(refuse)?, port })
    }
}

/// What stands before the port, without brackets, and the port. An IPv6 address with a port stands in brackets.
fn split(text: &str) -> (&str, Option<&str>) {
    if let Some((inside, after)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return match after.strip_prefix(':') {
            Some(port) => (inside, Some(port)),
            None if after.is_empty() => (inside, None),
            // A length behind the bracket, or nothing that is anything.
            None => (text, None),
        };
    }
    match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, Some(port)),
        Some(_) | None => (text, None),
    }
}

fn hosts_of(text: &str) -> Result<AllowedHosts, &'static str> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(AllowedHosts::Block(address.into()));
    }
    if text.contains('/') {
        let block: IpNet = text.parse().map_err(|_| "is not a block of addresses")?;
        if block.addr() != block.network() {
            return Err("is no block, for its address has more bits than its length");
        }
        return Ok(AllowedHosts::Block(block));
    }
    if text.contains('*') {
        return Err("has a `*`, and names are taken as they are");
    }
    match Host::parse(text) {
        Ok(Host::Domain(name)) if !name.trim_end_matches('.').is_empty() => {
            Ok(AllowedHosts::Name(name.trim_end_matches('.').to_owned()))
        }
        Ok(Host::Ipv4(address)) => Ok(AllowedHosts::Block(IpAddr::from(address).into())),
        Ok(Host::Ipv6(_) | Host::Domain(_)) | Err(_) => Err("is neither a host nor an address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_addresses_and_blocks_are_read_with_and_without_a_port() {
        let name = |name: &str| AllowedHosts::Name(name.to_owned());
        let block = |block: &str| AllowedHosts::Block(block.parse().unwrap());
        for (text, hosts, port) in [
            ("cms.corp", name("cms.corp"), None),
            ("CMS.corp.:8080", name("cms.corp"), Some(8080)),
            ("10.0.0.5", block("10.0.0.5/32"), None),
            ("10.0.0.5:8080", block("10.0.0.5/32"), Some(8080)),
            ("10.1.0.0/16", block("10.1.0.0/16"), None),
            ("10.1.0.0/16:8080", block("10.1.0.0/16"), Some(8080)),
            ("fd00::1", block("fd00::1/128"), None),
            ("[fd00::1]:8080", block("fd00::1/128"), Some(8080)),
            ("fd00::/8", block("fd00::/8"), None),
            ("[fd00::/8]:443", block("fd00::/8"), Some(443)),
        ] {
            assert_eq!(AllowedPlace::parse(text), Ok(AllowedPlace { hosts, port }), "{text}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused_with_what_to_write() {
        for text in [
            "",
            ":80",
            "cms.corp:0",
            "cms.corp:99999",
            "cms.corp:http",
            "10.1.2.3/16",
            "10.0.0.0/33",
            "*.corp",
            "http://cms.corp",
            "cms.corp/path",
            "two words",
            "[fd00::1]x",
        ] {
            let why = AllowedPlace::parse(text).unwrap_err();
            assert!(why.starts_with(&format!("`{text}` ")) && why.contains("; write a host"), "{why}");
        }
    }
}
