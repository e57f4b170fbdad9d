//! What the names of the elements and attributes of a page say, each looked at once for all that have it.

use super::{Document, Kind, NodeId};
use html5ever::LocalName;
use std::sync::LazyLock;
use text::WordList;

/// A name of elements.
pub(super) struct Name {
    pub(super) name: LocalName,
    line: Line,
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

impl Document {
    fn named(&self, id: NodeId) -> Option<&Name> {
        match self.node(id)?.kind {
            Kind::Element(name) => self.names.get(name as usize),
            Kind::Text | Kind::Document => None,
        }
    }

    /// The name of an element in lower case; `None` for texts and the document.
    pub(crate) fn name(&self, id: NodeId) -> Option<&str> {
        self.named(id).map(|name| &*name.name)
    }

    /// What is to be said of each name, found once for all its elements.
    pub(crate) fn by_name<T: Copy>(&self, meaning: impl Fn(&str) -> T) -> ByName<T> {
        ByName(self.names.iter().map(|name| meaning(&name.name)).collect())
    }

    /// A number for the name of an element, by which two names are told apart.
    pub(crate) fn name_number(&self, id: NodeId) -> Option<u32> {
        match self.node(id)?.kind {
            Kind::Element(name) => Some(name),
            Kind::Text | Kind::Document => None,
        }
    }

    /// Whether an element stands in a line of text.
    pub(crate) fn is_inline(&self, id: NodeId) -> bool {
        self.line(id) == Some(Line::Within)
    }

    pub(super) fn line(&self, id: NodeId) -> Option<Line> {
        self.named(id).map(|name| name.line)
    }
}

/// Something said of each name of the elements of a page.
pub(crate) struct ByName<T>(Vec<T>);

impl<T: Copy> ByName<T> {
    /// What is said of the name of this element.
    pub(crate) fn of(&self, document: &Document, id: NodeId) -> Option<T> {
        document.name_number(id).and_then(|name| self.0.get(name as usize).copied())
    }
}

/// Something said of each name of the attributes of a page, where it is of use.
pub(crate) struct ByAttribute<T>(Vec<Option<T>>);

impl Document {
    /// What is to be said of each name of attributes, found once for all of them.
    pub(crate) fn by_attribute<T: Copy>(&self, meaning: impl Fn(&str) -> Option<T>) -> ByAttribute<T> {
        ByAttribute(self.attribute_names.iter().map(|name| meaning(name)).collect())
    }
}

impl<T: Copy> ByAttribute<T> {
    /// The values of those attributes of this element of whose names something is said, and what it is.
    pub(crate) fn of<'d>(&self, document: &'d Document, id: NodeId) -> impl Iterator<Item = (T, &'d str)> {
        let attributes = document.numbered_attributes(id);
        attributes.filter_map(|(number, value)| Some((self.0.get(number as usize).copied()??, value)))
    }
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
