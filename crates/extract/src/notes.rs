//! Why an article says what it says: which rule gave each field, what else stood there, and what was cut away.
//!
//! In: notes that the extractors take while they read. Out: an [`Explanation`] to look at or to print. Without a reader
//! nothing is noted and nothing is computed for it: every text of a note comes from a closure.

use article::{collapse_white_space, printable};
use std::cell::RefCell;
use std::fmt::{self, Display, Formatter};

/// Most characters of a value or a cut text that an explanation repeats.
const EXCERPT: usize = 100;

/// Most notes of one document: what a hostile page could make of it stays bounded.
const MAX_NOTES: usize = 2_000;

/// How one document was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation {
    /// In the order of reading.
    pub notes: Vec<Note>,
}

/// One thing that happened while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A value went into the article.
    Chose {
        /// The article's field, as in the message: `headline`, `by`, `date` …
        field: &'static str,
        /// The rule that gave it, such as `json_ld headline`.
        rule: String,
        /// The value, shortened.
        value: String,
    },
    /// A value stood in the document and was not taken.
    Passed {
        /// The field it could have been.
        field: &'static str,
        /// Where it stood.
        rule: String,
        /// The value, shortened.
        value: String,
        /// Why it was not taken, as a lower-case fragment.
        why: &'static str,
    },
    /// A piece of the document was kept out of the body.
    Cut {
        /// The rule that cut it, such as `link list`.
        rule: &'static str,
        /// The element, such as `div.related#more`.
        block: String,
        /// Its text, shortened.
        text: String,
    },
}

/// Takes notes when somebody will read them.
#[derive(Debug, Default)]
pub(crate) struct Notes(Option<RefCell<Explanation>>);

impl Notes {
    /// Nobody reads them: nothing is noted.
    pub(crate) const fn off() -> Self {
        Self(None)
    }

    pub(crate) fn on() -> Self {
        Self(Some(RefCell::default()))
    }

    /// This value goes into the article by this rule.
    pub(crate) fn chose(&self, field: &'static str, rule: &str, value: impl FnOnce() -> String) {
        self.add(|| Note::Chose { field, rule: rule.to_owned(), value: excerpt(&value()) });
    }

    /// This value stood there and was not taken.
    pub(crate) fn passed(&self, field: &'static str, rule: &str, why: &'static str, value: impl FnOnce() -> String) {
        self.add(|| Note::Passed { field, rule: rule.to_owned(), value: excerpt(&value()), why });
    }

    /// This block is no part of the body: its element and its text.
    pub(crate) fn cut(&self, rule: &'static str, block: impl FnOnce() -> (String, String)) {
        self.add(|| {
            let (block, text) = block();
            Note::Cut { rule, block, text: excerpt(&text) }
        });
    }

    /// What was noted so far.
    pub(crate) fn explanation(self) -> Explanation {
        self.0.map(RefCell::into_inner).unwrap_or_default()
    }

    fn add(&self, note: impl FnOnce() -> Note) {
        let Some(explanation) = &self.0 else { return };
        if explanation.borrow().notes.len() < MAX_NOTES {
            let note = note();
            explanation.borrow_mut().notes.push(note);
        }
    }
}

fn excerpt(text: &str) -> String {
    let text = printable(&collapse_white_space(text));
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => text.split_at_checked(end).map_or_else(String::new, |(start, _)| format!("{start}…")),
        None => text,
    }
}

impl Display for Explanation {
    /// A line a note: what was chosen, what was passed over, then what was cut.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let (cuts, fields): (Vec<_>, Vec<_>) = self.notes.iter().partition(|note| matches!(note, Note::Cut { .. }));
        fields.into_iter().chain(cuts).try_for_each(|note| writeln!(out, "{note}"))
    }
}

impl Display for Note {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chose { field, rule, value } => write!(out, "{field:<10} {rule}: {value}"),
            Self::Passed { field, rule, value, why } => write!(out, "{field:<10} not {rule}: {value} ({why})"),
            Self::Cut { rule, block, text } => {
                write!(out, "{:<10} {rule}: <{}> {text}", "cut", printable(block))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_read_as_lines_cuts_last() {
        let notes = Notes::on();
        notes.cut("link list", || ("ul.more".to_owned(), "One\n two".to_owned()));
        notes.chose("headline", "h1", || "A bridge".repeat(40));
        notes.passed("headline", "title", "names the site", || "A bridge | The Post".to_owned());
        let text = notes.explanation().to_string();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("headline   h1: A bridge") && lines[0].ends_with('…'), "{text}");
        assert_eq!(lines[1], "headline   not title: A bridge | The Post (names the site)");
        assert_eq!(lines[2], "cut        link list: <ul.more> One two");
    }

    #[test]
    fn nothing_is_computed_when_nobody_reads() {
        Notes::off().chose("by", "meta author", || unreachable!());
    }

    #[test]
    fn a_page_cannot_make_its_explanation_endless() {
        let notes = Notes::on();
        for _ in 0..3 * MAX_NOTES {
            notes.cut("hidden", || (String::new(), String::new()));
        }
        assert_eq!(notes.explanation().notes.len(), MAX_NOTES);
    }
}
