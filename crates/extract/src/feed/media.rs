//! The media of an entry: its picture and what else it shows or plays, out of Media RSS, enclosures, iTunes and the image
//! element.

use super::address::resolve;
use super::document::FeedText;
use crate::association::{Medium, MediumForm, MediumKind};
use crate::xml::element::Element;
use crate::xml::namespace::Namespace;
use article::collapse_white_space;
use url::Url;

/// Longest caption, in characters; more is a text that happens to stand beside a picture.
const LONGEST_CAPTION: usize = 600;

/// Most media of one entry that are compared.
const MAX_FOUND: usize = 200;

/// Most media beside the picture that an article carries.
const MAX_MEDIA: usize = 50;

/// The media an entry names.
#[derive(Default)]
pub(super) struct Media {
    found: Vec<Candidate>,
    /// What stands beside media and not in them.
    beside: About,
    groups: usize,
}

struct Candidate {
    place: Place,
    kind: MediumKind,
    width: u32,
    form: MediumForm,
    about: About,
    /// The number of the group it stands in: all of one kind in a group are one medium in several forms.
    group: Option<usize>,
}

/// How directly a medium is the entry's: the first is best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Content,
    Enclosure,
    Image,
    Thumbnail,
    /// The picture of a programme.
    Cover,
}

/// What is said of a medium.
#[derive(Default, Clone)]
pub(super) struct About {
    caption: Option<String>,
    credit: Option<String>,
}

impl Media {
    /// Takes a child of an entry; anything that names no medium is passed over.
    pub(super) fn take(&mut self, element: &Element<'_>, base: Option<&Url>) {
        match (element.namespace, element.name.to_ascii_lowercase().as_str()) {
            (Namespace::Media, "group") => {
                let about = About::of(element);
                self.groups += 1;
                let found = element.elements().flat_map(|inner| media(inner, base));
                for candidate in found.collect::<Vec<_>>() {
                    let group = Some(self.groups);
                    self.add(Candidate { about: candidate.about.or(&about), group, ..candidate });
                }
            }
            (Namespace::Media, "credit") => self.beside.credit = self.beside.credit.take().or_else(|| credit(element)),
            (Namespace::Media, "description" | "text") => {
                self.beside.caption = self.beside.caption.take().or_else(|| caption(element.some_text()));
            }
            (Namespace::Media, _) => {
                for candidate in media(element, base) {
                    self.add(candidate);
                }
            }
            (Namespace::Feed, "enclosure") => self.add_link(element, "url", base),
            (Namespace::Itunes, "image") => {
                let href = element.attribute("href").or_else(|| element.attribute("url"));
                self.add_picture(Place::Cover, href, base);
            }
            (Namespace::Feed, "image") => {
                let href = element.text_of(Namespace::Feed, "url").or_else(|| element.attribute("href"));
                self.add_picture(Place::Image, href.or_else(|| element.some_text()), base);
            }
            _ => {}
        }
    }

    /// Takes a link or enclosure that leads to a medium.
    pub(super) fn add_link(&mut self, element: &Element<'_>, name: &str, base: Option<&Url>) {
        self.add_form(
            element.attribute(name),
            element.attribute("type"),
            element.attribute("length").and_then(|length| length.trim().parse().ok()),
            About::default(),
            base,
        );
    }

    /// Takes an attached file.
    pub(super) fn add_form(
        &mut self,
        href: Option<String>,
        media_type: Option<String>,
        size: Option<u64>,
        about: About,
        base: Option<&Url>,
    ) {
        let kind = kind_of(media_type.as_deref(), None, href.as_deref());
        if let Some(form) = form(href, media_type, size, base) {
            self.add(Candidate { place: Place::Enclosure, kind, width: 0, form, about, group: None });
        }
    }

    /// Takes the address of a picture.
    pub(super) fn add_picture(&mut self, place: Place, href: Option<String>, base: Option<&Url>) {
        if let Some(form) = form(href, None, None, base) {
            let (kind, about) = (MediumKind::Picture, About::default());
            self.add(Candidate { place, kind, width: 0, form, about, group: None });
        }
    }

    fn add(&mut self, candidate: Candidate) {
        if self.found.len() < MAX_FOUND {
            self.found.push(candidate);
        }
    }

    /// Whether the entry shows pictures and nothing else: what describes its media are captions then.
    pub(super) fn are_pictures(&self) -> bool {
        let mut shown = self.found.iter().filter(|found| found.place <= Place::Enclosure).peekable();
        shown.peek().is_some() && shown.all(|found| found.kind == MediumKind::Picture)
    }

    /// The best of the pictures, the largest of the most direct, and what else the entry shows or plays.
    pub(super) fn settle(self) -> (Option<Medium>, Vec<Medium>) {
        let are_pictures = self.are_pictures();
        let beside = About { caption: self.beside.caption.filter(|_| are_pictures), credit: self.beside.credit };
        let mut found = self.found;
        let pictures = found.iter().enumerate().filter(|(_, found)| found.kind == MediumKind::Picture);
        let best = pictures.min_by_key(|(_, found)| (found.place, std::cmp::Reverse(found.width))).map(|(at, _)| at);
        let picture = best.map(|at| {
            let best = found.remove(at);
            let about = best.about.clone().or(&beside);
            medium(best, about, &mut found)
        });
        // A thumbnail shows the same once more, a cover is of a whole programme.
        found.retain(|found| found.place <= Place::Enclosure && found.is_known());
        // Of several forms of one medium the largest stands for it.
        found.sort_by_key(|found| found.group.map(|_| std::cmp::Reverse(found.width)));
        let mut media: Vec<Medium> = Vec::new();
        while !found.is_empty() && media.len() < MAX_MEDIA {
            let next = found.remove(0);
            let about = next.about.clone();
            let next = medium(next, about, &mut found);
            let known = picture.iter().chain(&media).any(|known| known.form.href == next.form.href);
            if !known {
                media.push(next);
            }
        }
        (picture, media)
    }
}

