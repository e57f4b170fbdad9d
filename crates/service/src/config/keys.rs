//! The reader that takes the keys of one table and collects what is wrong with them.

use super::document::Value;
use super::problem::{Origin, Problems, short};
use super::secret::Secret;
use super::section::Section;
use super::substitution::substitute;
use super::suggestion::did_you_mean;
use super::units::{duration_text, parse_duration, parse_size, size_text};
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// A secret file holds a password or a URL; nothing is read past this.
const MAX_SECRET_LENGTH: u64 = 64 << 10;

/// Reads the keys of one table. Every method answers `None` when the key is absent or empty, and also when it is
/// wrong; then it has added a problem, and what is read serves only to find more of them.
#[derive(Debug)]
pub struct Keys<'a> {
    pub(super) section: &'a Section,
    pub(super) problems: &'a mut Problems,
    /// The keys asked for, and whether an environment variable can override them.
    pub(super) asked: BTreeMap<String, bool>,
}

/// A value that was found, and where.
struct Found {
    scalar: Scalar,
    origin: Origin,
    /// The key, or the variable that overrides it.
    key: String,
}

enum Scalar {
    /// `untyped`: it came out of a variable, where numbers and truth values have no other form.
    Text {
        text: String,
        untyped: bool,
    },
    Integer(i64),
    Boolean(bool),
    Other(&'static str),
}

impl Section {
    /// Starts reading its keys.
    pub fn keys<'a>(&'a self, problems: &'a mut Problems) -> Keys<'a> {
        // Of a named section these two are read already.
        let read = if self.kind().is_empty() { [].as_slice() } else { &["name", "kind"] };
        Keys { section: self, problems, asked: read.iter().map(|key| ((*key).to_owned(), false)).collect() }
    }
}

impl Keys<'_> {
    /// The section's name.
    pub fn name(&self) -> &str {
        self.section.name()
    }

    /// A text.
    pub fn text(&mut self, key: &str) -> Option<String> {
        self.located_text(key).map(|(text, _)| text)
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &str) -> Option<String> {
        self.required(key, Self::text)
    }

    /// A file or directory; relative to the working directory.
    pub fn path(&mut self, key: &str) -> Option<PathBuf> {
        self.text(key).map(PathBuf::from)
    }

    /// A file or directory that must be named. Whether it exists is not looked at.
    pub fn required_path(&mut self, key: &str) -> Option<PathBuf> {
        self.required(key, Self::path)
    }

