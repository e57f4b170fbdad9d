//! The headline of a page: what the page prints above its story, told by what it declares elsewhere.
//!
//! In: the parsed page and its declarations. Out: the headline on one line, and the element that prints it. The title of
//! the window often names the site, the heading often is a logo: each is checked against the others.

use super::document::{Document, NodeId};
use super::metadata::Metadata;
use super::words::words;
use crate::notes::Notes;
use article::collapse_white_space;
use foldhash::HashSet;

/// Longest heading that is a headline, in characters.
const LONGEST: usize = 300;

/// Most headings looked at.
const MAX_HEADINGS: usize = 40;

/// What stands between a headline and the name of a site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " › ", " / ", " ‹ ", " « ", " ~ ", " ⋆ ", "|", " -- ",
    ": ",
];

/// A headline and where it is printed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Headline {
    pub(crate) text: Option<String>,
    pub(crate) at: Option<NodeId>,
}

struct Candidate {
    rule: &'static str,
    text: String,
    words: HashSet<u64>,
    at: Option<NodeId>,
}

impl Candidate {
    fn new(rule: &'static str, text: String, at: Option<NodeId>) -> Self {
        Self { rule, words: words(&text).collect(), text, at }
    }

    /// How alike two titles are, from 0 to 1: shared words over all words.
    fn likeness(&self, other: &Self) -> f64 {
        let shared = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - shared;
        // Titles have few words, so the counts are exact.
        if all == 0 {
            0.0
        } else {
            f64::from(u32::try_from(shared).unwrap_or(0)) / f64::from(u32::try_from(all).unwrap_or(1))
        }
    }
}

/// Finds the headline.
pub(crate) fn headline(document: &Document, declared: &Metadata, host: Option<&str>, notes: &Notes) -> Headline {
    let stated = stated(declared, host);
    let headings = headings(document);
    let chosen = choose(&headings, &stated);
    let Some(chosen) = chosen else { return Headline::default() };
    let others = headings.iter().filter(|heading| heading.rule == "h1").chain(&stated);
    let others = others.filter(|other| other.text != chosen.text);
    notes.chose("headline", chosen.rule, || chosen.text.clone());
    others.for_each(|other| notes.passed("headline", other.rule, "another fits better", || other.text.clone()));
    // A declared headline is printed where a heading says nearly the same.
    let printed = || {
        let heading = headings.iter().find(|heading| heading.likeness(chosen) >= 0.6);
        heading.and_then(|heading| heading.at).or_else(|| smaller_heading(document, chosen))
    };
    Headline { at: chosen.at.or_else(printed), text: Some(chosen.text.clone()) }
}

/// A heading that agrees with a declaration is what readers see; else the declarations speak, the most exact first.
fn choose<'a>(headings: &'a [Candidate], stated: &'a [Candidate]) -> Option<&'a Candidate> {
    let agreement = |heading: &Candidate| stated.iter().map(|other| heading.likeness(other)).fold(0.0_f64, f64::max);
    let best = |least: f64, rule: &str| {
        let mut best: Option<(&Candidate, f64)> = None;
        for heading in headings.iter().filter(|heading| heading.rule == rule) {
            let score = agreement(heading);
            // The first of two that agree alike.
            if score >= least && best.is_none_or(|(_, known)| score > known + 0.001) {
                best = Some((heading, score));
            }
        }
        best.map(|(heading, _)| heading)
    };
    if let Some(heading) = best(0.35, "h1") {
        // The logo of a site may share words with what is declared; a smaller heading that says all of it beats it.
        let exact = || best(0.95, "h2").or_else(|| best(0.95, "h3"));
        let is_logo = agreement(heading) < 0.7;
        return Some(is_logo.then(exact).flatten().filter(|exact| exact.words.len() >= 3).unwrap_or(heading));
    }
    let first_headings: Vec<&Candidate> = headings.iter().filter(|heading| heading.rule == "h1").collect();
    if let [only] = first_headings.as_slice()
        && only.words.len() >= 3
    {
        return Some(*only);
    }
    best(0.8, "h2").or_else(|| stated.first()).or_else(|| headings.first())
}

