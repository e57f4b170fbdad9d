//! An entry of RSS or Atom. Elements of all versions and modules may stand side by side; where several say the same,
//! the more direct one counts.

use super::address::{join, resolve};
use super::dates::Dates;
use super::document::{FeedEntry, FeedText, Outlet};
use super::limits::MAX_LISTED;
use super::media::{Media, is_caption};
use super::person::{author, settle_authors};
use super::text::{line_of, text_of};
use crate::concept::Concept;
use crate::dates::setting::Setting;
use crate::language_tag::language_tag;
use crate::xml::element::Element;
use crate::xml::namespace::Namespace;
use url::Url;

/// Reads one entry of a feed in this language.
pub(super) fn read_entry(element: &Element<'_>, base: Option<&Url>, language: Option<&str>) -> FeedEntry {
    let own = element.attribute("xml:base").and_then(|own| join(&own, base));
    let mut draft = Draft { base: own.as_ref().or(base), ..Draft::default() };
    draft.guid = element.attribute("rdf:about").map(|id| (id, true));
    for child in element.elements() {
        draft.take(child);
    }
    draft.entry(element.language(), language)
}

/// What is known of an entry before all of it has been seen. Ranks: the lower number counts.
#[derive(Default)]
struct Draft<'b> {
    base: Option<&'b Url>,
    title: Ranked<String>,
    /// The id, and whether it may be the address of the page.
    guid: Option<(String, bool)>,
    link: Ranked<String>,
    /// Pages that say in which language they are, by their rank.
    translations: Vec<(String, u8, String)>,
    /// `content:encoded` and its like.
    content: Option<FeedText>,
    description: Option<FeedText>,
    summary: Option<FeedText>,
    /// Texts of modules, where there is no other.
    aside: Ranked<FeedText>,
    /// What Media RSS says of the media.
    of_media: Option<FeedText>,
    authors: Vec<String>,
    /// Authors of modules or of the source, where there is no other.
    other_authors: Ranked<Vec<String>>,
    published: Dates,
    updated: Dates,
    categories: Vec<String>,
    /// `None` in it: said to be unknown.
    language: Ranked<Option<String>>,
    media: Media,
    outlet: Option<Outlet>,
    publisher: Option<String>,
    rights: Option<String>,
    licence: Option<String>,
}

