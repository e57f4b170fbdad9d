//! Dates that the page prints for readers near its headline, in the languages of the news.
//!
//! Each line of the page that holds a whole date is weighed: what is printed before the date, how its element is marked,
//! how much else stands in the line, how far it is from the headline. A line in running text never counts, nor does one
//! that nothing speaks for: no date is better than a date of something else.

use super::candidate::Candidate;
use super::dated::Dated;
use super::labels::Label;
use super::marks::marks_change;
use crate::dates::digits::digit;
use crate::dates::printed::{Printed, printed_dates};
use crate::notes::Notes;
use crate::page::document::{Document, NodeId};
use crate::page::outside_story::class_and_id;
use crate::page::parts::{Marks, Parts, list};
use crate::page::printed_line::PrintedLine;
use article::collapse_white_space;
use article::{DateFrom, DateRole};
use chrono::NaiveDate;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// Most texts that are looked at.
const MAX_NODES: usize = 60_000;

/// Longest text that is a line with a date and not running text, in bytes.
const LONGEST_LINE: usize = 160;

/// Longest text that is a label, in bytes.
const LONGEST_LABEL: usize = 24;

/// Least weight of a line that is believed.
const ENOUGH: i32 = 3;

/// Least weight of a line that bears out what the page states for machines.
const BEARS_OUT: i32 = -1;

/// Least weight of a line that is believed against what the page states for machines.
const SURE: i32 = 8;

/// Most lines that an explanation names as passed over, each day once.
const MAX_PASSED: usize = 6;

/// The dates that the page prints.
#[derive(Default)]
pub(super) struct PrintedDates {
    /// Those that enough speaks for, the surest first.
    pub(super) believed: Vec<Candidate>,
    /// The days of those that too little speaks for, but do not stand beside the story: they bear out what is stated.
    pub(super) others: HashSet<NaiveDate>,
}

/// A date on a page before all of them are compared.
struct Weighed {
    weight: i32,
    at: NodeId,
    /// What its line looks like: lines of a list look alike.
    shape: Shape,
    candidate: Candidate,
}

/// Names and classes of the element that holds a line and of the one around it.
type Shape = [Option<String>; 4];

/// Looks for the printed dates.
pub(super) fn printed(page: &Dated<'_>, notes: &Notes) -> PrintedDates {
    let mut found = weighed(page);
    // A page that prints one day only means that day.
    let days: HashSet<NaiveDate> = found.iter().map(|one| one.candidate.date.local_day()).collect();
    if days.len() == 1 {
        found.iter_mut().for_each(|one| one.weight += 2);
    }
    let lists = lists(&found);
    for one in found.iter_mut().filter(|one| lists.contains(&one.shape) && !page.is_in_head(one.at)) {
        one.weight -= 3;
    }
    found.sort_by_key(|one| (-one.weight, one.at));
    let (enough, less): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.weight >= ENOUGH);
    let mut noted = HashSet::default();
    for one in less.iter().filter(|one| noted.insert(one.candidate.date.local_day())).take(MAX_PASSED) {
        notes.passed("published", one.candidate.rule, "too little speaks for it", || {
            format!("{} (weight {})", one.candidate.date.value, one.weight)
        });
    }
    let sure = |one: Weighed| Candidate { is_sure: one.weight >= SURE, ..one.candidate };
    PrintedDates {
        believed: enough.into_iter().map(sure).collect(),
        others: less.iter().filter(|one| one.weight >= BEARS_OUT).map(|one| one.candidate.date.local_day()).collect(),
    }
}

/// The shapes of lines that date one thing after the other: teasers, events, comments.
fn lists(found: &[Weighed]) -> HashSet<Shape> {
    /// Least days that are told apart from one story's day of publication and day of change.
    const DAYS: usize = 3;
    let mut days: HashMap<&Shape, HashSet<NaiveDate>> = HashMap::default();
    for one in found {
        days.entry(&one.shape).or_default().insert(one.candidate.date.local_day());
    }
    days.into_iter().filter(|(_, days)| days.len() >= DAYS).map(|(shape, _)| shape.clone()).collect()
}

