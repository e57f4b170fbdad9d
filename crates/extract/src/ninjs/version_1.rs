//! ninjs 1 as ninjs 3: one property for each text, maps by name where later versions have lists, codes in schemes where
//! they have URIs.
//!
//! In: an item whose names are those of ninjs 3 but for the words that only ninjs 1 has. Out: the same item in the shape
//! of ninjs 3. What no later version has a place for is left out.

use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Lists by the name they have in ninjs 1 and in ninjs 3.
const LISTS: &[(&str, &str)] = &[
    ("person", "people"),
    ("organisation", "organisations"),
    ("place", "places"),
    ("subject", "subjects"),
    ("event", "events"),
    ("object", "objects"),
    ("genre", "genres"),
    ("infosource", "infoSources"),
    ("trustindicator", "trustIndicators"),
];

/// What has no place in ninjs 3.
const DROPPED: &[&str] = &["$standard", "contentType", "advices"];

/// Whether an item is one of ninjs 1: it has a headline or a text under the names of that version, or nothing but the one
/// property that every item has.
pub(super) fn is_version_1(item: &Object) -> bool {
    let has_text = item.keys().any(|name| name.starts_with("body_") || name.starts_with("description_"));
    has_text || item.contains_key("uri") || (item.contains_key("headline") && item.contains_key("guid"))
}

/// Gives it the shape of ninjs 3.
pub(super) fn as_version_3(item: &mut Object) {
    for name in DROPPED {
        item.remove(*name);
    }
    rename(item, "byline", "by");
    rename(item, "guid", "uri");
    collect_texts(item);
    for (old, new) in LISTS {
        let Some(mut values) = item.remove(*old) else { continue };
        for entry in values.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            settle_concept(entry, new);
        }
        item.entry(*new).or_insert(values);
    }
    list_by_name(item, "renditions", |_| true);
    list_by_name(item, "associations", |associated| {
        as_version_3(associated);
        let href = associated.get("renditions").and_then(|all| all.get(0)?.get("href")).cloned();
        // An item that nothing names cannot be told from others.
        associated.contains_key("uri") || href.is_some_and(|href| associated.insert("uri".to_owned(), href).is_none())
    });
    if let Some(Value::Object(ids)) = item.get("altIds") {
        let ids = ids.iter().filter_map(|(role, value)| {
            let value = value.as_str().map(str::to_owned).or_else(|| Some(value.as_number()?.to_string()))?;
            Some(serde_json::json!({"role": role, "value": value}))
        });
        let ids = ids.collect();
        item.insert("altIds".to_owned(), Value::Array(ids));
    }
}

fn rename(item: &mut Object, old: &str, new: &str) {
    if let Some(value) = item.remove(old) {
        item.entry(new).or_insert(value);
    }
}

/// `headline`, `body_html`, `description_caption` and their like as lists of texts with a role and a media type.
fn collect_texts(item: &mut Object) {
    for (old, new, role_alone) in
        [("headline", "headlines", "main"), ("body", "bodies", "main"), ("description", "descriptions", "summary")]
    {
        let mut texts = Vec::new();
        item.retain(|name, value| {
            let Some(rest) = name.strip_prefix(old) else { return true };
            let (Some(kind), Some(text)) = (rest.strip_prefix('_').or(rest.is_empty().then_some("")), value.as_str())
            else {
                return true;
            };
            let (purpose, form) = purpose_and_form(kind);
            let role = purpose.unwrap_or(role_alone);
            if !text.trim().is_empty() {
                texts.push((rest.is_empty(), serde_json::json!({"role": role, "contentType": form, "value": text})));
            }
            false
        });
        if !texts.is_empty() {
            // The main headline has no word behind its name.
            texts.sort_by_key(|(is_main, _)| !is_main);
            let texts = texts.into_iter().map(|(_, text)| text).collect();
            item.entry(new).or_insert(Value::Array(texts));
        }
    }
}

/// What the words behind a name say: what a text is for, and its media type.
fn purpose_and_form(kind: &str) -> (Option<&str>, &'static str) {
    let (purpose, last) = kind.rsplit_once('_').unwrap_or(("", kind));
    let form = match last.to_ascii_lowercase().as_str() {
        "html" => Some("text/html"),
        "xhtml" => Some("application/xhtml+xml"),
        "text" | "" => Some("text/plain"),
        _ => None,
    };
    let purpose = if form.is_some() { purpose } else { kind };
    (Some(purpose).filter(|purpose| !purpose.is_empty()), form.unwrap_or("text/plain"))
}

/// A code in a scheme as a URI, where the scheme is an address; the code itself as the literal.
fn settle_concept(entry: &mut Object, list: &str) {
    let scheme = entry.remove("scheme");
    let code = entry.remove("code").or_else(|| entry.remove("qcode"));
    if let Some(code) = code.as_ref().and_then(Value::as_str).filter(|code| !code.is_empty()) {
        let scheme = scheme.as_ref().and_then(Value::as_str).filter(|scheme| scheme.contains("://"));
        let uri = scheme.map(|scheme| match scheme.ends_with(['/', '#', '=', ':']) {
            true => format!("{scheme}{code}"),
            false => format!("{scheme}/{code}"),
        });
        if list == "trustIndicators" {
            entry.entry("role").or_insert_with(|| uri.unwrap_or_else(|| code.to_owned()).into());
        } else {
            if let Some(uri) = uri {
                entry.entry("uri").or_insert(uri.into());
            }
            entry.entry("literal").or_insert(code.into());
        }
    }
    if list == "infoSources" {
        rename(entry, "rel", "role");
    }
    let shape = entry.keys().find(|name| name.starts_with("geometry_")).cloned();
    if let Some(shape) = shape
        && list == "places"
    {
        rename(entry, &shape, "geoJSON");
        entry.retain(|name, _| !name.starts_with("geometry_"));
    }
}

/// A map by name as a list whose entries hold their names; those that do not stand are left out.
fn list_by_name(item: &mut Object, name: &str, mut stands: impl FnMut(&mut Object) -> bool) {
    if !item.get(name).is_some_and(Value::is_object) {
        return;
    }
    let Some(Value::Object(entries)) = item.remove(name) else { return };
    let mut list = Vec::new();
    for (name, value) in entries {
        if let Value::Object(mut entry) = value
            && stands(&mut entry)
        {
            entry.insert("name".to_owned(), name.into());
            list.push(Value::Object(entry));
        }
    }
    item.insert(name.to_owned(), Value::Array(list));
}
