//! The byline as a page prints it: an element marked as such, a link to an author's page, a line that begins with `By`.
//!
//! In: the parsed page and the element of its headline. Out: the names nearest to the headline. A comment and a teaser
//! have authors, too: what stands beside the story is not looked at.

use crate::byline_names::{looks_like_name, names_in, opens_byline};
use crate::page::document::names::ByAttribute;
use crate::page::document::{Document, NodeId};
use crate::page::outside_story::is_beside;
use crate::page::parts::{Marks, Parts, list};
use foldhash::HashMap;
use std::sync::LazyLock;

/// Most characters of an element that names its authors and little else.
const LONGEST_BYLINE: usize = 160;

/// Most elements looked at.
const MAX_ELEMENTS: usize = 60_000;

/// Most of the found elements whose text is read.
const MAX_READ: usize = 20;

/// The byline that is printed: an element marked as such, near the headline first.
pub(super) fn printed(document: &Document, headline: Option<NodeId>) -> Vec<String> {
    let mut found: Vec<(u8, usize, NodeId)> = Vec::new();
    let mut ranks = Ranks { known: HashMap::default(), attributes: document.by_attribute(says) };
    let from = headline.map_or(0, NodeId::index);
    for id in document.descendants(document.root()).take(MAX_ELEMENTS) {
        // Above a headline stands less than below it.
        let distance = if id.index() >= from { id.index() - from } else { 4 * (from - id.index()) };
        let rank = match document.text(id) {
            Some(text) if headline.is_some() && distance <= FARTHEST_LINE && opens_byline(text) => Some(4),
            Some(_) => None,
            None => ranks.of(document, id),
        };
        if let Some(rank) = rank
            && !is_beside(document, id, headline.as_slice())
        {
            found.push((rank, distance, id));
        }
    }
    found.sort_by_key(|(rank, distance, _)| (*rank, *distance));
    let mut looked_at = found.iter().take(MAX_READ).map(|(rank, _, id)| (rank, names_at(document, *id)));
    let Some((rank, names)) = looked_at.find(|(_, names)| !names.is_empty()) else { return Vec::new() };
    // Several authors are marked one by one, beside each other.
    let mut all = names;
    if *rank == 0 {
        let near = found.iter().filter(|(other, distance, _)| other == rank && *distance < 200);
        for (_, _, id) in near.take(8) {
            for name in names_at(document, *id) {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
        }
    }
    all
}

/// How far from the headline a line may stand that is told by its first word alone.
const FARTHEST_LINE: usize = 160;

/// Ranks elements, each spelling of a class once.
struct Ranks<'d> {
    known: HashMap<&'d str, Spoken>,
    attributes: ByAttribute<Says>,
}

/// What an attribute says of its element.
#[derive(Clone, Copy)]
enum Says {
    Relation,
    Address,
    /// Words, the class first.
    Words(usize),
}

fn says(attribute: &str) -> Option<Says> {
    match attribute {
        "rel" | "itemprop" => Some(Says::Relation),
        "href" => Some(Says::Address),
        "class" => Some(Says::Words(0)),
        "id" => Some(Says::Words(1)),
        "data-component" => Some(Says::Words(2)),
        "data-testid" => Some(Says::Words(3)),
        _ => None,
    }
}

/// What the words of a class or an id say of an element.
#[derive(Debug, Clone, Copy, Default)]
struct Spoken {
    /// How directly they name the author.
    rank: Option<u8>,
    /// Whether the last one says that it is something else of the author's, and no further one is read.
    ends: bool,
}