/// Every date that stands in a line of its own, weighed.
fn weighed(page: &Dated<'_>) -> Vec<Weighed> {
    let mut found = Vec::new();
    let document = page.document;
    // The last line that was looked at: lines of thousands of elements are put together once.
    let mut last_line: Option<PrintedLine> = None;
    for id in document.descendants(document.root()).take(MAX_NODES) {
        let Some(text) = document.text(id) else { continue };
        if !has_digit(text) || in_code(document, id) {
            continue;
        }
        let own = collapse_white_space(text);
        let has_date = printed_dates(&own, &page.setting).next().is_some();
        // A date may be spread over the elements of a line; one that is not is read with the line around it.
        let known = last_line.take_if(|line| line.holds(id));
        if !has_date && known.is_some() {
            last_line = known;
            continue;
        }
        let line = last_line.insert(known.unwrap_or_else(|| PrintedLine::around(document, id)));
        let labelled =
            line.label(document).filter(|label| is_label(label)).map(|label| format!("{label} {}", line.text));
        let whole = labelled.as_deref().unwrap_or(&line.text);
        let (text, part) = if whole.len() > LONGEST_LINE {
            (own, 0..usize::MAX)
        } else if has_date && let Some((before, after)) = whole.split_once(own.as_str()) {
            // The other dates of the line are read where they stand.
            (format!("{before} {own} {after}"), before.len()..before.len() + own.len() + 2)
        } else {
            (whole.to_owned(), 0..usize::MAX)
        };
        let dates: Vec<Printed> = printed_dates(&text, &page.setting).take(4).collect();
        let is_here = |date: &Printed| date.at < part.end && date.end > part.start;
        for (at, printed) in dates.iter().enumerate().take(3).filter(|(_, date)| is_here(date)) {
            let label = label(&text, &dates, at);
            if let Some((weight, role, rule)) = weigh(page, id, line.block, &text, printed, label) {
                let date = printed.date.clone();
                let candidate = Candidate { role, from: DateFrom::Text, rule, date, is_sure: false };
                found.push(Weighed { weight, at: id, shape: shape(document, line.block), candidate });
            }
        }
    }
    found
}

fn shape(document: &Document, block: NodeId) -> Shape {
    let around = document.parent(block);
    let name = |id: NodeId| document.name(id).map(str::to_owned);
    let class = |id: NodeId| document.attribute(id, "class").map(str::to_owned);
    [name(block), class(block), around.and_then(name), around.and_then(class)]
}

/// Whether a text says little else than what the date beside it dates.
fn is_label(text: &str) -> bool {
    text.len() <= LONGEST_LABEL && Label::is_in(&text.to_lowercase())
}

/// What the words around one of the dates of a text say.
fn label(text: &str, dates: &[Printed], at: usize) -> Label {
    /// Most characters on each side that are looked at.
    const NEAR: usize = 60;
    let Some(date) = dates.get(at) else { return Label::None };
    let last = at.checked_sub(1).and_then(|at| dates.get(at)).map(|last| last.end);
    let next = dates.get(at + 1).map(|next| next.at);
    let before = text.get(last.unwrap_or(0)..date.at).unwrap_or_default().to_lowercase();
    let near: String = before.chars().rev().take(NEAR).collect::<Vec<_>>().into_iter().rev().collect();
    let after = text.get(date.end..next.unwrap_or(text.len())).unwrap_or_default();
    let after: String = after.chars().take(NEAR).collect::<String>().to_lowercase();
    Label::among(&near, last.is_none(), &after, next.is_none())
}

