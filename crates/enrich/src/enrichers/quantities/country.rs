//! Which country an article is about, as far as a currency's name leaves it open.
//!
//! In: the page's host, the dateline and the words of the text. Out: points by country. Only countries whose money
//! shares its name with another's are known here.

use super::currencies::Money;
use super::families::Family;
use super::tokens::{Token, TokenKind};
use crate::tables;
use article::Article;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../../models/money-countries.tsv");

/// Country, and the words between bars that speak for it.
static COUNTRIES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| tables::rows(TABLE).filter_map(|mut fields| fields.next().zip(fields.next())).collect());

/// The country that a name speaks for.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    BY_NAME.get(name).copied()
}

/// The top-level domain speaks loudest: it says who the readers are.
const HOST_POINTS: u32 = 12;

/// The country's name in the host, such as `exampleghana.com`.
const NAMED_HOST_POINTS: u32 = 8;

/// The dateline's place.
const DATELINE_POINTS: u32 = 12;

/// A subject that fills the text counts no more than so many mentions.
const MAX_MENTIONS: u32 = 8;

/// Points from which a country takes the dollar from the United States, in whose money others count too.
const ENOUGH: u32 = 3;

/// The first words of names of two words.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| BY_NAME.keys().filter_map(|name| name.split_once(' ')).map(|(first, _)| first).collect());

/// Countries with their names as hosts hold them: in lower case, without spaces.
static IN_HOSTS: LazyLock<Vec<(&'static str, Vec<String>)>> = LazyLock::new(|| {
    // Shorter names are found in too many words.
    const MIN_NAME: usize = 5;
    let names = |names: &'static str| {
        let long = names.split('|').filter(|name| name.len() >= MIN_NAME);
        long.map(|name| name.to_ascii_lowercase().replace(' ', "")).collect()
    };
    COUNTRIES.iter().map(|(code, listed)| (*code, names(listed))).collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let names = COUNTRIES.iter().flat_map(|(code, names)| names.split('|').map(move |name| (name, *code)));
    names.collect()
});

/// What speaks for each country.
pub(super) struct HomeCountry {
    points: HashMap<&'static str, u32>,
}

impl HomeCountry {
    /// Reads an article's facts and the words of its text.
    pub(super) fn of(article: &Article, tokens: &[Token<'_>]) -> Self {
        let mut points: HashMap<&'static str, u32> = HashMap::default();
        for code in named(tokens) {
            let mentions = points.entry(code).or_default();
            *mentions = (*mentions + 1).min(MAX_MENTIONS);
        }
        for code in filed_in(article) {
            *points.entry(code).or_default() += DATELINE_POINTS;
        }
        for (code, from_host) in host(article).into_iter().flat_map(|host| by_host(&host)) {
            *points.entry(code).or_default() += from_host;
        }
        Self { points }
    }

    /// The currency meant by a printed form, if it can be told.
    pub(super) fn currency(&self, money: Money) -> Option<&'static str> {
        match money {
            Money::Code(code) => Some(code),
            Money::Family(family) => self.member(family).or(family.usual),
        }
    }

    /// Whether a country that uses one of these currencies is spoken of.
    pub(super) fn speaks_for(&self, money: Money) -> bool {
        matches!(money, Money::Family(family) if self.member(family).is_some())
    }

    fn member(&self, family: &Family) -> Option<&'static str> {
        let points = |country: &str| self.points.get(country).copied().unwrap_or(0);
        // The first of equals, so that the order of the table decides and not chance.
        let best = family.members.iter().rev().max_by_key(|(country, _)| points(country))?;
        let is_dollar = family.usual == Some("USD");
        let enough = if is_dollar { ENOUGH } else { 1 };
        let told = points(best.0) >= enough && !(is_dollar && points("US") >= points(best.0));
        told.then_some(best.1)
    }
}

/// The countries of the dateline: its place, and where that was found to be.
fn filed_in(article: &Article) -> HashSet<&'static str> {
    let place = article.enrichment.dateline.as_ref().and_then(|dateline| dateline.place.as_ref());
    let located = place.map(|place| place.name.as_str()).into_iter().chain(article.located.as_deref());
    located.flat_map(|located| located.split(", ")).filter_map(of_name).collect()
}

/// The countries that the text names, once for each time.
fn named(tokens: &[Token<'_>]) -> impl Iterator<Item = &'static str> {
    let is_name = |token: &Token<'_>| token.kind == TokenKind::Word && token.text.starts_with(char::is_uppercase);
    let nexts = tokens.iter().skip(1).map(Some).chain([None]);
    tokens.iter().zip(nexts).filter_map(move |(token, next)| {
        if !is_name(token) {
            return None;
        }
        let first = FIRST_WORDS.contains(token.text);
        let pair = next.filter(|next| first && is_name(next)).map(|next| format!("{} {}", token.text, next.text));
        let both = pair.and_then(|pair| BY_NAME.get(pair.as_str()));
        both.or_else(|| BY_NAME.get(token.text)).copied()
    })
}

/// The host of the article's page.
fn host(article: &Article) -> Option<String> {
    let page = article.renditions.iter().find(|rendition| rendition.name == "web")?;
    let (_, rest) = page.href.as_deref()?.split_once("://")?;
    Some(rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase())
}

/// The countries a host speaks for.
fn by_host(host: &str) -> Vec<(&'static str, u32)> {
    let (rest, top) = host.rsplit_once('.').unwrap_or((host, ""));
    let top = if top == "uk" { "GB".to_owned() } else { top.to_ascii_uppercase() };
    let mut found = Vec::new();
    for (code, names) in IN_HOSTS.iter() {
        if *code == top {
            found.push((*code, HOST_POINTS));
        } else if names.iter().any(|name| rest.contains(name.as_str())) {
            found.push((*code, NAMED_HOST_POINTS));
        }
    }
    found
}
