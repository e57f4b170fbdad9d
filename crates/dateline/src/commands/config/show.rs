//! `dateline config show`: every key with what holds and where that comes from.

use crate::commands::as_json::known;
use crate::commands::toml_text::quoted;
use article::escaped;
use serde_json::{Value, json};
use service::config::{AskedKey, Form, Origin, Written};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

/// One JSON object a line.
pub(super) fn lines(out: &mut impl Write, keys: &[AskedKey]) -> io::Result<()> {
    keys.iter().filter(|key| key.form != Form::Secrets).try_for_each(|key| {
        let (from, file, line) = match &key.given {
            Some((_, Origin::Line(file, line))) => ("file", Some(file), Some(*line)),
            Some((_, Origin::File(file))) => ("file", Some(file), None),
            Some((_, Origin::Variable)) => ("environment", None, None),
            None if key.default.is_some() => ("default", None, None),
            None => ("unset", None, None),
        };
        let line = known([
            ("key", Some(json!(key.path()))),
            ("value", holds(key).map(value)),
            ("from", Some(json!(from))),
            ("file", file.map(|file| json!(file.as_ref()))),
            ("line", line.map(|line| json!(line))),
            ("variable", key.variable.as_ref().map(|variable| json!(variable))),
        ]);
        writeln!(out, "{}", Value::from(line))
    })
}

/// As a configuration file, with where each value comes from.
pub(super) fn file(out: &mut impl Write, file: &str, keys: &[AskedKey]) -> io::Result<()> {
    writeln!(out, "# What holds: {} and the environment.", escaped(file))?;
    for table in tables(keys) {
        let Some(first) = table.first() else { continue };
        match first.table.split('.').collect::<Vec<_>>().as_slice() {
            [list, name] if !first.kind.is_empty() => {
                writeln!(out, "\n[[{list}]]\nname = {}\nkind = {}", quoted(name), quoted(&first.kind))?;
            }
            // Of the table of the list that stands before it.
            [list, _, inner] => writeln!(out, "\n[{list}.{inner}]")?,
            [""] => {}
            _ => writeln!(out, "\n[{}]", first.table)?,
        }
        for key in table.into_iter().filter(|key| key.form != Form::Secrets) {
            let Some(value) = holds(key) else {
                writeln!(out, "# {} is not set", key.key)?;
                continue;
            };
            let from = match &key.given {
                Some((_, Origin::Variable)) => format!("environment, {}", key.variable.as_deref().unwrap_or_default()),
                Some((_, place)) => escaped(&place.to_string()).into_owned(),
                None => "default".to_owned(),
            };
            // Its sources stand below, and would come twice.
            let mark = if key.path() == "sources_from" { "# " } else { "" };
            writeln!(out, "{:<36} # {from}", format!("{mark}{} = {}", key_text(&key.key), text(value)))?;
        }
    }
    Ok(())
}

/// The keys by table, each table before those within it.
fn tables(keys: &[AskedKey]) -> Vec<Vec<&AskedKey>> {
    let outer = |name: &str| name.split('.').take(2).collect::<Vec<_>>().join(".");
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut tables: BTreeMap<(usize, usize, usize), Vec<&AskedKey>> = BTreeMap::new();
    let mut place_of = |name: String| {
        let next = places.len();
        *places.entry(name).or_insert(next)
    };
    for key in keys {
        let around = place_of(outer(&key.table));
        let place = (around, key.table.matches('.').count(), place_of(key.table.clone()));
        tables.entry(place).or_default().push(key);
    }
    tables.into_values().collect()
}

fn holds(key: &AskedKey) -> Option<&Written> {
    key.given.as_ref().map(|(value, _)| value).or(key.default.as_ref())
}

fn value(written: &Written) -> Value {
    match written {
        Written::Text(text) => json!(text),
        Written::Integer(number) => json!(number),
        Written::Boolean(truth) => json!(truth),
        Written::List(texts) => json!(texts),
        Written::Secret => json!("***"),
    }
}

/// As TOML has it.
fn text(written: &Written) -> String {
    match written {
        Written::Text(text) => quoted(text),
        Written::Integer(number) => number.to_string(),
        Written::Boolean(truth) => truth.to_string(),
        Written::List(texts) => format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
        Written::Secret => quoted("***"),
    }
}

fn key_text(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if key.chars().all(is_bare) { key.to_owned() } else { quoted(key) }
}
