//! `docdata`: which document it is, in which version, when it was issued and whether it may be used.

use crate::item::embargo::put_embargo;
use crate::item::properties::{Properties, entry_of};
use crate::item::words::settle_value;
use crate::xml::element::Element;
use article::rel;
use serde_json::{Value, json};

/// States which document it is. A key that is the same in all versions names it before an id, which some agencies give
/// each version anew.
pub(super) fn identify(nitf: &Element<'_>, item: &mut Properties) {
    let Some(data) = nitf.at(&["head", "docdata"]) else { return };
    let key = data.at(&["du-key"]);
    let id = data.at(&["doc-id"]).and_then(|id| id.attribute("id-string"));
    item.put("uri", key.and_then(|key| key.attribute("key")));
    if item.has("uri") {
        item.put("version", key.and_then(|key| key.attribute("version")));
        if let Some(id) = id {
            item.add("altIds", json!({"role": "docId", "value": id}));
        }
    } else {
        item.put("uri", id);
    }
}

/// Reads what else it says.
pub(super) fn read(nitf: &Element<'_>, item: &mut Properties) {
    let norm = |path: &[&str]| nitf.at(path)?.attribute("norm").map(with_mark);
    let published = nitf.at(&["head", "pubdata"]).and_then(|data| data.attribute("date.publication"));
    item.put("contentCreated", norm(&["body", "body.head", "dateline", "story.date"]).or(published));
    let Some(data) = nitf.at(&["head", "docdata"]) else { return };
    let attribute = |element: &str, name: &str| data.at(&[element]).and_then(|element| element.attribute(name));
    let issued = norm(&["head", "docdata", "date.issue"]);
    let released = norm(&["head", "docdata", "date.release"]);
    item.put("versionCreated", issued.clone());
    let stated = status(data, item);
    match released {
        Some(released) if issued.as_ref() != Some(&released) => put_embargo(item, &released),
        _ if stated.as_deref() == Some("embargoed") => put_embargo(item, ""),
        _ => {}
    }
    item.put("urgency", attribute("urgency", "ed-urg"));
    for element in ["ed-msg", "correction"] {
        data.named(element).for_each(|note| item.add_note(note.attribute("info")));
    }
    item.put("copyrightHolder", attribute("doc.copyright", "holder").or_else(|| attribute("doc.rights", "owner")));
    item.put("usageTerms", attribute("doc.rights", "limitations"));
    data.named("evloc").for_each(|place| add_event_location(place, item));
}

/// A date whose day and time stand together, as the documentation writes some, with the `T` between that others have.
fn with_mark(norm: String) -> String {
    let digits = norm.bytes().take_while(u8::is_ascii_digit).count();
    match norm.split_at_checked(8) {
        Some((day, time)) if digits == 14 => format!("{day}T{time}"),
        Some(_) | None => norm,
    }
}

/// States whether it may be used, and returns the word for it. An embargo that ends is no reason to hold back for good.
fn status(data: &Element<'_>, item: &mut Properties) -> Option<String> {
    let stated = data.attribute("management-status")?.to_ascii_lowercase();
    let word = if stated == "embargoed" { "usable" } else { stated.as_str() };
    let mut word = Value::from(word);
    settle_value("pubStatus", &mut word);
    item.put("pubStatus", Some(word));
    Some(stated)
}

/// Where it happened, by the narrowest name that is given.
fn add_event_location(place: &Element<'_>, item: &mut Properties) {
    let name = ["city", "county-dist", "state-prov"].into_iter().find_map(|name| place.attribute(name));
    let mut entry = entry_of([("name", name), ("literal", place.attribute("iso-cc"))]);
    if !entry.is_empty() {
        entry.insert("rel".to_owned(), rel::EVENT.into());
        item.add("places", entry.into());
    }
}
