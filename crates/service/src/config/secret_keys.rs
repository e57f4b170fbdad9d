//! Keys that hold a secret, themselves or in a file, and tables of secrets whose keys are free.

use super::keys::{Found, Keys, text_of};
use super::register::{Form, Written};
use super::secret::Secret;
use std::collections::BTreeSet;
use std::io::Read;

/// A secret file holds a password or a URL; nothing is read past this.
const MAX_SECRET_LENGTH: u64 = 64 << 10;

impl Keys<'_> {
    /// A secret: the key itself, or `<key>_file` with a file that holds it (a line end after it is not part of it).
    /// An override of either takes the place of both.
    pub fn secret(&mut self, key: &str) -> Option<Secret> {
        let file_key = format!("{key}_file");
        let (direct, in_file) = (self.overridden(key), self.overridden(&file_key));
        let (direct, in_file) = if direct || in_file {
            (direct, in_file)
        } else {
            (self.section.table.contains_key(key), self.section.table.contains_key(&file_key))
        };
        self.ask(key, Form::Secret);
        self.allow(&file_key);
        if direct && in_file {
            self.problem(key, &format!("is given twice; remove `{key}` or `{file_key}`"));
            return None;
        }
        if !in_file {
            return self.read(key, |found| Ok((Secret::new(text_of(found)?), Written::Secret)));
        }
        let value = self.find(&file_key).map(|found| (read_secret(&found), found));
        let (value, found) = value?;
        self.note_given(key, Written::Secret, found.origin.clone());
        self.accept(found, value)
    }

    /// A secret that must be given in one of the two ways.
    pub fn required_secret(&mut self, key: &str) -> Option<Secret> {
        let before = self.problems.len();
        let secret = self.secret(key);
        if secret.is_none() && self.problems.len() == before {
            self.missing(key, &format!("write `{key} = …`, or `{key}_file` with a file that holds it"));
        }
        self.note(key, |asked| asked.is_required = true);
        secret
    }

    /// A table of secrets by names of the operator's choice: `NAME = …`, or `NAME_file` with a file that holds it.
    pub fn secrets(&mut self, key: &str) -> Vec<(String, Secret)> {
        self.ask(key, Form::Secrets);
        let section = self.table(key);
        let names: BTreeSet<String> =
            section.table.keys().map(|name| name.strip_suffix("_file").unwrap_or(name).to_owned()).collect();
        let mut keys = section.keys(self.problems);
        let mut secrets = Vec::new();
        for name in names {
            if let Some(secret) = keys.required_secret(&name) {
                secrets.push((name, secret));
            }
        }
        keys.finish();
        secrets
    }
}

/// The secret in the file that was found.
fn read_secret(found: &Found) -> Result<Secret, String> {
    let path = text_of(found)?;
    let refuse = |why: String| format!("the file {path} {why}; write the secret into it as one line of text");
    let file = std::fs::File::open(path).map_err(|error| refuse(format!("cannot be read: {error}")))?;
    let mut text = String::new();
    let read = file.take(MAX_SECRET_LENGTH).read_to_string(&mut text);
    read.map_err(|error| refuse(format!("cannot be read: {error}")))?;
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(refuse("is empty".to_owned())),
        secret => Ok(Secret::new(secret)),
    }
}
