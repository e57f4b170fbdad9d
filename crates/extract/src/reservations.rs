//! What a page lets programs do with it, by its own word: reservations of text and data mining (TDMRep) and the words for
//! robots that speak of use.
//!
//! In: the meta elements of a page, then the headers that came with it, since what stands in the page goes before. Out:
//! the terms in one line as they were stated, the policy they point to, and where they stood. Nothing follows from them
//! here.

use article::collapse_white_space;
use url::Url;

/// Words for robots that say how a page may be used; others say how it is crawled and shown.
const WORDS: [&str; 5] = ["noai", "noimageai", "noindex", "noarchive", "none"];

/// Words for robots with a value behind a colon, where others have the name of a robot before it.
const WITH_VALUE: [&str; 4] = ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"];

/// The name that pages may call us by.
const OWN_NAME: &str = "dateline";

/// What was said, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reservations {
    /// As the most exact place says, which is read first.
    is_reserved: Option<bool>,
    words: Vec<&'static str>,
    /// Address of the licence that is offered.
    pub(crate) policy: Option<String>,
    /// Where something was said.
    pub(crate) stated_in: Vec<String>,
}

impl Reservations {
    /// Takes in a header that came with the page, after what the page says: `tdm-reservation: 1`.
    pub(crate) fn read_header(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let name = name.trim().to_ascii_lowercase();
        match name.split_once('/') {
            Some(("tdmrep.json", name)) => self.read_tdm(name, value, "tdmrep.json"),
            Some(_) => {}
            None if name == "x-robots-tag" => self.read_words(value, "header x-robots-tag"),
            None => self.read_tdm(&name, value, "header"),
        }
    }

    /// Takes in a meta element of the page; its name is in lower case.
    pub(crate) fn read_meta(&mut self, name: &str, content: &str) {
        match name {
            "robots" | OWN_NAME => self.read_words(content, &format!("meta {name}")),
            _ => self.read_tdm(name, content, "meta"),
        }
    }

    fn read_tdm(&mut self, name: &str, value: &str, place: &str) {
        let value = value.trim();
        match name {
            "tdm-reservation" if self.is_reserved.is_none() && matches!(value, "0" | "1") => {
                self.is_reserved = Some(value == "1");
            }
            "tdm-policy" if self.policy.is_none() => {
                let policy = Url::parse(value).ok().filter(|policy| matches!(policy.scheme(), "http" | "https"));
                let Some(policy) = policy else { return };
                self.policy = Some(policy.into());
            }
            _ => return,
        }
        self.note(format!("{place} {name}"));
    }

    /// Words behind the name of another robot are not for us.
    fn read_words(&mut self, value: &str, place: &str) {
        let mut is_for_us = true;
        for word in value.split(',') {
            let word = match word.split_once(':') {
                Some((name, _)) if WITH_VALUE.iter().any(|known| name.trim().eq_ignore_ascii_case(known)) => continue,
                Some((name, word)) => {
                    is_for_us = name.trim().eq_ignore_ascii_case(OWN_NAME);
                    word
                }
                None => word,
            };
            let known = WORDS.iter().find(|known| word.trim().eq_ignore_ascii_case(known));
            let Some(known) = known.filter(|_| is_for_us) else { continue };
            if !self.words.contains(known) {
                self.words.push(known);
            }
            self.note(place.to_owned());
        }
    }

    fn note(&mut self, place: String) {
        if !self.stated_in.contains(&place) {
            self.stated_in.push(place);
        }
    }

    /// The terms of use behind those that were stated in words: `tdm-reservation: 1; robots: noai, noimageai`.
    pub(crate) fn terms(&self, stated: Option<String>) -> Option<String> {
        let words = (!self.words.is_empty()).then(|| format!("robots: {}", self.words.join(", ")));
        let reserved = self.is_reserved.unwrap_or_default().then(|| "tdm-reservation: 1".to_owned());
        let stated = stated.map(|stated| collapse_white_space(&stated));
        let terms: Vec<String> = stated.into_iter().chain(reserved).chain(words).collect();
        (!terms.is_empty()).then(|| terms.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> Reservations {
        let mut reservations = Reservations::default();
        lines.iter().for_each(|line| reservations.read_header(line));
        reservations
    }

    #[test]
    fn what_is_stated_for_all_or_for_us_is_kept_as_it_is() {
        for (lines, terms) in [
            (&["tdm-reservation: 1"][..], Some("tdm-reservation: 1")),
            (&["TDM-Reservation: 0"], None),
            (&["x-robots-tag: NoAI, noimageai, nofollow, max-snippet: 20"], Some("robots: noai, noimageai")),
            (&["x-robots-tag: otherbot: noindex, noarchive"], None),
            (&["x-robots-tag: otherbot: noindex, Dateline: noarchive, noai"], Some("robots: noarchive, noai")),
            (&["x-robots-tag: unavailable_after: 25 Jun 2030 15:00:00 PST, noindex"], Some("robots: noindex")),
            (&["x-robots-tag: noai", "x-robots-tag: noai, none"], Some("robots: noai, none")),
            (&["tdmrep.json/tdm-reservation: 1"], Some("tdm-reservation: 1")),
            (&["tdm-reservation: 0", "tdmrep.json/tdm-reservation: 1"], None),
            (&["server: noai", "other/tdm-reservation: 1", "noai", ""], None),
        ] {
            assert_eq!(headers(lines).terms(None).as_deref(), terms, "{lines:?}");
        }
    }

    #[test]
    fn terms_stand_behind_those_in_words_with_where_they_stood() {
        let mut reservations = headers(&["tdm-reservation: 1", "tdm-policy: https://example.org/terms"]);
        reservations.read_meta("robots", "noai");
        reservations.read_meta("tdm-policy", "https://example.org/others");
        let terms = reservations.terms(Some("Not for resale".to_owned()));
        assert_eq!(terms.as_deref(), Some("Not for resale; tdm-reservation: 1; robots: noai"));
        assert_eq!(reservations.policy.as_deref(), Some("https://example.org/terms"));
        assert_eq!(reservations.stated_in, ["header tdm-reservation", "header tdm-policy", "meta robots"]);
        let mut page_first = Reservations::default();
        page_first.read_meta("tdm-reservation", "0");
        page_first.read_header("tdm-reservation: 1");
        assert_eq!((page_first.terms(None), page_first.stated_in), (None, vec!["meta tdm-reservation".to_owned()]));
        assert_eq!(headers(&["tdm-policy: javascript:alert(1)"]), Reservations::default());
    }
}
