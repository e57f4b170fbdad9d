//! Addresses that a service listens on.

use super::keys::Keys;
use super::setting::Setting;

impl Keys<'_> {
    /// `HOST:PORT`, or `off`, which is `None`. `example` is what would be written.
    pub(crate) fn listen<'k>(&'k mut self, key: &str, example: &str) -> Setting<'k, Option<String>> {
        self.parsed(key, |text| match text {
            "off" => Ok(None),
            text if is_host_and_port(text) => Ok(Some(text.to_owned())),
            text => Err(format!("`{text}` is no address to listen on; write HOST:PORT such as {example}, or off")),
        })
    }
}

/// Port 0 is fine here: the system chooses one.
fn is_host_and_port(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(host, port)| {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        !bare.is_empty() && (host != bare || !host.contains(':')) && port.parse::<u16>().is_ok()
    })
}
