//! Which addresses are reachable from everywhere, and which names never lead to such. Pure: a table and a question.
//!
//! After the special-purpose registries of IANA (iana-ipv4-special-registry, iana-ipv6-special-registry), and stricter:
//! what is reserved there for a protocol serves no news, so exceptions within reserved blocks are not made.

use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6(first: [u16; 4], length: u8) -> Ipv6Net {
    let [a, b, c, d] = first;
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0), length)
}

/// Blocks of IPv4 that are not reachable from everywhere, and what they are.
const INNER_V4: &[(Ipv4Net, &str)] = &[
    (v4(0, 0, 0, 0, 8), "an address of this machine's own network"),
    (v4(10, 0, 0, 0, 8), "a private address"),
    (v4(100, 64, 0, 0, 10), "an address that providers share among customers"),
    (v4(127, 0, 0, 0, 8), "a loopback address"),
    (v4(168, 63, 129, 16, 32), "the address of a cloud's own services"),
    (v4(169, 254, 0, 0, 16), "a link-local address"),
    (v4(172, 16, 0, 0, 12), "a private address"),
    (v4(192, 0, 0, 0, 24), "an address reserved for protocols"),
    (v4(192, 0, 2, 0, 24), "an address for documentation"),
    (v4(192, 88, 99, 0, 24), "the address of a 6to4 relay"),
    (v4(192, 168, 0, 0, 16), "a private address"),
    (v4(198, 18, 0, 0, 15), "an address for benchmarks"),
    (v4(198, 51, 100, 0, 24), "an address for documentation"),
    (v4(203, 0, 113, 0, 24), "an address for documentation"),
    (v4(224, 0, 0, 0, 4), "a multicast address"),
    (v4(240, 0, 0, 0, 4), "a reserved address"),
];

/// Blocks of IPv6 that are not reachable from everywhere, and what they are. What is in no block of this list is
/// reachable only within [`GLOBAL_V6`].
const INNER_V6: &[(Ipv6Net, &str)] = &[
    (Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 128), "the unspecified address"),
    (Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128), "a loopback address"),
    (v6([0x64, 0xff9b, 1, 0], 48), "a translated address of an inner network"),
    (v6([0x100, 0, 0, 0], 64), "an address that discards what is sent to it"),
    (v6([0x2001, 0, 0, 0], 32), "an address of a Teredo tunnel"),
    (v6([0x2001, 0, 0, 0], 23), "an address reserved for protocols"),
    (v6([0x2001, 0xdb8, 0, 0], 32), "an address for documentation"),
    (v6([0x2002, 0, 0, 0], 16), "an address of a 6to4 tunnel"),
    (v6([0x3fff, 0, 0, 0], 20), "an address for documentation"),
    (v6([0x5f00, 0, 0, 0], 16), "an address of segment routing"),
    (v6([0xfc00, 0, 0, 0], 7), "a private address"),
    (v6([0xfe80, 0, 0, 0], 10), "a link-local address"),
    (v6([0xfec0, 0, 0, 0], 10), "a site-local address"),
    (v6([0xff00, 0, 0, 0], 8), "a multicast address"),
];

/// All of IPv6 that is given out for hosts reachable from everywhere.
const GLOBAL_V6: Ipv6Net = v6([0x2000, 0, 0, 0], 3);

/// IPv4 addresses in the clothes of IPv6: as sockets write them, and as networks without IPv4 translate them. Whether
/// such an address is reachable is for the one within to say.
const WRAPPED_V4: &[Ipv6Net] = &[v6_mapped(), v6([0x64, 0xff9b, 0, 0], 96)];

const fn v6_mapped() -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96)
}

/// Last labels of names that are given out to nobody, so that an inner network may use them, and some do.
const INNER_NAMES: &[&str] = &[
    "corp",
    "home",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
    "test",
    "workgroup",
];

