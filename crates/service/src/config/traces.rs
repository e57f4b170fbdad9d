//! Where spans are sent: the table `[traces]`.

use super::keys::Keys;
use super::secret::Secret;
use url::Url;

/// Where an OTLP collector takes spans, unless the address says otherwise.
const USUAL_PATH: &str = "/v1/traces";

/// Where spans are sent.
#[derive(Debug, Clone)]
pub struct TraceSettings {
    /// The full address of the collector; `None`: there are no spans.
    pub endpoint: Option<Url>,
    /// What each request says besides.
    pub headers: Vec<(String, Secret)>,
    /// Of so many traces one is told.
    pub sample_one_in: u64,
}

impl TraceSettings {
    /// Takes the keys of `[traces]`.
    pub(crate) fn read(keys: &mut Keys<'_>) -> Self {
        let mut endpoint = keys.url("endpoint").given();
        if let Some(url) = &mut endpoint
            && url.path() == "/"
        {
            url.set_path(USUAL_PATH);
        }
        let sample_one_in = keys.integer("sample_one_in", 1..=1_000_000_000).or(1);
        let headers = keys.secrets("headers");
        for (name, value) in &headers {
            let is_name =
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
            let is_value = value.expose().bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
            if !is_name || !is_value {
                keys.problem_in("headers", name, "cannot stand in an HTTP request; write plain ASCII");
            }
        }
        Self { endpoint, headers, sample_one_in }
    }
}
