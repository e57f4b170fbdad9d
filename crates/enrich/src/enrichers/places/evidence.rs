//! How much in an article speaks for each country: its names, its people, its outlet.
//!
//! In: texts with a weight each, and the address. Out: a score by country. Names are matched as printed; a name of
//! several words counts as the longest that fits.

use super::adjective_names;
use super::countries::COUNTRIES;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words of the longest name.
const MAX_WORDS: usize = 7;

/// What a demonym counts beside a name: people of a country are in the news of others, too.
const DEMONYM: f32 = 0.8;

/// What the country of the outlet counts beside a mention in the text.
const OUTLET: f32 = 6.0;

/// `in` before a country says that something is there.
const IN_IT: f32 = 1.5;

/// Country codes that stand at the end of addresses of anywhere.
const ANYWHERE: &[&str] = &["TV", "ME", "CO", "IO", "AI", "FM", "LY", "TO", "CC", "WS"];

/// Names of countries that are as often those of a division of another: they speak for neither.
pub(super) const ALSO_DIVISIONS: &[&str] = &["Georgia"];

static NAMES: LazyLock<HashMap<&'static str, (&'static str, f32)>> = LazyLock::new(|| {
    let mut names = HashMap::default();
    for (code, called, demonyms) in COUNTRIES.iter() {
        let demonyms = demonyms.split('|').map(|name| (name, DEMONYM));
        for (name, weight) in called.split('|').map(|name| (name, 1.0)).chain(demonyms) {
            names.insert(name.trim_end_matches('.'), (*code, weight));
        }
    }
    names.remove("");
    for name in ALSO_DIVISIONS {
        names.remove(name);
    }
    names
});

/// First words of names of several words, with how many words the longest has.
static LONGER: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let mut longer = HashMap::default();
    for name in NAMES.keys() {
        let words = name.split(' ').count();
        if let Some(first) = name.split(' ').next().filter(|_| words > 1) {
            let longest = longer.entry(first).or_insert(words);
            *longest = words.max(*longest);
        }
    }
    longer
});

/// The usual name of each country as sites are named after it, in lower case without spaces, with its code; short ones
/// are parts of other words.
static SITES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let usual = COUNTRIES.iter().map(|(code, called, _)| (called.split('|').next().unwrap_or_default(), *code));
    let joined = usual.map(|(name, code)| (name.to_lowercase().replace(' ', ""), code));
    joined.filter(|(name, _)| name.len() >= "cuba".len()).collect()
});

/// Scores by country code.
#[derive(Debug, Default, Clone)]
pub(super) struct Evidence {
    scores: HashMap<&'static str, f32>,
    /// ISO 3166-2 codes of divisions that the article names.
    divisions: HashSet<&'static str>,
}

impl Evidence {
    pub(super) fn add(&mut self, country: &'static str, score: f32) {
        *self.scores.entry(country).or_insert(0.0) += score;
    }

    pub(super) fn score(&self, country: &str) -> f32 {
        self.scores.get(country).copied().unwrap_or(0.0)
    }

    pub(super) fn add_division(&mut self, code: &'static str) {
        self.divisions.insert(code);
    }

    pub(super) fn names_division(&self, code: &str) -> bool {
        self.divisions.contains(code)
    }