    /// An absolute http or https URL with a host.
    pub fn url(&mut self, key: &str) -> Option<Url> {
        // The text is not repeated: URLs of feeds may hold a token.
        self.parsed(key, |text| match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
            Ok(url) => Err(format!("is a `{}` URL; write an http or https URL with a host", url.scheme())),
            Err(error) => Err(format!("is not an absolute URL: {error}; write https://HOST/PATH")),
        })
    }

    /// An http or https URL that must be there.
    pub fn required_url(&mut self, key: &str) -> Option<Url> {
        self.required(key, Self::url)
    }

    /// A whole number and `ms`, `s`, `m`, `h` or `d`, within a range.
    pub fn duration(&mut self, key: &str, range: RangeInclusive<Duration>) -> Option<Duration> {
        self.parsed(key, |text| {
            let duration = parse_duration(text)
                .ok_or_else(|| format!("`{}` is not a duration; write 500ms, 2s, 5m, 12h or 7d", short(text)))?;
            within(duration, &range, duration_text)
        })
    }

    /// A whole number and `B`, `KiB`, `MiB`, `GiB` or `TiB`, within a range; in bytes.
    pub fn size(&mut self, key: &str, range: RangeInclusive<u64>) -> Option<u64> {
        self.parsed(key, |text| {
            let size = parse_size(text)
                .ok_or_else(|| format!("`{}` is not a size; write 512B, 64KiB, 8MiB or 20GiB", short(text)))?;
            within(size, &range, size_text)
        })
    }

    /// A whole number within a range.
    pub fn integer<T>(&mut self, key: &str, range: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + Copy + fmt::Display,
    {
        let found = self.find(key)?;
        let number = match &found.scalar {
            Scalar::Integer(number) => Ok(*number),
            Scalar::Text { text, untyped: true } => {
                text.trim().parse().map_err(|_| format!("`{}` is not a whole number", short(text)))
            }
            Scalar::Text { .. } => Err("is a text; write a whole number without quotes".to_owned()),
            Scalar::Boolean(_) => Err("is a truth value; write a whole number".to_owned()),
            Scalar::Other(kind) => Err(format!("is {kind}; write a whole number")),
        };
        let number = number.and_then(|number| {
            let out = || format!("{number} is out of range; write {} to {}", range.start(), range.end());
            T::try_from(number).ok().filter(|number| range.contains(number)).ok_or_else(out)
        });
        self.accept(found, number)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> Option<bool> {
        let found = self.find(key)?;
        let wrong = || "is not a truth value; write true or false, without quotes".to_owned();
        let truth = match &found.scalar {
            Scalar::Boolean(truth) => Ok(*truth),
            Scalar::Text { text, untyped: true } => text.trim().parse().map_err(|_| wrong()),
            Scalar::Text { .. } | Scalar::Integer(_) | Scalar::Other(_) => Err(wrong()),
        };
        self.accept(found, truth)
    }

    /// One of a few words, each with what it stands for.
    pub fn one_of<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        self.parsed(key, |text| {
            let chosen = choices.iter().find(|(word, _)| *word == text);
            chosen.map(|(_, choice)| *choice).ok_or_else(|| {
                let mean = did_you_mean(text, choices.iter().map(|(word, _)| *word));
                format!("`{}` is none of its values; {mean}", short(text))
            })
        })
    }

    /// A text that `parse` turns into what it stands for, or says what is wrong and what to do.
    pub fn parsed<T>(&mut self, key: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let (text, found) = self.located_text(key)?;
        self.accept(found, parse(&text))
    }

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
        self.ask(key);
        self.ask(&file_key);
        if direct && in_file {
            self.problem(key, &format!("is given twice; remove `{key}` or `{file_key}`"));
            return None;
        }
        if !in_file {
            return self.text(key).map(Secret::new);
        }
        self.parsed(&file_key, |path| {
            let refuse = |why: String| format!("the file {path} {why}; write the secret into it as one line of text");
            let file = std::fs::File::open(path).map_err(|error| refuse(format!("cannot be read: {error}")))?;
            let mut text = String::new();
            let read = file.take(MAX_SECRET_LENGTH).read_to_string(&mut text);
            read.map_err(|error| refuse(format!("cannot be read: {error}")))?;
            match text.trim_end_matches(['\r', '\n']) {
                "" => Err(refuse("is empty".to_owned())),
                secret => Ok(Secret::new(secret)),
            }
        })
    }

    /// A secret that must be given in one of the two ways.
    pub fn required_secret(&mut self, key: &str) -> Option<Secret> {
        let before = self.problems.len();
        let secret = self.secret(key);
        if secret.is_none() && self.problems.len() == before {
            self.missing(key, &format!("write `{key} = …`, or `{key}_file` with a file that holds it"));
        }
        secret
    }

    /// Whether the key is written here or overridden, whatever its value.
    pub fn is_given(&mut self, key: &str) -> bool {
        self.ask(key);
        self.overridden(key) || self.section.table.contains_key(key)
    }

    /// Reports something wrong with a key that only the caller can know: what is wrong; what to do.
    pub fn problem(&mut self, key: &str, text: &str) {
        let (origin, key) = self.place_of(key);
        self.problems.add(origin, key, text);
    }

    /// Where the value of a key comes from, and how the key is called there.
    fn place_of(&self, key: &str) -> (Origin, String) {
        let variable = self.section.variable(key).filter(|name| self.section.environment.get(name).is_some());
        match (variable, self.section.table.get(key)) {
            (Some(variable), _) => (Origin::Variable, variable),
            (None, Some(node)) => (self.section.at(node), self.section.key_path(key)),
            (None, None) => (self.section.origin.clone(), self.section.key_path(key)),
        }
    }

    /// Warns of a key that only the caller can judge: what is doubtful; what follows from it.
    pub fn warning(&mut self, key: &str, text: &str) {
        let (origin, key) = self.place_of(key);
        self.problems.warn(origin, key, text);
    }

    /// Ends the reading: every key that was not asked for is a problem.
    pub fn finish(self) {
        self.close();
    }

    /// As `finish`; answers the variables that override the keys asked for.
    pub(crate) fn close(self) -> Vec<String> {
        let known = || self.asked.keys().map(String::as_str);
        for (key, node) in &self.section.table {
            if !self.asked.contains_key(key) {
                let text = format!("unknown key; {}", did_you_mean(key, known()));
                self.problems.add(self.section.at(node), self.section.key_path(&short(key)), text);
            }
        }
        let overridable = self.asked.iter().filter(|(_, overridable)| **overridable);
        overridable.filter_map(|(key, _)| self.section.variable(key)).collect()
    }

    pub(super) fn required<T>(&mut self, key: &str, read: impl FnOnce(&mut Self, &str) -> Option<T>) -> Option<T> {
        let before = self.problems.len();
        let value = read(self, key);
        if value.is_none() && self.problems.len() == before {
            self.missing(key, &format!("write `{key} = …`"));
        }
        value
    }

    fn missing(&mut self, key: &str, advice: &str) {
        self.problem(key, &format!("is missing or empty; {advice}"));
    }

    fn ask(&mut self, key: &str) {
        self.asked.insert(key.to_owned(), true);
    }

    fn overridden(&self, key: &str) -> bool {
        self.section.variable(key).is_some_and(|variable| self.section.environment.get(&variable).is_some())
    }

    fn located_text(&mut self, key: &str) -> Option<(String, Found)> {
        let found = self.find(key)?;
        let text = match &found.scalar {
            Scalar::Text { text, .. } => Ok(text.clone()),
            Scalar::Integer(_) => Err("is a number; write it in quotes".to_owned()),
            Scalar::Boolean(_) => Err("is a truth value; write a text in quotes".to_owned()),
            Scalar::Other(kind) => Err(format!("is {kind}; write a text in quotes")),
        };
        match text {
            Ok(text) => Some((text, found)),
            Err(why) => self.accept(found, Err(why)),
        }
    }

    /// The value of a key: its override, else what the file says. An empty text is no value.
    fn find(&mut self, key: &str) -> Option<Found> {
        self.ask(key);
        if let Some(variable) = self.section.variable(key)
            && let Some(value) = self.section.environment.get(&variable)
        {
            let scalar = Scalar::Text { text: value.to_owned(), untyped: true };
            return Some(Found { scalar, origin: Origin::Variable, key: variable });
        }
        let node = self.section.table.get(key)?;
        let (origin, path) = (self.section.at(node), self.section.key_path(key));
        let scalar = match &node.value {
            Value::Text(text) => match substitute(text, &self.section.environment) {
                Ok((text, _)) if text.is_empty() => return None,
                Ok((text, untyped)) => Scalar::Text { text, untyped },
                Err(error) => {
                    self.problems.add(origin, path, error.to_string());
                    return None;
                }
            },
            Value::Integer(number) => Scalar::Integer(*number),
            Value::Boolean(truth) => Scalar::Boolean(*truth),
            Value::Array(_) => Scalar::Other("a list"),
            Value::Table(_) => Scalar::Other("a table"),
            Value::Other(kind) => Scalar::Other(kind),
        };
        Some(Found { scalar, origin, key: path })
    }

    fn accept<T>(&mut self, found: Found, value: Result<T, String>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(why) => {
                self.problems.add(found.origin, found.key, why);
                None
            }
        }
    }
}

fn within<T: PartialOrd + Copy>(value: T, range: &RangeInclusive<T>, text: impl Fn(T) -> String) -> Result<T, String> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(format!("{} is out of range; write {} to {}", text(value), text(*range.start()), text(*range.end())))
}
