//! What can be said about each block of a page in numbers: the rows the model judges.
//!
//! In: the blocks and their surroundings, and what the page says elsewhere about its story. Out: a row of numbers a
//! block, all rows alike. Nothing here knows a language, an outlet or a site but through the word lists beside it.

use super::blocks::Block;
use super::class_names;
use super::declared_story::{Agreement, DeclaredStory};
use super::model::Row;
use super::phrases;
use super::surroundings::{Sums, Surroundings, TELLING, numbered};
use super::text_shape::{SHAPES, shape};
use crate::page::document::{Document, NodeId};
use crate::page::parts::Marks;
use foldhash::HashMap;
use std::sync::LazyLock;
use text::WordList;

/// How far up the elements around a block are looked at one by one.
const LEVELS: usize = 4;

/// Room for the numbers of a block.
const NUMBERS: usize = 260;

/// A row for each block.
pub(super) fn rows(around: &Surroundings<'_>, story: &DeclaredStory<'_>) -> Vec<Row> {
    let page = PageView::new(around, story);
    (0..around.blocks.len()).map(|at| page.row(at)).collect()
}

/// Elements that blocks stand in.
const OWN_NAMES: [&str; 25] = [
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "th",
    "blockquote",
    "figcaption",
    "pre",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "summary",
    "address",
    "center",
    "body",
    "main",
    "caption",
];

static OWN: LazyLock<WordList<usize>> = LazyLock::new(|| numbered(&OWN_NAMES));

struct PageView<'a> {
    around: &'a Surroundings<'a>,
    read: Agreement,
    /// How often each text stands in the page.
    repeated: HashMap<&'a str, u32>,
    /// How many elements with the same parent, name and class there are, for each element.
    alike: Vec<u32>,
    /// Elements in which running text is concentrated, from a narrow view to a wide one.
    containers: Vec<NodeId>,
    total: Sums,
    /// The last running block before each block, and the first after it.
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
    /// The first and the last running block of the widest container.
    span: (usize, usize),
}

impl<'a> PageView<'a> {
    fn new(around: &'a Surroundings<'a>, story: &DeclaredStory<'_>) -> Self {
        let blocks = around.blocks;
        let mut repeated: HashMap<&str, u32> = HashMap::default();
        blocks.iter().for_each(|block| *repeated.entry(block.text.as_str()).or_default() += 1);
        let alike = alike(around.document);
        let read = Agreement::new(around, story);
        let weights: Vec<f32> = blocks.iter().enumerate().map(|(at, block)| weight(around, &read, at, block)).collect();
        let containers = [0.5, 0.75, 0.95].map(|share| around.innermost_holding(share, &weights)).to_vec();
        let wide = containers.last().map_or(0..0, |id| around.blocks_in(*id));
        let first = wide.clone().find(|at| around.is_running(*at)).unwrap_or(wide.start);
        let last = wide.clone().rev().find(|at| around.is_running(*at)).unwrap_or(wide.end);
        let mut latest = None;
        let before = (0..blocks.len())
            .map(|at| {
                let before = latest;
                latest = if around.is_running(at) { Some(at) } else { latest };
                before
            })
            .collect();
        let mut next = None;
        let mut after: Vec<_> = (0..blocks.len())
            .rev()
            .map(|at| {
                let after = next;
                next = if around.is_running(at) { Some(at) } else { next };
                after
            })
            .collect();
        after.reverse();
        let total = around.sums_of(0..blocks.len());
        Self { around, read, repeated, alike, containers, total, before, after, span: (first, last) }
    }

    fn row(&self, at: usize) -> Row {
        let mut row = Row::with_capacity(NUMBERS);
        if let Some(block) = self.around.blocks.get(at) {
            self.text(&mut row, block);
            self.agreement(&mut row, at, block);
            self.place(&mut row, at, block);
            self.elements(&mut row, block);
            self.marks(&mut row, block);
            self.containers(&mut row, at, block);
            self.levels(&mut row, block);
            self.neighbours(&mut row, at, block);
        }
        row
    }

