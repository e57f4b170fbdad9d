//! A page cut into blocks: the pieces of text that stand in a line or a paragraph of their own.
//!
//! In: a parsed page. Out: its blocks in the order of the page, whatever they are about. Scripts, styles, forms' parts,
//! drawings and everything else that shows no running text leave none.

use crate::page::document::{Document, NodeId};
use article::char_count;
use std::sync::LazyLock;
use text::WordList;

/// Elements whose content is not text of the page.
static SKIPPED: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::of(&[(
        "script|style|noscript|template|svg|math|iframe|object|canvas|audio|\
         video|select|option|datalist|textarea|button|head|input|map|embed|\
         frameset|noframes|dialog|progress|meter",
        (),
    )])
});

/// One piece of text.
pub(crate) struct Block {
    /// The innermost element around it that makes a line of its own.
    pub(super) at: NodeId,
    /// Its first text.
    pub(super) first: NodeId,
    /// The text; a line break of the page is one here, other white space is collapsed.
    pub(crate) text: String,
    /// Characters of the text, white space not counted.
    pub(super) chars: u32,
    /// Those that stand in links.
    pub(super) link_chars: u32,
    /// Those that are set in bold.
    pub(super) bold_chars: u32,
    /// How many links it holds.
    pub(super) links: u32,
    /// Words; in scripts without spaces two characters count as one.
    pub(crate) words: u32,
}

/// What an element is to the text in it.
#[derive(Clone, Copy)]
enum Part {
    Skipped,
    LineBreak,
    Link,
    Bold,
    Other,
}

fn part(name: &str) -> Part {
    match name {
        "br" => Part::LineBreak,
        "a" => Part::Link,
        "b" | "strong" => Part::Bold,
        name if SKIPPED.as_written(name).is_some() => Part::Skipped,
        _ => Part::Other,
    }
}

/// All blocks of a page.
pub(super) fn blocks(document: &Document) -> Vec<Block> {
    let mut cutting = Cutting { blocks: Vec::new(), open: vec![document.root()], piece: Piece::default() };
    let parts = document.by_name(part);
    let mut skipped_until = document.root();
    let (mut link_until, mut bold_until) = (document.root(), document.root());
    for id in document.descendants(document.root()) {
        if id < skipped_until {
            continue;
        }
        cutting.leave(document, id);
        match parts.of(document, id) {
            None => {
                let text = document.text(id).unwrap_or_default();
                cutting.piece.push(id, text, id < link_until, id < bold_until);
            }
            Some(Part::Skipped) => skipped_until = document.after(id),
            Some(Part::LineBreak) => cutting.line_break(),
            Some(Part::Link) => {
                link_until = link_until.max(document.after(id));
                cutting.piece.links += 1;
            }
            Some(Part::Bold) => bold_until = bold_until.max(document.after(id)),
            Some(Part::Other) if document.is_inline(id) => {}
            Some(Part::Other) => cutting.enter(id),
        }
    }
    cutting.flush();
    cutting.blocks
}

struct Cutting {
    blocks: Vec<Block>,
    /// The elements around the next text that make lines of their own.
    open: Vec<NodeId>,
    piece: Piece,
}

#[derive(Default)]
struct Piece {
    /// What has been read, as `Block::text`.
    text: String,
    gap: Gap,
    first: Option<NodeId>,
    chars: u32,
    link_chars: u32,
    bold_chars: u32,
    links: u32,
}

/// What stands between the last word and the next.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    Nothing,
    Space,
    LineBreak,
}

impl Piece {
    fn push(&mut self, id: NodeId, text: &str, in_link: bool, is_bold: bool) {
        let mut chars = 0;
        let mut rest = text;
        loop {
            let start = rest.trim_start();
            if start.len() < rest.len() {
                self.gap = self.gap.max(Gap::Space);
            }
            let end = start.find(char::is_whitespace).unwrap_or(start.len());
            let Some((word, after)) = start.split_at_checked(end).filter(|(word, _)| !word.is_empty()) else { break };
            chars += char_count(word);
            self.push_word(word);
            rest = after;
        }
        if chars > 0 && self.first.is_none() {
            self.first = Some(id);
        }
        self.chars += chars;
        self.link_chars += if in_link { chars } else { 0 };
        self.bold_chars += if is_bold { chars } else { 0 };
    }

    fn push_word(&mut self, word: &str) {
        // Zero-width characters are set to guide line breaks and bind nothing.
        let is_seen = |c: &char| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}');
        if !word.is_ascii() && !word.chars().any(|c| is_seen(&c)) {
            return;
        }
        match std::mem::take(&mut self.gap) {
            Gap::Space if !self.text.is_empty() => self.text.push(' '),
            Gap::LineBreak if !self.text.is_empty() => self.text.push('\n'),
            Gap::Nothing | Gap::Space | Gap::LineBreak => {}
        }
        if word.is_ascii() {
            self.text.push_str(word);
        } else {
            self.text.extend(word.chars().filter(is_seen));
        }
    }
}

impl Cutting {
    fn enter(&mut self, id: NodeId) {
        self.flush();
        self.open.push(id);
    }

    /// Closes the elements that end before this node.
    fn leave(&mut self, document: &Document, id: NodeId) {
        while self.open.last().is_some_and(|open| document.after(*open) <= id) {
            self.flush();
            self.open.pop();
        }
    }

    /// Two line breaks in a row make a paragraph.
    fn line_break(&mut self) {
        if self.piece.gap == Gap::LineBreak {
            self.flush();
        } else {
            self.piece.gap = Gap::LineBreak;
        }
    }

    fn flush(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        let (Some(first), Some(at)) = (piece.first, self.open.last()) else { return };
        let Piece { text, chars, link_chars, bold_chars, links, .. } = piece;
        let words = count_words(&text);
        self.blocks.push(Block { at: *at, first, text, chars, link_chars, bold_chars, links, words });
    }
}

/// Words; in scripts without spaces two characters count as one.
pub(crate) fn count_words(text: &str) -> u32 {
    let spaced = spaced_words(text).count();
    let dense = if text.is_ascii() { 0 } else { text.chars().filter(|c| is_dense(*c)).count() };
    u32::try_from(spaced + dense / 2).unwrap_or(u32::MAX)
}

/// Whether a text has more words than this.
pub(crate) fn has_more_words(text: &str, most: u32) -> bool {
    spaced_words(text).nth(most as usize).is_some() || count_words(text) > most
}

fn spaced_words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric))
}

/// Whether a character belongs to a script that sets no spaces between words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}
