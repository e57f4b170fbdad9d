//! How long to leave a feed or a sitemap alone.

use fetch::Response;
use std::time::Duration;

/// The longest `max-age` that is honoured: news does not wait longer for a cache.
const LONGEST_MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// The pause to the next poll: the interval, or what the server says that its answer holds, where that is longer:
/// `max-age`, else `Expires`.
pub(crate) fn pause(interval: Duration, response: &Response) -> Duration {
    let directives = response.cache_control.as_deref().unwrap_or_default().split(',');
    let max_age = directives.filter_map(|directive| {
        let (name, seconds) = directive.split_once('=')?;
        let seconds = seconds.trim().trim_matches('"').parse().ok()?;
        name.trim().eq_ignore_ascii_case("max-age").then(|| Duration::from_secs(seconds))
    });
    let holds = max_age.min().or(response.expires_in).unwrap_or_default();
    interval.max(holds.min(LONGEST_MAX_AGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_max_age_is_honoured_up_to_an_hour_and_else_what_expires() {
        let cases = [
            (None, None, 300),
            (Some("public, max-age=900"), None, 900),
            (Some("Max-Age=\"600\""), None, 600),
            (Some("max-age=60"), None, 300),
            (Some("s-maxage=900, no-cache"), None, 300),
            (Some("max-age=31536000"), None, 3_600),
            (Some("max-age=-1, max-age=99999999999999999999999"), None, 300),
            (Some("no-cache"), Some(1_200), 1_200),
            (Some("max-age=600"), Some(1_200), 600),
            (None, Some(86_400), 3_600),
        ];
        for (header, expires, seconds) in cases {
            let cache_control = header.map(str::to_owned);
            let expires_in = expires.map(Duration::from_secs);
            let response = Response { cache_control, expires_in, ..Response::default() };
            let pause = pause(Duration::from_secs(300), &response);
            assert_eq!(pause, Duration::from_secs(seconds), "{header:?} {expires:?}");
        }
    }
}
