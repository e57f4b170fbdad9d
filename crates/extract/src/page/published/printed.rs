//! Dates that the page prints for readers near its headline, in the languages of the news.
//!
//! Each line of the page that holds a whole date is weighed: what is printed before the date, how its element is marked,
//! how much else stands in the line, how far it is from the headline. A line in running text never counts, nor does one
//! that nothing speaks for: no date is better than a date of something else.

use super::{Candidate, Dated};
use crate::dates::printed::{NumberOrder, Printed, printed_dates, shown_order};
use crate::explain::Notes;
use crate::page::beside::{class_and_id, is_beside_story};
use crate::page::document::{Document, NodeId};
use crate::page::line::Line;
use article::collapse_white_space;
use article::{CanonicalUrl, DateFrom, DateRole};
use std::collections::HashSet;

/// Country domains where an English page writes the day first.
const DAY_FIRST_DOMAINS: &[&str] = &["uk", "au", "nz", "ie", "in", "za", "ng", "ke", "sg", "my", "pk", "eu"];

/// Most texts that are looked at.
const MAX_NODES: usize = 60_000;

/// Longest text that is a line with a date and not running text, in bytes.
const LONGEST_LINE: usize = 160;

/// Longest text that is a label, in bytes.
const LONGEST_LABEL: usize = 24;

/// Least weight of a line that is believed.
const ENOUGH: i32 = 3;

/// Least weight of a line that is believed against what the page states for machines.
const SURE: i32 = 8;

/// Most lines that an explanation names as passed over.
const MAX_PASSED: usize = 20;

/// How the page writes dates in numbers: as its other dates show, else as its language does.
pub(super) fn order(document: &Document, language: Option<&str>, url: Option<&CanonicalUrl>) -> NumberOrder {
    let texts = document.descendants(document.root()).take(MAX_NODES).filter_map(|id| document.text(id));
    let mut short = texts.filter(|text| text.len() < 200 && text.contains('/'));
    if let Some(shown) = short.find_map(shown_order) {
        return shown;
    }
    let tag = language.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let (language, region) = tag.split_once('-').unwrap_or((&tag, ""));
    let host = url.and_then(|url| url.as_str().split('/').nth(2)).unwrap_or_default();
    let domain = host.rsplit('.').next().unwrap_or_default();
    // Pages of every country leave `en-US` standing, so the country of the host weighs more than the region.
    let country = domain.len() == 2 && domain != "us";
    let american = match language {
        "en" => matches!(region, "" | "us" | "ph") && !(country && DAY_FIRST_DOMAINS.contains(&domain)),
        "" => !country,
        _ => false,
    };
    if american { NumberOrder::MonthFirst } else { NumberOrder::DayFirst }
}

