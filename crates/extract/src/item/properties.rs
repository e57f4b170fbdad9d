//! The properties of an item of ninjs 3, put together from what a document of another format states.

use crate::uri::as_uri;
use serde_json::{Map, Value, json};

/// Most entries of a list and most bytes of notes that are looked at; what an article keeps of them is fewer.
const MAX_ENTRIES: usize = 1_000;
const MAX_NOTES: usize = 10_000;

/// Properties of entries that are addresses.
const ADDRESSES: &[&str] = &["uri", "href"];

/// Properties as they are found; what is not stated is not there.
#[derive(Default)]
pub(crate) struct Properties(Map<String, Value>);

impl Properties {
    /// States a property, if there is a value and it is not stated yet.
    pub(crate) fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.0.entry(name).or_insert(value.into());
        }
    }

    /// States a property anew.
    pub(crate) fn replace(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Adds an entry to a list, once.
    pub(crate) fn add(&mut self, list: &str, entry: Value) {
        let entries = self.0.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(entries) = entries
            && entries.len() < MAX_ENTRIES
            && !entries.contains(&entry)
        {
            entries.push(entry);
        }
    }

    /// Adds a text of a role to a list of texts.
    pub(crate) fn add_text(&mut self, list: &str, role: &str, text: Option<String>) {
        if let Some(text) = text {
            self.add(list, json!({"role": role, "contentType": "text/plain", "value": text}));
        }
    }

    /// Adds an editor's note to those that are there.
    pub(crate) fn add_note(&mut self, note: Option<String>) {
        let Some(note) = note else { return };
        let notes = match self.text("edNote") {
            Some(notes) if notes.len() > MAX_NOTES || notes.contains(&note) => return,
            Some(notes) => format!("{notes}\n{note}"),
            None => note,
        };
        self.replace("edNote", notes);
    }

    /// Whether a property is stated.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A property that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// Takes over what others state and these do not.
    pub(crate) fn fill_from(&mut self, others: Self) {
        for (name, value) in others.0 {
            self.0.entry(name).or_insert(value);
        }
    }

    /// Those of an item.
    pub(crate) fn of(item: Map<String, Value>) -> Self {
        Self(item)
    }

    /// The item.
    pub(crate) fn into_item(self) -> Map<String, Value> {
        self.0
    }
}

/// An entry of a list: what is stated of it. Addresses that are none are not stated: ninjs wants URIs.
pub(crate) fn entry_of<const N: usize>(stated: [(&str, Option<String>); N]) -> Map<String, Value> {
    let settled = |name: &str, value: String| if ADDRESSES.contains(&name) { as_uri(&value) } else { Some(value) };
    let stated = stated.into_iter().filter_map(|(name, value)| Some((name.to_owned(), settled(name, value?)?.into())));
    stated.collect()
}