    /// Countries from the best on; equal ones by code.
    pub(super) fn ranked(&self) -> Vec<(&'static str, f32)> {
        let mut ranked: Vec<(&'static str, f32)> = self.scores.iter().map(|(code, score)| (*code, *score)).collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
        ranked
    }

    /// Counts countries and their people in a text; `weight` is asked with the byte of each; what
    /// weighs nothing is passed over.
    pub(super) fn read(&mut self, text: &str, weight: impl Fn(usize) -> f32) {
        let start = text.as_ptr() as usize;
        // Bytes of a word with its space, nearly always more.
        const WORD: usize = 5;
        let mut words: Vec<(usize, &str)> = Vec::with_capacity(text.len() / WORD);
        words.extend(text.split_ascii_whitespace().map(|word| (word.as_ptr() as usize - start, bare(word))));
        let mut at = 0;
        while let Some((byte, word)) = words.get(at) {
            let before = at.checked_sub(1).and_then(|before| words.get(before)).map_or("", |(_, word)| *word);
            at += self.read_word(words.get(at..).unwrap_or_default(), word, before, weight(*byte));
        }
    }

    /// How many words were read.
    fn read_word(&mut self, words: &[(usize, &str)], word: &str, before: &str, weight: f32) -> usize {
        if weight <= 0.0 || !word.starts_with(char::is_uppercase) {
            return 1;
        }
        let weight = if before == "in" { weight * IN_IT } else { weight };
        let longest = LONGER.get(word).copied().unwrap_or(1).min(MAX_WORDS);
        for length in (2..=longest).rev() {
            let name: Vec<&str> = words.iter().take(length).map(|(_, word)| *word).collect();
            if let Some((country, worth)) = NAMES.get(name.join(" ").as_str()) {
                self.add(country, worth * weight);
                return length;
            }
        }
        // `New Mexico`, `South China Sea`: part of another name.
        if matches!((before, word), ("New", "Mexico") | ("South", "China") | ("West", "Indian") | ("Native", _)) {
            return 1;
        }
        if let Some((country, worth)) = NAMES.get(word) {
            if *worth > DEMONYM || !adjective_names::begins_name(words.iter().skip(1).map(|(_, word)| *word)) {
                self.add(country, worth * weight);
            }
        } else if word.contains(['-', '–', '/']) {
            for (country, worth) in word.split(['-', '–', '/']).take(MAX_WORDS).filter_map(|part| NAMES.get(part)) {
                self.add(country, worth * weight);
            }
        }
        1
    }

    /// What the address says: the country of its ending, a country in the name of the site, countries in the path.
    pub(super) fn read_address(&mut self, url: &str, weight: f32) {
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (host, path) = after_scheme.split_once('/').unwrap_or((after_scheme, ""));
        let ending = host.rsplit('.').next().unwrap_or_default().to_uppercase();
        let ending = if ending == "UK" { "GB" } else { &ending };
        let codes = || COUNTRIES.iter().map(|(code, _, _)| *code);
        let own = codes().find(|code| *code == ending && !ANYWHERE.contains(code));
        let site = host.to_lowercase();
        let in_site = || SITES.iter().find(|(name, _)| site.contains(name)).map(|(_, code)| *code);
        if let Some(code) = own.or_else(in_site) {
            self.add(code, OUTLET);
        }
        let titled: Vec<String> = path.split(['/', '-', '_', '.', '?']).map(titled).collect();
        self.read(&titled.join(" "), |_| weight);
    }
}

/// Whether this, as printed, is the name of a country.
pub(crate) fn is_country(name: &str) -> bool {
    NAMES.get(name.trim_end_matches('.')).is_some_and(|(_, worth)| *worth > DEMONYM) || ALSO_DIVISIONS.contains(&name)
}

/// Whether this, as printed, is what people or things of a country are called.
pub(crate) fn is_demonym(name: &str) -> bool {
    NAMES.get(name).is_some_and(|(_, worth)| *worth <= DEMONYM)
}

/// A word of an address as it is printed in texts.
fn titled(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A word without the marks around it and without the ending of the possessive.
fn bare(word: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let plain = is_plain(word.as_bytes().first()) && is_plain(word.as_bytes().last());
    let word = if plain { word } else { word.trim_matches(|char: char| !char.is_alphanumeric()) };
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, countries: &[&str]) {
        let mut evidence = Evidence::default();
        evidence.read(text, |_| 1.0);
        let found: Vec<&str> = evidence.ranked().into_iter().map(|(code, _)| code).collect();
        assert_eq!(found, countries, "{text}");
    }

    #[test]
    fn countries_are_found_by_name_and_people() {
        check("The Pakistani minister flew to Turkey.", &["TR", "PK"]);
        check("Pakistan-Azerbaijan relations", &["AZ", "PK"]);
        check("“South Africa’s” president", &["ZA"]);
        check("Papua New Guinea and Guinea-Bissau", &["GW", "PG"]);
        check("the U.S. and us", &["US"]);
        check("New Mexico, the South China Sea", &[]);
        check("a German shepherd dog in an Italian ice cream café", &[]);
        check("the Indian Ocean, a Turkish Airlines jet", &[]);
        check("the Danish owner of a café", &["DK"]);
    }

    #[test]
    fn an_address_tells_its_outlets_country() {
        let mut evidence = Evidence::default();
        evidence.read_address("https://www.example.co.za/news/kenya-votes", 1.0);
        assert_eq!(evidence.ranked().first().map(|(code, _)| *code), Some("ZA"));
        assert!(evidence.score("KE") > 0.0);
    }
}
