//! The configuration file: which one it is, and its tree of values with the line of each.

use super::environment::Environment;
use super::problem::{Origin, Problems};
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// Names the configuration file when the command line does not.
pub const CONFIG_VARIABLE: &str = "DATELINE_CONFIG";

/// Read from the working directory when there is one and no file is named.
const DEFAULT_FILE: &str = "dateline.toml";
/// What holds when there is no file at all.
const BUILT_IN: &str = "[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"dateline-data/articles.db\"\n";
/// A file longer than this is not a configuration; nothing is read past it.
const MAX_LENGTH: u64 = 4 << 20;
/// After this many syntax errors the rest is noise.
const MAX_SYNTAX_ERRORS: usize = 20;

pub(crate) type Table = BTreeMap<String, Node>;

/// A value and where it stands.
#[derive(Clone)]
pub(crate) struct Node {
    /// Counted from 1.
    pub(crate) line: usize,
    pub(crate) value: Value,
}

#[derive(Clone)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    Array(Vec<Node>),
    Table(Table),
    /// A value no key takes, by its description.
    Other(&'static str),
}

pub(crate) struct Document {
    /// As named by the user, for messages.
    pub(crate) file: Arc<str>,
    pub(crate) root: Table,
}

impl Document {
    /// What holds without a file.
    pub(crate) fn built_in() -> Self {
        Self { file: "built-in defaults".into(), root: parse(BUILT_IN).0 }
    }

    /// The file `named`, else the one [`CONFIG_VARIABLE`] names, else `dateline.toml` if there is one, else the
    /// defaults. A file that is not there or not TOML is a problem and counts as empty, so that nothing in it is
    /// reported twice.
    pub(crate) fn find(named: Option<&Path>, environment: &Environment, problems: &mut Problems) -> Self {
        let named = named.or_else(|| environment.get(CONFIG_VARIABLE).map(Path::new));
        let path = match named {
            Some(path) => path,
            None if Path::new(DEFAULT_FILE).exists() => Path::new(DEFAULT_FILE),
            None => return Self::built_in(),
        };
        Self::read(path, "name another with --config or DATELINE_CONFIG", problems)
    }

    /// A file of sources beside the configuration. As with that, one that is not TOML is a problem and counts as empty.
    pub(crate) fn of_sources(path: &Path, problems: &mut Problems) -> Self {
        Self::read(path, "write one that can, or take it out of sources_from", problems)
    }

    fn read(path: &Path, advice: &str, problems: &mut Problems) -> Self {
        let file: Arc<str> = path.display().to_string().into();
        let root = match read(path, advice) {
            Ok(text) => Self::root_of(&text, &file, problems),
            Err(why) => {
                problems.add(Origin::File(Arc::clone(&file)), "", why);
                Table::new()
            }
        };
        Self { file, root }
    }

    fn root_of(text: &str, file: &Arc<str>, problems: &mut Problems) -> Table {
        let (root, errors) = parse(text);
        if errors.is_empty() {
            return root;
        }
        for (line, what) in errors.into_iter().take(MAX_SYNTAX_ERRORS) {
            problems.add(Origin::Line(Arc::clone(file), line), "", format!("not TOML: {what}"));
        }
        Table::new()
    }
}

/// The tree of a TOML text, and its syntax errors with their lines.
pub(crate) fn parse(text: &str) -> (Table, Vec<(usize, String)>) {
    let lines = Lines::of(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    let errors = errors.iter().map(|error| (lines.at(error.span()), error.message().to_owned())).collect();
    (table(root.get_ref(), &lines), errors)
}

fn read(path: &Path, advice: &str) -> Result<String, String> {
    let file = std::fs::File::open(path).map_err(|error| format!("cannot be read: {error}; {advice}"))?;
    let mut text = String::new();
    let taken = file.take(MAX_LENGTH + 1).read_to_string(&mut text);
    let length = taken.map_err(|error| format!("cannot be read: {error}; {advice}"))?;
    if u64::try_from(length).is_ok_and(|length| length > MAX_LENGTH) {
        return Err(format!("is longer than 4 MiB, so no configuration; {advice}"));
    }
    Ok(text)
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(starts).collect())
    }

    fn at(&self, span: Option<Range<usize>>) -> usize {
        let start = span.map_or(0, |span| span.start);
        self.0.partition_point(|line| *line <= start)
    }
}

/// Recursion is bounded by the nesting the parser takes.
fn table(table: &DeTable<'_>, lines: &Lines) -> Table {
    let entries = table.iter().map(|(key, value)| {
        let node = Node { line: lines.at(Some(key.span())), value: value_of(value.get_ref(), lines) };
        (key.get_ref().to_string(), node)
    });
    entries.collect()
}

fn value_of(value: &DeValue<'_>, lines: &Lines) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number too large to be one"), Value::Integer),
        DeValue::Float(_) => Value::Other("a number with a fraction"),
        DeValue::Boolean(truth) => Value::Boolean(*truth),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(array) => {
            let element = |value: &toml::Spanned<DeValue<'_>>| Node {
                line: lines.at(Some(value.span())),
                value: value_of(value.get_ref(), lines),
            };
            Value::Array(array.iter().map(element).collect())
        }
        DeValue::Table(inner) => Value::Table(table(inner, lines)),
    }
}
