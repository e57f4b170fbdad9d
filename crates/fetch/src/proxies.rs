//! The names of the proxies that the environment tells of, as the HTTP client reads it.

use crate::reach::name_of;
use std::collections::HashSet;
use url::Url;

const VARIABLES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The hosts of all proxies of the environment.
pub(crate) fn names() -> HashSet<String> {
    VARIABLES.iter().filter_map(|variable| host_of(&std::env::var(variable).ok()?)).collect()
}

/// The host of a proxy; a scheme may be left out.
fn host_of(proxy: &str) -> Option<String> {
    let with_scheme = if proxy.contains("://") { proxy.to_owned() } else { format!("http://{proxy}") };
    Url::parse(&with_scheme).ok()?.host_str().map(name_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_proxy_is_found_with_and_without_a_scheme() {
        for (proxy, host) in [
            ("http://Proxy.corp:3128", Some("proxy.corp")),
            ("http://user:pass@proxy.corp:3128/", Some("proxy.corp")),
            ("proxy:3128", Some("proxy")),
            ("", None),
        ] {
            assert_eq!(host_of(proxy).as_deref(), host, "{proxy}");
        }
    }
}
