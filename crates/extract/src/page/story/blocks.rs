//! A page cut into blocks: the pieces of text that stand in a line or a paragraph of their own.
//!
//! In: a parsed page. Out: its blocks in the order of the page, whatever they are about. Scripts, styles, forms' parts,
//! drawings and everything else that shows no running text leave none.

use crate::page::document::{Document, NodeId, is_inline};
use article::tidy_paragraphs;
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

/// All blocks of a page.
pub(super) fn blocks(document: &Document) -> Vec<Block> {
    let mut cutting = Cutting { blocks: Vec::new(), open: vec![document.root()], piece: Piece::default() };
    let mut skipped_until = document.root();
    let (mut link_until, mut bold_until) = (document.root(), document.root());
    for id in document.descendants(document.root()) {
        if id < skipped_until {
            continue;
        }
        cutting.leave(document, id);
        match document.name(id) {
            None => {
                let text = document.text(id).unwrap_or_default();
                cutting.piece.push(id, text, id < link_until, id < bold_until);
            }
            Some(name) if SKIPPED.as_written(name).is_some() => skipped_until = document.after(id),
            Some("br") => cutting.line_break(),
            Some("a") => {
                link_until = link_until.max(document.after(id));
                cutting.piece.links += 1;
            }
            Some("b" | "strong") => bold_until = bold_until.max(document.after(id)),
            Some(name) if is_inline(name) => {}
            Some(_) => cutting.enter(id),
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
    text: String,
    first: Option<NodeId>,
    chars: u32,
    link_chars: u32,
    bold_chars: u32,
    links: u32,
}

impl Piece {
    fn push(&mut self, id: NodeId, text: &str, in_link: bool, is_bold: bool) {
        let mut chars = 0;
        for c in text.chars() {
            let is_white = c.is_whitespace();
            chars += u32::from(!is_white);
            // Zero-width characters are set to guide line breaks and bind nothing.
            if !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
                self.text.push(if is_white { ' ' } else { c });
            }
        }
        if chars > 0 && self.first.is_none() {
            self.first = Some(id);
        }
        self.chars += chars;
        self.link_chars += if in_link { chars } else { 0 };
        self.bold_chars += if is_bold { chars } else { 0 };
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
        if self.piece.text.trim_end_matches(' ').ends_with('\n') {
            self.flush();
        } else {
            self.piece.text.push('\n');
        }
    }

    fn flush(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        let (Some(first), Some(at)) = (piece.first, self.open.last()) else { return };
        let text = tidy_paragraphs(piece.text.trim());
        let words = count_words(&text);
        let Piece { chars, link_chars, bold_chars, links, .. } = piece;
        self.blocks.push(Block { at: *at, first, text, chars, link_chars, bold_chars, links, words });
    }
}

/// Words; in scripts without spaces two characters count as one.
pub(crate) fn count_words(text: &str) -> u32 {
    let spaced = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let dense = if text.is_ascii() { 0 } else { text.chars().filter(|c| is_dense(*c)).count() };
    u32::try_from(spaced + dense / 2).unwrap_or(u32::MAX)
}

/// Whether a character belongs to a script that sets no spaces between words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}
