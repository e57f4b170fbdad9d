//! `dateline config schema`: a JSON Schema (draft 7, which editors of TOML read) of what the configuration may say.

use super::reference::{filter_keys, form, lists, meaning, path_of_kind};
use serde_json::{Map, Value, json};
use service::config::{AskedKey, Form, Written, known_keys};

/// Any text in which a variable stands: what it comes to shows only when it is read.
const VARIABLE: &str = r"\$\{";

/// The schema.
pub(super) fn schema() -> Value {
    let mut properties = Map::new();
    let mut tables: Vec<(String, Map<String, Value>)> = Vec::new();
    for key in known_keys() {
        if key.table.is_empty() {
            add(&mut properties, &key.path(), &key);
            continue;
        }
        let at = tables.iter().position(|(table, _)| *table == key.table).unwrap_or_else(|| {
            tables.push((key.table.clone(), Map::new()));
            tables.len() - 1
        });
        if let Some((_, keys)) = tables.get_mut(at) {
            add(keys, &key.path(), &key);
        }
    }
    for (table, keys) in tables {
        properties.insert(table, json!({ "type": "object", "additionalProperties": false, "properties": keys }));
    }
    for (list, kinds) in lists() {
        let kinds: Vec<Value> = kinds.iter().map(|(kind, keys)| of_kind(list, kind, keys)).collect();
        properties.insert(list.to_owned(), json!({ "type": "array", "items": { "type": "object", "oneOf": kinds } }));
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Dateline",
        "description": "The configuration of all services of Dateline.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

/// The table of one kind of source or store.
fn of_kind(list: &str, kind: &str, keys: &[AskedKey]) -> Value {
    let mut properties = Map::new();
    let name = format!("Unique among the {list}s: 1 to 40 lower-case letters, digits, `-` or `_`.");
    properties.insert(
        "name".to_owned(),
        json!({ "type": "string", "pattern": format!("^[a-z0-9_-]{{1,40}}$|{VARIABLE}"), "description": name }),
    );
    let description = plain(meaning(&format!("{list}.{kind}")).map_or("", |meaning| meaning.text));
    properties.insert("kind".to_owned(), json!({ "const": kind, "description": description }));
    let mut required = vec![json!("name"), json!("kind")];
    let mut either = Vec::new();
    for key in keys {
        add(&mut properties, &path_of_kind(list, key), key);
        match (&key.form, key.is_required) {
            (Form::Secret, true) => {
                let file = format!("{}_file", key.key);
                either.push(json!({ "oneOf": [{ "required": [key.key] }, { "required": [file] }] }));
            }
            (_, true) => required.push(json!(key.key)),
            (_, false) => {}
        }
    }
    if list == "store" {
        let mut only = Map::new();
        filter_keys().iter().for_each(|(path, key)| add(&mut only, path, key));
        let only = json!({ "type": "object", "additionalProperties": false, "properties": only });
        properties.insert("only".to_owned(), only);
    }
    let mut table = json!({
        "title": format!("{list} of kind {kind}"),
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    });
    if !either.is_empty()
        && let Some(table) = table.as_object_mut()
    {
        table.insert("allOf".to_owned(), Value::from(either));
    }
    table
}

fn add(properties: &mut Map<String, Value>, path: &str, key: &AskedKey) {
    let meaning = meaning(path).map_or("", |meaning| meaning.text);
    let mut property = of_form(&key.form);
    let described = format!("{}. ({})", plain(meaning).trim_end_matches('.'), plain(&form(&key.form)));
    property.insert("description".to_owned(), json!(described));
    let default = match &key.default {
        Some(Written::Text(text)) => Some(json!(text)),
        Some(Written::Integer(number)) => Some(json!(number)),
        Some(Written::Boolean(truth)) => Some(json!(truth)),
        Some(Written::List(_) | Written::Secret) | None => None,
    };
    property.extend(default.map(|default| ("default".to_owned(), default)));
    if key.form == Form::Secret {
        let file =
            json!({ "type": "string", "description": format!("The file that holds `{}`, as one line.", key.key) });
        properties.insert(format!("{}_file", key.key), file);
    }
    properties.insert(key.key.clone(), Value::from(property));
}

fn of_form(form: &Form) -> Map<String, Value> {
    let unit = |units: &str| json!({ "type": "string", "pattern": format!("^[0-9]+ *({units})$|^$|{VARIABLE}") });
    let or_variable = |form: Value| json!({ "anyOf": [form, { "type": "string", "pattern": VARIABLE }] });
    let schema = match form {
        Form::Text | Form::Parsed | Form::Path | Form::Secret => json!({ "type": "string" }),
        Form::Url => json!({ "type": "string", "pattern": format!("^https?://|{VARIABLE}") }),
        Form::Duration(..) => unit("ms|s|m|h|d"),
        Form::Size(..) => unit("B|KiB|MiB|GiB|TiB"),
        Form::Integer(least, most) => or_variable(json!({ "type": "integer", "minimum": least, "maximum": most })),
        Form::Boolean => or_variable(json!({ "type": "boolean" })),
        Form::OneOf(words) => or_variable(json!({ "enum": words })),
        Form::List => json!({ "type": "array", "items": { "type": "string" } }),
        Form::Secrets => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    };
    schema.as_object().cloned().unwrap_or_default()
}

/// Markdown as plain text: links become their words.
fn plain(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once("](") {
        let (_, behind) = after.split_once(')').unwrap_or_default();
        match before.rsplit_once('[') {
            Some((before, words)) => plain.extend([before, words]),
            None => plain.push_str(before),
        }
        rest = behind;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_their_words() {
        assert_eq!(plain("see [Topics](#topics), `[a]` and [b](c)."), "see Topics, `[a]` and b.");
    }

    #[test]
    fn the_schema_has_every_table_and_kind() {
        let schema = schema();
        let properties = &schema["properties"];
        assert_eq!(properties["topics"]["properties"]["partitions"]["anyOf"][0]["maximum"], 1_000);
        assert_eq!(properties["topics"]["properties"]["partitions"]["default"], 6);
        let stores = properties["store"]["items"]["oneOf"].as_array().unwrap();
        let kinds: Vec<_> = stores.iter().map(|store| store["properties"]["kind"]["const"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["postgres", "sqlite", "http", "stdout"]);
        assert!(stores[0]["properties"]["url_file"].is_object());
    }
}
