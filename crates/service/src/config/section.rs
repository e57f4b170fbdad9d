//! One table of the configuration that is not read yet.

use super::document::{Node, Table, Value};
use super::environment::Environment;
use super::problem::Origin;
use super::register::{AskedKey, Register, dotted};
use super::substitution::substitute;
use std::fmt;
use std::sync::Arc;
use url::Url;

/// A table whose keys are not read yet: one source or one store, for the crate that knows its kind.
///
/// Variables in its values are replaced when a key is read, so a process that never reads a store's section needs
/// neither its variables nor its secret files.
#[derive(Clone)]
pub struct Section {
    /// Where its keys are, in messages: `source.wire`; empty at the top of the file.
    pub(super) path: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) origin: Origin,
    pub(super) file: Arc<str>,
    pub(super) table: Table,
    pub(super) environment: Environment,
    /// What the override variables of its keys begin with; `None`: it has none.
    pub(super) override_prefix: Option<String>,
    /// What is asked of it.
    pub(super) register: Register,
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
            register: Register::default(),
        }
    }

    /// A file of sources that belongs to a configuration. Its keys have no overrides.
    pub(super) fn beside(root: &Self, file: Arc<str>, table: Table) -> Self {
        let origin = Origin::File(Arc::clone(&file));
        Self {
            path: String::new(),
            name: String::new(),
            kind: String::new(),
            origin,
            file,
            table,
            environment: root.environment.clone(),
            override_prefix: None,
            register: root.register.clone(),
        }
    }

    /// A table of a list such as `[[source]]` that says nothing.
    pub(super) fn empty(kind: &str) -> Self {
        let file: Arc<str> = "nothing".into();
        let root = Self::root(file, Table::new(), Environment::default(), "");
        Self { kind: kind.to_owned(), override_prefix: None, ..root }
    }

    /// The name: lower-case letters, digits, `-` and `_`, unique among the sources or stores.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind, as written.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The whole `url` it states, variables replaced, secrets and all: for comparing, not for showing. `None`: it states none
    /// that is one.
    pub fn url(&self) -> Option<Url> {
        let Value::Text(text) = &self.table.get("url")?.value else { return None };
        Url::parse(&substitute(text, &self.environment).ok()?.0).ok()
    }

    /// What was asked of it and of all that is read with it.
    pub fn asked(&self) -> Vec<AskedKey> {
        self.register.keys()
    }

    pub(super) fn key_path(&self, key: &str) -> String {
        dotted(&self.path, key)
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
