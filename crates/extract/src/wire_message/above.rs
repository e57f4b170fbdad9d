//! What stands above the text of a message in IPTC 7901: the headline among notes in brackets or capitals, and the byline.

use crate::byline_names::opens_byline;
use crate::item::properties::Properties;

/// Most lines of it.
const MAX_LINES: usize = 30;

/// What takes a story back, in the languages of dpa.
const CANCELS: &[&str] = &["KILL KILL", "*** ELIMINAR", "АННУЛИРОВАНИЕ", "حظر حظر"];

/// States what it says; the agency is named in bylines, too. Returns it, and the text below it.
pub(super) fn read_above<'a>(text: &'a str, agency: &str, item: &mut Properties) -> (&'a str, &'a str) {
    let text = text.trim_start();
    let (above, rest) = parted(text);
    let lines = above.lines().map(|line| line.trim().trim_end_matches('=').trim()).filter(|line| !line.is_empty());
    let (mut headline, mut bylines, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    let mut in_brackets = false;
    for line in lines {
        if in_brackets || line.starts_with('(') {
            notes.push(line);
            in_brackets = !line.ends_with(')');
        } else if opens_byline(line) && !headline.is_empty() {
            bylines.push(line);
        } else {
            headline.push(line);
        }
    }
    // `REFILE`, `1ST LEAD`: not the headline, unless all of it is in capitals.
    let first = headline.iter().position(|line| line.chars().any(char::is_lowercase)).unwrap_or(0);
    let (versions, headline) = headline.split_at_checked(first).unwrap_or((&[], &headline));
    let joined = |lines: &[&str], between: &str| Some(lines.join(between)).filter(|text| !text.is_empty());
    if headline.iter().chain(versions).any(|line| CANCELS.iter().any(|words| line.starts_with(words))) {
        item.put("pubStatus", Some("canceled"));
    }
    item.add_note(joined(versions, ", "));
    item.add_note(joined(&notes, " "));
    item.add_text("headlines", "main", joined(headline, " "));
    // `Von Ann Lee, dpa`
    let without_agency = |by: String| match by.rsplit_once(", ") {
        Some((names, last)) if last == agency => names.to_owned(),
        Some(_) | None => by,
    };
    item.put("by", joined(&bylines, " ").map(without_agency));
    (above, rest)
}

/// What ends with a line that ends with `=`; without such a line a first line that stands alone.
fn parted(text: &str) -> (&str, &str) {
    let mut length = 0;
    for line in text.split_inclusive('\n').take(MAX_LINES) {
        length += line.len();
        if line.trim_end().ends_with('=') {
            return text.split_at_checked(length).unwrap_or(("", text));
        }
    }
    match text.split_once('\n') {
        Some((first, rest)) if rest.starts_with('\n') && !first.trim_end().ends_with('.') => (first, rest),
        Some(_) | None => ("", text),
    }
}
