//! IPTC 7901: a line of codes, the slug, what stands above the text up to a line that ends with ` =`, the text, and
//! below it what is for editors.
//!
//! `ecp0007 4 s 850  dpa-tns 0908`: service and number, priority, category, words, agency and its number.

use super::above::{put_notices, read_above};
use super::control::{ETX, STX, is_number};
use super::dateline::has_dateline;
use super::notice::{Notice, tells_embargo};
use super::tail::{LONGEST_SIGN_OFF, date_of, parted};
use super::unwrap::unwrapped;
use crate::item::properties::Properties;
use crate::notes::Notes;
use article::{collapse_white_space, rel, tidy_paragraphs};
use serde_json::json;

/// Most lines of the end in which the date is looked for.
const MAX_END: usize = 10;

/// The message as an item; `None`: it has another header.
pub(super) fn read(message: &str, notes: &Notes) -> Option<Properties> {
    let (codes, rest) = message.split_once('\n').unwrap_or((message, ""));
    let mut item = Properties::default();
    let agency = read_codes(codes, &mut item)?;
    let (text, end) = rest.split_once(ETX).unwrap_or((rest, ""));
    let (slug, text) = match text.split_once(STX) {
        Some((slug, text)) => (slug, text),
        None => slug_without_mark(text),
    };
    read_slug(slug, &mut item);
    let text = read_above(text, agency, &mut item);
    let (story, for_editors) = parted(text);
    let end = [for_editors, end].join("\n");
    item.put(
        "contentCreated",
        end.lines().rev().filter(|line| !line.trim().is_empty()).take(MAX_END).find_map(date_of),
    );
    if tells_embargo(&end) {
        put_notices(&[Notice::Embargo], &mut item);
    }
    let story = tidy_paragraphs(&unwrapped(story));
    let (teaser, story) = without_teaser(without_sign_off(&story, agency));
    item.add_text("descriptions", "summary", teaser.map(collapse_white_space));
    if !story.is_empty() {
        item.add("bodies", json!({"role": "main", "contentType": "text/plain", "value": story}));
    }
    notes.cut("for editors", || ("message".to_owned(), end));
    Some(item)
}

/// States what the codes say; returns the agency's. `None`: they are none.
fn read_codes<'a>(codes: &'a str, item: &mut Properties) -> Option<&'a str> {
    let mut words = codes.split_whitespace();
    let service = words.next()?;
    let letters = service.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_numbered = !letters.is_empty() && (3..=5).contains(&(service.len() - letters.len()));
    let priority = words.next().filter(|word| is_numbered && is_number(word, 1) && *word != "0")?;
    let category =
        words.next().filter(|word| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    words.next().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))?;
    item.put("urgency", Some(priority));
    item.add("subjects", json!({"literal": category, "rel": rel::ABOUT}));
    Some(words.next().map_or("", |agency| agency.split('-').next().unwrap_or(agency)))
}

/// The slug where no sign opens the text: the lines at its beginning that end with a stroke.
fn slug_without_mark(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let lines = text.split_inclusive('\n').take_while(|line| line.trim_end().ends_with('/'));
    text.split_at_checked(lines.map(str::len).sum()).unwrap_or(("", text))
}

/// `American Football/NFL/`
fn read_slug(slug: &str, item: &mut Properties) {
    let slug = collapse_white_space(slug);
    let words = slug.split('/').map(str::trim).filter(|word| !word.is_empty());
    words.for_each(|word| item.add("subjects", json!({"name": word, "rel": rel::KEYWORD})));
    item.put("slugline", Some(slug.trim_end_matches('/').to_owned()).filter(|slug| !slug.is_empty()));
}

/// The story without its last line where that is `dpa tca bag`: the agency and the initials of those who made it.
fn without_sign_off<'a>(story: &'a str, agency: &str) -> &'a str {
    let (before, last) = story.rsplit_once("\n\n").unwrap_or(("", story));
    let is_short = last.chars().count() <= LONGEST_SIGN_OFF && !last.contains(char::is_uppercase);
    let is_sign_off = !agency.is_empty() && last.split_whitespace().next() == Some(agency) && !last.ends_with('.');
    if is_short && is_sign_off { before } else { story }
}

/// What a first paragraph says in short, where the dateline opens the second, and the story from there on.
fn without_teaser(story: &str) -> (Option<&str>, &str) {
    match story.split_once("\n\n") {
        Some((first, rest)) if !has_dateline(first) && has_dateline(rest) => (Some(first), rest),
        Some(_) | None => (None, story),
    }
}
