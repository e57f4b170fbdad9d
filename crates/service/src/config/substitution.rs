//! `${VAR}` and `${VAR:-default}` inside string values.
//!
//! Done on the value after TOML is parsed, so no variable can add keys or tables. Not nested; `$${` is a plain `${`;
//! any other `$` stands for itself.

use super::document::{Node, Table, Value, parse};
use super::environment::Environment;
use std::collections::BTreeSet;

/// Why a text with variables has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SubstitutionError {
    #[error("the variable {0} is not set; set it, or give a default: ${{{0}:-default}}")]
    Unset(String),
    #[error("`${{` has no closing `}}`; close it, or write `$${{` for a plain `${{`")]
    Unclosed,
    #[error("`${{{0}}}` is not a variable; write ${{NAME}} or ${{NAME:-default}}")]
    Malformed(String),
}

enum Piece<'a> {
    Plain(&'a str),
    Variable { name: &'a str, default: Option<&'a str> },
}

/// The text with its variables replaced, and whether there were any.
pub(crate) fn substitute(text: &str, environment: &Environment) -> Result<(String, bool), SubstitutionError> {
    let mut replaced = String::with_capacity(text.len());
    let mut any = false;
    for piece in pieces(text)? {
        match piece {
            Piece::Plain(plain) => replaced.push_str(plain),
            Piece::Variable { name, default } => {
                any = true;
                let value = environment.get(name).or(default);
                replaced.push_str(value.ok_or_else(|| SubstitutionError::Unset(name.to_owned()))?);
            }
        }
    }
    Ok((replaced, any))
}

/// The variables a configuration file refers to, sorted. Empty if it is not TOML.
pub fn variables_in(toml: &str) -> Vec<String> {
    variables_of(&parse(toml).0).into_iter().collect()
}

pub(crate) fn variables_of(root: &Table) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    root.values().for_each(|node| collect(node, &mut names));
    names
}

/// Nesting is bounded by the TOML parser.
fn collect(node: &Node, names: &mut BTreeSet<String>) {
    match &node.value {
        Value::Text(text) => {
            // What is malformed is reported where the value is read.
            for piece in pieces(text).unwrap_or_default() {
                if let Piece::Variable { name, .. } = piece {
                    names.insert(name.to_owned());
                }
            }
        }
        Value::Array(nodes) => nodes.iter().for_each(|node| collect(node, names)),
        Value::Table(table) => table.values().for_each(|node| collect(node, names)),
        Value::Integer(_) | Value::Boolean(_) | Value::Other(_) => {}
    }
}

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, SubstitutionError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            pieces.extend([Piece::Plain(before), Piece::Plain("${")]);
            rest = after;
            continue;
        }
        let (inside, after) = after.split_once('}').ok_or(SubstitutionError::Unclosed)?;
        let (name, default) = match inside.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (inside, None),
        };
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(fits) {
            return Err(SubstitutionError::Malformed(inside.chars().take(80).collect()));
        }
        pieces.extend([Piece::Plain(before), Piece::Variable { name, default }]);
        rest = after;
    }
    pieces.push(Piece::Plain(rest));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_replaced_and_everything_else_stays() {
        let environment: Environment = [("HOST", "kafka"), ("EMPTY", ""), ("EVIL", "a\"\nb = 1")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into_iter()
            .collect();
        for (text, expected) in [
            ("plain", "plain"),
            ("${HOST}:9092", "kafka:9092"),
            ("${HOST}${HOST}", "kafkakafka"),
            ("${PORT:-9092}", "9092"),
            ("${EMPTY:-full}", "full"),
            ("${PORT:-}", ""),
            ("${URL:-postgres://u:p@h/d?a=b}", "postgres://u:p@h/d?a=b"),
            ("pa$$word $5", "pa$$word $5"),
            ("$${HOST}", "${HOST}"),
            ("${EVIL}", "a\"\nb = 1"),
        ] {
            assert_eq!(substitute(text, &environment).unwrap().0, expected, "{text}");
        }
    }

    #[test]
    fn a_text_without_a_value_says_why() {
        for (text, expected) in [
            ("${PORT}", "the variable PORT is not set; set it, or give a default: ${PORT:-default}"),
            ("${PORT", "`${` has no closing `}`; close it, or write `$${` for a plain `${`"),
            ("${}", "`${}` is not a variable; write ${NAME} or ${NAME:-default}"),
            ("${A-b}", "`${A-b}` is not a variable; write ${NAME} or ${NAME:-default}"),
        ] {
            assert_eq!(substitute(text, &Environment::default()).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn the_variables_of_a_file_are_found_wherever_they_stand() {
        let toml = "a = '${A}'\n[t]\nb = ['${B:-x}']\n[[s]]\nc = 'x${C}y${A}$${D}'\n";
        assert_eq!(variables_in(toml), ["A", "B", "C"]);
    }
}