/// What the page declares, without the names of the site.
fn stated(declared: &Metadata, host: Option<&str>) -> Vec<Candidate> {
    const METAS: &[(&str, &str)] = &[
        ("og:title", "meta og:title"),
        ("twitter:title", "meta twitter:title"),
        ("headline", "meta headline"),
        ("parsely-title", "meta parsely-title"),
        ("sailthru.title", "meta sailthru.title"),
        ("dc.title", "meta dc.title"),
        ("dcterms.title", "meta dcterms.title"),
        ("citation_title", "meta citation_title"),
        ("title", "meta title"),
    ];
    let metas = METAS.iter().filter_map(|(name, rule)| Some((*rule, declared.meta(&[name])?)));
    let json_ld = declared.json_ld.headline.as_deref().map(|text| ("json_ld headline", text));
    let title = declared.title.as_deref().map(|text| ("title", text));
    let all: Vec<_> = json_ld.into_iter().chain(metas).chain(title).collect();
    let texts: Vec<&str> = all.iter().map(|(_, text)| *text).collect();
    all.iter()
        .map(|(rule, text)| Candidate::new(rule, without_site(text, declared, host, &texts), None))
        .filter(|candidate| !candidate.text.is_empty())
        .collect()
}

/// The headings outside of what stands beside the story.
fn headings(document: &Document) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (name, rule) in [("h1", "h1"), ("h2", "h2"), ("h3", "h3")] {
        for id in document.elements(name).take(MAX_HEADINGS) {
            let text = document.text_of(id);
            if text.is_empty() || text.chars().count() > LONGEST || stands_in_frame(document, id) {
                continue;
            }
            found.push(Candidate::new(rule, text, Some(id)));
        }
    }
    found
}

/// Whether a heading stands in the frame around every page of the site.
fn stands_in_frame(document: &Document, id: NodeId) -> bool {
    document.ancestors(id).any(|around| matches!(document.name(around), Some("aside" | "footer" | "nav")))
}

/// The smaller heading that prints a text, when no greater one does.
fn smaller_heading(document: &Document, chosen: &Candidate) -> Option<NodeId> {
    let smaller = ["h3", "h4", "h5"].into_iter().flat_map(|name| document.elements(name).take(MAX_HEADINGS));
    let printed = |id: &NodeId| Candidate::new("smaller heading", document.text_of(*id), Some(*id));
    smaller.into_iter().find(|id| printed(id).likeness(chosen) >= 0.8)
}

/// A declared title without the parts that name the site or one of its sections.
fn without_site(title: &str, declared: &Metadata, host: Option<&str>, others: &[&str]) -> String {
    let mut title = collapse_white_space(title);
    // At most the site and a section stand after a headline.
    for _ in 0..2 {
        let Some(shorter) = shortened(&title, declared, host, others) else { break };
        title = shorter;
    }
    title
}

fn shortened(title: &str, declared: &Metadata, host: Option<&str>, others: &[&str]) -> Option<String> {
    SEPARATORS.iter().find_map(|separator| {
        let (head, tail) = title.rsplit_once(separator)?;
        let (first, rest) = title.split_once(separator)?;
        if !head.trim().is_empty() && names_site(tail, declared, host) {
            return Some(head.trim().to_owned());
        }
        if !rest.trim().is_empty() && names_site(first, declared, host) {
            return Some(rest.trim().to_owned());
        }
        // What the page elsewhere states alone is the headline.
        let stated = others
            .iter()
            .find(|other| folded(other) == folded(head) && words(head).collect::<HashSet<u64>>().len() >= 2);
        stated.map(|_| head.trim().to_owned())
    })
}

fn names_site(part: &str, declared: &Metadata, host: Option<&str>) -> bool {
    let part = folded(part);
    if part.is_empty() {
        return true;
    }
    let host = host.map(|host| host.trim_start_matches("www.").to_owned()).unwrap_or_default();
    let label: String = host.split('.').rev().nth(1).unwrap_or_default().chars().filter(|c| *c != '-').collect();
    declared.site_names().any(|name| folded(name) == part)
        || part == folded(&host)
        || (label.len() >= 3 && (part == label || (part.contains(&label) && part.len() <= label.len() + 8)))
        || (part.len() >= 4 && label.contains(&part) && 2 * part.len() >= label.len())
}

/// Letters and digits in lower case: two spellings of one name are the same.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
