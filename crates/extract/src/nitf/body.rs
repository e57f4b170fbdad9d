//! `body.content`: the story, paragraph by paragraph.
//!
//! Kept out of it is what agencies put between the paragraphs for editors and for software: markup of other sites written
//! as text, placeholders of graphics, pictures' captions, and the subheads that stand over nothing else.

use crate::character_reference::decode;
use crate::notes::Notes;
use crate::plain_text::{looks_like_html, plain_text};
use crate::xml::element::Element;

/// Elements that hold paragraphs.
const CONTAINERS: &[&str] = &["body.content", "block", "bq", "content"];

/// Elements that are shown and not read.
const NOT_TEXT: &[&str] = &["media", "nitf-colgroup", "media-caption", "media-producer", "fn", "credit", "datasource"];

/// Extensions of pictures that captions link to.
const PICTURES: &[&str] = &[".jpg", ".jpeg", ".png", ".gif", ".webp"];

/// Longest line of credit below a picture, in characters.
const LONGEST_CREDIT: usize = 60;

/// What a paragraph is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Subhead,
    Picture,
    /// Markup of other sites, written as text.
    Markup,
    /// Neither the story nor a picture.
    Other,
}

/// The story, paragraphs separated by one blank line.
pub(crate) fn text_of(nitf: &Element<'_>, notes: &Notes) -> String {
    let mut paragraphs: Vec<(Kind, String)> = Vec::new();
    for content in nitf.named("body").flat_map(|body| body.named("body.content")) {
        collect(content, &mut paragraphs);
        if !content.has_elements() {
            paragraphs.push((Kind::Text, plain_text(&content.markup())));
        }
    }
    let kept: Vec<bool> = (0..paragraphs.len()).map(|at| is_kept(&paragraphs, at)).collect();
    let mut out = String::new();
    for ((kind, text), is_kept) in paragraphs.into_iter().zip(kept) {
        if is_kept && !text.is_empty() {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&text);
        } else if !text.is_empty() {
            let rule = if kind == Kind::Picture { "caption" } else { "no text" };
            notes.cut(rule, || ("p".to_owned(), text));
        }
    }
    out
}

/// Elements are nested at most as deep as the reader lets them be.
fn collect(container: &Element<'_>, paragraphs: &mut Vec<(Kind, String)>) {
    for element in container.elements() {
        let is_one_of = |names: &[&str]| names.iter().any(|name| element.name.eq_ignore_ascii_case(name));
        if is_one_of(CONTAINERS) {
            collect(element, paragraphs);
        } else if !is_one_of(NOT_TEXT) {
            let text = plain_text(&element.markup());
            let kind = kind_of(element, &text);
            paragraphs.push((kind, text));
        }
    }
}

fn kind_of(element: &Element<'_>, text: &str) -> Kind {
    if text.is_empty() {
        Kind::Other
    } else if element.name.eq_ignore_ascii_case("hl2") || element.name.eq_ignore_ascii_case("hl1") {
        Kind::Subhead
    } else if links_to_picture(element) {
        Kind::Picture
    } else if is_markup(text) {
        Kind::Markup
    } else if is_placeholder(text) {
        Kind::Other
    } else {
        Kind::Text
    }
}

/// `<div class="embed"></div>`, written with references so that it is text.
fn is_markup(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('<') && looks_like_html(text) && plain_text(&decode(text)).is_empty()
}

/// `[ GRAPHIC MISSING ]`
fn is_placeholder(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    inner.is_some_and(|inner| inner.chars().any(char::is_alphabetic) && !inner.chars().any(char::is_lowercase))
}

/// `PICTURE: ` and a link to one: nothing but a word in capitals and what is linked.
fn links_to_picture(element: &Element<'_>) -> bool {
    let is_picture = |link: &Element<'_>| {
        let href = link.attribute("href").unwrap_or_default().to_ascii_lowercase();
        PICTURES.iter().any(|extension| href.ends_with(extension))
    };
    let label = element.line_without(&["a"]).unwrap_or_default();
    let is_label = label.is_empty() || (label.ends_with(':') && !label.chars().any(char::is_lowercase));
    is_label && element.at(&["a"]).is_some_and(is_picture)
}

/// Whether a paragraph is the story's: a line of credit goes with its picture, a subhead with what it stands over.
fn is_kept(paragraphs: &[(Kind, String)], at: usize) -> bool {
    let kind = |at: usize| paragraphs.get(at).map(|(kind, _)| *kind);
    match kind(at) {
        Some(Kind::Text) => !is_credit(paragraphs, at),
        Some(Kind::Subhead) => {
            let is_told = |at: &usize| {
                matches!(kind(*at), Some(Kind::Text | Kind::Subhead | Kind::Markup)) && !is_credit(paragraphs, *at)
            };
            let next = (at + 1..paragraphs.len()).find(is_told);
            // Subheads of two levels follow each other without anything between them.
            next.is_some_and(|next| match kind(next) {
                Some(Kind::Text) => true,
                Some(Kind::Subhead) => next == at + 1,
                Some(Kind::Picture | Kind::Markup | Kind::Other) | None => false,
            })
        }
        Some(Kind::Picture | Kind::Markup | Kind::Other) | None => false,
    }
}

/// `Photo: CW`, below a picture.
fn is_credit(paragraphs: &[(Kind, String)], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| paragraphs.get(before)).map(|(kind, _)| *kind);
    let text = paragraphs.get(at).map_or("", |(_, text)| text);
    let is_labelled = text.split_whitespace().next().is_some_and(|first| first.ends_with(':'));
    before == Some(Kind::Picture) && is_labelled && text.chars().count() <= LONGEST_CREDIT
}