/// A medium with the other forms of it, which are taken from those that were found.
fn medium(best: Candidate, about: About, found: &mut Vec<Candidate>) -> Medium {
    let same = |other: &mut Candidate| {
        let of_group = best.group.is_some() && other.group == best.group && other.kind == best.kind;
        of_group && other.place == best.place
    };
    let also = found.extract_if(.., same).map(|other| other.form).filter(|form| form.href != best.form.href).collect();
    Medium { kind: best.kind, form: best.form, also, caption: about.caption, credit: about.credit }
}

fn form(href: Option<String>, media_type: Option<String>, size: Option<u64>, base: Option<&Url>) -> Option<MediumForm> {
    let content_type = media_type.map(|kind| kind.trim().to_ascii_lowercase()).filter(|kind| kind.contains('/'));
    // Writers that do not know the length state none or nothing.
    let size_in_bytes = size.filter(|size| *size > 0);
    Some(MediumForm { href: resolve(&href?, base)?, content_type, size_in_bytes })
}

impl Candidate {
    /// Whether it is known to be a medium, and no page that shows one.
    fn is_known(&self) -> bool {
        let file = || self.form.content_type.as_deref().is_some_and(|kind| !kind.starts_with("text/"));
        self.kind != MediumKind::Other || file()
    }
}

impl About {
    /// What is written under an attached file.
    pub(super) fn captioned(text: Option<String>) -> Self {
        Self { caption: caption(text), credit: None }
    }

    fn of(element: &Element<'_>) -> Self {
        let text = |name| element.text_of(Namespace::Media, name);
        Self {
            caption: caption(text("description").or_else(|| text("text")).or_else(|| text("title"))),
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

/// A text as a caption, on one line.
fn caption(text: Option<String>) -> Option<String> {
    let caption = collapse_white_space(&FeedText::guess(text?).plain());
    Some(caption).filter(|text| !text.is_empty() && is_caption(text))
}

/// Whether a text is short enough to be a caption.
pub(super) fn is_caption(text: &str) -> bool {
    text.chars().count() <= LONGEST_CAPTION
}

fn credit(element: &Element<'_>) -> Option<String> {
    element.some_text().map(|text| collapse_white_space(&text))
}

/// The media of `media:content` and `media:thumbnail`.
fn media(element: &Element<'_>, base: Option<&Url>) -> Vec<Candidate> {
    let attribute = |name| element.attribute(name);
    let width = attribute("width").and_then(|width| width.parse().ok()).unwrap_or(0);
    let about = About::of(element);
    let candidate = |place, kind, form| Candidate { place, kind, width, form, about: about.clone(), group: None };
    if element.is(Namespace::Media, "thumbnail") {
        let form = form(attribute("url"), None, None, base);
        return form.map(|form| candidate(Place::Thumbnail, MediumKind::Picture, form)).into_iter().collect();
    }
    if !element.is(Namespace::Media, "content") {
        return Vec::new();
    }
    let (media_type, medium) = (attribute("type"), attribute("medium"));
    let kind = kind_of(media_type.as_deref(), medium.as_deref(), attribute("url").as_deref());
    let size = attribute("fileSize").and_then(|size| size.trim().parse().ok());
    let own = form(attribute("url"), media_type, size, base).map(|form| candidate(Place::Content, kind, form));
    // A film shows its thumbnail.
    let thumbnail = element.child(Namespace::Media, "thumbnail").and_then(|inner| {
        let form = form(inner.attribute("url"), None, None, base)?;
        Some(candidate(Place::Thumbnail, MediumKind::Picture, form))
    });
    own.into_iter().chain(thumbnail).collect()
}

/// What a medium is, as it says, else by the end of its address.
fn kind_of(media_type: Option<&str>, medium: Option<&str>, href: Option<&str>) -> MediumKind {
    const ENDINGS: &[(MediumKind, &[&str])] = &[
        (MediumKind::Picture, &[".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"]),
        (MediumKind::Audio, &[".mp3", ".m4a", ".ogg", ".oga", ".wav", ".aac", ".opus", ".flac"]),
        (MediumKind::Video, &[".mp4", ".m4v", ".mov", ".webm", ".m3u8", ".ogv", ".avi"]),
    ];
    if let Some(media_type) = media_type.filter(|media_type| media_type.contains('/')) {
        return match media_type.trim().to_ascii_lowercase().split('/').next() {
            Some("image") => MediumKind::Picture,
            Some("audio") => MediumKind::Audio,
            Some("video") => MediumKind::Video,
            Some(_) | None if media_type.contains("flash") => MediumKind::Video,
            Some(_) | None => MediumKind::Other,
        };
    }
    if let Some(medium) = medium {
        return match medium.trim().to_ascii_lowercase().as_str() {
            "image" => MediumKind::Picture,
            "audio" => MediumKind::Audio,
            "video" => MediumKind::Video,
            _ => MediumKind::Other,
        };
    }
    let path = href.and_then(|href| href.split(['?', '#']).next()).unwrap_or_default().to_ascii_lowercase();
    let ending = ENDINGS.iter().find(|(_, endings)| endings.iter().any(|ending| path.ends_with(ending)));
    ending.map_or(MediumKind::Other, |(kind, _)| *kind)
}
