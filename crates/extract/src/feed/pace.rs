//! What a feed says of when to ask for it: `ttl`, `skipHours` and `skipDays` of RSS, and the syndication module.

use crate::xml::element::Element;
use crate::xml::namespace::Namespace;
use article::Timestamp;
use chrono::{Datelike, Timelike};
use serde::{Deserialize, Serialize};
use std::time::Duration;

const HOUR_MS: i64 = 3_600_000;

/// Days of the week as feeds name them, from Monday on.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Periods of the syndication module, in minutes.
const PERIODS: [(&str, u32); 5] =
    [("hourly", 60), ("daily", 1_440), ("weekly", 10_080), ("monthly", 43_200), ("yearly", 525_600)];

/// When a feed is to be asked for, by its own word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct FeedPace {
    /// Minutes from one update to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Hours of the day, in UTC, in which nothing comes: a bit each, from midnight on.
    skip_hours: u32,
    /// Days of the week in which nothing comes: a bit each, from Monday on.
    skip_days: u8,
}

impl FeedPace {
    /// Takes in what an element of the feed says of it, if it does.
    pub(super) fn read(&mut self, element: &Element<'_>) {
        let name = element.name.to_ascii_lowercase();
        let text = || element.text().trim().to_ascii_lowercase();
        match (element.namespace, name.as_str()) {
            (Namespace::Feed, "ttl") => {
                self.minutes = text().parse().ok().filter(|minutes| *minutes > 0).or(self.minutes);
            }
            (Namespace::Feed, "skiphours") => {
                let hours = element.elements().filter_map(|hour| hour.text().trim().parse::<u32>().ok());
                // Some number them from 1 to 24.
                self.skip_hours = hours.filter(|hour| *hour <= 24).fold(0, |hours, hour| hours | 1 << (hour % 24));
            }
            (Namespace::Feed, "skipdays") => {
                let named = element.elements().map(|day| day.text().trim().to_ascii_lowercase());
                let days = named.filter_map(|day| DAYS.iter().position(|known| *known == day));
                self.skip_days = days.fold(0, |days, day| days | 1 << day);
            }
            _ => {}
        }
    }

    /// Adds the period of the syndication module and how many updates it has, where `ttl` says nothing.
    pub(super) fn or_period(self, period: Option<&str>, updates: Option<u32>) -> Self {
        let period = period.map(|period| period.trim().to_ascii_lowercase());
        let length = PERIODS.iter().find(|(name, _)| period.as_deref() == Some(*name)).map(|(_, minutes)| *minutes);
        let minutes = length.map(|length| (length / updates.unwrap_or(1).max(1)).max(1));
        Self { minutes: self.minutes.or(minutes), ..self }
    }

    /// From a time on, until anything may come again; zero: it may now. A feed that leaves out every hour says nothing.
    pub fn skipped_for(&self, from: Timestamp) -> Duration {
        let begin = from.millis();
        let week = (0..8 * 24).map(|hour| if hour == 0 { begin } else { (begin.div_euclid(HOUR_MS) + hour) * HOUR_MS });
        let next = week.into_iter().find(|at| !self.skips(Timestamp::from_millis(*at)));
        next.map_or(Duration::ZERO, |at| Duration::from_millis(u64::try_from(at - begin).unwrap_or(0)))
    }

    fn skips(&self, at: Timestamp) -> bool {
        let at = at.to_utc();
        self.skip_hours >> at.hour() & 1 == 1 || self.skip_days >> at.weekday().num_days_from_monday() & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use crate::feed::read_feed;
    use article::Timestamp;

    fn pace(channel: &str) -> super::FeedPace {
        let feed = format!(
            "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>T</title>\
             {channel}<item><title>One</title><guid>1</guid></item></channel></rss>"
        );
        read_feed(feed.as_bytes(), None, None).unwrap().pace
    }

    #[test]
    fn minutes_are_those_of_ttl_and_else_of_the_period() {
        for (channel, minutes) in [
            ("<ttl>60</ttl>", Some(60)),
            ("<ttl> 15 </ttl><sy:updatePeriod>daily</sy:updatePeriod>", Some(15)),
            ("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", Some(15)),
            ("<sy:updateFrequency>0</sy:updateFrequency><sy:updatePeriod>Daily</sy:updatePeriod>", Some(1_440)),
            ("<sy:updateFrequency>999999</sy:updateFrequency><sy:updatePeriod>hourly</sy:updatePeriod>", Some(1)),
            ("<ttl>0</ttl>", None),
            ("<ttl>-5</ttl><ttl>soon</ttl>", None),
            ("<ttl>99999999999</ttl>", None),
            ("<sy:updatePeriod>now and then</sy:updatePeriod>", None),
            ("", None),
        ] {
            assert_eq!(pace(channel).minutes, minutes, "{channel}");
        }
    }

    #[test]
    fn hours_and_days_without_news_are_known_until_they_end() {
        let hours = |channel: &str, at: &str| {
            pace(channel).skipped_for(Timestamp::parse(at).unwrap()).as_secs() as f64 / 3_600.0
        };
        let night = "<skipHours><hour>22</hour><hour>23</hour><hour>24</hour><hour>1</hour><hour>x</hour></skipHours>";
        assert_eq!(hours(night, "2026-03-02T21:59:00Z"), 0.0);
        assert_eq!(hours(night, "2026-03-02T22:30:00Z"), 3.5);
        assert_eq!(hours(night, "2026-03-02T02:00:00Z"), 0.0);
        let weekend = "<skipDays><day>Saturday</day><day> sunday</day><day>Someday</day></skipDays>";
        assert_eq!(hours(weekend, "2026-03-07T06:00:00Z"), 42.0);
        assert_eq!(hours(weekend, "2026-03-06T23:59:00Z"), 0.0);
        let all: String = (0..24).map(|hour| format!("<hour>{hour}</hour>")).collect();
        assert_eq!(hours(&format!("<skipHours>{all}</skipHours>"), "2026-03-06T23:59:00Z"), 0.0);
    }
}
