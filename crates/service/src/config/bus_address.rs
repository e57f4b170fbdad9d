//! Where the bus is: `kafka://host:port,…` or `embedded:FILE`.

use super::this_machine::is_this_machine;
use std::fmt;
use std::path::PathBuf;

/// Which bus, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BusAddress {
    /// The embedded log in this file.
    Embedded(PathBuf),
    /// Kafka brokers to start from: `host:port,host:port`.
    Kafka(String),
}

/// What a broker listens on when an address names no port.
const KAFKA_PORT: u16 = 9092;

impl BusAddress {
    /// The log of an installation without configuration, in the working directory.
    pub(crate) fn default_log() -> Self {
        Self::Embedded(PathBuf::from("dateline-data/log.db"))
    }

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("embedded:") {
            return match path {
                "" => Err("names no file; write embedded:FILE".to_owned()),
                path => Ok(Self::Embedded(PathBuf::from(path))),
            };
        }
        let Some(brokers) = text.strip_prefix("kafka://") else {
            return Err(format!("`{text}` is no bus; write kafka://HOST:PORT,HOST:PORT or embedded:FILE"));
        };
        let brokers: Result<Vec<String>, String> = brokers.trim_end_matches('/').split(',').map(broker).collect();
        Ok(Self::Kafka(brokers?.join(",")))
    }

    /// Whether nothing leaves the machine: a file, or brokers on loopback addresses only.
    pub(super) fn is_on_this_machine(&self) -> bool {
        let Self::Kafka(brokers) = self else { return true };
        brokers.split(',').all(|broker| is_this_machine(split_port(broker).map_or(broker, |(host, _)| host)))
    }
}

fn broker(text: &str) -> Result<String, String> {
    let text = text.trim();
    let refuse = || format!("`{text}` is not the address of a broker; write kafka://HOST:PORT,HOST:PORT");
    // An IPv6 address stands in brackets, as in a URL.
    let bare_host = text.ends_with(']') || !text.contains(':');
    let (host, port) = if bare_host { (text, KAFKA_PORT) } else { split_port(text).ok_or_else(refuse)? };
    let bracketed = host.starts_with('[') && host.ends_with(']');
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') || (bracketed && "[]:%".contains(c));
    if host.is_empty() || !host.chars().all(fits) {
        return Err(refuse());
    }
    Ok(format!("{host}:{port}"))
}

/// Host and port of `host:port`; the port is not 0.
fn split_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port > 0)?;
    Some((host, port))
}

impl fmt::Display for BusAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded(path) => write!(f, "embedded:{}", path.display()),
            Self::Kafka(brokers) => write!(f, "kafka://{brokers}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_addresses_are_this_machine() {
        for (text, expected) in [
            ("embedded:log.db", true),
            ("kafka://localhost,127.0.0.2:9093,[::1]", true),
            ("kafka://localhost,kafka.example.org", false),
            ("kafka://localhost.example.org", false),
            ("kafka://10.0.0.1", false),
        ] {
            assert_eq!(BusAddress::parse(text).unwrap().is_on_this_machine(), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_read() {
        for (text, expected) in [
            ("embedded:data/log.db", BusAddress::Embedded("data/log.db".into())),
            ("kafka://kafka:9092", BusAddress::Kafka("kafka:9092".to_owned())),
            ("kafka://a.example:1, b", BusAddress::Kafka("a.example:1,b:9092".to_owned())),
            ("kafka://[::1]:9093,[fe80::1]/", BusAddress::Kafka("[::1]:9093,[fe80::1]:9092".to_owned())),
        ] {
            assert_eq!(BusAddress::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "kafka",
            "localhost:9092",
            "kafka://",
            "kafka://a:b",
            "kafka://a:0",
            "kafka://a,,b",
            "embedded:",
            "kafka://u@h:1",
        ] {
            assert!(BusAddress::parse(text).is_err(), "{text}");
        }
    }
}