    fn text(&self, row: &mut Row, block: &Block) {
        row.extend([
            log(block.words as f32),
            log(block.chars as f32),
            share(block.link_chars, block.chars),
            share(block.bold_chars, block.chars),
            log(block.links as f32),
            ratio(block.chars as f32, block.words as f32),
            log(self.repeated.get(block.text.as_str()).copied().unwrap_or(1) as f32),
            block.text.matches('\n').count() as f32,
        ]);
        row.extend::<[f32; SHAPES]>(shape(&block.text));
        let end = block.text.char_indices().nth(60).map_or(block.text.len(), |(at, _)| at);
        let start = block.text.get(..end).unwrap_or_default();
        let kind = if start.is_ascii() {
            phrases::kind_of(&start.to_ascii_lowercase())
        } else {
            phrases::kind_of(&start.chars().flat_map(char::to_lowercase).collect::<String>())
        };
        row.extend((0..phrases::KINDS.len()).map(|known| flag(kind == Some(known))));
    }

    fn agreement(&self, row: &mut Row, at: usize, block: &Block) {
        row.extend(self.read.row(self.around, at, block));
    }

    fn place(&self, row: &mut Row, at: usize, block: &Block) {
        let count = self.around.blocks.len() as f32;
        let sums = self.around.sums_of(0..at);
        let (first, last) = self.span;
        let distance = |other: Option<usize>| other.map_or(50.0, |other| other.abs_diff(at).min(50) as f32);
        row.extend([
            ratio(at as f32, count),
            log(count),
            log(at as f32),
            log(count - at as f32),
            ratio(sums.running, self.total.running),
            ratio(sums.chars, self.total.chars),
            log(self.total.running),
            ratio(self.total.link_chars, self.total.chars),
            distance(self.before.get(at).copied().flatten()),
            distance(self.after.get(at).copied().flatten()),
            signed(at, first),
            signed(at, last),
            ratio(block.chars as f32, self.total.running),
            self.around.document.depth(block.at) as f32,
            flag(self.around.is_running(at)),
        ]);
    }

    fn elements(&self, row: &mut Row, block: &Block) {
        let name = self.around.document.name(block.at).unwrap_or_default();
        let own = OWN.as_written(name);
        row.extend((0..OWN_NAMES.len()).map(|at| flag(own == Some(at))));
        let elements = self.around.elements(block.first);
        row.extend((0..TELLING.len()).map(|bit| flag(elements & (1 << bit) != 0)));
        row.extend([flag(self.around.is_hidden(block.first)), flag(self.around.is_marked_story(block.first))]);
    }

    fn marks(&self, row: &mut Row, block: &Block) {
        let near: Marks = self
            .levels_of(block)
            .take(3)
            .fold(self.around.own(block.first), |marks, level| marks | self.around.own(level));
        let any = self.around.around(block.first);
        row.extend((0..class_names::KINDS.len()).map(|kind| match (near & (1 << kind) != 0, any & (1 << kind) != 0) {
            (true, _) => 2.0,
            (false, true) => 1.0,
            (false, false) => 0.0,
        }));
        let own = self.around.own(block.at) | self.around.own(block.first);
        row.extend([own.count_ones() as f32, any.count_ones() as f32]);
    }

    fn containers(&self, row: &mut Row, at: usize, block: &Block) {
        for container in &self.containers {
            let document = self.around.document;
            let inside = document.is_within(block.first, *container);
            // How far the nearest common element is, from the container and from the block.
            let up = if inside {
                0
            } else {
                document.ancestors(*container).take(12).take_while(|up| !document.is_within(block.first, *up)).count()
                    + 1
            };
            let down = if inside { document.depth(block.at).saturating_sub(document.depth(*container)) } else { 0 };
            let range = self.around.blocks_in(*container);
            row.extend([up as f32, down as f32, flag(at >= range.end), signed(at, range.start), signed(at, range.end)]);
            // Which part of the container it stands in: the share of running text of its outermost element there.
            let level = document.depth(*container) + 1;
            let part = if inside { self.levels_of(block).find(|up| document.depth(*up) == level) } else { None };
            let sums = part.map(|part| self.around.sums(part)).unwrap_or_default();
            let whole = self.around.sums(*container);
            row.extend([ratio(sums.running, whole.running), ratio(sums.link_chars, sums.chars), log(sums.blocks)]);
        }
    }

