//! Whether a name in a dateline is the outlet's own: many print themselves where an agency would stand.
//!
//! Told by the address of the page (`The Example Post` on `examplepost.com`), else by what names of outlets are made of.

use super::{agencies, is_dateline, place_names};
use article::Article;

/// Shortest host label that is compared; shorter ones are found in too many names.
const MIN_LABEL: usize = 4;

/// Words of the name of an outlet.
const MAX_WORDS: usize = 5;

/// The labels of the page's host name, letters and digits only.
#[derive(Debug, Default)]
pub(super) struct Site {
    labels: Vec<String>,
}

impl Site {
    /// The site of the article's page; none if it has no page.
    pub(super) fn of(article: &Article) -> Self {
        let page = article.renditions.iter().find(|rendition| rendition.name == "web");
        page.and_then(|page| page.href.as_deref()).map(Self::of_url).unwrap_or_default()
    }

    fn of_url(url: &str) -> Self {
        let host = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let names = host.rsplit_once('.').map_or("", |(names, _)| names);
        let labels = names.split('.').map(squash).filter(|label| label.len() >= MIN_LABEL);
        Self { labels: labels.collect() }
    }

    /// The part of the name that is the site's: its first words, and the whole if only `News` or the like follows.
    fn own<'n>(&self, name: &'n str) -> Option<&'n str> {
        let name_without_article = name.strip_prefix("The ").or(name.strip_prefix("THE ")).unwrap_or(name);
        let ends = name_without_article.match_indices(' ').map(|(at, _)| at).chain([name_without_article.len()]);
        let skipped = name.len() - name_without_article.len();
        for end in ends {
            let first = name_without_article.get(..end)?;
            if self.labels.contains(&squash(first)) {
                let rest = name_without_article.get(end..)?;
                let whole = rest.split_whitespace().all(agencies::is_outlet_word);
                return if whole { Some(name) } else { name.get(..skipped + end) };
            }
        }
        None
    }
}

/// The outlet's name in the name, if there is one, and whether that is beyond doubt.
pub(super) fn outlet<'n>(name: &'n str, site: &Site) -> Option<(&'n str, bool)> {
    if place_names::is_known(name) {
        return None;
    }
    site.own(name).map(|own| (own, true)).or_else(|| is_outlet_like(name).then_some((name, false)))
}

/// Several words, the first or last of which is one of outlets', and no word that speaks for a label.
fn is_outlet_like(name: &str) -> bool {
    const FIRST: &[&str] = &["today", "radio", "agence", "agencia", "agência", "agenzia"];
    let words: Vec<&str> = name.split(' ').collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let fits = FIRST.contains(&first.to_lowercase().as_str()) || agencies::is_outlet_word(last);
    let others = words.iter().filter(|word| !agencies::is_outlet_word(word));
    (2..=MAX_WORDS).contains(&words.len())
        && fits
        && others.clone().count() > 0
        && others.clone().all(|word| is_dateline::is_free(word))
}

fn squash(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_known_by_its_address() {
        let site = Site::of_url("https://www.rivertown-courier.example/news/1");
        assert_eq!(outlet("RIVERTOWN COURIER", &site), Some(("RIVERTOWN COURIER", true)));
        assert_eq!(outlet("The Rivertown Courier Travel", &site), Some(("The Rivertown Courier", true)));
        assert_eq!(outlet("Rivertown", &site), None);
        assert_eq!(outlet("Paris", &Site::of_url("https://paris.example/")), None, "a city stays one");
    }

    #[test]
    fn an_outlet_is_known_by_the_words_of_its_name() {
        let nowhere = Site::default();
        assert_eq!(outlet("Rivertown News", &nowhere), Some(("Rivertown News", false)));
        for name in ["Breaking News", "News", "Match Report", "Rivertown Harbour"] {
            assert_eq!(outlet(name, &nowhere), None, "{name}");
        }
    }
}
