//! RSS of every version, RDF and Atom: what the feed says of itself, and its entries.

use super::address::{join, own_id, resolve};
use super::element::Element;
use super::entry::read_entry;
use super::outline::{Visit, is_entry, read};
use super::person::{is_address, name_of};
use super::space::Space;
use super::text::{line_of, text_of};
use super::{FeedDocument, FeedEntry, MAX_ENTRIES, NoFeed};
use crate::declared::language_tag;
use url::Url;

/// Reads a document that was fetched from `base`.
pub(super) fn read_xml(xml: &str, base: Option<&Url>) -> Result<FeedDocument, NoFeed> {
    let mut reader = XmlFeed { base: base.cloned(), ..XmlFeed::default() };
    read(xml, &mut reader)?;
    if reader.entries.len() > MAX_ENTRIES {
        return Err(NoFeed::TooManyEntries(MAX_ENTRIES));
    }
    let XmlFeed { title, language, markup_language, rights, authors, id, site, mut entries, .. } = reader;
    let id = id.or(site).map(|id| own_id(&id));
    let language = language.or(markup_language);
    let authors = settle_authors(authors);
    for entry in &mut entries {
        if !entry.says_unknown_language {
            entry.language = entry.language.take().or_else(|| language.clone());
        }
        entry.rights = entry.rights.take().or_else(|| rights.clone());
        if entry.authors.is_empty() {
            entry.authors.clone_from(&authors);
        }
    }
    Ok(FeedDocument { title, language, authors, rights, id, entries })
}

#[derive(Default)]
struct XmlFeed {
    base: Option<Url>,
    title: Option<String>,
    /// As the feed states it.
    language: Option<String>,
    /// As its markup does.
    markup_language: Option<String>,
    rights: Option<String>,
    /// Those of Atom, who wrote every entry that names no other.
    authors: Vec<String>,
    /// The id of Atom.
    id: Option<String>,
    /// The address of the site it is about.
    site: Option<String>,
    entries: Vec<FeedEntry>,
}

impl<'a> Visit<'a> for XmlFeed {
    fn container(&mut self, element: &Element<'a>) {
        if let Some(base) = element.attribute("xml:base").and_then(|base| join(&base, self.base.as_ref())) {
            self.base = Some(base);
        }
        let language = element.attribute("xml:lang").and_then(|tag| language_tag(&tag));
        self.markup_language = language.or(self.markup_language.take());
    }

    fn child(&mut self, element: Element<'a>) {
        if is_entry(&element) {
            // One more than the most tells that there were more.
            if self.entries.len() <= MAX_ENTRIES {
                let entry = read_entry(&element, self.base.as_ref());
                if entry != FeedEntry::default() {
                    self.entries.push(entry);
                }
            }
            return;
        }
        let name = element.name.to_ascii_lowercase();
        match (element.space, name.as_str()) {
            (Space::Feed, "title") => self.title = line_of(text_of(&element)).or(self.title.take()),
            (Space::DublinCore, "title") => self.title = self.title.take().or_else(|| line_of(text_of(&element))),
            (Space::Feed | Space::DublinCore, "language") => {
                self.language = element.some_text().and_then(|tag| language_tag(&tag)).or(self.language.take());
            }
            (Space::Feed, "copyright" | "rights") | (Space::DublinCore, "rights") => {
                self.rights = self.rights.take().or_else(|| line_of(text_of(&element)));
            }
            (Space::Feed, "author") => self.authors.extend(author(&element)),
            (Space::Feed, "id") => self.id = self.id.take().or_else(|| element.some_text()),
            (Space::Feed, "link") => self.site = self.site.take().or_else(|| self.site_of(&element)),
            _ => {}
        }
    }
}

impl XmlFeed {
    /// Where a link of the feed leads, if to its site.
    fn site_of(&self, link: &Element<'_>) -> Option<String> {
        let is_site = link.attribute("rel").is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
        let href = link.attribute("href").or_else(|| link.some_text()).filter(|_| is_site)?;
        resolve(&href, self.base.as_ref())
    }
}

/// The name in an author element, of Atom or RSS; where it has none, the mail address.
pub(super) fn author(element: &Element<'_>) -> Option<String> {
    let stated = ["name", "email"].iter().find_map(|part| element.text_of(Space::Feed, part));
    let stated = stated.or_else(|| element.some_text())?;
    name_of(&stated)
}

/// Authors each once; an address says nothing beside a name.
pub(super) fn settle_authors(authors: Vec<String>) -> Vec<String> {
    let named = authors.iter().any(|author| !is_address(author));
    let mut settled: Vec<String> = Vec::new();
    for author in authors {
        let says_nothing = named && is_address(&author);
        if says_nothing || settled.contains(&author) {
            continue;
        }
        settled.push(author);
    }
    settled
}
