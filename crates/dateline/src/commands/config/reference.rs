//! Every key with what it may hold, what holds without it and what it means. The meanings stand in `meanings.tsv`, the rest
//! is what the code asks for.

use service::config::{AskedKey, AskedKinds, Form, Written, known_keys};
use std::fmt::Write;

const MEANINGS: &str = include_str!("meanings.tsv");

/// What is said of one key, or of one kind (`source.feed`).
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    /// What it means, as Markdown.
    pub(super) text: &'static str,
    /// What holds without it, where that is no fixed value.
    without: &'static str,
}

/// What is said of a key: `topics.partitions`, `source.feed.url`.
pub(super) fn meaning(key: &str) -> Option<Meaning> {
    let rows = MEANINGS.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.splitn(3, '\t').collect::<Vec<_>>()).find_map(|row| match row.as_slice() {
        [name, without, text] if *name == key => Some(Meaning { text, without }),
        _ => None,
    })
}

/// The lists of tables, each with its kinds and their keys.
pub(super) fn lists() -> [(&'static str, AskedKinds); 2] {
    [("source", consumer::source_kinds()), ("store", sink::store_kinds())]
}

/// The keys of the table `only`, which a store of any kind may have, each with how it is called here.
pub(super) fn filter_keys() -> Vec<(String, AskedKey)> {
    sink::filter_keys().into_iter().map(|key| (key.path_in("store.only"), key)).collect()
}

/// How a key of a list's kind is called here.
pub(super) fn path_of_kind(list: &str, asked: &AskedKey) -> String {
    asked.path_in(&format!("{list}.{}", asked.kind))
}

/// Tables of all keys, as they stand in docs/configuration.md.
pub(super) fn markdown() -> String {
    let mut out = String::from("| key | value | without it | meaning |\n|---|---|---|---|\n");
    for key in known_keys() {
        let path = key.path();
        row(&mut out, &path, &path, &key);
    }
    for (list, kinds) in lists() {
        for (kind, keys) in kinds {
            let meaning = meaning(&format!("{list}.{kind}")).map_or("", |meaning| meaning.text);
            let _ = write!(out, "\nA {list} of kind `{kind}`: {meaning}.\n");
            if keys.is_empty() {
                continue;
            }
            out.push_str("\n| key | value | without it | meaning |\n|---|---|---|---|\n");
            for key in keys {
                row(&mut out, &path_of_kind(list, &key), &key.key, &key);
            }
        }
    }
    out.push_str("\nThe table `only` of a store of any kind: which articles it takes.\n");
    out.push_str("\n| key | value | without it | meaning |\n|---|---|---|---|\n");
    for (path, key) in filter_keys() {
        row(&mut out, &path, &key.key, &key);
    }
    out
}

fn row(out: &mut String, path: &str, name: &str, asked: &AskedKey) {
    let Some(meaning) = meaning(path) else { return };
    let without = match &asked.default {
        _ if asked.is_required => "required".to_owned(),
        Some(default) => format!("`{}`", default_text(default)),
        None => meaning.without.to_owned(),
    };
    let _ = writeln!(out, "| `{name}` | {} | {without} | {} |", form(&asked.form), meaning.text);
}

fn default_text(default: &Written) -> String {
    match default {
        // The same in every release.
        Written::Text(text) => text.replace(env!("CARGO_PKG_VERSION"), "VERSION"),
        Written::Integer(number) => number.to_string(),
        Written::Boolean(truth) => truth.to_string(),
        Written::List(texts) => texts.join(", "),
        Written::Secret => "***".to_owned(),
    }
}

/// What a key may hold, in words.
pub(super) fn form(form: &Form) -> String {
    let range = form.range().map(|(least, most)| format!("{least} to {most}")).unwrap_or_default();
    match form {
        Form::Text | Form::Parsed => "text".to_owned(),
        Form::Path => "path".to_owned(),
        Form::Url => "URL".to_owned(),
        Form::Duration(..) => format!("duration, {range}"),
        Form::Size(..) => format!("size, {range}"),
        Form::Integer(..) => range,
        Form::Boolean => "`true`, `false`".to_owned(),
        Form::OneOf(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Form::List => "list of texts".to_owned(),
        Form::Secret => "secret".to_owned(),
        Form::Secrets => "table of secrets".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn all() -> Vec<(String, AskedKey)> {
        let of_lists = lists().into_iter().flat_map(|(list, kinds)| {
            kinds.into_iter().flat_map(|(_, keys)| keys).map(move |key| (path_of_kind(list, &key), key))
        });
        known_keys().into_iter().map(|key| (key.path(), key)).chain(of_lists).chain(filter_keys()).collect()
    }

    #[test]
    fn every_key_has_a_meaning_and_every_meaning_a_key() {
        let mut names: BTreeSet<String> = all().into_iter().map(|(name, _)| name).collect();
        for (list, kinds) in lists() {
            names.extend(kinds.iter().map(|(kind, _)| format!("{list}.{kind}")));
        }
        let rows = MEANINGS.lines().filter(|line| !line.starts_with('#'));
        let meant: BTreeSet<String> = rows.filter_map(|row| row.split('\t').next()).map(str::to_owned).collect();
        assert_eq!(names, meant);
    }

    #[test]
    fn what_holds_without_a_key_is_said_once() {
        for (name, key) in all() {
            let said = !meaning(&name).unwrap().without.is_empty();
            assert_eq!(said, key.default.is_none() && !key.is_required, "{name}");
        }
    }

    #[test]
    fn the_page_on_the_configuration_says_what_the_code_asks() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
        let page = std::fs::read_to_string(page).unwrap();
        for line in markdown().lines() {
            assert!(page.lines().any(|found| found == line), "missing; see `dateline config reference`: {line}");
        }
        let rows = |text: &str| text.lines().filter(|line| line.starts_with("| `")).count();
        let others = page.lines().filter(|line| line.starts_with("| `") && line.matches(" | ").count() < 3).count();
        assert_eq!(rows(&page) - others, rows(&markdown()), "the page has keys that are not asked for");
    }
}
