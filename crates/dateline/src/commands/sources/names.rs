//! Names for sources that come with a title: valid, and each once.

use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Longest name of a source.
const LONGEST: usize = 40;

/// The names that are taken.
pub(super) struct Names(HashSet<String>);

impl Names {
    /// These are taken already.
    pub(super) fn taken(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// A name that nobody has yet: of the title, where it has letters or digits of ASCII, else of the host.
    pub(super) fn give(&mut self, title: Option<&str>, host: &str) -> String {
        let plain = title.map(plain).filter(|name| !name.is_empty());
        let plain = plain.unwrap_or_else(|| plain_of_host(host));
        let mut name = plain.clone();
        let mut number: usize = 1;
        while !self.0.insert(name.clone()) {
            number += 1;
            let ending = format!("-{number}");
            let kept: String = plain.chars().take(LONGEST - ending.len()).collect();
            name = format!("{}{ending}", kept.trim_end_matches('-'));
        }
        name
    }
}

fn plain_of_host(host: &str) -> String {
    let name = plain(host.strip_prefix("www.").unwrap_or(host));
    if name.is_empty() { "source".to_owned() } else { name }
}

/// Letters without accents, in lower case; a `-` for whatever stands between them.
fn plain(text: &str) -> String {
    let mut name = String::new();
    for c in text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c) && *c != '\'') {
        if name.len() == LONGEST {
            break;
        }
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => name.push(c),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_the_title_and_given_once() {
        let mut names = Names::taken(["harbour-news".to_owned()]);
        for (title, expected) in [
            (Some("Harbour News"), "harbour-news-2"),
            (Some("  HARBOUR – News! "), "harbour-news-3"),
            (Some("Fjærland's Avis: Økonomi & Café"), "fj-rlands-avis-konomi-cafe"),
            (Some("Новости"), "a-example"),
            (None, "a-example-2"),
            (Some(&"long title ".repeat(9)), "long-title-long-title-long-title-long-ti"),
            (Some(&"long title ".repeat(9)), "long-title-long-title-long-title-long-2"),
        ] {
            let name = names.give(title, "www.a.example");
            assert_eq!(name, expected);
            assert!(name.len() <= LONGEST);
        }
        assert_eq!(names.give(None, ""), "source");
    }
}
