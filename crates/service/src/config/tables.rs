//! The tables of settings within a table.

use super::document::{Node, Table, Value};
use super::keys::Keys;
use super::problem::Problems;
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

    pub(super) fn inner(
        &self,
        path: String,
        node: Option<&Node>,
        table: Table,
        override_prefix: Option<String>,
    ) -> Section {
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
