//! How long to leave a feed or a sitemap alone.

use std::time::Duration;

/// The longest `max-age` that is honoured: news does not wait longer for a cache.
const LONGEST_MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// The pause to the next poll: the interval, or the server's `max-age` when that is longer.
pub(crate) fn pause(interval: Duration, cache_control: Option<&str>) -> Duration {
    let directives = cache_control.unwrap_or_default().split(',');
    let max_age = directives.filter_map(|directive| {
        let (name, seconds) = directive.split_once('=')?;
        let seconds = seconds.trim().trim_matches('"').parse().ok()?;
        name.trim().eq_ignore_ascii_case("max-age").then(|| Duration::from_secs(seconds))
    });
    interval.max(max_age.min().unwrap_or(Duration::ZERO).min(LONGEST_MAX_AGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_max_age_is_honoured_up_to_an_hour() {
        let cases = [
            (None, 300),
            (Some("public, max-age=900"), 900),
            (Some("Max-Age=\"600\""), 600),
            (Some("max-age=60"), 300),
            (Some("s-maxage=900, no-cache"), 300),
            (Some("max-age=31536000"), 3_600),
            (Some("max-age=-1, max-age=99999999999999999999999"), 300),
        ];
        for (header, seconds) in cases {
            assert_eq!(pause(Duration::from_secs(300), header), Duration::from_secs(seconds), "{header:?}");
        }
    }
}