/// How much speaks for a date being the story's, what it is about, and by which rule.
fn weigh(
    page: &Dated<'_>,
    id: NodeId,
    line_at: NodeId,
    text: &str,
    printed: &Printed,
    label: Label,
) -> Option<(i32, DateRole, &'static str)> {
    let document = page.document;
    let before = text.get(..printed.at).unwrap_or_default().to_lowercase();
    // What no word says, the class of its element may.
    let is_changed = label == Label::None && is_marked_changed(document, id, line_at);
    let label = if is_changed { Label::Modified } else { label };
    if label == Label::Other || ["©", "copyright", "(c)"].iter().any(|mark| before.contains(mark)) {
        return None;
    }
    let is_labelled = label != Label::None;
    let mark = around(document, id, line_at).find_map(|around| mark_of(document, around));
    let short = text.len() - (printed.end - printed.at) <= 60;
    let opens = before.chars().filter(|c| c.is_alphanumeric()).count() <= if is_labelled { 30 } else { 3 };
    let in_title = document.ancestors(id).next().is_some_and(|around| document.name(around) == Some("title"));
    let (mut weight, mut rule) = match label {
        Label::Published => (3, "printed as published"),
        Label::Modified => (2, "printed as updated"),
        Label::Other | Label::None => (0, "printed near the headline"),
    };
    if let Some(mark) = mark {
        weight += mark;
        rule = if mark > 0 && !is_labelled { "printed and marked" } else { rule };
    }
    weight += match (short, opens, is_labelled) {
        (true, true, _) => 2,
        (true, false, _) => 1,
        // `Berlin, 24.10.2024 – The government …` opens a story with its date.
        (false, true, _) => 1,
        (false, false, true) => -1,
        (false, false, false) => return None,
    };
    weight += page.nearness(id);
    if in_title {
        weight += 3;
    } else if document.ancestors(id).any(|around| document.name(around) == Some("head")) {
        return None;
    }
    if label == Label::None && !page.is_in_head(id) && page.is_in_masthead(id) {
        weight -= 3;
    }
    if page.is_beside(id) {
        // The line that says when a page was last changed stands at its foot.
        weight -= if is_labelled {
            2
        } else if page.is_in_head(id) && !is_of_quote_or_picture(document, id) {
            3
        } else {
            6
        };
    }
    Some((weight, if label == Label::Modified { DateRole::Modified } else { DateRole::Published }, rule))
}

/// Whether a text stands in a quotation or below a picture, which have days of their own.
fn is_of_quote_or_picture(document: &Document, id: NodeId) -> bool {
    document.ancestors(id).any(|around| matches!(document.name(around), Some("blockquote" | "figcaption")))
}

/// Whether a text can hold a date.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) || (!text.is_ascii() && text.chars().any(|c| digit(c).is_some()))
}

/// The line of a text and what closely surrounds it.
fn around(document: &Document, id: NodeId, line_at: NodeId) -> impl Iterator<Item = NodeId> {
    let inner = document.ancestors(id).take_while(move |around| *around > line_at);
    inner.chain(std::iter::once(line_at)).chain(document.ancestors(line_at).take(1))
}

/// Whether an element within a line, or a time element, says that its date is that of a change.
fn is_marked_changed(document: &Document, id: NodeId, line_at: NodeId) -> bool {
    let mut inner = document.ancestors(id).take_while(|around| *around > line_at);
    let own = document.name(line_at).filter(|name| *name == "time").map(|_| line_at);
    inner.by_ref().chain(own).any(|around| marks_change(document, around))
}

fn in_code(document: &Document, id: NodeId) -> bool {
    document.ancestors(id).take(3).any(|around| {
        matches!(
            document.name(around),
            Some("script" | "style" | "noscript" | "option" | "textarea" | "button" | "svg")
        )
    })
}

/// What the class or the id of an element says about a date in it.
fn mark_of(document: &Document, id: NodeId) -> Option<i32> {
    if document.name(id) == Some("time") {
        return Some(2);
    }
    const MARKS: &[&str] =
        &["publish", "date", "posted", "datum", "fecha", "dateline", "timestamp", "pubdat", "created", "submitted"];
    const WEAK: &[&str] =
        &["time", "byline", "meta", "info", "data", "author", "tagline", "autor", "entry-header", "kicker"];
    const OTHER: &[&str] = &[
        "event",
        "comment",
        "termin",
        "calendar",
        "joined",
        "profile",
        "countdown",
        "birth",
        "today",
        "current",
        "ticker",
        "clock",
    ];
    const IS_MARK: Marks = 1;
    const IS_WEAK: Marks = 2;
    const IS_OTHER: Marks = 4;
    const IS_CHANGE: Marks = 8;
    static WORDS: LazyLock<Parts> = LazyLock::new(|| {
        let lists = list(MARKS, IS_MARK).chain(list(WEAK, IS_WEAK)).chain(list(OTHER, IS_OTHER));
        Parts::of(lists.chain(list(&["update"], IS_CHANGE)))
    });
    let mut weight = None;
    for marks in class_and_id(document, id).flat_map(|words| WORDS.of_words(words)) {
        if marks & IS_OTHER != 0 {
            return Some(-4);
        }
        if marks & (IS_MARK | IS_CHANGE) == IS_MARK {
            weight = Some(3);
        } else if weight.is_none() && marks & IS_WEAK != 0 {
            weight = Some(1);
        }
    }
    weight
}
