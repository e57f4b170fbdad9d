//! What stands around each block: the elements and their marks, how the blocks of each element read, and where the
//! running text of the page is concentrated.
//!
//! In: a page and its blocks. Out: answers to the questions of `features.rs`, each in constant or logarithmic time.

use super::blocks::Block;
use super::class_names::{Recognised, speaks};
use crate::page::document::{Document, NodeId};
use crate::page::parts::Marks;
use std::sync::LazyLock;
use text::WordList;

/// Elements that say something about what they hold, a bit each.
pub(super) const TELLING: &[&str] = &[
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "form",
    "figure",
    "figcaption",
    "table",
    "ul",
    "ol",
    "li",
    "blockquote",
    "section",
    "details",
    "dl",
    "p",
    "address",
    "pre",
    "label",
    "a",
    "h1",
    "h2",
    "h3",
];

static TELLING_BITS: LazyLock<WordList<usize>> = LazyLock::new(|| numbered(TELLING));

/// Names of elements with their places in the list.
pub(super) fn numbered(names: &[&'static str]) -> WordList<usize> {
    names.iter().enumerate().map(|(at, name)| (*name, at)).collect()
}

/// Sums over the blocks of an element.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) blocks: f32,
    pub(super) chars: f32,
    pub(super) link_chars: f32,
    /// Characters of blocks that read like running text.
    pub(super) running: f32,
    pub(super) running_blocks: f32,
    pub(super) links: f32,
}

/// The structure around the blocks of a page.
pub(super) struct Surroundings<'a> {
    pub(super) document: &'a Document,
    pub(super) blocks: &'a [Block],
    own: Vec<Marks>,
    around: Vec<Marks>,
    elements: Vec<u32>,
    hidden: Vec<bool>,
    story_marked: Vec<bool>,
    /// How many blocks begin before each node.
    before: Vec<u32>,
    sums: Vec<Sums>,
    running: Vec<bool>,
}

impl<'a> Surroundings<'a> {
    pub(super) fn new(document: &'a Document, blocks: &'a [Block]) -> Self {
        let length = document.len();
        let mut new = Self {
            document,
            blocks,
            own: vec![0; length],
            around: vec![0; length],
            elements: vec![0; length],
            hidden: vec![false; length],
            story_marked: vec![false; length],
            before: Vec::with_capacity(length),
            sums: Vec::with_capacity(blocks.len() + 1),
            running: blocks.iter().map(is_running).collect(),
        };
        for (count, block) in (0..).zip(blocks) {
            new.before.resize(block.first.index() + 1, count);
        }
        new.inherit();
        new.sum();
        new
    }

    /// Hands marks down from each element to what stands in it: parents come before their children.
    fn inherit(&mut self) {
        let mut recognised = Recognised::default();
        let telling = |name: &str| TELLING_BITS.as_written(name).map_or(0, |bit| 1 << bit);
        let attributes = self.document.by_attribute(says);
        let names = self.document.by_name(|name| (matches!(name, "html" | "body"), telling(name)));
        for id in self.document.descendants(self.document.root()) {
            let Some(parent) = self.document.parent(id).map(NodeId::index) else { continue };
            let at = id.index();
            let above = |all: &[u32]| all.get(parent).copied().unwrap_or_default();
            let (mut around, mut elements) = (above(&self.around), above(&self.elements));
            let mut hidden = self.hidden.get(parent).copied().unwrap_or_default();
            let mut marked = self.story_marked.get(parent).copied().unwrap_or_default();
            if let Some((is_whole, telling)) = names.of(self.document, id) {
                let mut own = 0;
                for (says, value) in attributes.of(self.document, id) {
                    match says {
                        Says::Kind => own |= recognised.marks(value),
                        Says::Property => {
                            own |= recognised.marks(value);
                            marked |= value.contains("articleBody");
                        }
                        Says::Hidden => hidden = true,
                        Says::HiddenWhereTrue => hidden |= value == "true",
                        Says::Style => hidden |= hides(value),
                    }
                }
                // Themes describe the whole page on its outermost elements.
                let own = if is_whole { 0 } else { own };
                around |= own;
                elements |= telling;
                set(&mut self.own, at, own);
            }
            set(&mut self.around, at, around);
            set(&mut self.elements, at, elements);
            set(&mut self.hidden, at, hidden);
            set(&mut self.story_marked, at, marked);
        }
    }

