//! What stands below the story of a message in IPTC 7901: notes, contacts, sign-offs and the date, all for editors.
//!
//! Only an end is cut: where something follows that reads as a paragraph of the story, what stands above that is the
//! story's, be it a rule, a list of numbers or a sentence about publication.

use super::control::{is_number, year_of};
use crate::dates::value::IsoDate;

/// Longest sign-off of those who wrote and edited a text, in characters.
pub(super) const LONGEST_SIGN_OFF: usize = 60;

/// What says that all below it is for editors.
const NOT_FOR_PUBLICATION: &str = "not intended for publication";

/// The heading over the notes, in the languages of dpa.
const NOTEBOOK: &[&str] =
    &["# notebook", "# notizblock", "# notizbuch", "# bloc-notes", "# bloc de notas", "# notatnik"];

/// Most words of a label.
const LONGEST_LABEL: usize = 3;

/// The story, and what stands below it for editors.
pub(super) fn parted(text: &str) -> (&str, &str) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut next = "";
    let mut opened = lines.len();
    for (at, line) in lines.iter().enumerate().rev().filter(|(_, line)| !line.trim().is_empty()) {
        if opens_notes(line, next) {
            opened = at;
        }
        next = line;
    }
    // What can be cut stands behind the last paragraph of the story.
    let before = lines.get(..opened).unwrap_or(&lines);
    let told = end_of_story(before);
    let below = before.iter().skip(told).position(|line| is_rule_or_date(line)).map_or(opened, |at| told + at);
    let length = lines.iter().take(below).map(|line| line.len()).sum();
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// Whether all from this line on is for editors. A heading whose parts have headings of their own is that of notes.
fn opens_notes(line: &str, next: &str) -> bool {
    let has_parts = is_heading(line.trim()) && next.trim_start().starts_with("## ");
    let line = line.trim().trim_start_matches('(').to_lowercase();
    let warns = line.starts_with("the following ") && line.contains(NOT_FOR_PUBLICATION);
    warns
        || line.starts_with(NOT_FOR_PUBLICATION)
        || NOTEBOOK.iter().any(|heading| line.starts_with(heading))
        || has_parts
}

fn is_rule_or_date(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("* * *") || is_heading(line) || date_of(line).is_some()
}

/// `# Contact`, and not `# 1 Flood`
fn is_heading(line: &str) -> bool {
    let name = line.strip_prefix("# ").or_else(|| line.strip_prefix("## "));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic()))
}

/// How many lines there are up to the end of the last paragraph that reads as one of the story.
fn end_of_story(lines: &[&str]) -> usize {
    let mut end = 0;
    let mut from = 0;
    for at in 0..=lines.len() {
        let line = lines.get(at).copied().unwrap_or_default();
        if line.trim().is_empty() || is_rule_or_date(line) {
            if lines.get(from..at).is_some_and(is_told) {
                end = at;
            }
            from = at + 1;
        }
    }
    end
}

/// Whether lines are a paragraph of a story: they end as a sentence does, and are neither a list, nor a label with what
/// belongs to it, nor an address.
fn is_told(lines: &[&str]) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
    let first = first.trim();
    let last = last.trim_end().trim_end_matches(['"', '\'', '”', '’', '“', '»', '«', ')', ']']);
    let ends = last.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।']);
    let is_list = first.starts_with(['-', '*', '•', '#', '+', '<']);
    let is_label = first.split_whitespace().take(LONGEST_LABEL).any(|word| word.ends_with(':'))
        && !first.contains(['"', '„', '“', '«', '»'])
        && !last.ends_with(':');
    let is_address = lines.iter().any(|line| line.contains('@') || line.contains("://") || line.contains("www."));
    let length: usize = lines.iter().map(|line| line.chars().count()).sum();
    let is_initials = first.starts_with(char::is_lowercase) && length <= LONGEST_SIGN_OFF;
    ends && !is_list && !is_label && !is_address && !is_initials
}

/// `211259 GMT Nov 18`: day, hour and minute, the zone where it is named, month, year.
pub(super) fn date_of(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let (clock, zone, month, year) = match words.as_slice() {
        [clock, month, year] => (*clock, "", *month, *year),
        [clock, zone, month, year] => (*clock, *zone, *month, *year),
        _ => return None,
    };
    let (day, time) = clock.split_at_checked(2).filter(|_| is_number(clock, 6))?;
    let (hour, minute) = time.split_at_checked(2)?;
    let year = year_of(year).filter(|_| month.chars().all(char::is_alphabetic))?;
    let in_day = |number: &str, most: u8| number.parse::<u8>().is_ok_and(|number| number <= most);
    let is_clock = in_day(day, 31) && in_day(hour, 24) && in_day(minute, 59);
    let is_zone = zone.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '+' | '-' | ':') || c.is_ascii_digit());
    let is_date = is_clock && is_zone && IsoDate::parse(&format!("1 {month} {year}")).is_some();
    is_date.then(|| format!("{day} {month} {year} {hour}:{minute} {zone}").trim_end().to_owned())
}