/// The best of several values for one field; among equals the first.
struct Ranked<T>(Option<(u8, T)>);

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Ranked<T> {
    fn offer(&mut self, rank: u8, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            self.0 = Some((rank, value));
        }
    }

    fn best(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

impl Draft<'_> {
    fn take(&mut self, element: &Element<'_>) {
        let name = element.name.to_ascii_lowercase();
        match element.namespace {
            Namespace::Feed => self.take_feed(&name, element),
            Namespace::DublinCore => self.take_dublin_core(&name, element),
            Namespace::Content => {
                if name == "encoded" {
                    self.take_content(element);
                }
            }
            Namespace::Itunes => self.take_itunes(&name, element),
            Namespace::Media => self.take_media(&name, element),
            Namespace::Xhtml => {
                if matches!(name.as_str(), "body" | "div") {
                    self.take_content(element);
                }
            }
            Namespace::Licence => {
                let stated = element.attribute("rdf:resource").or_else(|| element.some_text());
                self.licence = self.licence.take().or(stated);
            }
            Namespace::Original => {
                if name == "origlink" {
                    self.link.offer(0, element.some_text().and_then(|href| resolve(&href, self.base)));
                }
            }
            Namespace::NewsMl
            | Namespace::Nitf
            | Namespace::Opml
            | Namespace::Sitemap
            | Namespace::SitemapNews
            | Namespace::Syndication
            | Namespace::Other => {}
        }
    }

    fn take_feed(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "title" => {
                self.note_language(3, element);
                self.title.offer(0, line_of(text_of(element)));
            }
            "link" => self.take_link(element),
            "guid" | "id" => {
                let permalink = element.attribute("isPermaLink").is_none_or(|says| !says.eq_ignore_ascii_case("false"));
                self.guid = element.some_text().map(|id| (id, permalink)).or(self.guid.take());
            }
            "description" => {
                self.note_language(2, element);
                self.description = text_of(element).or(self.description.take());
            }
            "summary" => {
                self.note_language(2, element);
                self.summary = text_of(element).or(self.summary.take());
            }
            "content" | "fullitem" => self.take_content(element),
            "body" if element.has_elements() => self.take_content(element),
            "author" => self.authors.extend(author(element)),
            "published" => self.published.offer(0, element),
            "pubdate" => self.published.offer(1, element),
            "issued" => self.published.offer(2, element),
            "updated" | "modified" => self.updated.offer(0, element),
            "category" => self.add_category(category(element)),
            "tags" | "keywords" => self.add_keywords(element),
            "language" => self.offer_language(0, element.some_text()),
            "rights" | "copyright" => self.rights = self.rights.take().or_else(|| line_of(text_of(element))),
            "source" => self.take_source(element),
            "enclosure" | "image" => self.media.take(element, self.base),
            _ => {}
        }
    }

    fn take_dublin_core(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "title" => self.title.offer(1, line_of(text_of(element))),
            "creator" | "author" => self.authors.extend(author(element)),
            "date" => self.published.offer(4, element),
            "issued" | "available" => self.published.offer(3, element),
            "modified" => self.updated.offer(1, element),
            "subject" => self.add_category(element.some_text()),
            "description" | "abstract" => self.aside.offer(1, text_of(element)),
            "language" => self.offer_language(0, element.some_text()),
            "publisher" => self.publisher = self.publisher.take().or_else(|| author(element)),
            "rights" => self.rights = self.rights.take().or_else(|| line_of(text_of(element))),
            "license" => self.licence = self.licence.take().or_else(|| element.some_text()),
            _ => {}
        }
    }

    fn take_itunes(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "author" => self.other_authors.offer(0, author(element).map(|name| vec![name])),
            "title" => self.title.offer(3, line_of(text_of(element))),
            "summary" => self.aside.offer(0, text_of(element)),
            "subtitle" => self.aside.offer(3, text_of(element)),
            "keywords" => self.add_keywords(element),
            "category" => {
                self.add_category(element.attribute("text"));
                for inner in element.elements().filter(|inner| inner.is(Namespace::Itunes, "category")) {
                    self.add_category(inner.attribute("text"));
                }
            }
            "image" => self.media.take(element, self.base),
            _ => {}
        }
    }

    fn take_media(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "title" => self.title.offer(2, line_of(text_of(element))),
            "description" | "text" => {
                self.media.take(element, self.base);
                self.of_media = self.of_media.take().or_else(|| text_of(element));
            }
            "keywords" => self.add_keywords(element),
            "category" => self.add_category(category(element)),
            "license" => {
                self.licence =
                    self.licence.take().or_else(|| element.attribute("href").or_else(|| element.some_text()));
            }
            "group" => {
                self.media.take(element, self.base);
                for inner in element.elements().filter(|inner| inner.namespace == Namespace::Media) {
                    let name = inner.name.to_ascii_lowercase();
                    // Its pictures are taken with the group.
                    if !matches!(name.as_str(), "content" | "thumbnail" | "group" | "credit") {
                        self.take_media(&name, inner);
                    }
                }
            }
            _ => self.media.take(element, self.base),
        }
    }

    fn take_link(&mut self, element: &Element<'_>) {
        let base = element.attribute("xml:base").and_then(|own| join(&own, self.base));
        let base = base.as_ref().or(self.base);
        let relation = element.attribute("rel").unwrap_or_default().to_ascii_lowercase();
        let href = element.attribute("href").or_else(|| element.some_text());
        match relation.rsplit('/').next().unwrap_or_default() {
            "" | "alternate" => {
                let page = element.attribute("type").is_none_or(|kind| kind.contains("html"));
                // A link to the entry in another form names it only where nothing better does.
                let rank = if page { 1 } else { 5 };
                let href = href.and_then(|href| resolve(&href, base));
                match element.attribute("hreflang").and_then(|tag| language_tag(&tag)).zip(href.clone()) {
                    Some((language, href)) => self.translations.push((language, rank, href)),
                    None => self.link.offer(rank, href),
                }
            }
            "license" => self.licence = self.licence.take().or_else(|| resolve(&href?, base)),
            "enclosure" => self.media.add_link(element, "href", base),
            _ => {}
        }
    }

    /// The outlet an entry was taken from: RSS gives its name, Atom a small feed.
    fn take_source(&mut self, element: &Element<'_>) {
        let name = match element.child(Namespace::Feed, "title") {
            Some(title) => line_of(text_of(title)),
            // A small feed without a title has no name; what stands between its elements is none.
            None => line_of(text_of(element)).filter(|_| !element.has_elements()),
        };
        let links = element.elements().filter(|inner| inner.is(Namespace::Feed, "link"));
        let mut pages =
            links.filter(|link| link.attribute("rel").is_none_or(|rel| rel.eq_ignore_ascii_case("alternate")));
        let stated = element.attribute("url").or_else(|| pages.find_map(|link| link.attribute("href")));
        let uri = stated.and_then(|href| resolve(&href, self.base));
        self.outlet = Outlet::of(name, uri).or(self.outlet.take());
        let authors = element.elements().filter(|inner| inner.is(Namespace::Feed, "author")).filter_map(author);
        self.other_authors.offer(1, Some(authors.collect::<Vec<_>>()).filter(|authors| !authors.is_empty()));
        let rights = element.child(Namespace::Feed, "rights").and_then(|rights| line_of(text_of(rights)));
        self.rights = self.rights.take().or(rights);
    }

    fn take_content(&mut self, element: &Element<'_>) {
        // Of several contents the first that has words counts; others are the same in other forms.
        let has_words = self.content.as_ref().is_some_and(|content| !content.plain().is_empty());
        if !has_words {
            self.note_language(1, element);
            self.content = text_of(element).or(self.content.take());
        }
    }

    fn note_language(&mut self, rank: u8, element: &Element<'_>) {
        self.offer_language(rank, element.language());
    }

    fn offer_language(&mut self, rank: u8, stated: Option<String>) {
        // An empty one says that the language is not known, whatever it is around.
        let stated = stated.and_then(|tag| if tag.is_empty() { Some(None) } else { language_tag(&tag).map(Some) });
        self.language.offer(rank, stated);
    }

    fn add_category(&mut self, category: Option<String>) {
        let category = category.map(|category| article::collapse_white_space(&category));
        if let Some(category) = category.filter(|category| !category.is_empty())
            && self.categories.len() < MAX_LISTED
            && !self.categories.contains(&category)
        {
            self.categories.push(category);
        }
    }

    fn add_keywords(&mut self, element: &Element<'_>) {
        for keyword in element.text().split(',') {
            self.add_category(Some(keyword.to_owned()));
        }
    }

    fn entry(mut self, markup_language: Option<String>, feed_language: Option<&str>) -> FeedEntry {
        self.offer_language(4, markup_language);
        let language = self.language.best();
        let own = language.as_ref().map_or(feed_language, |language| language.as_deref());
        // The page in the entry's own language, else one that does not say, else the first.
        self.translations.sort_by_key(|(language, rank, _)| (*rank, unlikeness(own, language)));
        let translation = self.translations.into_iter().next();
        let is_own = translation.as_ref().is_some_and(|(language, ..)| unlikeness(own, language) < 2);
        if let Some((_, rank, href)) = translation {
            let known = self.link.0.as_ref().is_some_and(|(known, _)| *known == rank);
            if is_own && known {
                self.link = Ranked(Some((rank, href)));
            } else {
                self.link.offer(rank, Some(href));
            }
        }
        let says_unknown = language == Some(None);
        // An id that is an address is the page's, unless the entry says otherwise.
        if let Some((id, true)) = &self.guid {
            self.link.offer(4, resolve(id, None));
        }
        // What is said of pictures is their caption, unless it is as long as a text.
        let of_media = self.of_media.filter(|text| !self.media.are_pictures() || !is_caption(&text.plain()));
        self.aside.offer(2, of_media);
        let short = self.summary.or(self.aside.best());
        // The body is the fullest text there is: a content, else the description, beside which others are summaries.
        let (content, summary) = match (self.content, self.description) {
            (Some(content), description) => (Some(content), description.or(short)),
            (None, Some(description)) if short.is_some() => (Some(description), short),
            (None, description) => (None, description.or(short)),
        };
        let mut authors = settle_authors(self.authors);
        if authors.is_empty() {
            authors = self.other_authors.best().unwrap_or_default();
        }
        authors.truncate(MAX_LISTED);
        let (picture, media) = self.media.settle();
        let link = self.link.best();
        let address = link.as_deref().or(self.base.map(Url::as_str));
        let setting = Setting::of_feed([language.iter().flatten().next().map(String::as_str), feed_language], address);
        FeedEntry {
            guid: self.guid.map(|(id, _)| id),
            link,
            title: self.title.best(),
            authors,
            summary,
            content,
            published: self.published.first(&setting),
            updated: self.updated.first(&setting),
            categories: self.categories,
            language: language.flatten(),
            picture,
            media,
            outlet: self.outlet,
            publisher: self.publisher,
            rights: self.rights,
            licence: self.licence,
            says_unknown_language: says_unknown,
            ..FeedEntry::default()
        }
    }
}

/// How far a language is from the entry's own: 0 the same, 1 another kind of it, 2 another one.
fn unlikeness(own: Option<&str>, language: &str) -> u8 {
    let Some(own) = own else { return 2 };
    let first = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
    match (own.eq_ignore_ascii_case(language), first(own) == first(language)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

fn category(element: &Element<'_>) -> Option<String> {
    let vocabulary = element.attribute("domain").or_else(|| element.attribute("scheme"));
    let code = element.attribute("term").or_else(|| element.some_text());
    let concept = vocabulary
        .zip(code)
        .and_then(|(vocabulary, code)| Concept::text(&vocabulary, &code, element.attribute("label").as_deref()));
    if concept.is_some() {
        return concept;
    }
    element.attribute("label").or_else(|| element.attribute("term")).or_else(|| element.some_text())
}
