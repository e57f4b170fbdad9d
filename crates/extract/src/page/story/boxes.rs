//! Boxes inside a story: links to other stories, what asks readers for something, advertisements, buttons to share it, notes
//! on its author and on rights. The model finds where the story stands; what stands among its paragraphs and says itself
//! that it is none of them is told here.
//!
//! In: the blocks, and those that would be kept. Out: which of these are boxes. Words are in `boxes.tsv`.

use super::blocks::Block;
use super::kinds::{Kinds, kinds};
use super::surroundings::Surroundings;
use crate::page::document::{Document, NodeId};
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// Most words of a box that is told by its words; a longer paragraph is one of the story.
const MOST_WORDS: u32 = 60;

/// Most words of the heading of a list.
const LONGEST_LABEL: u32 = 8;

/// Most words of a line that is told by its first words alone.
const LINE: u32 = 30;

static WORDS: LazyLock<Kinds> = LazyLock::new(|| kinds(include_str!("boxes.tsv")));

static CLASS_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| words("class names").iter().copied().collect());

/// The words of one kind.
fn words(kind: &str) -> &'static [&'static str] {
    WORDS.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, words)| words)
}

/// Which of the kept blocks are boxes. `names`: those in the byline.
pub(super) fn boxes(around: &Surroundings<'_>, kept: &[bool], names: &[&str]) -> Vec<bool> {
    let is_kept = |at: usize| kept.get(at).copied().unwrap_or_default();
    let total: u32 = kept_words(around, kept, |_| true);
    let last = (0..kept.len()).rev().find(|at| is_kept(*at)).unwrap_or_default();
    let lone_links = lone_links(around, kept);
    let mut known: HashMap<NodeId, bool> = HashMap::default();
    let mut in_list = false;
    let mut found: Vec<bool> = Vec::with_capacity(kept.len());
    for (at, block) in around.blocks.iter().enumerate() {
        // A long paragraph that is not kept is neither.
        let matters = is_kept(at) || block.words <= LONGEST_LABEL;
        let lower = if matters { block.text.to_lowercase() } else { String::new() };
        // The links behind a heading such as `Related`.
        in_list = is_label(&lower) || (in_list && (is_link(block) || asks_readers(block, &lower)));
        let is_box = is_kept(at)
            && (in_list
                || lone_links.contains(&at)
                || is_line(around, block, &lower)
                || (at + 3 > last && is_on_author(block, names))
                || in_box(around, block, total, &mut known));
        found.push(is_box);
    }
    // What holds much of the text is the text, whatever it is called.
    let boxed = kept_words(around, kept, |at| found.get(at).copied().unwrap_or_default());
    if 3 * boxed > total { vec![false; kept.len()] } else { found }
}

fn kept_words(around: &Surroundings<'_>, kept: &[bool], counts: impl Fn(usize) -> bool) -> u32 {
    let blocks = around.blocks.iter().zip(kept).enumerate();
    blocks.filter(|(at, (_, kept))| **kept && counts(*at)).map(|(_, (block, _))| block.words).sum()
}

/// The lines that are nothing but a link, where few are: headlines of other stories.
fn lone_links(around: &Surroundings<'_>, kept: &[bool]) -> HashSet<usize> {
    /// Least and most words of a headline.
    const HEADLINE: std::ops::RangeInclusive<u32> = 3..=25;
    /// More of them are what the page is for: offers, a calendar.
    const MOST: usize = 6;
    let document = around.document;
    let is_headline = |block: &Block| {
        let name = document.name(block.at).unwrap_or_default();
        is_link(block)
            && HEADLINE.contains(&block.words)
            && matches!(name, "p" | "li" | "div")
            && !block.text.ends_with(['.', '!', '”', '"', '»', '。', '…'])
    };
    let kept = || around.blocks.iter().enumerate().zip(kept).filter(|(_, kept)| **kept).map(|(block, _)| block);
    let found: HashSet<usize> = kept().filter(|(_, block)| is_headline(block)).map(|(at, _)| at).collect();
    if found.len() > MOST || 4 * found.len() > kept().count() { HashSet::default() } else { found }
}