    fn levels(&self, row: &mut Row, block: &Block) {
        let mut levels = self.levels_of(block);
        for _ in 0..LEVELS {
            let level = levels.next();
            let sums = level.map(|level| self.around.sums(level)).unwrap_or(self.total);
            row.extend([
                log(sums.blocks),
                log(sums.running),
                ratio(sums.link_chars, sums.chars),
                ratio(sums.running, self.total.running),
                ratio(sums.running_blocks, sums.blocks),
                ratio(sums.running, sums.chars),
                log(level.and_then(|level| self.alike.get(level.index()).copied()).unwrap_or(1) as f32),
            ]);
        }
    }

    fn neighbours(&self, row: &mut Row, at: usize, block: &Block) {
        for distance in [-3_isize, -2, -1, 1, 2, 3] {
            let other = at.checked_add_signed(distance).and_then(|at| self.around.blocks.get(at));
            let Some(other) = other else {
                row.extend([-1.0; 6]);
                continue;
            };
            let name = self.around.document.name(other.at).unwrap_or_default();
            let kind = match name {
                "p" => 1.0,
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => 2.0,
                "li" => 3.0,
                "td" | "th" => 4.0,
                "figcaption" => 5.0,
                _ => 0.0,
            };
            row.extend([
                log(other.words as f32),
                share(other.link_chars, other.chars),
                kind,
                flag(self.around.document.parent(other.at) == self.around.document.parent(block.at)),
                flag(ends_sentence(&other.text)),
                share(other.bold_chars, other.chars),
            ]);
        }
        for reach in [4, 10, 25] {
            let last = (at + reach + 1).min(self.around.blocks.len());
            for sums in [self.around.sums_of(at.saturating_sub(reach)..at), self.around.sums_of(last.min(at + 1)..last)]
            {
                row.extend([
                    log(sums.running),
                    ratio(sums.running_blocks, sums.blocks),
                    ratio(sums.link_chars, sums.chars),
                    ratio(sums.chars, sums.blocks),
                ]);
            }
        }
    }

    /// The elements around a block, the innermost first.
    fn levels_of(&self, block: &Block) -> impl Iterator<Item = NodeId> {
        std::iter::once(block.at).chain(self.around.document.ancestors(block.at))
    }
}

/// How much a block says about where the story is: running text, less so where the page marks something else.
fn weight(around: &Surroundings<'_>, read: &Agreement, at: usize, block: &Block) -> f32 {
    const ELSEWHERE: &[&str] = &[
        "comment",
        "related",
        "popular",
        "sidebar",
        "footer",
        "navigation",
        "newsletter",
        "dialog",
        "consent",
        "author",
    ];
    if !around.is_running(at) {
        return 0.0;
    }
    let any = around.around(block.first);
    let elsewhere =
        class_names::KINDS.iter().enumerate().any(|(bit, (kind, _))| any & (1 << bit) != 0 && ELSEWHERE.contains(kind));
    let hidden = around.is_hidden(block.first);
    let known = if read.is_in_article_body(at) { 4.0 } else { 1.0 };
    known * block.chars as f32 * if elsewhere || hidden { 0.2 } else { 1.0 }
}

/// For each element how many have the same parent, name and first class, itself included; 1 for other nodes.
fn alike(document: &Document) -> Vec<u32> {
    let classes = document.by_attribute(|name| (name == "class").then_some(()));
    let class = |id| classes.of(document, id).next().and_then(|(_, class)| class.split_ascii_whitespace().next());
    let mut groups: HashMap<(Option<NodeId>, u32, Option<&str>), usize> = HashMap::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut of_nodes = vec![None; document.len()];
    for id in document.descendants(document.root()) {
        let Some(name) = document.name_number(id) else { continue };
        let group = *groups.entry((document.parent(id), name, class(id))).or_insert(counts.len());
        match counts.get_mut(group) {
            Some(count) => *count += 1,
            None => counts.push(1),
        }
        of_nodes.get_mut(id.index()).into_iter().for_each(|of_node| *of_node = Some(group));
    }
    of_nodes.into_iter().map(|group| group.and_then(|group| counts.get(group)).copied().unwrap_or(1)).collect()
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '“', '\'', '’', '»', ')', '」', ']']);
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟'])
}

fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

fn log(count: f32) -> f32 {
    (1.0 + count.max(0.0)).ln()
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn share(part: u32, whole: u32) -> f32 {
    ratio(part as f32, whole as f32)
}

/// How far one block is after another, negative before it; far is all the same.
fn signed(at: usize, other: usize) -> f32 {
    let distance = log(at.abs_diff(other) as f32);
    if at >= other { distance } else { -distance }
}
