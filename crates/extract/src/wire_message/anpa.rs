//! ANPA 1312: two lines of codes, lines above the story that begin with `^`, paragraphs that begin with a tab, the date.
//!
//! `f l`, two signs, `BC-LT--Argentina 11-13 1049`: priority, category, how the text is set, slug, day, words. The lines above
//! end with `<`, bylines with `=`.

use super::above::put_notices;
use super::control::{ETX, STX, US, is_number, year_of};
use super::notice::{Place, notice_of};
use crate::byline_names::opens_byline;
use crate::item::properties::Properties;
use crate::notes::Notes;
use article::{collapse_white_space, rel, tidy_paragraphs};
use serde_json::json;

/// The vocabulary of the categories, as the catalog of IPTC has it.
const CATEGORIES: (&str, &str) = ("a1312cat", "http://cvx.iptc.org/anpa1312-category/");

/// What lines for editors begin with.
const NOTES: &[&str] = &["Eds:", "Eds.:", "EDITOR", "Editor"];

/// The message as an item; `None`: it has another header.
pub(super) fn read(message: &str, notes: &Notes) -> Option<Properties> {
    let (number, rest) = message.split_once('\n')?;
    let (number, _) = number.split_once(US)?;
    let (service, number) = number.split_at_checked(1)?;
    let is_numbered = service.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_number(number, 4);
    let (codes, rest) = rest.split_once('\n').filter(|_| is_numbered)?;
    let mut item = Properties::default();
    read_codes(codes, &mut item);
    let (text, end) = rest.split_once(ETX).unwrap_or((rest, ""));
    let text = text.trim_start_matches(|c: char| c.is_whitespace() && c != '\t').trim_start_matches(STX);
    let length = text.split_inclusive('\n').take_while(|line| is_above(line)).map(str::len).sum();
    let (above, story) = text.split_at_checked(length)?;
    read_above(above, notes, &mut item);
    item.put("contentCreated", date_of(end));
    let mut paragraphs = String::with_capacity(story.len());
    for line in story.lines() {
        // A paragraph begins with a tab; line ends of text that is set in columns stay.
        paragraphs.push_str(if line.starts_with('\t') { "\n\n" } else { "\n" });
        paragraphs.push_str(line.trim());
    }
    let story = tidy_paragraphs(&paragraphs);
    if !story.is_empty() {
        item.add("bodies", json!({"role": "main", "contentType": "text/plain", "value": story}));
    }
    Some(item)
}

fn is_above(line: &str) -> bool {
    line.trim().is_empty() && !line.starts_with('\t') || line.starts_with('^')
}

fn read_codes(codes: &str, item: &mut Properties) {
    let category = codes.split_whitespace().nth(1).and_then(|word| word.chars().next());
    if let Some(category) = category.filter(char::is_ascii_alphabetic) {
        let (prefix, scheme) = CATEGORIES;
        let literal = format!("{prefix}:{category}");
        item.add("subjects", json!({"uri": format!("{scheme}{category}"), "literal": literal, "rel": rel::ABOUT}));
    }
}

/// The lines above the story: slug, headline, notes, bylines, what it says in short.
fn read_above(above: &str, notes: &Notes, item: &mut Properties) {
    let in_note = |text: &str| notice_of(text, Place::Note);
    let mut told = Vec::new();
    let mut lines = above.lines().map(|line| line.trim().trim_start_matches('^')).filter(|line| !line.is_empty());
    let slug = lines.next().map(plain).unwrap_or_default();
    // `BC-LT--Argentina,466`: the words of the text.
    let (slug, count) = slug.rsplit_once(',').unwrap_or((&slug, ""));
    let is_counted = count.bytes().all(|byte| byte.is_ascii_digit());
    let slug = if is_counted { slug.to_owned() } else { format!("{slug},{count}") };
    item.put("slugline", Some(slug).filter(|slug| !slug.is_empty()));
    // `BC-LT--Argentina, KILL`
    told.extend(item.text("slugline").into_iter().flat_map(|slug| slug.split(',').skip(1)).filter_map(in_note));
    let mut bylines: Vec<String> = Vec::new();
    let mut has_headline = false;
    for line in lines {
        let text = plain(line);
        if line.trim_end().ends_with('=') {
            bylines.push(text);
        } else if NOTES.iter().any(|mark| text.starts_with(mark)) {
            told.extend(in_note(&text));
            item.add_note(Some(text));
        } else if let Some(notice) = notice_of(&text, if has_headline { Place::LastLine } else { Place::Line }) {
            told.push(notice);
            item.add_note(Some(text));
        } else if is_list_of_pictures(&text) {
            notes.passed("headline", "line above the story", "numbers of pictures", || text);
        } else if has_headline {
            item.add_text("descriptions", "summary", Some(text));
        } else {
            has_headline = true;
            item.add_text("headlines", "main", Some(text));
        }
    }
    put_notices(&told, item);
    // What follows the names is their title or their agency.
    let byline = bylines.iter().find(|line| opens_byline(line)).or(bylines.first());
    item.put("by", byline.cloned());
}

/// A line without the sign that ends it.
fn plain(line: &str) -> String {
    collapse_white_space(line.trim_end().trim_end_matches(['<', '=']))
}

/// `AP Photo XNP101, XNP102`: a word or two, and nothing but numbers.
fn is_list_of_pictures(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &&str| word.chars().any(|c| c.is_ascii_digit()) && !word.chars().any(char::is_lowercase);
    let numbers = words.iter().rev().take_while(|word| is_number(word)).count();
    numbers > 0 && numbers + 3 >= words.len()
}

/// `AP-WF-11-13-13 1509GMT`: month, day, year, hour and minute.
fn date_of(end: &str) -> Option<String> {
    let mut words = end.split_whitespace();
    words
        .find_map(|word| {
            let mut parts = word.rsplit('-');
            let [year, day, month] = [parts.next()?, parts.next()?, parts.next()?];
            let year = year_of(year).filter(|_| is_number(day, 2) && is_number(month, 2))?;
            Some(format!("{year}-{month}-{day}"))
        })
        .map(|day| match words.next().and_then(|word| word.split_at_checked(4)) {
            Some((time, zone)) if is_number(time, 4) => {
                let (hour, minute) = time.split_at_checked(2).unwrap_or_default();
                let is_utc = zone.starts_with("GMT") || zone.starts_with("UTC");
                format!("{day}T{hour}:{minute}{}", if is_utc { "Z" } else { "" })
            }
            Some(_) | None => day,
        })
}
