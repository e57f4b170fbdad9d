//! A name of elements, and what an element of that name does to the line of text it stands in.

use super::node_id::NodeId;
use html5ever::LocalName;
use std::sync::LazyLock;
use text::WordList;

/// A name of elements.
pub(super) struct Name {
    pub(super) name: LocalName,
    pub(super) line: Line,
    /// The elements that have it, in the order of the page.
    pub(super) elements: Vec<NodeId>,
}

/// What an element does to the line of text that it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// It is in it.
    Within,
    /// It ends it.
    Ends,
    /// It is not seen.
    Unseen,
}

impl Name {
    pub(super) fn new(name: LocalName) -> Self {
        let line = match &*name {
            "script" | "style" | "noscript" => Line::Unseen,
            inline if INLINE.as_written(inline).is_some() => Line::Within,
            _ => Line::Ends,
        };
        Self { name, line, elements: Vec::new() }
    }
}

/// Elements that stand in a line of text.
static INLINE: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::of(&[(
        "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|\
         kbd|label|mark|nobr|q|rp|rt|ruby|s|samp|small|span|\
         strike|strong|sub|sup|time|tt|u|var|wbr",
        (),
    )])
});
