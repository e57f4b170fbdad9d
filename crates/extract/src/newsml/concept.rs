//! A property whose value is a concept: given as a code with a prefix, as an address or as a word, with or without names.

use super::catalog::Catalog;
use crate::item::properties::entry_of;
use crate::xml::element::Element;
use serde_json::{Map, Value};

/// A concept.
pub(super) struct Concept {
    /// Its address.
    pub(super) uri: Option<String>,
    /// Its code with a prefix, or the word that it is given as.
    pub(super) literal: Option<String>,
    /// What it is called.
    pub(super) name: Option<String>,
}

impl Concept {
    /// The concept of an element; names in this language are taken before others.
    pub(super) fn of(element: &Element<'_>, catalog: &Catalog, language: Option<&str>) -> Self {
        let [qcode, uri, literal] = ["qcode", "uri", "literal"].map(|key| element.attribute(key));
        let asserted = [&qcode, &uri, &literal].into_iter().flatten().find_map(|key| catalog.name_of(key));
        let name = name_of(element, language).or_else(|| asserted.map(str::to_owned));
        // Beside a code the word says what the code means.
        let name = name.or_else(|| literal.clone().filter(|_| qcode.is_some() || uri.is_some()));
        let uri = uri.or_else(|| catalog.uri_of(qcode.as_deref()?));
        let literal = qcode.or_else(|| Catalog::code_of(uri.as_deref()?)).or(literal);
        Self { uri, literal, name }
    }

    /// What to call it where only a name has a place.
    pub(super) fn label(&self) -> Option<&str> {
        let word = || self.literal.as_deref().map(|literal| literal.rsplit_once(':').map_or(literal, |(_, word)| word));
        self.name.as_deref().or_else(word)
    }

    /// Its properties in an item; `None` where it says nothing.
    pub(super) fn into_entry(self) -> Option<Map<String, Value>> {
        let entry = entry_of([("name", self.name), ("uri", self.uri), ("literal", self.literal)]);
        (!entry.is_empty()).then_some(entry)
    }
}

/// The name of a concept, in this language if there is one.
fn name_of(element: &Element<'_>, language: Option<&str>) -> Option<String> {
    let is_wanted = |name: &&Element<'_>| match (name.language(), language) {
        (Some(own), Some(wanted)) => primary(&own).eq_ignore_ascii_case(primary(wanted)),
        (None, _) | (_, None) => true,
    };
    let names = || element.named("name");
    names().find(is_wanted).or_else(|| names().next()).and_then(Element::line)
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// The word of a code or an address, whatever vocabulary it is of: `canceled` for `stat:canceled`.
pub(super) fn word_of(code: &str) -> &str {
    code.trim().rsplit([':', '/', '#']).next().unwrap_or(code)
}

/// The word of an element's concept.
pub(super) fn word(element: &Element<'_>) -> Option<String> {
    let code = ["qcode", "uri", "literal"].into_iter().find_map(|key| element.attribute(key))?;
    Some(word_of(&code).to_owned())
}

/// The word of an attribute whose value is a concept, given as a code or, with `uri` behind its name, as an address.
pub(super) fn word_of_attribute(element: &Element<'_>, name: &str) -> Option<String> {
    let code = element.attribute(name).or_else(|| element.attribute(&format!("{name}uri")))?;
    Some(word_of(&code).to_owned()).filter(|word| !word.is_empty())
}