/// The printed dates, the surest first.
pub(super) fn candidates(page: &Dated<'_>, notes: &Notes) -> Vec<Candidate> {
    let mut found: Vec<(i32, usize, Candidate)> = Vec::new();
    let document = page.document;
    // The last line that was looked at: lines of thousands of elements are put together once.
    let mut last_line: Option<Line> = None;
    for id in document.descendants(document.root()).take(MAX_NODES) {
        let Some(text) = document.text(id) else { continue };
        if !text.bytes().any(|b| b.is_ascii_digit()) || in_code(document, id) {
            continue;
        }
        let own = collapse_white_space(text);
        let has_date = printed_dates(&own, page.order).next().is_some();
        // A date may be spread over the elements of a line; one that is not is read with the line around it.
        let known = last_line.take_if(|line| line.holds(id));
        if !has_date && known.is_some() {
            last_line = known;
            continue;
        }
        let line = last_line.insert(known.unwrap_or_else(|| Line::around(document, id)));
        let labelled =
            line.label(document).filter(|label| is_label(label)).map(|label| format!("{label} {}", line.text));
        let whole = labelled.as_deref().unwrap_or(&line.text);
        let text = if whole.len() > LONGEST_LINE {
            own
        } else if has_date && let Some((before, after)) = whole.split_once(own.as_str()) {
            format!("{before} {own} {after}")
        } else {
            whole.to_owned()
        };
        for printed in printed_dates(&text, page.order).take(3) {
            if let Some((weight, role, rule)) = weigh(page, id, line.block, &text, &printed) {
                let candidate = Candidate { role, from: DateFrom::Text, rule, date: printed.date, is_sure: false };
                found.push((-weight, id.index(), candidate));
            }
        }
    }
    // A page that prints one day only means that day.
    let days: HashSet<String> = found.iter().map(|(.., candidate)| candidate.date.day().to_owned()).collect();
    if days.len() == 1 {
        found.iter_mut().for_each(|(weight, ..)| *weight -= 2);
    }
    found.sort_by_key(|(weight, at, _)| (*weight, *at));
    let (enough, less): (Vec<_>, Vec<_>) = found.into_iter().partition(|(weight, ..)| -*weight >= ENOUGH);
    for (weight, _, candidate) in less.into_iter().take(MAX_PASSED) {
        notes.passed("published", candidate.rule, "too little speaks for it", || {
            format!("{} (weight {})", candidate.date.value, -weight)
        });
    }
    enough.into_iter().map(|(weight, _, candidate)| Candidate { is_sure: -weight >= SURE, ..candidate }).collect()
}

/// Whether a text says little else than what the date beside it dates.
fn is_label(text: &str) -> bool {
    let text = text.to_lowercase();
    text.len() <= LONGEST_LABEL
        && [PUBLISHED, MODIFIED, NOT_PUBLISHED].iter().any(|words| words.iter().any(|word| text.contains(word)))
}

/// How much speaks for a date being the story's, what it is about, and by which rule.
fn weigh(
    page: &Dated<'_>,
    id: NodeId,
    line_at: NodeId,
    text: &str,
    printed: &Printed,
) -> Option<(i32, DateRole, &'static str)> {
    let document = page.document;
    let before = text.get(..printed.at).unwrap_or_default().to_lowercase();
    let label: String = before.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    if ["©", "copyright", "(c)"].iter().any(|mark| before.contains(mark))
        || NOT_PUBLISHED.iter().any(|word| label.contains(word))
    {
        return None;
    }
    let after: String = text.get(printed.end..).unwrap_or_default().chars().take(60).collect::<String>().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    let says_after = |words: &[&str]| words.iter().any(|word| after.contains(word));
    let (published, modified) = match (says(PUBLISHED), says(MODIFIED)) {
        // The nearer of two words is the one that is meant, as in `published by Ann, updated 24 October`.
        (true, true) => (nearest(&label, PUBLISHED) >= nearest(&label, MODIFIED), true),
        (false, false) => (says_after(PUBLISHED), says_after(MODIFIED)),
        one => one,
    };
    let modified = modified && !published;
    let mark = around(document, id, line_at).find_map(|around| mark_of(document, around));
    let short = text.len() - (printed.end - printed.at) <= 60;
    let opens = before.chars().filter(|c| c.is_alphanumeric()).count() <= if published || modified { 30 } else { 3 };
    let beside = is_beside_story(document, id, page.headline);
    let in_title = document.ancestors(id).next().is_some_and(|around| document.name(around) == Some("title"));
    let mut weight = 0;
    let mut rule = "printed near the headline";
    if published {
        weight += 3;
        rule = "printed as published";
    }
    if modified {
        weight += 2;
        rule = "printed as updated";
    }
    if let Some(mark) = mark {
        weight += mark;
        rule = if mark > 0 && !published && !modified { "printed and marked" } else { rule };
    }
    weight += match (short, opens, published || modified) {
        (true, true, _) => 2,
        (true, false, _) => 1,
        // `Berlin, 24.10.2024 – The government …` opens a story with its date.
        (false, true, _) => 1,
        (false, false, true) => -1,
        (false, false, false) => return None,
    };
    weight += match page.headline {
        Some(headline) if id >= headline => match id.index() - headline.index() {
            0..=25 => 4,
            26..=80 => 3,
            81..=300 => 1,
            _ => 0,
        },
        Some(headline) => match headline.index() - id.index() {
            0..=15 => 3,
            16..=40 => 1,
            // A date at the head of the page is that of the day.
            _ => -2,
        },
        None => 1,
    };
    if in_title {
        weight += 3;
    } else if document.ancestors(id).any(|around| document.name(around) == Some("head")) {
        return None;
    }
    if beside {
        // The line that says when a page was last changed stands at its foot.
        let close = page.headline.is_some_and(|headline| id >= headline && id.index() - headline.index() <= 80);
        weight -= if published || modified {
            2
        } else if close {
            3
        } else {
            6
        };
    }
    Some((weight, if modified { DateRole::Modified } else { DateRole::Published }, rule))
}

