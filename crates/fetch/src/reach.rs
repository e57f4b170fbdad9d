//! Whom a request may ask: the one rule for every URL, whether it was configured, linked or redirected to.
//!
//! A link is a stranger's word. It may lead to any host that is reachable from everywhere, on the ports of the web and
//! on the port of its feed. What an operator configured is asked wherever it is; and a feed that was read from within an
//! inner network may link to its own host there.

use crate::FetchError;
use crate::allowed::AllowList;
use crate::error::Rule;
use crate::global::{inner_address, inner_name, plain};
use crate::source_address::SourceAddress;
use reqwest::header::HeaderMap;
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use url::{Host, Url};

/// On whose word a URL is asked. The default is a stranger's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// The source that was configured.
    source: Option<Arc<SourceAddress>>,
    /// Whether its host may be asked wherever it is.
    own_host_anywhere: bool,
}

/// To whom a URL that may be asked leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// To whatever address its name has.
    Anywhere,
    /// To addresses that are reachable from everywhere, or allowed at this port; to the former only if it is `usual`.
    Checked { usual: bool },
}

/// What holds for all requests of a process.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub(crate) allowed: AllowList,
    /// Names of the proxies between us and the world. They are asked to go further, never for a page.
    pub(crate) proxies: HashSet<String>,
}

impl Reach {
    /// On the word of the operator who configured this source: for the source itself.
    pub fn of_source(source: Arc<SourceAddress>) -> Self {
        Self { source: Some(source), own_host_anywhere: true }
    }

    /// On the word of the operator who configured this receiver: where it is reachable from everywhere, and within an
    /// inner network only if that is meant.
    pub(crate) fn of_receiver(receiver: Arc<SourceAddress>, may_be_inside: bool) -> Self {
        Self { source: Some(receiver), own_host_anywhere: may_be_inside }
    }

    /// For the links of an answer that came from `peer`; `None`: nobody knows from where.
    pub(crate) fn of_links(&self, answered: &Url, peer: Option<IpAddr>, rules: &Rules) -> Self {
        let is_own = self.source.as_ref().is_some_and(|source| is_on(source, answered));
        let port = answered.port_or_known_default().unwrap_or_default();
        // Who is where anyone's links may lead needs no more than they.
        let is_inside = |address| inner_address(address).is_some() && !rules.allowed.has_address(address, port);
        let is_inside = literal(answered).or(peer).is_some_and(is_inside);
        Self { source: self.source.clone(), own_host_anywhere: self.own_host_anywhere && is_own && is_inside }
    }

    /// What lets us in where this URL leads.
    pub(crate) fn headers_for(&self, url: &Url) -> Option<&HeaderMap> {
        self.source.as_ref()?.headers_for(url)
    }

    /// Whether the operator of the source said that what it lists may be asked for whatever `robots.txt` says.
    pub(crate) fn ignores_robots(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.ignores_robots())
    }

    /// The source on whose behalf a request is made, as it may be shown.
    pub(crate) fn shown(&self) -> Option<String> {
        self.source.as_ref().map(ToString::to_string)
    }

    fn own_port(&self) -> Option<u16> {
        self.source.as_ref()?.url().port_or_known_default()
    }

    /// Whether a URL may be asked, as far as it says itself.
    pub(crate) fn leave(&self, url: &Url, rules: &Rules) -> Result<Leave, FetchError> {
        let port = url.port_or_known_default().unwrap_or_default();
        if self.own_host_anywhere && self.source.as_ref().is_some_and(|source| is_on(source, url)) {
            return Ok(Leave::Anywhere);
        }
        let usual = matches!(port, 80 | 443) || self.own_port() == Some(port);
        let refuse = |rule, why: &str| Err(FetchError::forbidden(url.host_str().unwrap_or_default(), port, rule, why));
        let no_web_port = || format!("port {port} is neither 80 nor 443 nor the port of its feed");
        if let Some(address) = literal(url) {
            return match inner_address(address) {
                _ if rules.allowed.has_address(address, port) => Ok(Leave::Anywhere),
                Some(what) => refuse(Rule::Address, &format!("it is {what}")),
                None if usual => Ok(Leave::Anywhere),
                None => refuse(Rule::Port, &no_web_port()),
            };
        }
        let name = name_of(url.host_str().unwrap_or_default());
        if rules.allowed.has_name(&name, port) {
            return Ok(Leave::Anywhere);
        }
        if rules.proxies.contains(&name) {
            return refuse(Rule::Name, "it is the proxy");
        }
        // A name that some block may hold is looked up to see.
        let by_block = rules.allowed.has_blocks(port);
        match inner_name(&name) {
            Some(_) if by_block => Ok(Leave::Checked { usual: false }),
            Some(what) => refuse(Rule::Name, &format!("it is {what}")),
            None if usual || by_block => Ok(Leave::Checked { usual }),
            None => refuse(Rule::Port, &no_web_port()),
        }
    }
}

