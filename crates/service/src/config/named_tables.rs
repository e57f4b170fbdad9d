//! The lists of tables with names: `[[source]]` and `[[store]]`.
//!
//! In: the tables that hold a list, one after the other, since sources may stand in files of their own. Out: a
//! [`Section`] each; what is wrong, a name that is taken among it, is a problem at its file and line.

use super::document::{Table, Value};
use super::keys::Keys;
use super::problem::{Origin, short};
use super::section::Section;
use std::collections::HashMap;

/// The tables of one list, from however many files.
pub(super) struct NamedTables {
    /// How the list is called.
    key: &'static str,
    /// Where each name was given first.
    names: HashMap<String, Origin>,
    sections: Vec<Section>,
}

impl NamedTables {
    pub(super) fn of(key: &'static str) -> Self {
        Self { key, names: HashMap::new(), sections: Vec::new() }
    }

    /// Adds those of one table. One without a kind is left out: nobody could read it.
    pub(super) fn gather(&mut self, keys: &mut Keys<'_>) {
        let key = self.key;
        keys.allow(key);
        let outer = keys.section;
        let nodes = match outer.table.get(key).map(|node| &node.value) {
            Some(Value::Array(nodes)) => nodes.as_slice(),
            Some(_) => {
                keys.problem(key, &format!("is not a list of tables; write [[{key}]] with double brackets"));
                &[]
            }
            None => &[],
        };
        for (index, node) in nodes.iter().enumerate() {
            let Value::Table(table) = &node.value else {
                let text = format!("is not a table; write [[{key}]] and its keys below");
                keys.problems.add(outer.at(node), key, text);
                continue;
            };
            self.add(keys.inner(format!("{key}.{}", index + 1), Some(node), Table::clone(table), None), keys);
        }
    }

    /// The sections, in the order in which they came.
    pub(super) fn sections(self) -> Vec<Section> {
        self.sections
    }

    fn add(&mut self, mut section: Section, outer: &mut Keys<'_>) {
        let key = self.key;
        let mut keys = section.keys(outer.problems);
        let name = keys.required("name", |keys, key| keys.parsed(key, name_of).given());
        let kind = keys.required_text("kind");
        if let Some(name) = &name {
            match self.names.get(name) {
                Some(first) => {
                    keys.problem("name", &format!("`{name}` is taken ({first}); give each {key} its own name"));
                }
                None => drop(self.names.insert(name.clone(), section.origin.clone())),
            }
        }
        let Some(kind) = kind else { return };
        if let Some(name) = name {
            section.path = format!("{key}.{name}");
            section.name = name;
        }
        self.sections.push(Section { kind, ..section });
    }
}

/// What may be the name of a table of a list.
pub(super) fn name_of(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if (1..=40).contains(&text.len()) && text.chars().all(fits) {
        return Ok(text.to_owned());
    }
    Err(format!("`{}` is no name; write 1 to 40 lower-case letters, digits, `-` or `_`", short(text)))
}
