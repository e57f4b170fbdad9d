//! One table of the configuration that is not read yet.

use super::document::{Node, Table, Value};
use super::keys::short;
use super::suggestion::did_you_mean;
use super::{Environment, Keys, Origin, Problems};
use std::fmt;
use std::sync::Arc;

/// A table whose keys are not read yet: one source or one store, for the crate that knows its kind.
///
/// Variables in its values are replaced when a key is read, so a process that never reads a store's section needs
/// neither its variables nor its secret files.
#[derive(Clone)]
pub struct Section {
    /// Where its keys are, in messages: `source.wire`; empty at the top of the file.
    path: String,
    name: String,
    kind: String,
    pub(super) origin: Origin,
    file: Arc<str>,
    pub(super) table: Table,
    pub(super) environment: Environment,
    /// What the override variables of its keys begin with; `None`: it has none.
    override_prefix: Option<String>,
}

impl Section {
    /// The whole file.
    pub(crate) fn root(file: Arc<str>, table: Table, environment: Environment, prefix: &str) -> Self {
        Self {
            path: String::new(),
            name: String::new(),
            kind: String::new(),
            origin: Origin::File(Arc::clone(&file)),
            file,
            table,
            environment,
            override_prefix: Some(prefix.to_owned()),
        }
    }

    /// The name: lower-case letters, digits, `-` and `_`, unique among the sources or stores.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind, as written.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Starts reading its keys.
    pub fn keys<'a>(&'a self, problems: &'a mut Problems) -> Keys<'a> {
        Keys::of(self, problems)
    }

    /// Reports that its kind is none of `known`.
    pub fn refuse_kind(&self, known: &[&str], problems: &mut Problems) {
        let mean = did_you_mean(&self.kind, known.iter().copied());
        let origin = self.table.get("kind").map_or(self.origin.clone(), |node| self.at(node));
        problems.add(origin, self.key_path("kind"), format!("`{}` is no kind of it; {mean}", self.kind));
    }

    pub(super) fn key_path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn at(&self, node: &Node) -> Origin {
        Origin::Line(Arc::clone(&self.file), node.line)
    }

    pub(super) fn variable(&self, key: &str) -> Option<String> {
        self.override_prefix.as_ref().map(|prefix| format!("{prefix}{}", key.to_uppercase()))
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secrets.
        f.debug_struct("Section").field("path", &self.path).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Keys<'_> {
    /// A table of settings within this one; empty if absent.
    pub(crate) fn table(&mut self, key: &str) -> Section {
        self.asked.entry(key.to_owned()).or_insert(false);
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
        self.asked.entry(key.to_owned()).or_insert(false);
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
            let name = keys.required("name", |keys, key| keys.parsed(key, name_of));
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
        }
    }
}

fn name_of(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if (1..=40).contains(&text.len()) && text.chars().all(fits) {
        return Ok(text.to_owned());
    }
    Err(format!("`{}` is no name; write 1 to 40 lower-case letters, digits, `-` or `_`", short(text)))
}
