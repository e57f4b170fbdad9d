//! The lines between headline and story that say when it was published and by whom: they are about the article, not of it.
//!
//! In: the text of the story, its dates and its byline. Out: the text without such lines at its head, and without one at
//! its end. A line that says
//! anything else stays, and so does a day that is not the article's: stories open with days, too.

use super::dated::Dated;
use super::labels::without_labels;
use crate::byline_words::BEFORE;
use crate::dates::printed::{Printed, printed_dates};
use crate::notes::Notes;
use article::StatedDate;
use chrono::NaiveDate;
use foldhash::HashSet;
use std::sync::LazyLock;

/// Longest line that is looked at, in bytes.
const LONGEST: usize = 200;

/// Most lines that are cut.
const MOST: usize = 4;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("date_line.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.flat_map(|(_, words)| words.split(['|', ' '])).collect()
});

/// The text without the lines at its head that only say when the story was published, and by whom of these names.
pub(crate) fn without_date_lines<'a>(
    text: &'a str,
    page: &Dated<'_>,
    dates: &[StatedDate],
    byline: Option<&str>,
    notes: &Notes,
) -> &'a str {
    let days: Vec<NaiveDate> = dates.iter().filter_map(StatedDate::first_day).collect();
    let mut rest = text;
    for _ in 0..MOST {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if after.is_empty() || !is_about_article(line, page, &days, byline) {
            break;
        }
        notes.cut("date line", || ("p".to_owned(), line.to_owned()));
        rest = after.trim_start_matches(['\n', ' ']);
    }
    if let Some((before, line)) = rest.rsplit_once('\n')
        && is_labelled_date(line, page)
    {
        notes.cut("date line", || ("p".to_owned(), line.to_owned()));
        rest = before.trim_end_matches(['\n', ' ']);
    }
    rest
}

/// Whether a line is a word that says what a date dates, and the date: `First published: 24 October 2024`.
fn is_labelled_date(line: &str, page: &Dated<'_>) -> bool {
    let is_labelled = || without_labels(&line.to_lowercase()).len() < line.to_lowercase().len();
    line.len() <= LONGEST && is_labelled() && is_about_article(line, page, &[], None)
}

fn is_about_article(line: &str, page: &Dated<'_>, days: &[NaiveDate], byline: Option<&str>) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let found: Vec<Printed> = printed_dates(line, &page.setting).collect();
    let mut left = String::new();
    let mut from = 0;
    for date in &found {
        left.push_str(line.get(from..date.at).unwrap_or_default());
        left.push(' ');
        from = date.end;
    }
    left.push_str(line.get(from..).unwrap_or_default());
    let left = left.to_lowercase();
    let unlabelled = without_labels(&left);
    let is_labelled = unlabelled.len() < left.len();
    // A diary opens with a day as well.
    let is_own = |date: &Printed| days.iter().any(|day| (date.date.local_day() - *day).num_days().abs() <= 1);
    let unnamed = without_names(&unlabelled, byline);
    let is_dated = found.iter().any(is_own) || (is_labelled && !found.is_empty());
    (is_dated || unnamed.len() < unlabelled.len()) && says_nothing(&unnamed, page)
}

/// A line without the names of the byline and the word before them.
fn without_names(line: &str, byline: Option<&str>) -> String {
    let mut left = line.to_owned();
    let names: Vec<String> = byline.into_iter().flat_map(|byline| byline.split(", ")).map(str::to_lowercase).collect();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !left.contains(name.as_str()) {
            continue;
        }
        // `24 October by Ann Lee`
        for word in BEFORE {
            left = left.replace(&format!(" {word} {name}"), " ");
        }
        left = left.replace(name.as_str(), " ");
    }
    if left.len() < line.len() {
        let start = left.trim_start();
        let opening = BEFORE.iter().find_map(|word| start.strip_prefix(word));
        let opening = opening.filter(|rest| !rest.starts_with(char::is_alphanumeric)).map(str::to_owned);
        left = opening.unwrap_or(left);
    }
    left
}

/// Whether what is left of a line are words that stand beside dates, and marks.
fn says_nothing(line: &str, page: &Dated<'_>) -> bool {
    let is_reading_time = || line.split_whitespace().any(|word| word.starts_with("min") || word.starts_with("мин"));
    let words = line.split(|c: char| !c.is_alphanumeric() && !text::belongs_to_letter(c) && !matches!(c, '’' | '\''));
    words.filter(|word| !word.is_empty()).all(|word| {
        let is_number = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        WORDS.contains(word) || page.setting.stands_beside_dates(word) || (is_number && is_reading_time())
    })
}