    fn sum(&mut self) {
        let mut sums = Sums::default();
        self.sums.push(sums);
        for (block, running) in self.blocks.iter().zip(&self.running) {
            sums.blocks += 1.0;
            sums.chars += block.chars as f32;
            sums.link_chars += block.link_chars as f32;
            sums.links += block.links as f32;
            if *running {
                sums.running += block.chars as f32;
                sums.running_blocks += 1.0;
            }
            self.sums.push(sums);
        }
    }

    /// The kinds that an element's own class and id speak for.
    pub(super) fn own(&self, id: NodeId) -> Marks {
        self.own.get(id.index()).copied().unwrap_or_default()
    }

    /// The kinds that anything around a node, or itself, speaks for.
    pub(super) fn around(&self, id: NodeId) -> Marks {
        self.around.get(id.index()).copied().unwrap_or_default()
    }

    /// The telling elements around a node, as bits of `TELLING`.
    pub(super) fn elements(&self, id: NodeId) -> u32 {
        self.elements.get(id.index()).copied().unwrap_or_default()
    }

    pub(super) fn is_hidden(&self, id: NodeId) -> bool {
        self.hidden.get(id.index()).copied().unwrap_or_default()
    }

    /// Whether the page itself marks it as part of the article's body.
    pub(super) fn is_marked_story(&self, id: NodeId) -> bool {
        self.story_marked.get(id.index()).copied().unwrap_or_default()
    }

    pub(super) fn is_running(&self, block: usize) -> bool {
        self.running.get(block).copied().unwrap_or_default()
    }

    /// The range of blocks in an element.
    pub(super) fn blocks_in(&self, id: NodeId) -> std::ops::Range<usize> {
        let before = |id: NodeId| self.before.get(id.index()).map_or(self.blocks.len(), |before| *before as usize);
        before(id)..before(self.document.after(id))
    }

    /// Sums over the blocks in an element.
    pub(super) fn sums(&self, id: NodeId) -> Sums {
        let range = self.blocks_in(id);
        self.sums_of(range)
    }

    /// Sums over a range of blocks.
    pub(super) fn sums_of(&self, range: std::ops::Range<usize>) -> Sums {
        let at = |at: usize| self.sums.get(at).copied().unwrap_or_default();
        let (from, to) = (at(range.start), at(range.end));
        Sums {
            blocks: to.blocks - from.blocks,
            chars: to.chars - from.chars,
            link_chars: to.link_chars - from.link_chars,
            running: to.running - from.running,
            running_blocks: to.running_blocks - from.running_blocks,
            links: to.links - from.links,
        }
    }

    /// The innermost element that holds at least this share of a weight given for each block.
    pub(super) fn innermost_holding(&self, share: f32, weight: &[f32]) -> NodeId {
        let mut before = Vec::with_capacity(weight.len() + 1);
        let mut total = 0.0;
        before.push(total);
        for one in weight {
            total += one;
            before.push(total);
        }
        let held = |id: NodeId| {
            let range = self.blocks_in(id);
            let at = |at: usize| before.get(at).copied().unwrap_or(total);
            at(range.end) - at(range.start)
        };
        let mut inside = self.document.root();
        'deeper: loop {
            for child in self.document.children(inside) {
                if self.document.name(child).is_some() && held(child) >= share * total && total > 0.0 {
                    inside = child;
                    continue 'deeper;
                }
            }
            return inside;
        }
    }
}

fn set<T>(all: &mut [T], at: usize, value: T) {
    if let Some(place) = all.get_mut(at) {
        *place = value;
    }
}

/// Whether a block reads like a paragraph of a story, by its looks alone.
fn is_running(block: &Block) -> bool {
    block.words >= 12 && block.link_chars * 3 <= block.chars
}

/// What an attribute says of its element.
#[derive(Clone, Copy)]
enum Says {
    Kind,
    /// Its kind, or that it is the story.
    Property,
    Hidden,
    HiddenWhereTrue,
    Style,
}

fn says(attribute: &str) -> Option<Says> {
    match attribute {
        "itemprop" => Some(Says::Property),
        "hidden" => Some(Says::Hidden),
        "aria-hidden" => Some(Says::HiddenWhereTrue),
        "style" => Some(Says::Style),
        name => speaks(name).then_some(Says::Kind),
    }
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().take(300).filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}
