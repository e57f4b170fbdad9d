//! Under which section a page files its story, and the keywords it gives it.
//!
//! In: the parsed page and its declarations. Out: names as written, each once.

use super::document::{Document, NodeId};
use super::metadata::Metadata;
use crate::notes::Notes;

/// Most sections and most keywords of one page.
const MAX_LISTED: usize = 64;

/// Longest name of a section or keyword, in bytes.
const LONGEST: usize = 100;

/// The sections, the outermost first where the page tells.
pub(crate) fn sections(document: &Document, declared: &Metadata, notes: &Notes) -> Vec<String> {
    const METAS: &[&str] = &[
        "article:section",
        "parsely-section",
        "og:section",
        "sailthru.section",
        "cxenseparse:section",
        "section",
        "articlesection",
    ];
    let stated = declared.json_ld.sections.iter().map(String::as_str);
    let metas = METAS.iter().flat_map(|name| declared.all_metas(name));
    let marked = microdata(document);
    let sections = once_each(stated.chain(metas).chain(marked.iter().map(String::as_str)));
    if !sections.is_empty() {
        notes.chose("section", "json_ld articleSection, meta article:section, microdata", || sections.join(", "));
    }
    sections
}

/// What microdata marks as the section.
fn microdata(document: &Document) -> Vec<String> {
    /// Most elements that are looked at.
    const MOST: usize = 5_000;
    let marked = ["span", "a", "div", "p"].into_iter().flat_map(|name| document.elements(name).take(MOST));
    let is_section = |id: &NodeId| {
        document.attribute(*id, "itemprop").is_some_and(|name| name.eq_ignore_ascii_case("articleSection"))
    };
    marked.filter(is_section).take(MAX_LISTED).map(|id| document.text_of(id)).collect()
}

/// The keywords.
pub(crate) fn keywords(declared: &Metadata, notes: &Notes) -> Vec<String> {
    const TAGS: &[&str] =
        &["article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords"];
    let stated = declared.json_ld.keywords.iter().map(String::as_str);
    let metas = TAGS.iter().flat_map(|name| declared.all_metas(name)).flat_map(|list| list.split([',', ';']));
    let keywords = once_each(stated.chain(metas));
    if !keywords.is_empty() {
        notes.chose("keywords", "json_ld keywords, meta keywords", || keywords.join(", "));
    }
    keywords
}

fn once_each<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names.map(str::trim).filter(|name| !name.is_empty() && name.len() <= LONGEST) {
        let known = out.iter().any(|other| other.eq_ignore_ascii_case(name));
        if !known && out.len() < MAX_LISTED && !name.contains("://") {
            out.push(name.to_owned());
        }
    }
    out
}
