//! Concepts of the vocabularies of IPTC, as a source that files its stories under them writes them.
//!
//! In: a keyword or category, and the vocabulary it is said to be of. Out: the concept with its address, or that it is a
//! word like any other.

use article::{Subject, rel};

/// Where the vocabularies are.
const VOCABULARIES: &str = "http://cv.iptc.org/newscodes/";

/// The vocabularies by the prefix of their codes.
const PREFIXES: &[(&str, &str)] = &[("medtop", "mediatopic"), ("subj", "subjectcode")];

/// A concept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Concept {
    uri: String,
    /// Prefix and code.
    literal: Option<String>,
    name: Option<String>,
}

impl Concept {
    /// The concept a text names: an address or a code with a prefix, with or without a name behind it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (code, name) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let (vocabulary, code) = in_vocabulary(code).or_else(|| {
            let (prefix, code) = code.split_once(':')?;
            let (_, vocabulary) = PREFIXES.iter().find(|(known, _)| prefix.eq_ignore_ascii_case(known))?;
            Some(((*vocabulary).to_owned(), code))
        })?;
        let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let prefix = PREFIXES.iter().find(|(_, known)| *known == vocabulary).map(|(prefix, _)| prefix);
        is_code.then(|| Self {
            uri: format!("{VOCABULARIES}{vocabulary}/{code}"),
            literal: prefix.map(|prefix| format!("{prefix}:{code}")),
            name: Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        })
    }

    /// The same as a text that [`Concept::parse`] reads: a category that is said to be of a vocabulary, with what it is
    /// called. `None` where the vocabulary is none of IPTC's.
    pub(crate) fn text(vocabulary: &str, code: &str, name: Option<&str>) -> Option<String> {
        let address = vocabulary.trim().trim_end_matches(['/', '#']);
        let vocabulary = address;
        let prefix = PREFIXES.iter().find(|(prefix, _)| vocabulary.eq_ignore_ascii_case(prefix));
        let vocabulary = match prefix {
            Some((_, known)) => (*known).to_owned(),
            None => in_vocabulary(&format!("{vocabulary}/-")).map(|(vocabulary, _)| vocabulary)?,
        };
        // The vocabulary may be the concept itself, called by what stands in the place of its code.
        let is_code = |code: &str| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
        let own = address.rsplit('/').next().filter(|own| is_code(own));
        let name = name.or_else(|| own.map(|_| code));
        let code = own.map_or_else(|| code.trim().rsplit([':', '/']).next(), Some)?;
        let concept = Self::parse(&format!("{VOCABULARIES}{vocabulary}/{code}"))?;
        let name = name.map(str::trim).filter(|name| !name.is_empty() && *name != code);
        Some(name.map_or_else(|| concept.uri.clone(), |name| format!("{} {name}", concept.uri)))
    }

    /// What the story is about.
    pub(crate) fn subject(self, source: Option<&str>) -> Subject {
        Subject {
            name: self.name,
            rel: Some(rel::ABOUT.to_owned()),
            uri: Some(self.uri),
            literal: self.literal,
            creator: source.map(str::to_owned),
            ..Subject::default()
        }
    }
}

/// The vocabulary and the code of an address.
fn in_vocabulary(address: &str) -> Option<(String, &str)> {
    let rest = address.strip_prefix("http").map(|rest| rest.strip_prefix('s').unwrap_or(rest))?;
    let rest = rest.strip_prefix("://")?;
    let rest = ["cv.iptc.org/", "www.iptc.org/", "iptc.org/"].iter().find_map(|host| rest.strip_prefix(host))?;
    let (newscodes, rest) = rest.split_once('/')?;
    let (vocabulary, code) = rest.split_once('/')?;
    let is_name = !vocabulary.is_empty() && vocabulary.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (newscodes.eq_ignore_ascii_case("newscodes") && is_name).then(|| (vocabulary.to_ascii_lowercase(), code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_are_told_from_words() {
        for (text, expected) in [
            ("medtop:04000000", Some("http://cv.iptc.org/newscodes/mediatopic/04000000")),
            ("https://cv.iptc.org/newscodes/genre/Feature Feature", Some("http://cv.iptc.org/newscodes/genre/Feature")),
            ("http://cv.iptc.org/newscodes/mediatopic/", None),
            ("http://example.org/newscodes/genre/Feature", None),
            ("medtop: business", None),
            ("Trade", None),
        ] {
            assert_eq!(Concept::parse(text).map(|concept| concept.uri).as_deref(), expected, "{text}");
        }
        for (vocabulary, code, expected) in [
            ("http://cv.iptc.org/newscodes/mediatopic", "medtop:04000000", Some("mediatopic/04000000 Trade")),
            ("http://cv.iptc.org/newscodes/mediatopic/", "04000000", Some("mediatopic/04000000 Trade")),
            ("medtop", "04000000", Some("mediatopic/04000000 Trade")),
            ("https://cv.iptc.org/newscodes/mediatopic/04000000", "Trade", Some("mediatopic/04000000 Trade")),
            ("https://example.org/topics", "04000000", None),
        ] {
            let text = Concept::text(vocabulary, code, Some("Trade"));
            assert_eq!(text, expected.map(|rest| format!("{VOCABULARIES}{rest}")), "{vocabulary}");
        }
    }
}
