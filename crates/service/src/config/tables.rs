//! The tables within a table: those of settings, and the lists of sources and stores.

use super::document::{Node, Table, Value};
use super::keys::Keys;
use super::problem::{Origin, Problems, short};
use super::section::Section;
use std::sync::Arc;

impl Section {
    /// A table of settings within this one, and this one without it: for what is read apart from the rest.
    pub fn without_table(&self, key: &str, problems: &mut Problems) -> (Self, Self) {
        let inner = self.keys(problems).table(key);
        let mut rest = self.clone();
        rest.table.remove(key);
        (inner, rest)
    }

    /// A table that says nothing.
    pub fn nothing() -> Self {
        Self::empty("")
    }
}

impl Keys<'_> {
    /// A table of settings within this one; empty if absent.
    pub(crate) fn table(&mut self, key: &str) -> Section {
        self.allow(key);
        let node = self.section.table.get(key);
        let table = match node.map(|node| &node.value) {
            Some(Value::Table(table)) => table.clone(),
            Some(_) => {
                self.problem(key, &format!("is not a table; write [{key}] and its keys below"));
                Table::new()
            }
            None => Table::new(),
        };
        let prefix = self.section.variable(key).map(|variable| format!("{variable}__"));
        self.inner(self.section.key_path(key), node, table, prefix)
    }

    /// The tables of a list such as `[[source]]`, each with its name and kind. One without a kind is left out: nobody
    /// could read it.
    pub(crate) fn named_tables(&mut self, key: &str) -> Vec<Section> {
        self.allow(key);
        let nodes = match self.section.table.get(key).map(|node| &node.value) {
            Some(Value::Array(nodes)) => nodes.as_slice(),
            Some(_) => {
                self.problem(key, &format!("is not a list of tables; write [[{key}]] with double brackets"));
                &[]
            }
            None => &[],
        };
        let mut named = Vec::new();
        let mut names: Vec<(String, Origin)> = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let Value::Table(table) = &node.value else {
                let text = format!("is not a table; write [[{key}]] and its keys below");
                self.problems.add(self.section.at(node), key, text);
                continue;
            };
            let mut section = self.inner(format!("{key}.{}", index + 1), Some(node), table.clone(), None);
            let mut keys = section.keys(self.problems);
            let name = keys.required("name", |keys, key| keys.parsed(key, name_of).given());
            let kind = keys.required_text("kind");
            if let Some(name) = &name {
                if let Some((_, first)) = names.iter().find(|(taken, _)| taken == name) {
                    keys.problem("name", &format!("`{name}` is taken ({first}); give each {key} its own name"));
                }
                names.push((name.clone(), section.origin.clone()));
            }
            let Some(kind) = kind else { continue };
            if let Some(name) = name {
                section.path = format!("{key}.{name}");
                section.name = name;
            }
            named.push(Section { kind, ..section });
        }
        named
    }

    fn inner(&self, path: String, node: Option<&Node>, table: Table, override_prefix: Option<String>) -> Section {
        Section {
            path,
            name: String::new(),
            kind: String::new(),
            origin: node.map_or(self.section.origin.clone(), |node| self.section.at(node)),
            file: Arc::clone(&self.section.file),
            table,
            environment: self.section.environment.clone(),
            override_prefix,
            register: self.section.register.clone(),
        }
    }
}

pub(super) fn name_of(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if (1..=40).contains(&text.len()) && text.chars().all(fits) {
        return Ok(text.to_owned());
    }
    Err(format!("`{}` is no name; write 1 to 40 lower-case letters, digits, `-` or `_`", short(text)))
}
