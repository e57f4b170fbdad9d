//! When a feed says it is to be asked for, within bounds: news does not wait for long for what software writes by itself.

use article::Timestamp;
use extract::FeedPace;
use pipeline::Harvest;
use std::time::Duration;

/// The longest pace that is believed. Much software writes an hour into every feed.
const LONGEST_PACE: Duration = Duration::from_secs(60 * 60);

/// The longest time without polls for hours and days that a feed leaves out: what comes all the same is found.
const LONGEST_SKIP: Duration = Duration::from_secs(12 * 60 * 60);

/// Puts off the next poll, where there is no more to fetch at once, until the feed has something to say.
pub(crate) fn put_off(harvest: &mut Harvest, pace: &FeedPace, now: Timestamp) {
    if harvest.next_in.is_zero() {
        return;
    }
    let millis = i64::try_from(harvest.next_in.as_millis()).unwrap_or(i64::MAX);
    let next = Timestamp::from_millis(now.millis().saturating_add(millis));
    let skipped = harvest.next_in.saturating_add(pace.skipped_for(next));
    harvest.next_in = harvest.next_in.max(skipped.min(LONGEST_SKIP));
    let minutes = u64::from(pace.minutes.unwrap_or_default());
    harvest.stated_pace = Duration::from_secs(60 * minutes).min(LONGEST_PACE);
}
