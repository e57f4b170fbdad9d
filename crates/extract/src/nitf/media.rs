//! Pictures, sound and films in the story, which stand beside it as associated items.

use crate::association::{Medium, MediumForm, MediumKind, associations};
use crate::item::properties::Properties;
use crate::xml::element::Element;
use serde_json::Value;

/// Reads those that have an address.
pub(super) fn read(nitf: &Element<'_>, item: &mut Properties) {
    let mut media = Vec::new();
    for content in nitf.named("body").flat_map(|body| body.named("body.content")) {
        collect(content, &mut media);
    }
    if let Some(Value::Array(entries)) = associations(None, &media) {
        entries.into_iter().for_each(|entry| item.add("associations", entry));
    }
}

/// Elements are nested at most as deep as the reader lets them be.
fn collect(container: &Element<'_>, media: &mut Vec<Medium>) {
    for element in container.elements() {
        if element.name.eq_ignore_ascii_case("media") {
            media.extend(medium_of(element));
        } else if element.name.eq_ignore_ascii_case("block") {
            collect(element, media);
        }
    }
}

fn medium_of(element: &Element<'_>) -> Option<Medium> {
    let kind = match element.attribute("media-type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "image" | "photo" | "picture" => MediumKind::Picture,
        "audio" => MediumKind::Audio,
        "video" => MediumKind::Video,
        _ => MediumKind::Other,
    };
    let mut forms = element.named("media-reference").filter_map(|reference| {
        let href = reference.attribute("source").or_else(|| reference.attribute("data-location"))?;
        Some(MediumForm { href, content_type: reference.attribute("mime-type"), size_in_bytes: None })
    });
    let form = forms.next()?;
    let line = |name: &str| element.at(&[name]).and_then(Element::line);
    let [caption, credit] = ["media-caption", "media-producer"].map(line);
    Medium { kind, form, also: forms.collect(), caption, credit }.with_uris()
}
