//! IPTC 7901: a line of codes, the slug, the headline up to a line that ends with ` =`, the text.
//!
//! `ecp0007 4 s 850  dpa-tns 0908`: source and number, priority, category, words, what the source says to its own.

use super::control::{ETX, STX, is_number, year_of};
use super::unwrap::unwrapped;
use crate::byline_names::opens_byline;
use crate::item::properties::Properties;
use crate::notes::Notes;
use article::{collapse_white_space, rel, tidy_paragraphs};
use serde_json::json;

/// Most lines between the codes and the text, and of the end in which the date is looked for.
const MAX_HEAD: usize = 30;
const MAX_END: usize = 10;

/// What begins the part that is for editors: headings and rules, which no text of a wire has, and a warning.
const FOR_EDITORS: &[&str] = &["# ", "## ", "* * *"];
const NOT_FOR_PUBLICATION: &str = "not intended for publication";

/// The message as an item; `None`: it has another header.
pub(super) fn read(message: &str, notes: &Notes) -> Option<Properties> {
    let (codes, rest) = message.split_once('\n').unwrap_or((message, ""));
    let mut item = Properties::default();
    read_codes(codes, &mut item)?;
    let (text, end) = rest.split_once(ETX).unwrap_or((rest, ""));
    let (slug, text) = match text.split_once(STX) {
        Some((slug, text)) => (slug, text),
        None => slug_without_mark(text),
    };
    read_slug(slug, &mut item);
    let text = read_headlines(text, &mut item);
    let (story, for_editors) = parted(text);
    let end = [for_editors, end].join("\n");
    item.put(
        "contentCreated",
        end.lines().rev().filter(|line| !line.trim().is_empty()).take(MAX_END).find_map(date_of),
    );
    notes.cut("for editors", || ("message".to_owned(), end.clone()));
    let story = tidy_paragraphs(&unwrapped(story));
    if !story.is_empty() {
        item.add("bodies", json!({"role": "main", "contentType": "text/plain", "value": story}));
    }
    Some(item)
}

fn read_codes(codes: &str, item: &mut Properties) -> Option<()> {
    let mut words = codes.split_whitespace();
    let number = words.next()?;
    let letters = number.find(|c: char| !c.is_ascii_alphabetic())?;
    let (source, number) = number.split_at_checked(letters)?;
    let is_numbered = !source.is_empty() && (3..=5).any(|digits| is_number(number, digits));
    let priority = words.next().filter(|word| is_number(word, 1) && *word != "0")?;
    let category =
        words.next().filter(|word| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    words.next().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()) && is_numbered)?;
    item.put("urgency", Some(priority));
    item.add("subjects", json!({"literal": category, "rel": rel::ABOUT}));
    Some(())
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

/// Headline, byline and what is said of the version, up to a line that ends with `=`. Returns the text after them.
fn read_headlines<'a>(text: &'a str, item: &mut Properties) -> &'a str {
    let text = text.trim_start();
    let lines = text.split_inclusive('\n').take(MAX_HEAD);
    let mut length = 0;
    let mut is_head = false;
    for line in lines {
        length += line.len();
        is_head = line.trim_end().ends_with('=');
        if is_head {
            break;
        }
    }
    let Some((head, rest)) = text.split_at_checked(length).filter(|_| is_head) else { return text };
    let lines = head.lines().map(|line| line.trim().trim_end_matches('=').trim()).filter(|line| !line.is_empty());
    let (bylines, lines): (Vec<&str>, Vec<&str>) = lines.partition(|line| opens_byline(line));
    item.put("by", Some(bylines.join(", ")).filter(|by| !by.is_empty()));
    // `REFILE`, `1ST LEAD`: not the headline, unless all of it is in capitals.
    let first = lines.iter().position(|line| line.chars().any(char::is_lowercase)).unwrap_or(0);
    let (versions, headline) = lines.split_at_checked(first).unwrap_or((&[], &lines));
    item.add_note(Some(versions.join(", ")).filter(|note| !note.is_empty()));
    item.add_text("headlines", "main", Some(headline.join(" ")).filter(|headline| !headline.is_empty()));
    rest
}

/// The story, and what stands below it for editors.
fn parted(text: &str) -> (&str, &str) {
    let is_for_editors = |line: &str| {
        let line = line.trim_start();
        FOR_EDITORS.iter().any(|mark| line.starts_with(mark)) || line.contains(NOT_FOR_PUBLICATION)
    };
    let is_end = |line: &&str| is_for_editors(line) || date_of(line).is_some();
    let length = text.split_inclusive('\n').take_while(|line| !is_end(line)).map(str::len).sum();
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// `211259 GMT Nov 18`: day, hour and minute, the zone where it is named, month, year.
fn date_of(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let (clock, zone, month, year) = match words.as_slice() {
        [clock, month, year] => (*clock, "", *month, *year),
        [clock, zone, month, year] => (*clock, *zone, *month, *year),
        _ => return None,
    };
    let (day, time) = clock.split_at_checked(2).filter(|_| is_number(clock, 6))?;
    let (hour, minute) = time.split_at_checked(2)?;
    let is_month = month.chars().all(char::is_alphabetic);
    let year = year_of(year).filter(|_| is_month)?;
    Some(format!("{day} {month} {year} {hour}:{minute} {zone}").trim_end().to_owned())
}
