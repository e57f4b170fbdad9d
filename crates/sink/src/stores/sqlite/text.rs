//! The text index: what of an article goes into it, its labels too.

use crate::search::folded_text;

pub(super) const WRITE_TEXT: &str =
    "INSERT INTO article_text (rowid, headline, summary, body, labels) VALUES (?, ?, ?, ?, ?)";

/// Every article has it.
pub(super) const EVERY: &str = "article_";

/// Parameters of [`WRITE_TEXT`].
pub(super) fn text_of(
    id: i64,
    headline: Option<&str>,
    summary: Option<&str>,
    body: &str,
    labels: &[String],
) -> (i64, Option<String>, Option<String>, String, String) {
    let mut words = EVERY.to_owned();
    for label in labels {
        words.push(' ');
        words.push_str(&label_word(label));
    }
    (id, headline.map(folded_text), summary.map(folded_text), folded_text(body), words)
}

/// A label as one word of the index. No stemmer takes anything off its end.
pub(super) fn label_word(label: &str) -> String {
    label.replace(' ', "_") + "_"
}