/// What an address is when it is not reachable from everywhere.
pub(crate) fn inner_address(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => INNER_V4.iter().find(|(block, _)| block.contains(&address)).map(|(_, what)| *what),
        IpAddr::V6(address) => match unwrapped(address) {
            Some(within) => inner_address(within.into()),
            None => {
                let inner = INNER_V6.iter().find(|(block, _)| block.contains(&address)).map(|(_, what)| *what);
                inner.or_else(|| (!GLOBAL_V6.contains(&address)).then_some("no address of the public internet"))
            }
        },
    }
}

/// The address itself, without the clothes of another protocol.
pub(crate) fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(wrapped) => unwrapped(wrapped).map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

fn unwrapped(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let is_wrapped = WRAPPED_V4.iter().any(|block| block.contains(&address));
    let [.., a, b, c, d] = address.octets();
    is_wrapped.then(|| Ipv4Addr::new(a, b, c, d))
}

/// What a name is that can lead to nothing on the public internet. `name`: in lower case, without a dot at its end.
pub(crate) fn inner_name(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.') {
        None => Some("a name without a domain"),
        Some((_, last)) if INNER_NAMES.contains(&last) => Some("a name of inner networks"),
        Some(_) if name.ends_with(".home.arpa") => Some("a name of inner networks"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_inner_block_is_refused_from_its_first_address_to_its_last_and_its_neighbours_are_not() {
        for (first, last, before, after) in [
            ("0.0.0.0", "0.255.255.255", "", "1.0.0.0"),
            ("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
            ("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
            ("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
            ("168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17"),
            ("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
            ("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
            ("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
            ("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
            ("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
            ("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
            ("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
            ("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
            ("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
            ("224.0.0.0", "255.255.255.255", "223.255.255.255", ""),
            ("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "2000::"),
            ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:200::"),
            ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::"),
            ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff::", "2003::"),
            ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::"),
            ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff::", ""),
        ] {
            for inner in [first, last] {
                assert!(inner_address(inner.parse().unwrap()).is_some(), "{inner} must be refused");
            }
            for outer in [before, after].into_iter().filter(|outer| !outer.is_empty()) {
                assert_eq!(inner_address(outer.parse().unwrap()), None, "{outer} is reachable");
            }
        }
    }

    #[test]
    fn an_address_in_the_clothes_of_another_protocol_is_what_it_is_within() {
        for (address, refused) in [
            ("::ffff:127.0.0.1", true),
            ("::ffff:169.254.169.254", true),
            ("::ffff:8.8.4.4", false),
            ("64:ff9b::10.0.0.5", true),
            ("64:ff9b::8.8.4.4", false),
            // Never a public one: tunnels, and the form that nobody uses any more.
            ("64:ff9b:1::8.8.4.4", true),
            ("::8.8.4.4", true),
            ("2002:7f00:1::1", true),
            ("2002:808:404::1", true),
            ("2001:0:4136:e378:8000:63bf:3fff:fdd2", true),
        ] {
            assert_eq!(inner_address(address.parse().unwrap()).is_some(), refused, "{address}");
        }
        assert_eq!(plain("::ffff:10.1.2.3".parse().unwrap()), "10.1.2.3".parse::<IpAddr>().unwrap());
        assert_eq!(plain("2a00::1".parse().unwrap()), "2a00::1".parse::<IpAddr>().unwrap());
    }

    #[test]
    fn the_metadata_services_of_clouds_are_refused() {
        for address in ["169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254"] {
            assert!(inner_address(address.parse().unwrap()).is_some(), "{address}");
        }
        assert!(inner_name("metadata.google.internal").is_some());
    }

    #[test]
    fn names_that_nobody_is_given_are_inner_ones() {
        for name in ["localhost", "db", "a.localhost", "printer.local", "cms.corp", "router.home.arpa", "x.y.lan"] {
            assert!(inner_name(name).is_some(), "{name}");
        }
        for name in ["example.org", "internal.example.org", "local.example", "corp.de", "arpa.example"] {
            assert_eq!(inner_name(name), None, "{name}");
        }
    }
}