/// Whether a URL leads to the host of a source, and there to its port, or to the other one of the web if it is one.
fn is_on(source: &SourceAddress, url: &Url) -> bool {
    let (own, port) = (source.url().port_or_known_default(), url.port_or_known_default());
    let is_web = |port| matches!(port, Some(80 | 443));
    name_of(source.host()) == name_of(url.host_str().unwrap_or_default())
        && (own == port || (is_web(own) && is_web(port)))
}

/// The address that a URL names instead of a host. All spellings of one are the same by now.
fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(plain(address.into())),
        Host::Domain(_) => None,
    }
}

/// A name as names are compared.
pub(crate) fn name_of(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allowed::{Allowed, Place};

    fn source(url: &str) -> Reach {
        Reach::of_source(Arc::new(url.parse().unwrap()))
    }

    fn links_of(feed: &str, peer: &str) -> Reach {
        source(feed).of_links(&Url::parse(feed).unwrap(), peer.parse().ok(), &Rules::default())
    }

    fn check(reach: &Reach, rules: &Rules, url: &str) -> Result<Leave, Option<Rule>> {
        reach.leave(&Url::parse(url).unwrap(), rules).map_err(|error| match error {
            FetchError::Forbidden { rule, .. } => Some(rule),
            _ => None,
        })
    }

    const USUAL: Result<Leave, Option<Rule>> = Ok(Leave::Checked { usual: true });
    const ANYWHERE: Result<Leave, Option<Rule>> = Ok(Leave::Anywhere);
    const ADDRESS: Result<Leave, Option<Rule>> = Err(Some(Rule::Address));
    const NAME: Result<Leave, Option<Rule>> = Err(Some(Rule::Name));
    const PORT: Result<Leave, Option<Rule>> = Err(Some(Rule::Port));

    #[test]
    fn a_stranger_s_word_leads_outside_only() {
        for reach in [Reach::default(), links_of("http://news.example/feed", "9.9.9.9")] {
            for (url, expected) in [
                ("https://www.example.org/story", USUAL),
                ("http://news.example/story", USUAL),
                ("http://9.9.9.9/story", ANYWHERE),
                ("http://news.example:22/", PORT),
                ("http://9.9.9.9:6379/", PORT),
                ("http://127.0.0.1/", ADDRESS),
                ("http://2130706433/", ADDRESS),
                ("http://0x7f.1/", ADDRESS),
                ("http://0177.0.0.1./", ADDRESS),
                ("http://0/", ADDRESS),
                ("http://[::1]:8080/", ADDRESS),
                ("http://[::ffff:10.0.0.5]/", ADDRESS),
                ("http://[64:ff9b::a00:5]/", ADDRESS),
                ("http://169.254.169.254/latest/meta-data/", ADDRESS),
                ("http://localhost/", NAME),
                ("http://LOCALHOST./", NAME),
                ("http://metadata.google.internal/", NAME),
                ("http://db:5432/", NAME),
            ] {
                assert_eq!(check(&reach, &Rules::default(), url), expected, "{url}");
            }
        }
    }

    #[test]
    fn the_port_of_a_feed_is_open_to_its_links() {
        let reach = links_of("http://news.example:8080/feed", "9.9.9.9");
        assert_eq!(check(&reach, &Rules::default(), "http://www.example.org:8080/a"), USUAL);
        assert_eq!(check(&reach, &Rules::default(), "http://www.example.org:8081/a"), PORT);
        assert_eq!(check(&reach, &Rules::default(), "http://10.0.0.5:8080/a"), ADDRESS);
    }

    #[test]
    fn what_is_configured_is_asked_wherever_it_is_but_not_where_it_redirects_to() {
        for (feed, moved, expected) in [
            ("http://10.0.0.5:8080/feed", "http://10.0.0.5:8080/other", ANYWHERE),
            ("http://10.0.0.5:8080/feed", "http://10.0.0.5:22/", ADDRESS),
            ("http://10.0.0.5:8080/feed", "http://10.0.0.6:8080/", ADDRESS),
            ("http://cms.corp/feed", "https://cms.corp./feed", ANYWHERE),
            ("http://cms.corp/feed", "http://localhost/", NAME),
        ] {
            assert_eq!(check(&source(feed), &Rules::default(), feed), ANYWHERE, "{feed}");
            assert_eq!(check(&source(feed), &Rules::default(), moved), expected, "{feed} to {moved}");
        }
    }

    #[test]
    fn a_receiver_is_asked_inside_only_if_that_is_meant() {
        let check_at = |url: &str, may_be_inside| {
            check(&Reach::of_receiver(Arc::new(url.parse().unwrap()), may_be_inside), &Rules::default(), url)
        };
        for (url, expected) in [
            ("https://desk.example.org/in", USUAL),
            ("https://desk.example.org:8443/in", USUAL),
            ("https://9.9.9.9:8443/in", ANYWHERE),
            ("http://10.0.0.5/in", ADDRESS),
            ("http://169.254.169.254/latest", ADDRESS),
            ("http://desk.corp/in", NAME),
            ("http://localhost/in", NAME),
        ] {
            assert_eq!(check_at(url, false), expected, "{url}");
            assert_eq!(check_at(url, true), ANYWHERE, "{url}");
        }
    }

    #[test]
    fn a_feed_that_was_read_inside_may_link_to_its_own_host_and_one_read_outside_may_not() {
        let link = "http://cms.example:8080/story";
        assert_eq!(check(&links_of("http://cms.example:8080/feed", "10.0.0.5"), &Rules::default(), link), ANYWHERE);
        // Its name may lead inside by the time its page is asked.
        assert_eq!(check(&links_of("http://cms.example:8080/feed", "9.9.9.9"), &Rules::default(), link), USUAL);
        let literal = links_of("http://10.0.0.5/feed", "");
        assert_eq!(check(&literal, &Rules::default(), "http://10.0.0.5/story"), ANYWHERE);
        assert_eq!(check(&literal, &Rules::default(), "http://10.0.0.6/story"), ADDRESS);
        // What somebody else answered does not speak for it.
        let source = source("http://10.0.0.5/feed");
        let elsewhere = source.of_links(&Url::parse("http://9.9.9.9/feed").unwrap(), None, &Rules::default());
        assert_eq!(check(&elsewhere, &Rules::default(), "http://10.0.0.5/story"), ADDRESS);
    }

    #[test]
    fn what_is_allowed_opens_what_it_names_and_no_more() {
        let name = |name: &str, port| Allowed { place: Place::Name(name.to_owned()), port };
        let block = |block: &str, port| Allowed { place: Place::Block(block.parse().unwrap()), port };
        let allowed = AllowList(vec![
            name("cms.corp", None),
            name("wiki.corp", Some(8080)),
            block("10.1.0.0/16", None),
            block("10.2.0.7/32", Some(9000)),
            block("fd00::/8", Some(443)),
        ]);
        let rules = Rules { allowed, proxies: ["proxy.example".to_owned()].into() };
        for (url, expected) in [
            ("http://cms.corp:1234/", ANYWHERE),
            ("http://wiki.corp:8080/", ANYWHERE),
            ("http://10.1.2.3:8080/", ANYWHERE),
            ("http://[::ffff:10.1.2.3]/", ANYWHERE),
            ("http://10.2.0.7:9000/", ANYWHERE),
            ("http://10.2.0.7/", ADDRESS),
            ("http://10.3.0.1/", ADDRESS),
            ("https://[fd00::1]/", ANYWHERE),
            ("http://[fd00::1]/", ADDRESS),
            // Looked up, since the block may hold it.
            ("http://other.corp/", Ok(Leave::Checked { usual: false })),
            ("http://www.example.org:8080/", Ok(Leave::Checked { usual: false })),
            ("http://www.example.org/", USUAL),
            ("http://proxy.example/", NAME),
        ] {
            assert_eq!(check(&Reach::default(), &rules, url), expected, "{url}");
        }
    }
}
