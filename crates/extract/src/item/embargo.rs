//! Until when an item may not be published.

use super::properties::Properties;
use crate::dates::value::IsoDate;
use article::Timestamp;
use serde_json::{Map, Value};

/// The property that says it.
const UNTIL: &str = "embargoedUntil";

/// How far the clocks of the world are behind UTC at most.
const BEHIND_UTC_MS: i64 = 12 * 60 * 60 * 1_000;

/// States the embargo of an item whose status is stated already. One whose end is not known withholds the item; one
/// whose end has no zone lasts until the time has come everywhere.
pub(crate) fn put_embargo(item: &mut Properties, until: &str) {
    // `9999-12-31T23:59:59Z`, which is no date of news, is how some say for ever.
    if let (None, Some(far)) = (IsoDate::parse(until), Timestamp::parse(until)) {
        item.put(UNTIL, Some(far.to_string()));
        return;
    }
    let Some(until) = IsoDate::parse(until) else {
        if item.text("pubStatus").is_none_or(|status| status == "usable") {
            item.replace("pubStatus", "withheld");
        }
        return;
    };
    let last = || Timestamp::from_millis(until.first_moment().millis().saturating_add(BEHIND_UTC_MS));
    item.put(UNTIL, Some(until.moment().unwrap_or_else(last).to_string()));
}

/// Reads the embargo of an item that states it itself, as [`put_embargo`] does.
pub(crate) fn settle_embargo(item: &mut Map<String, Value>) {
    let Some(Value::String(until)) = item.get(UNTIL) else { return };
    let until = until.clone();
    item.remove(UNTIL);
    let mut stated = Properties::of(std::mem::take(item));
    put_embargo(&mut stated, &until);
    *item = stated.into_item();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embargo_never_ends_too_early() {
        for (until, status, expected) in [
            ("2024-10-25T06:00:00+02:00", "usable", (Some("2024-10-25T04:00:00.000Z"), "usable")),
            ("2024-10-25T06:00:00", "usable", (Some("2024-10-25T18:00:00.000Z"), "usable")),
            ("9999-12-31T23:59:59Z", "usable", (Some("9999-12-31T23:59:59.000Z"), "usable")),
            ("", "usable", (None, "withheld")),
            ("until further notice", "canceled", (None, "canceled")),
        ] {
            let mut item = Properties::default();
            item.put("pubStatus", Some(status));
            put_embargo(&mut item, until);
            assert_eq!((item.text("embargoedUntil"), item.text("pubStatus").unwrap()), expected, "{until}");
        }
    }
}
