//! The form in which an item holds a text, and the plain text it is.

use crate::nitf::story;
use crate::plain_text::{looks_like_html, plain_text};
use article::tidy_paragraphs;

/// A form of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextForm {
    Plain,
    /// HTML, or markup that is read as if it were.
    Html,
    /// A document in NITF.
    Nitf,
}

/// The form of a text: as it says, else by its looks.
pub(crate) fn form_of(content_type: Option<&str>, text: &str) -> TextForm {
    match content_type.map(str::to_ascii_lowercase) {
        Some(kind) if kind.contains("nitf") => TextForm::Nitf,
        Some(kind) if kind.contains("html") || kind.contains("xml") => TextForm::Html,
        Some(_) => TextForm::Plain,
        None if !text.trim_start().starts_with('<') => TextForm::Plain,
        None if story::is_nitf(text) => TextForm::Nitf,
        None if looks_like_html(text) => TextForm::Html,
        None => TextForm::Plain,
    }
}

/// The plain text of a text of this form.
pub(crate) fn plain(form: TextForm, text: &str) -> String {
    match form {
        TextForm::Plain => tidy_paragraphs(text),
        TextForm::Html => plain_text(text),
        TextForm::Nitf => story::story_of(text).unwrap_or_else(|| plain_text(text)),
    }
}