/// Where the last of these words begins.
fn nearest(label: &str, words: &[&str]) -> usize {
    words.iter().filter_map(|word| label.rfind(word)).max().unwrap_or(0)
}

/// The line of a text and what closely surrounds it.
fn around(document: &Document, id: NodeId, line_at: NodeId) -> impl Iterator<Item = NodeId> {
    let inner = document.ancestors(id).take_while(move |around| *around > line_at);
    inner.chain(std::iter::once(line_at)).chain(document.ancestors(line_at).take(1))
}

/// What is printed before the day of publication, in lower case.
const PUBLISHED: &[&str] = &[
    "publi",
    "posted",
    "veröffentlicht",
    "erstellt",
    "erschienen",
    "geschrieben",
    "opublikowan",
    "yayın",
    "опубликован",
    "gepubliceerd",
    "julkaistu",
    "written",
    "created",
    "submitted",
    "datum:",
    "date:",
    "paru le",
    "mis en ligne",
    "mise en ligne",
    "notizia del",
    "inserito",
    "pubbl",
    "udgivet",
    "added on",
    "eingestellt",
    "gepostet",
    "pressemitteilung vom",
    "meldung vom",
    "artikel vom",
    "beitrag vom",
    "geplaatst",
    "dodano",
    "eklenme",
    "first aired",
    "artikel wurde",
    "beitrag wurde",
    "article was",
    "entry was",
];

/// What is printed before the day of the last change, in lower case.
const MODIFIED: &[&str] = &[
    "updated",
    "update:",
    "modified",
    "aktualisiert",
    "geändert",
    "stand:",
    "stand ",
    "mis à jour",
    "modifié",
    "actualizado",
    "atualizado",
    "aggiornat",
    "güncelle",
    "обновлен",
    "bijgewerkt",
    "uppdaterad",
    "zaktualizowan",
    "edited",
    "reviewed",
    "änderung",
    "letzte",
    "last change",
    "dernière",
];

/// What is printed before days of other things, in lower case.
const NOT_PUBLISHED: &[&str] = &[
    "version",
    "born",
    "geboren",
    "birth",
    "expires",
    "deadline",
    "mitglied seit",
    "registriert",
    "joined",
    "member since",
    "anmeldung",
    "accessed",
    "abgerufen",
    "retrieved",
    "since ",
    "seit ",
    "until ",
    "bis ",
    "aktuelle zeit",
    "valid",
    "heute ist",
    "today is",
];

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
    let mut weight = None;
    for words in class_and_id(document, id) {
        for word in words.split_ascii_whitespace() {
            let word = word.to_ascii_lowercase();
            if OTHER.iter().any(|mark| word.contains(mark)) {
                return Some(-4);
            }
            if MARKS.iter().any(|mark| word.contains(mark)) && !word.contains("update") {
                weight = Some(3);
            } else if weight.is_none() && WEAK.iter().any(|mark| word.contains(mark)) {
                weight = Some(1);
            }
        }
    }
    weight
}
