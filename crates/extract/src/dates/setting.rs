//! What has to be known of a document to read its dates.

use super::words::is_of_dates;
use text::calendar::zones::{Whereabouts, is_name};
use text::calendar::{key, weekdays};

/// What stands first in a date of numbers when both could be the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NumberOrder {
    /// `24/10/2024`, in most of the world.
    #[default]
    DayFirst,
    /// `10/24/2024`, in the United States.
    MonthFirst,
}

/// What is known of the document that has a date.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Setting {
    pub(crate) order: NumberOrder,
    /// Where it was written.
    pub(crate) at: Whereabouts,
}

impl Setting {
    /// A document with these tags of its language, the surest first, at this address.
    pub(crate) fn of(order: NumberOrder, tags: &[Option<&str>], address: Option<&str>) -> Self {
        let mut at = Whereabouts::default();
        // Documents of every country leave `en-US` standing, so the country of the host comes first.
        if let Some(domain) = address.and_then(domain) {
            at.add_country(domain);
        }
        let parts = || tags.iter().flatten().map(|tag| tag.split(['-', '_']));
        let countries = parts().filter_map(|parts| parts.skip(1).find(|part| part.len() == 2));
        countries.for_each(|country| at.add_country(country));
        parts().filter_map(|mut parts| parts.next()).for_each(|language| at.add_language(language));
        Self { order, at }
    }

    /// An entry of a feed: its own language and the feed's, where it leads.
    pub(crate) fn of_feed(languages: [Option<&str>; 2], address: Option<&str>) -> Self {
        let mut regions = languages.into_iter().flatten().filter_map(|tag| tag.split_once(['-', '_']));
        let is_american = regions.next().is_some_and(|(_, region)| matches!(region, "US" | "PH"));
        let order = if is_american { NumberOrder::MonthFirst } else { NumberOrder::DayFirst };
        Self::of(order, &languages, address)
    }

    /// Whether a word is the name of a day of the week, of a zone or another word that stands beside dates.
    pub(crate) fn stands_beside_dates(&self, word: &str) -> bool {
        let word = key(word);
        is_of_dates(&word) || weekdays::is_weekday_of_date(&word) || is_name(&word)
    }

    /// The language, if it is known.
    pub(super) fn language(&self) -> Option<&str> {
        self.at.language()
    }
}

/// The last part of the host of an address.
fn domain(address: &str) -> Option<&str> {
    let host = address.split('/').nth(2)?;
    host.split(':').next()?.rsplit('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_say_where_they_are_from() {
        let found =
            |tags: &[Option<&str>], address| format!("{:?}", Setting::of(NumberOrder::DayFirst, tags, address).at);
        let expected = |countries: &[&str], languages: &[&str]| {
            let mut at = Whereabouts::default();
            countries.iter().for_each(|country| at.add_country(country));
            languages.iter().for_each(|language| at.add_language(language));
            format!("{at:?}")
        };
        assert_eq!(found(&[Some("en-US")], Some("https://www.example.in/a")), expected(&["IN", "US"], &["en"]));
        assert_eq!(found(&[Some("zh-Hant-TW"), None], Some("https://example.com:80/")), expected(&["TW"], &["zh"]));
        assert_eq!(found(&[None], None), expected(&[], &[]));
        assert_eq!(Setting::of_feed([None, Some("en-US")], None).order, NumberOrder::MonthFirst);
        assert_eq!(Setting::of_feed([Some("en"), None], None).order, NumberOrder::DayFirst);
    }
}
