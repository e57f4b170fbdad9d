//! What a page declares about itself in its markup, as written: meta elements, JSON-LD, the title of the window, links.
//!
//! In: the parsed page. Out: the declarations, gathered in one walk over the elements that make them; what they mean is
//! decided by the files of `page`, one a field.

use super::document::{Document, NodeId};
use crate::json_ld::{ArticleFacts, article_facts, values};
use crate::reservations::Reservations;
use article::collapse_white_space;

/// Most meta elements that are looked at, and most bytes of one of their values.
const MAX_METAS: usize = 1_000;
const LONGEST_VALUE: usize = 4_000;

/// Most JSON-LD blocks that are read.
const MAX_BLOCKS: usize = 100;

/// The declarations of one page.
#[derive(Default)]
pub(crate) struct Metadata {
    /// Name or property in lower case, and content, in the order of the page.
    metas: Vec<(String, String)>,
    /// What its JSON-LD says about the article.
    pub(crate) json_ld: ArticleFacts,
    /// The title of the window.
    pub(crate) title: Option<String>,
    /// `rel=canonical`, else `og:url`, as written.
    pub(crate) canonical: Option<String>,
    /// The `lang` of the outermost element.
    pub(crate) html_language: Option<String>,
}

impl Metadata {
    /// Gathers the declarations of a page.
    pub(crate) fn read(document: &Document) -> Self {
        let is_block = |kind: &str| kind.to_ascii_lowercase().contains("ld+json");
        let blocks = document
            .elements("script")
            .filter(|id| document.attribute(*id, "type").is_some_and(is_block))
            .take(MAX_BLOCKS)
            .map(|id| document.raw_text_of(id));
        let mut declared = Self { json_ld: article_facts(&values(blocks)), ..Self::default() };
        for id in document.elements("meta").take(MAX_METAS) {
            declared.take_meta(document, id);
        }
        // Drawings have titles, too.
        let in_head = |id: &NodeId| document.ancestors(*id).all(|around| document.name(around) != Some("svg"));
        let title = document.elements("title").find(in_head).map(|id| collapse_white_space(&document.raw_text_of(id)));
        declared.title = title.filter(|title| !title.is_empty());
        let canonical = document
            .elements("link")
            .find(|id| document.attribute(*id, "rel").is_some_and(|rel| rel.trim().eq_ignore_ascii_case("canonical")));
        let canonical = canonical.and_then(|id| document.attribute(id, "href")).filter(|href| !href.trim().is_empty());
        declared.canonical = canonical.or_else(|| declared.meta(&["og:url"])).map(|href| href.trim().to_owned());
        let html = document.elements("html").next();
        let language =
            html.and_then(|id| document.attribute(id, "lang").or_else(|| document.attribute(id, "xml:lang")));
        declared.html_language = language.map(str::to_owned);
        declared
    }

    fn take_meta(&mut self, document: &Document, id: NodeId) {
        let value = |name| document.attribute(id, name).map(str::trim).filter(|value| !value.is_empty());
        let Some(content) = value("content").or_else(|| value("value")).filter(|text| text.len() <= LONGEST_VALUE)
        else {
            return;
        };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = value(name) {
                self.metas.push((name.to_ascii_lowercase(), collapse_white_space(content)));
            }
        }
    }

    /// What the page lets programs do with it.
    pub(crate) fn reservations(&self) -> Reservations {
        let mut reservations = Reservations::default();
        self.metas.iter().for_each(|(name, content)| reservations.read_meta(name, content));
        reservations
    }

    /// The value of the first of these names that the page states; names in lower case.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(known, _)| known == name))
            .map(|(_, content)| content.as_str())
    }

    /// Names, in lower case, and values of all meta elements.
    pub(crate) fn metas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metas.iter().map(|(name, content)| (name.as_str(), content.as_str()))
    }

    /// The values of every meta element of this name.
    pub(crate) fn all_metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// What the page calls its site, most direct first.
    pub(crate) fn site_names(&self) -> impl Iterator<Item = &str> {
        let named = ["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "twitter:site"];
        let metas = named.into_iter().filter_map(|name| self.meta(&[name]));
        metas.chain(self.json_ld.publisher.as_deref()).map(|name| name.trim_start_matches('@'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_gathered_as_written() {
        let document = Document::parse(
            "<html lang=en_gb><head><title> A  bridge | Post </title><link rel=canonical href='/story?a=1&amp;b=2'><meta \
             property=OG:Title content='A bridge'><meta name=author content=''><meta name=author content='Ann \
             Lee'><script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Bridge\"}</script>\
             <body><svg><title>Logo</title></svg>",
        )
        .unwrap();
        let declared = Metadata::read(&document);
        assert_eq!(declared.html_language.as_deref(), Some("en_gb"));
        assert_eq!(declared.canonical.as_deref(), Some("/story?a=1&b=2"));
        assert_eq!(declared.title.as_deref(), Some("A bridge | Post"));
        assert_eq!(declared.meta(&["title", "og:title"]), Some("A bridge"));
        assert_eq!(declared.meta(&["author"]), Some("Ann Lee"));
        assert_eq!(declared.json_ld.headline.as_deref(), Some("Bridge"));
    }
}
