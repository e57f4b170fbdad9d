//! What a page declares about itself in its markup: language, canonical address, dates. One linear scan; the text of
//! the story is the page reader's.

use crate::dates::IsoDate;
use crate::json_ld::{ArticleFacts, article_facts};
use crate::markup::{Tag, Token, Tokens};
use article::{CanonicalUrl, DateFrom, DateRole, StatedDate, Timestamp};

/// Facts a page states about itself.
#[derive(Default)]
pub(crate) struct Declared {
    /// BCP 47 tag.
    pub(crate) language: Option<String>,
    /// `rel=canonical`, else `og:url`, as written.
    pub(crate) canonical: Option<String>,
    /// Dates of publication and change.
    pub(crate) dates: Vec<StatedDate>,
}

/// Names and properties of meta elements that state when an article was published, in lower case.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "published_time",
    "publication_date",
    "publish_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "bt:pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "date",
    "shareaholic:article_published_time",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "article_date_original",
    "originalpublicationdate",
    "rnews:datepublished",
    "dcsext.articlefirstpublished",
    "date.created",
    "created",
    "pdate",
    "vr:published_time",
];

/// The same for when it was changed.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "date_modified",
    "modified_time",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
];

/// Reads a page's declarations.
pub(crate) fn declared(html: &str, url: Option<&CanonicalUrl>, received_at: Timestamp) -> Declared {
    let mut scan = Scan { found: Declared::default(), meta_language: None, page_address: None, received_at };
    let mut json_ld = false;
    for token in Tokens::of(html) {
        match token {
            Token::Start(tag) => {
                json_ld = tag.is("script") && tag.attribute("type").is_some_and(|kind| kind.contains("ld+json"));
                scan.take_tag(tag);
            }
            Token::Raw(text) if json_ld => {
                if let Some(facts) = article_facts(text) {
                    scan.take_facts(facts);
                }
            }
            Token::Raw(_) | Token::Text(_) | Token::CData(_) | Token::End(_) => {}
        }
    }
    let mut found = scan.found;
    found.language = found.language.or(scan.meta_language);
    found.canonical = found.canonical.or(scan.page_address);
    let in_url = url.and_then(|url| date_in_path(url.path()));
    found.dates.extend(in_url.and_then(|date| date.stated(DateRole::Published, DateFrom::Url, received_at)));
    found
}

struct Scan {
    found: Declared,
    meta_language: Option<String>,
    page_address: Option<String>,
    received_at: Timestamp,
}

impl Scan {
    fn take_tag(&mut self, tag: Tag<'_>) {
        if tag.is("html") {
            self.found.language = self.found.language.take().or_else(|| language_tag(&tag.attribute("lang")?));
        } else if tag.is("meta") {
            self.take_meta(tag);
        } else if tag.is("link") {
            let canonical = tag.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
            if canonical && self.found.canonical.is_none() {
                self.found.canonical = tag.attribute("href").filter(|href| !href.is_empty());
            }
        } else if tag.is("time") {
            let says = |name: &str, word: &str| {
                tag.attribute(name).is_some_and(|value| value.to_ascii_lowercase().contains(word))
            };
            let published =
                tag.attribute("pubdate").is_some() || says("itemprop", "datepublished") || says("class", "publish");
            if let Some(date) = tag.attribute("datetime").filter(|_| published) {
                self.take_date(DateRole::Published, DateFrom::TimeTag, &date);
            }
        } else if let Some(property) = tag.attribute("itemprop")
            && property.eq_ignore_ascii_case("datePublished")
            && let Some(date) = tag.attribute("content").or_else(|| tag.attribute("datetime"))
        {
            self.take_date(DateRole::Published, DateFrom::Meta, &date);
        }
    }

