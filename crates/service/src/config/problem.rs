//! What is wrong with a configuration, where, and what to do about it.

use article::Escaping;
use std::fmt::{self, Write};
use std::sync::Arc;

/// Where a value was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A line of a file, counted from 1.
    Line(Arc<str>, usize),
    /// A file as a whole.
    File(Arc<str>),
    /// An environment variable.
    Variable,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(file, line) => write!(f, "{file}:{line}"),
            Self::File(file) => f.write_str(file),
            Self::Variable => f.write_str("environment"),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub origin: Origin,
    /// The key (`http.listen`, `source.wire.path`) or the variable. Empty: the file as a whole.
    pub key: String,
    /// What is wrong; what to do.
    pub text: String,
}

impl fmt::Display for Problem {
    /// In one line, whatever it quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = Escaping(f);
        write!(line, "{}: ", self.origin)?;
        if !self.key.is_empty() {
            write!(line, "{}: ", self.key)?;
        }
        line.write_str(&self.text)
    }
}

/// What is repeated of a wrong value.
pub(super) fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Everything that is wrong, gathered while reading. Displayed as one line a problem, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    found: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Problems {
    /// Adds one.
    pub fn add(&mut self, origin: Origin, key: impl Into<String>, text: impl Into<String>) {
        self.found.push(Problem { origin, key: key.into(), text: text.into() });
    }

    /// Adds what may well be meant, and is rather not.
    pub fn warn(&mut self, origin: Origin, key: impl Into<String>, text: impl Into<String>) {
        self.warnings.push(Problem { origin, key: key.into(), text: text.into() });
    }

    /// What was warned of, in the order it was found. Not among the problems.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All problems, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.found.iter()
    }

    /// Ends the reading: an error with all problems if there are any.
    pub fn check(mut self) -> Result<(), Self> {
        self.found.sort();
        self.found.dedup();
        if self.found.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.found.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
