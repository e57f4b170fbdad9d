//! The picture a page shows with its story, and what is written under it.
//!
//! In: the parsed page, its declarations, its URL. Out: the address, absolute, with caption or description where the
//! page has one. A logo declared as the picture of every page is taken like any other: nothing tells it apart.

use super::document::{Document, NodeId};
use super::metadata::Metadata;
use crate::json_ld::Picture;
use crate::notes::Notes;
use crate::uri;
use url::Url;

/// Longest caption, in characters; more is text that happens to stand in a figure.
const LONGEST_CAPTION: usize = 600;

/// Longest address, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// Most figures that are looked at for a caption.
const MAX_FIGURES: usize = 100;

/// Finds the picture.
pub(crate) fn image(document: &Document, declared: &Metadata, page: Option<&str>, notes: &Notes) -> Option<Picture> {
    // A canonical URL always parses; without it only absolute addresses name a picture.
    let base = page.and_then(|page| Url::parse(page).ok());
    let meta = |names: &'static [&'static str]| declared.meta(names).map(str::to_owned);
    let json_ld = declared.json_ld.picture.as_ref();
    let stated = [
        ("meta og:image", meta(&["og:image:secure_url", "og:image:url", "og:image"])),
        ("json_ld image", json_ld.map(|picture| picture.href.clone())),
        ("microdata image", marked(document)),
        ("meta twitter:image", meta(&["twitter:image", "twitter:image:src", "thumbnail", "image"])),
        ("figure", figure(document).and_then(|(_, href)| href)),
    ];
    let (rule, href) = stated.into_iter().find_map(|(rule, href)| Some((rule, absolute(&href?, base.as_ref())?)))?;
    notes.chose("image", rule, || href.clone());
    let in_json_ld = json_ld.and_then(|picture| picture.caption.clone());
    let caption =
        in_json_ld.or_else(|| caption(document, &href)).or_else(|| meta(&["og:image:alt", "twitter:image:alt"]));
    let caption = caption.filter(|text| text.chars().count() <= LONGEST_CAPTION);
    if let Some(caption) = &caption {
        notes.chose("caption", "json_ld caption, figcaption or og:image:alt", || caption.clone());
    }
    Some(Picture { href, caption })
}

/// An address a reader could follow.
fn absolute(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.trim();
    if href.is_empty() || href.len() > LONGEST_ADDRESS {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href),
        None => Url::parse(href),
    };
    // What is no address names no picture.
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(|url| uri::of_url(&url))
}

/// The first picture that microdata names as the story's.
fn marked(document: &Document) -> Option<String> {
    let is_image =
        |id: &NodeId| document.attribute(*id, "itemprop").is_some_and(|name| name.eq_ignore_ascii_case("image"));
    let image = pictures(document).take(MAX_FIGURES).find(is_image)?;
    source(document, image)
}

/// All pictures; pages for AMP have elements of their own for them.
fn pictures(document: &Document) -> impl Iterator<Item = NodeId> {
    document.elements("img").chain(document.elements("amp-img"))
}

fn is_picture(document: &Document, id: NodeId) -> bool {
    matches!(document.name(id), Some("img" | "amp-img"))
}

/// The first figure of the story with the address of its picture.
fn figure(document: &Document) -> Option<(NodeId, Option<String>)> {
    let mut figures = document.elements("figure").take(MAX_FIGURES);
    let figure = figures
        .find(|id| document.ancestors(*id).any(|around| matches!(document.name(around), Some("article" | "main"))))?;
    let image = document.descendants(figure).find(|id| is_picture(document, *id))?;
    Some((figure, source(document, image)))
}

fn source(document: &Document, image: NodeId) -> Option<String> {
    ["src", "data-src", "data-original", "data-lazy-src"]
        .into_iter()
        .filter_map(|name| document.attribute(image, name))
        .find(|href| !href.trim().is_empty() && !href.starts_with("data:"))
        .map(str::to_owned)
}

/// The caption of the figure that shows this picture; pictures are served in many sizes, so the name of the file tells.
fn caption(document: &Document, href: &str) -> Option<String> {
    let file = file_name(href)?;
    let mut figures = document.elements("figure").take(MAX_FIGURES);
    figures.find_map(|figure| {
        let shows = document.descendants(figure).any(|id| {
            is_picture(document, id) && source(document, id).is_some_and(|other| file_name(&other) == Some(file))
        });
        let caption = document.descendants(figure).find(|id| shows && document.name(*id) == Some("figcaption"))?;
        Some(document.text_of(caption)).filter(|text| !text.is_empty())
    })
}

fn file_name(href: &str) -> Option<&str> {
    let path = href.split(['?', '#']).next()?;
    path.rsplit('/').next().filter(|name| name.len() > 3)
}