    fn take_meta(&mut self, tag: Tag<'_>) {
        let Some(content) = tag.attribute("content").filter(|content| !content.is_empty()) else {
            return;
        };
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            let Some(name) = tag.attribute(attribute).map(|name| name.to_ascii_lowercase()) else {
                continue;
            };
            if PUBLISHED.contains(&name.as_str()) && attribute != "http-equiv" {
                self.take_date(DateRole::Published, DateFrom::Meta, &content);
            } else if MODIFIED.contains(&name.as_str()) {
                self.take_date(DateRole::Modified, DateFrom::Meta, &content);
            } else if matches!(name.as_str(), "og:locale" | "content-language" | "dc.language" | "language") {
                self.meta_language = self.meta_language.take().or_else(|| language_tag(&content));
            } else if name == "og:url" {
                self.page_address.get_or_insert_with(|| content.clone());
            }
        }
    }

    fn take_facts(&mut self, facts: ArticleFacts) {
        for (role, date) in [(DateRole::Published, facts.published), (DateRole::Modified, facts.modified)] {
            if let Some(date) = date {
                self.take_date(role, DateFrom::JsonLd, &date);
            }
        }
        self.meta_language = self.meta_language.take().or_else(|| language_tag(&facts.language?));
    }

    /// The first date of each role from each kind of source; later ones belong to other articles on the page.
    fn take_date(&mut self, role: DateRole, from: DateFrom, text: &str) {
        let known = self.found.dates.iter().any(|date| date.role == role && date.from == from);
        if !known && let Some(date) = IsoDate::parse(text) {
            self.found.dates.extend(date.stated(role, from, self.received_at));
        }
    }
}

/// `en_US` or `en-US` as a BCP 47 tag; anything else is no language.
pub(crate) fn language_tag(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().filter(|part| (2..=3).contains(&part.len()))?.to_ascii_lowercase();
    let rest: Vec<&str> = parts.collect();
    let well_formed = language.bytes().all(|b| b.is_ascii_lowercase())
        && rest.iter().all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !well_formed || rest.len() > 4 || language == "und" {
        return None;
    }
    let rest = rest.into_iter().map(|part| if part.len() == 2 { part.to_ascii_uppercase() } else { part.to_owned() });
    Some(std::iter::once(language).chain(rest).collect::<Vec<_>>().join("-"))
}

/// `/2024/10/24/` or `/2024-10-24-` in a path.
fn date_in_path(path: &str) -> Option<IsoDate> {
    let numbers: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    numbers.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let plausible = year.len() == 4 && year.starts_with(['1', '2']) && day.len() <= 2 && month.len() <= 2;
        if !plausible
            || [year, month, day].iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()))
        {
            return None;
        }
        IsoDate::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Declared {
        let url = CanonicalUrl::parse("https://example.org/2024/10/23/story").unwrap();
        declared(html, Some(&url), Timestamp::parse("2024-10-24T14:02:11Z").unwrap())
    }

    #[test]
    fn a_page_declares_language_address_and_dates() {
        let found = read(
            "<html lang=en_gb><link rel=canonical href='/story?a=1&amp;b=2'><meta property=article:published_time \
             content='2024-10-23T09:00:00+01:00'><script type='application/ld+json'>{\"@graph\": [{\"@type\": \
             \"NewsArticle\", \"datePublished\": \"2024-10-23T08:00Z\", \"dateModified\": \"2024-10-24\"}]}</script>",
        );
        assert_eq!(found.language.as_deref(), Some("en-GB"));
        assert_eq!(found.canonical.as_deref(), Some("/story?a=1&b=2"));
        let dates: Vec<_> = found.dates.iter().map(|date| (date.role, date.from, date.value.as_str())).collect();
        assert_eq!(
            dates,
            [
                (DateRole::Published, DateFrom::Meta, "2024-10-23T09:00:00+01:00"),
                (DateRole::Published, DateFrom::JsonLd, "2024-10-23T08:00Z"),
                (DateRole::Modified, DateFrom::JsonLd, "2024-10-24"),
                (DateRole::Published, DateFrom::Url, "2024-10-23"),
            ]
        );
    }

    #[test]
    fn dates_of_other_articles_on_the_page_are_not_taken() {
        let found = read(
            "<script type='application/ld+json'>{\"@type\": \"ItemList\", \"itemListElement\": [{\"@type\": \
             \"NewsArticle\", \"datePublished\": \"2020-01-01\"}]}</script><time datetime='2019-01-01'>old</time>",
        );
        assert_eq!(found.dates.len(), 1);
    }

    #[test]
    fn only_language_tags_are_languages() {
        for (text, expected) in
            [("en", Some("en")), ("zh-Hant-tw", Some("zh-Hant-TW")), ("English", None), ("", None), ("e1", None)]
        {
            assert_eq!(language_tag(text).as_deref(), expected, "{text}");
        }
    }
}