impl<'d> Ranks<'d> {
    /// How directly an element is marked as naming the author; 0 is best.
    fn of(&mut self, document: &'d Document, id: NodeId) -> Option<u8> {
        let name = document.name(id)?;
        if matches!(name, "script" | "style" | "meta" | "link" | "body" | "html" | "head" | "form" | "img") {
            return None;
        }
        let is_author = |value: &str| value.split_ascii_whitespace().any(|part| part.eq_ignore_ascii_case("author"));
        let mut words: [Option<&str>; 4] = [None; 4];
        let mut leads = false;
        for (says, value) in self.attributes.of(document, id) {
            match says {
                Says::Relation if is_author(value) => return Some(0),
                Says::Relation => {}
                Says::Address => leads = name == "a" && leads_to_author(value),
                Says::Words(place) => words.get_mut(place).into_iter().for_each(|words| *words = Some(value)),
            }
        }
        if leads {
            return Some(3);
        }
        let mut best: Option<u8> = None;
        for words in words.into_iter().flatten() {
            let spoken = *self.known.entry(words).or_insert_with(|| spoken(words));
            best = best.into_iter().chain(spoken.rank).min();
            if spoken.ends {
                break;
            }
        }
        best
    }
}

/// Whether an address has a part of its path for authors.
fn leads_to_author(href: &str) -> bool {
    const PARTS: &[&str] = &["author", "authors", "by", "autor", "autoren", "auteur", "people", "team"];
    let mut parts = href.split('/').skip(1).peekable();
    // What no slash follows is a page.
    std::iter::from_fn(|| parts.next().filter(|_| parts.peek().is_some())).any(|part| PARTS.contains(&part))
}

fn spoken(words: &str) -> Spoken {
    const OTHER: &[&str] = &[
        "authority",
        "avatar",
        "image",
        "photo",
        "img",
        "bio",
        "social",
        "about",
        "follow",
        "box",
        "count",
        "icon",
        "related",
        "credit",
    ];
    const NAME: &[&str] =
        &["author-name", "authorname", "author_name", "byline-name", "author__name", "byline__name", "author-link"];
    const PART: &[&str] = &["byline", "author", "autor", "auteur", "writer", "verfasser"];
    const ALONE: &[&str] = &["byline", "author", "fn", "vcard"];
    const IS_OTHER: Marks = 1;
    const IS_NAME: Marks = 2;
    const IS_PART: Marks = 4;
    static PARTS: LazyLock<Parts> =
        LazyLock::new(|| Parts::of(list(OTHER, IS_OTHER).chain(list(NAME, IS_NAME)).chain(list(PART, IS_PART))));
    let mut spoken = Spoken::default();
    for (word, marks) in words.split_ascii_whitespace().zip(PARTS.of_words(words)) {
        if marks & IS_OTHER != 0 {
            return Spoken { ends: true, ..spoken };
        }
        let rank = if marks & IS_NAME != 0 {
            Some(1)
        } else if ALONE.iter().any(|alone| word.eq_ignore_ascii_case(alone)) {
            Some(2)
        } else if marks & IS_PART != 0 {
            Some(3)
        } else {
            None
        };
        spoken.rank = spoken.rank.into_iter().chain(rank).min();
    }
    spoken
}

fn names_at(document: &Document, id: NodeId) -> Vec<String> {
    if document.text(id).is_some() {
        return names_of_line(document, id);
    }
    // `itemprop=author` stands around the whole description of a person, whose name is marked in turn.
    let name = document
        .descendants(id)
        .find(|inner| document.attribute(*inner, "itemprop").is_some_and(|value| value.eq_ignore_ascii_case("name")));
    let text = match name {
        Some(inner) => document.attribute(inner, "content").map_or_else(|| document.text_of(inner), str::to_owned),
        None => document.text_of(id),
    };
    if text.chars().count() > LONGEST_BYLINE { Vec::new() } else { names_in(&text) }
}

/// The names in a line that begins with `By`, or in the line after one that is nothing else.
fn names_of_line(document: &Document, id: NodeId) -> Vec<String> {
    let line = document.ancestors(id).find(|around| !document.is_inline(*around));
    let text = line.map_or_else(String::new, |line| document.text_of(line));
    let short = text.chars().count() <= LONGEST_BYLINE;
    let mut names = if short { names_in(&text) } else { Vec::new() };
    if names.is_empty() && short {
        let later = document.descendants(document.root()).skip(id.index()).take(12);
        let next = later.filter_map(|next| document.text(next)).find(|text| !text.trim().is_empty());
        names = next.map(names_in).unwrap_or_default();
    }
    // A line may begin with `By` for many reasons; only names are a byline.
    names.retain(|name| looks_like_name(name));
    names
}
