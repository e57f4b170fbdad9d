//! What stands above the text of a message in IPTC 7901: the headline among notes in brackets or capitals, and the byline.

use super::dateline::has_dateline;
use super::notice::{Notice, Place, notice_of};
use crate::byline_names::opens_byline;
use crate::item::embargo::put_embargo;
use crate::item::properties::Properties;

/// Most lines of it.
const MAX_LINES: usize = 30;

/// States what it says; the agency is named in bylines, too. Returns the text below it.
pub(super) fn read_above<'a>(text: &'a str, agency: &str, item: &mut Properties) -> &'a str {
    let text = text.trim_start();
    let (above, rest) = parted(text);
    let (mut headline, mut bylines, mut notes, mut notices) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut told = Vec::new();
    // A note in brackets that is not at its end.
    let mut open: Option<String> = None;
    for line in above.lines() {
        let place = if line.trim_end().ends_with('=') { Place::LastLine } else { Place::Line };
        let line = line.trim().trim_end_matches('=').trim();
        if line.is_empty() {
            continue;
        }
        // A notice stands above the headline.
        let is_above = || headline.iter().all(|line: &&str| is_capitals(line));
        if open.is_some() || line.starts_with('(') {
            let note = open.take().map_or_else(|| line.to_owned(), |before| format!("{before} {line}"));
            if !line.ends_with(')') {
                open = Some(note);
                continue;
            }
            told.extend(notice_of(&note, Place::Note));
            notes.push(note);
        } else if let Some(notice) = notice_of(line, place).filter(|_| is_above()) {
            told.push(notice);
            notices.push(line);
        } else if opens_byline(line) && !headline.is_empty() {
            bylines.push(line);
        } else {
            headline.push(line);
        }
    }
    if let Some(note) = open {
        told.extend(notice_of(&note, Place::Note));
        notes.push(note);
    }
    // `REFILE`, `1ST LEAD`: not the headline, unless all of it is in capitals.
    let first = headline.iter().position(|line| !is_capitals(line)).unwrap_or(0);
    let (versions, headline) = headline.split_at_checked(first).unwrap_or((&[], &headline));
    let joined = |lines: &[&str], between: &str| Some(lines.join(between)).filter(|text| !text.is_empty());
    put_notices(&told, item);
    item.add_note(joined(&notices, ", "));
    item.add_note(joined(versions, ", "));
    item.add_note(Some(notes.join(" ")).filter(|notes| !notes.is_empty()));
    item.add_text("headlines", "main", joined(headline, " "));
    // `Von Ann Lee, dpa`
    let without_agency = |by: String| match by.rsplit_once(", ") {
        Some((names, last)) if last == agency => names.to_owned(),
        Some(_) | None => by,
    };
    item.put("by", joined(&bylines, " ").map(without_agency));
    rest
}

/// States what notices told.
pub(super) fn put_notices(told: &[Notice], item: &mut Properties) {
    if told.contains(&Notice::Kill) {
        item.put("pubStatus", Some("canceled"));
    }
    if told.contains(&Notice::Embargo) {
        put_embargo(item, "");
    }
}

/// What stands above: what ends with a line that ends with `=`, and a byline below that; without such a line a first
/// line that stands alone. Notices may stand apart from it; otherwise it ends where a line is empty.
fn parted(text: &str) -> (&str, &str) {
    let lines: Vec<&str> = text.split_inclusive('\n').take(MAX_LINES).collect();
    let is_blank = |line: &&str| line.trim().is_empty();
    let ends = |line: &&str| line.trim_end().ends_with('=');
    let mut from = 0;
    // What was passed over holds no headline.
    let mut above = 0;
    while let Some(rest) = lines.get(from..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().position(is_blank).unwrap_or(rest.len());
        let paragraph = rest.get(..length).unwrap_or(rest);
        if let Some(last) = paragraph.iter().position(ends).filter(|_| !opens_story(paragraph)) {
            above = from + last + 1;
            break;
        }
        let notes = length_of_notes(paragraph);
        let is_unfinished = || paragraph.get(notes..).is_some_and(|rest| rest.iter().all(|line| is_capitals(line)));
        if notes == length || (from == 0 && is_unfinished() && goes_on(rest.get(length..).unwrap_or_default())) {
            from += length + rest.iter().skip(length).take_while(|line| is_blank(line)).count();
            if notes == length {
                above = from;
            }
            continue;
        }
        let stands_alone =
            |line: &&str| !line.trim_end().ends_with('.') && rest.len() > length && !opens_story(&[line]);
        above = from + notes;
        if let Some([line]) = paragraph.get(notes..)
            && stands_alone(line)
        {
            above += 1;
        }
        break;
    }
    // `By Ann Lee, cw =`
    let blank = lines.iter().skip(above).take_while(|line| is_blank(line)).count();
    let is_byline = |line: &&str| ends(line) && opens_byline(line.trim());
    if above > 0 && lines.get(above + blank).is_some_and(is_byline) {
        above += blank + 1;
    }
    let length = lines.iter().take(above).map(|line| line.len()).sum();
    text.split_at_checked(length).unwrap_or(("", text))
}

/// How many of the lines at the beginning are notes in brackets, and notices.
fn length_of_notes(lines: &[&str]) -> usize {
    let mut length = 0;
    let mut in_brackets = false;
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim();
        if in_brackets || line.starts_with('(') {
            in_brackets = !line.ends_with(')');
        } else if notice_of(line, Place::Line).is_none() {
            break;
        }
        if !in_brackets {
            length = at + 1;
        }
    }
    length
}

/// `REFILE`
fn is_capitals(line: &str) -> bool {
    !line.chars().any(char::is_lowercase)
}

/// Whether the next paragraph ends the headline.
fn goes_on(rest: &[&str]) -> bool {
    let mut lines = rest.iter().skip_while(|line| line.trim().is_empty()).peekable();
    let opens = lines.peek().is_some_and(|line| opens_story(&[line]));
    let paragraph = lines.take_while(|line| !line.trim().is_empty());
    !opens && paragraph.last().is_some_and(|line| line.trim_end().ends_with('='))
}

/// `Berlin (dpa) - `
fn opens_story(paragraph: &[&str]) -> bool {
    paragraph.first().is_some_and(|line| has_dateline(line))
}
