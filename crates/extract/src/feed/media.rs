//! The picture of an entry, out of Media RSS, enclosures, iTunes and the image element.

use super::address::resolve;
use super::document::{FeedPicture, FeedText};
use crate::xml::element::Element;
use crate::xml::namespace::Namespace;
use article::collapse_white_space;
use url::Url;

/// Longest caption, in characters; more is a text that happens to stand beside a picture.
const LONGEST_CAPTION: usize = 600;

/// Most pictures of one entry that are compared.
const MAX_PICTURES: usize = 200;

/// The pictures an entry names.
#[derive(Default)]
pub(super) struct Pictures {
    found: Vec<Candidate>,
    /// What stands beside pictures and not in them.
    beside: About,
}

struct Candidate {
    kind: Kind,
    width: u32,
    href: String,
    about: About,
}

/// How directly a picture is the entry's: the first is best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Content,
    Enclosure,
    Image,
    Thumbnail,
    /// The picture of a programme.
    Cover,
}

#[derive(Default, Clone)]
struct About {
    caption: Option<String>,
    credit: Option<String>,
}

impl Pictures {
    /// Takes a child of an entry; anything that names no picture is passed over.
    pub(super) fn take(&mut self, element: &Element<'_>, base: Option<&Url>) {
        match (element.namespace, element.name.to_ascii_lowercase().as_str()) {
            (Namespace::Media, "group") => {
                let about = About::of(element);
                let found = element.elements().flat_map(|inner| media(inner, base));
                for candidate in found.collect::<Vec<_>>() {
                    self.add(Candidate { about: candidate.about.or(&about), ..candidate });
                }
            }
            (Namespace::Media, "credit") => self.beside.credit = self.beside.credit.take().or_else(|| credit(element)),
            (Namespace::Media, _) => {
                for candidate in media(element, base) {
                    self.add(candidate);
                }
            }
            (Namespace::Feed, "enclosure") => self.add_link(element, "url", base),
            (Namespace::Itunes, "image") => {
                let href = element.attribute("href").or_else(|| element.attribute("url"));
                self.add_href(Kind::Cover, href, base);
            }
            (Namespace::Feed, "image") => {
                let href = element.text_of(Namespace::Feed, "url").or_else(|| element.attribute("href"));
                self.add_href(Kind::Image, href.or_else(|| element.some_text()), base);
            }
            _ => {}
        }
    }

    /// Takes a link or enclosure that may lead to a picture.
    pub(super) fn add_link(&mut self, element: &Element<'_>, name: &str, base: Option<&Url>) {
        let href = element.attribute(name);
        if is_picture(element.attribute("type").as_deref(), None, href.as_deref()) {
            self.add_href(Kind::Enclosure, href, base);
        }
    }

    fn add_href(&mut self, kind: Kind, href: Option<String>, base: Option<&Url>) {
        if let Some(href) = href.and_then(|href| resolve(&href, base)) {
            self.add(Candidate { kind, width: 0, href, about: About::default() });
        }
    }

    fn add(&mut self, candidate: Candidate) {
        if self.found.len() < MAX_PICTURES {
            self.found.push(candidate);
        }
    }

    /// The best of them: the largest of the most direct.
    pub(super) fn best(self) -> Option<FeedPicture> {
        let best = self.found.into_iter().min_by_key(|found| (found.kind, std::cmp::Reverse(found.width)))?;
        let About { caption, credit } = best.about.or(&self.beside);
        Some(FeedPicture { href: best.href, caption, credit })
    }
}

impl About {
    fn of(element: &Element<'_>) -> Self {
        let caption =
            element.text_of(Namespace::Media, "description").or_else(|| element.text_of(Namespace::Media, "text"));
        let caption = caption.or_else(|| element.text_of(Namespace::Media, "title"));
        let caption = caption.map(|text| FeedText::guess(text).plain());
        Self {
            caption: caption
                .map(|text| collapse_white_space(&text))
                .filter(|text| !text.is_empty() && text.chars().count() <= LONGEST_CAPTION),
            credit: element.child(Namespace::Media, "credit").and_then(credit),
        }
    }

    fn or(self, other: &Self) -> Self {
        Self {
            caption: self.caption.or_else(|| other.caption.clone()),
            credit: self.credit.or_else(|| other.credit.clone()),
        }
    }
}

fn credit(element: &Element<'_>) -> Option<String> {
    element.some_text().map(|text| collapse_white_space(&text))
}

/// The pictures of `media:content` and `media:thumbnail`.
fn media(element: &Element<'_>, base: Option<&Url>) -> Vec<Candidate> {
    let href = element.attribute("url");
    let width = element.attribute("width").and_then(|width| width.parse().ok()).unwrap_or(0);
    let about = About::of(element);
    let candidate = |kind, href: Option<String>| {
        let href = href.and_then(|href| resolve(&href, base))?;
        Some(Candidate { kind, width, href, about: about.clone() })
    };
    if element.is(Namespace::Media, "thumbnail") {
        return candidate(Kind::Thumbnail, href).into_iter().collect();
    }
    if !element.is(Namespace::Media, "content") {
        return Vec::new();
    }
    let (kind, medium) = (element.attribute("type"), element.attribute("medium"));
    let own = is_picture(kind.as_deref(), medium.as_deref(), href.as_deref()).then(|| candidate(Kind::Content, href));
    // A film shows its thumbnail.
    let thumbnail =
        element.child(Namespace::Media, "thumbnail").map(|inner| candidate(Kind::Thumbnail, inner.attribute("url")));
    own.into_iter().chain(thumbnail).flatten().collect()
}

/// Whether a medium is a picture, as it says, else by the end of its address.
fn is_picture(media_type: Option<&str>, medium: Option<&str>, href: Option<&str>) -> bool {
    if let Some(media_type) = media_type.filter(|media_type| media_type.contains('/')) {
        return media_type.trim().to_ascii_lowercase().starts_with("image/");
    }
    if let Some(medium) = medium {
        return medium.eq_ignore_ascii_case("image");
    }
    let path = href.and_then(|href| href.split(['?', '#']).next()).unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|extension| path.ends_with(extension))
}
