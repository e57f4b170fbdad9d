//! A `[[source]]` table, ready to be put into a configuration.

use crate::commands::toml_text::quoted;
use article::collapse_white_space;
use std::io::{self, Write};

/// What such a table says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SourceTable {
    /// What is to be known about it, above it.
    pub(super) comment: Option<String>,
    pub(super) name: String,
    /// As the configuration calls it: `feed`.
    pub(super) kind: &'static str,
    pub(super) url: String,
}

impl SourceTable {
    /// Writes it, and an empty line behind it.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if let Some(comment) = &self.comment {
            writeln!(out, "# {}", collapse_white_space(comment))?;
        }
        let Self { name, kind, url, .. } = self;
        writeln!(out, "[[source]]\nname = {}\nkind = {}\nurl = {}\n", quoted(name), quoted(kind), quoted(url))
    }
}
