//! What the names of the elements and attributes of a page say, each looked at once for all that have it.

use super::name::{Line, Name};
use super::node_id::NodeId;
use super::{Document, Kind};

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
