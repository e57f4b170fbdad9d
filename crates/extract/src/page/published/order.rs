//! In which order a page writes its dates of numbers: `3/4/2024` is in March or in April.
//!
//! In: the page, what it declares, its language and its URL. Out: the order. What the page itself shows counts first: a date
//! that can be read in one way only, then one that is the declared day when read in one way; then where its readers live.

use crate::dates::printed::{first_date, shown_order};
use crate::dates::setting::{NumberOrder, Setting};
use crate::dates::value::IsoDate;
use crate::page::document::Document;
use crate::page::metadata::Metadata;
use article::CanonicalUrl;

/// Country domains where an English page writes the day first.
const DAY_FIRST_DOMAINS: &[&str] = &[
    "uk", "au", "nz", "ie", "in", "za", "ng", "ke", "sg", "my", "pk", "eu", "bd", "lk", "np", "gh", "ug", "tz", "zm",
    "zw", "rw", "na", "bw", "mt", "cy", "hk", "jm", "tt", "bb", "fj", "pg",
];

/// Most texts that are looked at.
const MAX_NODES: usize = 60_000;

/// How the page writes dates in numbers.
pub(super) fn order(
    document: &Document,
    declared: &Metadata,
    language: Option<&str>,
    url: Option<&CanonicalUrl>,
) -> NumberOrder {
    let texts = document.descendants(document.root()).take(MAX_NODES).filter_map(|id| document.text(id));
    let short = texts.filter(|text| text.len() < 200 && text.contains('/'));
    let short: Vec<&str> = short.filter(|text| text.bytes().any(|b| b.is_ascii_digit())).collect();
    let shown = short.iter().find_map(|text| shown_order(text)).or_else(|| agreeing(&short, declared));
    shown.unwrap_or_else(|| usual(language, url))
}

/// The order in which a printed date is a day that the page declares, where the other is not.
fn agreeing(texts: &[&str], declared: &Metadata) -> Option<NumberOrder> {
    /// Most texts that are compared.
    const MOST: usize = 200;
    let stated = [&declared.json_ld.published, &declared.json_ld.modified].into_iter().flatten().map(String::as_str);
    let metas =
        ["article:published_time", "article:modified_time"].into_iter().filter_map(|name| declared.meta(&[name]));
    // A day that depends on the order itself says nothing about it.
    let day = |text: &str| {
        let in_order = |order| Some(IsoDate::read(text, &Setting { order, ..Setting::default() })?.local_day());
        in_order(NumberOrder::DayFirst).filter(|day| in_order(NumberOrder::MonthFirst) == Some(*day))
    };
    let days: Vec<_> = stated.chain(metas).filter_map(day).collect();
    if days.is_empty() {
        return None;
    }
    let is_stated = |text: &str, order| {
        let setting = Setting { order, ..Setting::default() };
        first_date(text, &setting).is_some_and(|date| days.contains(&date.local_day()))
    };
    texts.iter().take(MOST).find_map(|text| {
        match (is_stated(text, NumberOrder::DayFirst), is_stated(text, NumberOrder::MonthFirst)) {
            (true, false) => Some(NumberOrder::DayFirst),
            (false, true) => Some(NumberOrder::MonthFirst),
            (true, true) | (false, false) => None,
        }
    })
}

/// The order in which most pages of a language and a country write.
fn usual(language: Option<&str>, url: Option<&CanonicalUrl>) -> NumberOrder {
    let tag = language.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let (language, region) = tag.split_once('-').unwrap_or((&tag, ""));
    let host = url.and_then(|url| url.as_str().split('/').nth(2)).unwrap_or_default();
    let domain = host.rsplit('.').next().unwrap_or_default();
    // Pages of every country leave `en-US` standing, so the country of the host weighs more than the region.
    let country = domain.len() == 2 && domain != "us";
    let american = match language {
        "en" => matches!(region, "" | "us" | "ph") && !(country && DAY_FIRST_DOMAINS.contains(&domain)),
        "" => !country,
        _ => false,
    };
    if american { NumberOrder::MonthFirst } else { NumberOrder::DayFirst }
}
