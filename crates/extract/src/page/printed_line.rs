//! The line a reader sees around a text: what stands between the borders of blocks or line breaks.
//!
//! In: a page and one of its texts. Out: the words of its line and the nodes it is made of. Pictures and icons in a line
//! do not divide it.

use super::document::{Document, NodeId};

/// Most nodes of a line on each side of a text. Longer ones are no lines for readers.
const LONGEST: usize = 200;

/// A line.
pub(super) struct PrintedLine {
    /// The element that holds it.
    pub(super) block: NodeId,
    /// The words on it.
    pub(super) text: String,
    first: NodeId,
    /// The first node after it.
    end: NodeId,
}

impl PrintedLine {
    /// Whether a node stands in it.
    pub(super) fn holds(&self, id: NodeId) -> bool {
        self.first <= id && id < self.end
    }

    /// The words on it before one of its nodes, from the time element before that on.
    pub(super) fn before(&self, document: &Document, id: NodeId) -> String {
        let earlier = document.from(self.first).take(LONGEST).take_while(|other| *other < id);
        let last = earlier.filter(|other| document.name(*other) == Some("time")).last();
        document.text_between(last.map_or(self.first, |last| document.after(last)), id)
    }

    /// The words of the text before it, where that stands close: a label such as `Published` in a column of its own.
    pub(super) fn label<'a>(&self, document: &'a Document) -> Option<&'a str> {
        /// Most nodes between a label and what it labels.
        const FARTHEST: usize = 6;
        let before = document.before(self.first).take(FARTHEST).filter_map(|id| document.text(id));
        before.map(str::trim).find(|text| !text.is_empty())
    }

    /// The line around a text.
    pub(super) fn around(document: &Document, id: NodeId) -> Self {
        let block = block_of(document, id);
        let in_line = |other: &NodeId| document.is_within(*other, block) && !divides(document, *other, block);
        let first = document.before(id).take(LONGEST).take_while(in_line).last().unwrap_or(id);
        let end = document.from(id).skip(1).take(LONGEST).find(|other| !in_line(other));
        let end = end.unwrap_or_else(|| document.after(id));
        Self { block, text: document.text_between(first, end), first, end }
    }
}

/// The innermost element around a text that makes lines of its own.
fn block_of(document: &Document, id: NodeId) -> NodeId {
    let around = document.ancestors(id).find(|around| !document.is_inline(*around));
    around.unwrap_or(id)
}

/// Whether a node in a block ends the line: it is a block, or in one.
fn divides(document: &Document, id: NodeId, block: NodeId) -> bool {
    /// Elements that stand in a line without words, or are not shown.
    const UNSEEN: &[&str] =
        &["img", "svg", "picture", "source", "script", "style", "noscript", "link", "meta", "input"];
    let around = std::iter::once(id).chain(document.ancestors(id)).take_while(|around| *around != block);
    // What is around an unseen element is what counts.
    let mut divides = false;
    for around in around {
        match document.name(around) {
            Some(name) if UNSEEN.contains(&name) => divides = false,
            Some(_) if !document.is_inline(around) => divides = true,
            Some(_) | None => {}
        }
    }
    divides
}
