//! Whether a host is this machine, by what is written for it.

use std::net::IpAddr;

/// Whether what goes to a host stays on the machine: `localhost`, or a loopback address, in brackets or not.
pub fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_this_machine() {
        for host in ["localhost", "127.0.0.1", "127.9.8.7", "::1", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["localhost.example.org", "10.0.0.1", "[fe80::1]", "db", ""] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
