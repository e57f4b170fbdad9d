//! RSS of every version, RDF and Atom: what the feed says of itself, and its entries.

use super::address::{join, own_id, resolve};
use super::document::{FeedDocument, FeedEntry};
use super::entry::read_entry;
use super::limits::MAX_ENTRIES;
use super::no_feed::NoFeed;
use super::pace::FeedPace;
use super::person::{author, settle_authors};
use super::text::{line_of, text_of};
use crate::language_tag::language_tag;
use crate::xml::element::Element;
use crate::xml::events::{Visit, Vocabulary, read};
use crate::xml::namespace::Namespace;
use url::Url;

/// RSS of every version and Atom side by side.
static FEEDS: Vocabulary = Vocabulary {
    namespace: Namespace::Feed,
    containers: &["rss", "rdf", "feed", "channel"],
    whole: "channel",
    frame: "rdf",
    entries: &["item", "entry"],
    alone: &["entry"],
    empty_with: ("link", "href"),
};

/// Reads a document that was fetched from `base`.
pub(super) fn read_xml(xml: &str, base: Option<&Url>) -> Result<FeedDocument, NoFeed> {
    let mut reader = XmlFeed { base: base.cloned(), ..XmlFeed::default() };
    read(xml, &FEEDS, &mut reader)?;
    if reader.language.is_some() && reader.language != reader.language_of_first {
        // Stated behind the first entry: its zones and dates are read again, now that the country is known.
        let mut again = XmlFeed { base: base.cloned(), language: reader.language.take(), ..XmlFeed::default() };
        read(xml, &FEEDS, &mut again)?;
        reader = again;
    }
    if reader.entries.len() > MAX_ENTRIES {
        return Err(NoFeed::TooManyEntries(MAX_ENTRIES));
    }
    let XmlFeed { title, language, markup_language, rights, authors, id, site, pace, period, updates, .. } = reader;
    let mut entries = reader.entries;
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
    let pace = pace.or_period(period.as_deref(), updates);
    Ok(FeedDocument { title, language, authors, rights, id, pace, entries })
}

#[derive(Default)]
struct XmlFeed {
    base: Option<Url>,
    title: Option<String>,
    /// As the feed states it.
    language: Option<String>,
    /// The same as far as it stood before the first entry.
    language_of_first: Option<String>,
    /// As its markup does.
    markup_language: Option<String>,
    rights: Option<String>,
    /// Those of Atom, who wrote every entry that names no other.
    authors: Vec<String>,
    /// The id of Atom.
    id: Option<String>,
    /// The address of the site it is about.
    site: Option<String>,
    pace: FeedPace,
    /// Of the syndication module, with how many updates there are in it.
    period: Option<String>,
    updates: Option<u32>,
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
        if FEEDS.is_entry(&element) {
            if self.entries.is_empty() {
                self.language_of_first.clone_from(&self.language);
            }
            // One more than the most tells that there were more.
            if self.entries.len() <= MAX_ENTRIES {
                let language = self.language.as_deref().or(self.markup_language.as_deref());
                let entry = read_entry(&element, self.base.as_ref(), language);
                if entry != FeedEntry::default() {
                    self.entries.push(entry);
                }
            }
            return;
        }
        let name = element.name.to_ascii_lowercase();
        match (element.namespace, name.as_str()) {
            (Namespace::Feed, "title") => self.title = line_of(text_of(&element)).or(self.title.take()),
            (Namespace::DublinCore, "title") => self.title = self.title.take().or_else(|| line_of(text_of(&element))),
            (Namespace::Feed | Namespace::DublinCore, "language") => {
                self.language = element.some_text().and_then(|tag| language_tag(&tag)).or(self.language.take());
            }
            (Namespace::Feed, "copyright" | "rights") | (Namespace::DublinCore, "rights") => {
                self.rights = self.rights.take().or_else(|| line_of(text_of(&element)));
            }
            (Namespace::Feed, "author") => self.authors.extend(author(&element)),
            (Namespace::Feed, "id") => self.id = self.id.take().or_else(|| element.some_text()),
            (Namespace::Syndication, "updateperiod") => self.period = element.some_text().or(self.period.take()),
            (Namespace::Syndication, "updatefrequency") => self.updates = element.text().trim().parse().ok(),
            (Namespace::Feed, "ttl" | "skiphours" | "skipdays") => self.pace.read(&element),
            (Namespace::Feed, "link") => self.site = self.site.take().or_else(|| self.site_of(&element)),
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
