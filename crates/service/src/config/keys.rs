//! The reader that takes the keys of one table, collects what is wrong with them, and notes what was asked.

use super::document::Value;
use super::problem::{Origin, Problems, short};
use super::register::{AskedKey, Form, Written};
use super::section::Section;
use super::setting::Setting;
use super::substitution::substitute;
use super::suggestion::did_you_mean;
use super::units::{duration_text, parse_duration, parse_size, size_text};
use article::shown_url;
use std::fmt;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// Reads the keys of one table. Every method answers with nothing when the key is absent or empty, and also when it is
/// wrong; then it has added a problem, and what is read serves only to find more of them.
#[derive(Debug)]
pub struct Keys<'a> {
    pub(super) section: &'a Section,
    pub(super) problems: &'a mut Problems,
    asked: Vec<AskedKey>,
    /// Keys that may be there and hold no setting of their own: tables, and files of secrets.
    besides: Vec<String>,
}

/// A value that was found, and where.
pub(super) struct Found {
    scalar: Scalar,
    pub(super) origin: Origin,
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
        let besides = read.iter().map(|key| (*key).to_owned()).collect();
        Keys { section: self, problems, asked: Vec::new(), besides }
    }
}

impl Keys<'_> {
    /// The section's name.
    pub fn name(&self) -> &str {
        self.section.name()
    }

    /// A text.
    pub fn text<'k>(&'k mut self, key: &str) -> Setting<'k, String> {
        self.of_text(key, Form::Text, |text| Ok(text.to_owned()))
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &str) -> Option<String> {
        self.required(key, |keys, key| keys.text(key).given())
    }

    /// A file or directory; relative to the working directory.
    pub fn path<'k>(&'k mut self, key: &str) -> Setting<'k, PathBuf> {
        self.of_text(key, Form::Path, |text| Ok(PathBuf::from(text)))
    }

    /// A file or directory that must be named. Whether it exists is not looked at.
    pub fn required_path(&mut self, key: &str) -> Option<PathBuf> {
        self.required(key, |keys, key| keys.path(key).given())
    }

    /// An absolute http or https URL with a host.
    pub fn url<'k>(&'k mut self, key: &str) -> Setting<'k, Url> {
        // The text is not repeated: URLs of feeds may hold a token.
        let parse = |text: &str| match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
            Ok(url) => Err(format!("is a `{}` URL; write an http or https URL with a host", url.scheme())),
            Err(error) => Err(format!("is not an absolute URL: {error}; write https://HOST/PATH")),
        };
        self.of_text(key, Form::Url, parse)
    }

    /// An http or https URL that must be there.
    pub fn required_url(&mut self, key: &str) -> Option<Url> {
        self.required(key, |keys, key| keys.url(key).given())
    }

    /// A whole number and `ms`, `s`, `m`, `h` or `d`, within a range.
    pub fn duration<'k>(&'k mut self, key: &str, range: RangeInclusive<Duration>) -> Setting<'k, Duration> {
        self.of_text(key, Form::Duration(*range.start(), *range.end()), |text| {
            let duration = parse_duration(text)
                .ok_or_else(|| format!("`{}` is not a duration; write 500ms, 2s, 5m, 12h or 7d", short(text)))?;
            within(duration, &range, duration_text)
        })
    }

    /// A whole number and `B`, `KiB`, `MiB`, `GiB` or `TiB`, within a range; in bytes.
    pub fn size<'k>(&'k mut self, key: &str, range: RangeInclusive<u64>) -> Setting<'k, u64> {
        self.of_text(key, Form::Size(*range.start(), *range.end()), |text| {
            let size = parse_size(text)
                .ok_or_else(|| format!("`{}` is not a size; write 512B, 64KiB, 8MiB or 20GiB", short(text)))?;
            within(size, &range, size_text)
        })
    }

    /// A whole number within a range.
    pub fn integer<'k, T>(&'k mut self, key: &str, range: RangeInclusive<T>) -> Setting<'k, T>
    where
        T: TryFrom<i64> + TryInto<i64> + PartialOrd + Copy + fmt::Display,
    {
        let (least, most) = (*range.start(), *range.end());
        self.ask(key, Form::Integer(number_of(least), number_of(most)));
        let read = |found: &Found| {
            let number = match &found.scalar {
                Scalar::Integer(number) => Ok(*number),
                Scalar::Text { text, untyped: true } => {
                    text.trim().parse().map_err(|_| format!("`{}` is not a whole number", short(text)))
                }
                Scalar::Text { .. } => Err("is a text; write a whole number without quotes".to_owned()),
                Scalar::Boolean(_) => Err("is a truth value; write a whole number".to_owned()),
                Scalar::Other(kind) => Err(format!("is {kind}; write a whole number")),
            }?;
            let out = || format!("{number} is out of range; write {least} to {most}");
            let fits = T::try_from(number).ok().filter(|number| range.contains(number)).ok_or_else(out)?;
            Ok((fits, Written::Integer(number)))
        };
        let value = self.read(key, read);
        Setting::new(self.asked.last_mut(), value)
    }

    /// `true` or `false`.
    pub fn boolean<'k>(&'k mut self, key: &str) -> Setting<'k, bool> {
        self.ask(key, Form::Boolean);
        let read = |found: &Found| {
            let wrong = || "is not a truth value; write true or false, without quotes".to_owned();
            let truth = match &found.scalar {
                Scalar::Boolean(truth) => Ok(*truth),
                Scalar::Text { text, untyped: true } => text.trim().parse().map_err(|_| wrong()),
                Scalar::Text { .. } | Scalar::Integer(_) | Scalar::Other(_) => Err(wrong()),
            }?;
            Ok((truth, Written::Boolean(truth)))
        };
        let value = self.read(key, read);
        Setting::new(self.asked.last_mut(), value)
    }

    /// One of a few words, each with what it stands for.
    pub fn one_of<'k, T: Copy>(&'k mut self, key: &str, choices: &[(&str, T)]) -> Setting<'k, T> {
        let words = choices.iter().map(|(word, _)| (*word).to_owned()).collect();
        self.of_text(key, Form::OneOf(words), |text| {
            let chosen = choices.iter().find(|(word, _)| *word == text);
            chosen.map(|(_, choice)| *choice).ok_or_else(|| {
                let mean = did_you_mean(text, choices.iter().map(|(word, _)| *word));
                format!("`{}` is none of its values; {mean}", short(text))
            })
        })
    }

    /// A text that `parse` turns into what it stands for, or says what is wrong and what to do.
    pub fn parsed<'k, T>(&'k mut self, key: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Setting<'k, T> {
        self.of_text(key, Form::Parsed, parse)
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
        let known = || self.asked.iter().map(|asked| asked.key.as_str()).chain(self.besides.iter().map(String::as_str));
        for (key, node) in &self.section.table {
            if !known().any(|known| known == key) {
                let text = format!("unknown key; {}", did_you_mean(key, known()));
                self.problems.add(self.section.at(node), self.section.key_path(&short(key)), text);
            }
        }
        self.section.register.add(self.asked);
    }

    pub(super) fn required<T>(&mut self, key: &str, read: impl FnOnce(&mut Self, &str) -> Option<T>) -> Option<T> {
        let before = self.problems.len();
        let value = read(self, key);
        if value.is_none() && self.problems.len() == before {
            self.missing(key, &format!("write `{key} = …`"));
        }
        self.note(key, |asked| asked.is_required = true);
        value
    }

    pub(super) fn missing(&mut self, key: &str, advice: &str) {
        self.problem(key, &format!("is missing or empty; {advice}"));
    }

    /// Notes that a key was asked for.
    pub(super) fn ask(&mut self, key: &str, form: Form) {
        self.asked.push(AskedKey {
            table: self.section.path.clone(),
            kind: self.section.kind.clone(),
            key: key.to_owned(),
            form,
            is_required: false,
            default: None,
            given: None,
            variable: self.section.variable(key),
        });
    }

    /// Notes that a key may be there which holds no setting of its own.
    pub(super) fn allow(&mut self, key: &str) {
        self.besides.push(key.to_owned());
    }

    pub(super) fn note_given(&mut self, key: &str, given: Written, origin: Origin) {
        self.note(key, |asked| asked.given = Some((given, origin)));
    }

    pub(super) fn note(&mut self, key: &str, change: impl FnOnce(&mut AskedKey)) {
        if let Some(asked) = self.asked.iter_mut().rev().find(|asked| asked.key == key) {
            change(asked);
        }
    }

    pub(super) fn overridden(&self, key: &str) -> bool {
        self.section.variable(key).is_some_and(|variable| self.section.environment.get(&variable).is_some())
    }

    fn of_text<'k, T>(
        &'k mut self,
        key: &str,
        form: Form,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Setting<'k, T> {
        let is_url = form == Form::Url;
        self.ask(key, form);
        let value = self.read(key, |found| {
            let text = text_of(found)?;
            let value = parse(text)?;
            let shown = if is_url { Url::parse(text).map(|url| shown_url(&url)).ok() } else { Some(text.to_owned()) };
            Ok((value, Written::Text(shown.unwrap_or_else(|| "…".to_owned()))))
        });
        Setting::new(self.asked.last_mut(), value)
    }

    /// Reads the value of a key that was asked for, and notes it as it would be written.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&Found) -> Result<(T, Written), String>,
    ) -> Option<T> {
        let found = self.find(key)?;
        let value = read(&found);
        if let Ok((_, written)) = &value {
            self.note_given(key, written.clone(), found.origin.clone());
        }
        self.accept(found, value.map(|(value, _)| value))
    }

    /// The value of a key: its override, else what the file says. An empty text is no value.
    pub(super) fn find(&mut self, key: &str) -> Option<Found> {
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

    pub(super) fn accept<T>(&mut self, found: Found, value: Result<T, String>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(why) => {
                self.problems.add(found.origin, found.key, why);
                None
            }
        }
    }
}

/// The ends of ranges of settings are all far below.
fn number_of<T: TryInto<i64>>(end: T) -> i64 {
    end.try_into().unwrap_or(i64::MAX)
}

pub(super) fn text_of(found: &Found) -> Result<&str, String> {
    match &found.scalar {
        Scalar::Text { text, .. } => Ok(text),
        Scalar::Integer(_) => Err("is a number; write it in quotes".to_owned()),
        Scalar::Boolean(_) => Err("is a truth value; write a text in quotes".to_owned()),
        Scalar::Other(kind) => Err(format!("is {kind}; write a text in quotes")),
    }
}

fn within<T: PartialOrd + Copy>(value: T, range: &RangeInclusive<T>, text: impl Fn(T) -> String) -> Result<T, String> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(format!("{} is out of range; write {} to {}", text(value), text(*range.start()), text(*range.end())))
}