/// Whether an element around a block says that it is a box and is as small as one.
fn in_box(around: &Surroundings<'_>, block: &Block, total: u32, known: &mut HashMap<NodeId, bool>) -> bool {
    let document = around.document;
    let levels = std::iter::once(block.at).chain(document.ancestors(block.at));
    for level in levels {
        if matches!(document.name(level), Some("article" | "main" | "body" | "html") | None) {
            return false;
        }
        let is_box = *known.entry(level).or_insert_with(|| {
            let says = document.name(level) == Some("aside") || says_box(document, level);
            let blocks = around.blocks.get(around.blocks_in(level)).unwrap_or_default();
            says && 4 * blocks.iter().map(|block| block.words).sum::<u32>() <= total
        });
        if is_box {
            return true;
        }
    }
    false
}

/// Whether the class or the id of an element names a kind of box.
fn says_box(document: &Document, id: NodeId) -> bool {
    /// What is said of an element by these is not what it is.
    const NOT: &[&str] = &["no", "not", "has", "with", "without", "is", "hide"];
    /// Most words of a name; what has more is a text made into one.
    const LONGEST_NAME: usize = 6;
    // Headings have themselves for an id.
    let is_heading = matches!(document.name(id), Some("h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
    let attributes: &[&str] = if is_heading { &["class"] } else { &["class", "id", "data-component", "data-testid"] };
    let values = attributes.iter().filter_map(|name| document.attribute(id, name));
    values.flat_map(str::split_ascii_whitespace).any(|name| {
        let spelled = spelled(name);
        let parts: Vec<&str> = spelled.split('-').filter(|part| !part.is_empty()).collect();
        if parts.len() > LONGEST_NAME || parts.first().is_some_and(|first| NOT.contains(first)) {
            return false;
        }
        (1..=3).any(|length| parts.windows(length).any(|run| CLASS_NAMES.contains(run.join("-").as_str())))
    })
}

/// A class name in lower case, its words with hyphens between them.
fn spelled(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars().take(100) {
        if c.is_uppercase() && was_lower {
            spelled.push('-');
        }
        was_lower = c.is_lowercase();
        if c.is_alphanumeric() {
            spelled.extend(c.to_lowercase());
        } else {
            spelled.push('-');
        }
    }
    spelled
}

/// Whether a block says by its words that it is no paragraph of the story.
fn is_line(around: &Surroundings<'_>, block: &Block, lower: &str) -> bool {
    let name = around.document.name(block.at).unwrap_or_default();
    if matches!(name, "td" | "th" | "dd" | "dt" | "pre" | "blockquote") || block.words > MOST_WORDS {
        return false;
    }
    let line = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
    let short = block.words <= LINE && name != "li";
    (short && (leads_elsewhere(block, line) || asks(block, line)))
        || words("rights").iter().any(|start| line.starts_with(start))
        || lower.contains("may not be published, broadcast, rewritten")
        || is_duration(line)
}

/// `Read more: …`, `ALSO READ | …`, or a link that begins with such words.
fn leads_elsewhere(block: &Block, line: &str) -> bool {
    words("leads elsewhere").iter().any(|start| {
        let Some(rest) = line.strip_prefix(start) else { return false };
        let rest = rest.trim_start();
        let is_marked = rest.starts_with([':', '|', '»', '>', '→', '›', '：']);
        // Without a mark it may be the first word of a sentence.
        let is_long = start.contains(' ');
        (is_marked && (!rest.is_empty()) && (is_long || rest.len() > 1))
            || (is_long && is_link(block) && !rest.starts_with(char::is_alphanumeric))
            || (is_long && mostly_link(block))
    })
}

/// `Follow us on …`, `Join our channel …`: a short line with a link.
fn asks(block: &Block, line: &str) -> bool {
    let names_channel = || words("channels").iter().any(|channel| line.contains(channel));
    let follows = line.starts_with("follow ") && line.contains(" on ") && names_channel();
    let is_bold = 2 * block.bold_chars > block.chars;
    let has_address = line.contains('@');
    let asks = asks_at_first(line) || (is_bold && block.links > 0 && line.split(". ").any(asks_at_first));
    let is_apart = block.links > 0 || is_bold || has_address;
    is_apart && (follows || (asks && (names_channel() || mostly_link(block) || has_address || is_bold)))
}

fn asks_at_first(line: &str) -> bool {
    words("asks").iter().any(|start| line.starts_with(start))
}

/// What stands below the label of a box and asks for something, with or without a link: `Newsletter`, `Never miss …`.
fn asks_readers(block: &Block, lower: &str) -> bool {
    block.words <= LINE && asks_at_first(lower) && words("channels").iter().any(|channel| lower.contains(channel))
}

/// Whether a line is nothing but a label.
fn is_label(lower: &str) -> bool {
    let parts = lower.split([':', '|', '·', '•', '–', '—', '\n']).flat_map(|part| part.split(" - "));
    let mut parts = parts.map(|part| part.trim_matches(|c: char| !c.is_alphanumeric())).filter(|part| !part.is_empty());
    let mut says = false;
    parts.all(|part| {
        let label = words("labels").contains(&part);
        says |= label;
        label || is_reading_time(part)
    }) && says
}

/// `4 min`, `12 min read`
fn is_reading_time(part: &str) -> bool {
    let mut words = part.split(' ');
    let number = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let mut rest = words.peekable();
    number && rest.peek().is_some() && rest.all(|word| matches!(word, "min" | "mins" | "minute" | "minutes" | "read"))
}

/// How long a film or a sound is: `1:34`.
fn is_duration(line: &str) -> bool {
    let parts: Vec<&str> = line.trim().split(':').collect();
    let is_number = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().all(is_number) && parts.last().is_some_and(|last| last.len() == 2)
}

/// Whether a paragraph at the end of a story says who its author is: whom the byline names, or somebody whose address
/// stands there too.
fn is_on_author(block: &Block, names: &[&str]) -> bool {
    let with_address = || block.text.contains('@').then(|| behind_name(&block.text)).flatten();
    let rest = names.iter().find_map(|name| block.text.strip_prefix(name)).or_else(with_address);
    let Some(rest) = rest else { return false };
    let mut rest = rest.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).filter(|word| !word.is_empty());
    block.words <= MOST_WORDS
        && rest.next().is_some_and(|verb| {
            matches!(verb.as_str(), "is" | "has" | "covers" | "reports" | "writes" | "works" | "ist" | "est" | "es")
        })
        && block.text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| words("authors").contains(&word))
}

/// What stands behind the words with capitals that a text begins with, if these are as many as a name has.
fn behind_name(text: &str) -> Option<&str> {
    let words = || text.split_inclusive(' ').take_while(|word| word.starts_with(char::is_uppercase));
    (2..=4).contains(&words().count()).then(|| text.get(words().map(str::len).sum::<usize>()..)).flatten()
}

/// Whether it is nothing but a link, perhaps between marks: `[ Bridge opens ]`.
fn is_link(block: &Block) -> bool {
    let is_mark = |c: &char| matches!(c, '[' | ']' | '»' | '›' | '>' | '•' | '→' | '|');
    let marks = block.text.chars().filter(is_mark).count();
    let chars = block.chars.saturating_sub(u32::try_from(marks).unwrap_or(u32::MAX));
    chars > 0 && 10 * block.link_chars >= 9 * chars
}

fn mostly_link(block: &Block) -> bool {
    block.chars > 0 && 10 * block.link_chars >= 6 * block.chars
}
