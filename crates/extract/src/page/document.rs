//! A page as a tree, parsed once for everything that reads it.
//!
//! In: HTML as text, of any quality. Out: elements and texts in the order of the page, or why the page is refused.
//! Nodes are numbered in that order, so everything below a node is one range of numbers: no walk recurses, and the
//! tree is dropped without recursion. Comments, doctypes and the content of `template` are not in it; `noscript` holds
//! its content as one text.

mod name;
pub(crate) mod names;
mod node_id;

use super::bounds::{MAX_DEPTH, too_deep};
use super::parse::grow;
use super::tree_builder::{AttributeText, Content, Grown, NONE, ROOT};
use crate::Reject;
use foldhash::HashMap;
use html5ever::LocalName;
use name::{Line, Name};
pub(crate) use node_id::NodeId;
use std::ops::Range;

/// A parsed page.
pub(crate) struct Document {
    nodes: Vec<Node>,
    attributes: Vec<AttributeText>,
    /// The names of attributes by their numbers.
    attribute_names: Vec<LocalName>,
    text: String,
    /// The names of elements, each once.
    names: Vec<Name>,
}

struct Node {
    parent: u32,
    /// The first node after everything below this one.
    end: u32,
    depth: u16,
    kind: Kind,
    /// Of an element its attributes, as a range of `Document::attributes`; of a text a range of `Document::text`.
    content: Range<u32>,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An element, by its place in `Document::names`.
    Element(u32),
    Text,
    Document,
}

impl Document {
    /// Parses a page. Refused as `too_deep` or `too_large` when it would take more than bounded time and memory.
    pub(crate) fn parse(html: &str) -> Result<Self, Reject> {
        Self::of(grow(html)?)
    }

    /// Lays the tree out in the order of the page.
    fn of(grown: Grown) -> Result<Self, Reject> {
        let Grown { nodes: mut linked, attributes, attribute_names, text, .. } = grown;
        let mut nodes: Vec<Node> = Vec::with_capacity(linked.len());
        let (mut names, mut known): (Vec<Name>, HashMap<LocalName, u32>) = Default::default();
        // The elements around the next node: where they stand in `nodes`, and where to go on after their last child.
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut next = ROOT;
        loop {
            let Some(node) = linked.get_mut(next as usize) else {
                let Some((id, after)) = open.pop() else { break };
                let end = number(nodes.len());
                if let Some(node) = nodes.get_mut(id as usize) {
                    node.end = end;
                }
                next = after;
                continue;
            };
            let content = std::mem::replace(&mut node.content, Content::Other);
            let (first, after) = (node.first, node.next);
            let id = number(nodes.len());
            let (kind, content) = match content {
                Content::Element(name, attributes) => {
                    let at = *known.entry(name).or_insert_with_key(|name| {
                        names.push(Name::new(name.clone()));
                        number(names.len() - 1)
                    });
                    names.get_mut(at as usize).into_iter().for_each(|name| name.elements.push(NodeId(id)));
                    (Kind::Element(at), attributes)
                }
                Content::Text(text) => (Kind::Text, text),
                Content::Other if id == ROOT => (Kind::Document, 0..0),
                Content::Other => {
                    next = after;
                    continue;
                }
            };
            if open.len() > MAX_DEPTH {
                return Err(too_deep());
            }
            let parent = open.last().map_or(NONE, |(parent, _)| *parent);
            let depth = u16::try_from(open.len()).unwrap_or(u16::MAX);
            nodes.push(Node { parent, end: id + 1, depth, kind, content });
            open.push((id, after));
            next = first;
        }
        Ok(Self { nodes, attributes, attribute_names, text, names })
    }

    /// The document itself, above the outermost element.
    pub(crate) fn root(&self) -> NodeId {
        NodeId(ROOT)
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// How many nodes there are; `NodeId::index` is below it.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What a text node says, character references decoded; `None` for other nodes.
    pub(crate) fn text(&self, id: NodeId) -> Option<&str> {
        self.node(id).filter(|node| node.kind == Kind::Text).and_then(|node| self.piece(&node.content))
    }

    /// The value of an attribute as written, decoded; empty when it has none.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attributes(id).find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Names, in lower case, and values of all attributes of an element.
    pub(crate) fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let named = |(number, value): (u32, _)| Some((&**self.attribute_names.get(number as usize)?, value));
        self.numbered_attributes(id).filter_map(named)
    }

    /// The numbers of the names, and the values of all attributes of an element.
    fn numbered_attributes(&self, id: NodeId) -> impl Iterator<Item = (u32, &str)> {
        let element = self.node(id).filter(|node| matches!(node.kind, Kind::Element(_)));
        let range = element.map_or(0..0, |element| element.content.start as usize..element.content.end as usize);
        let attributes = self.attributes.get(range).unwrap_or_default();
        attributes.iter().filter_map(|(number, value)| Some((*number, self.piece(value)?)))
    }

    fn piece(&self, range: &Range<u32>) -> Option<&str> {
        self.text.get(range.start as usize..range.end as usize)
    }

    /// The element around a node.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).map(|node| node.parent).filter(|parent| *parent != NONE).map(NodeId)
    }

    /// The elements around a node, innermost first, and at last the document.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// Everything in an element, in the order of the page.
    pub(crate) fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        let end = self.node(id).map_or(0, |node| node.end);
        (id.0 + 1..end).map(NodeId)
    }

    /// The first node after everything in this one; may be beyond the last.
    pub(crate) fn after(&self, id: NodeId) -> NodeId {
        NodeId(self.node(id).map_or(NONE, |node| node.end))
    }

    /// Whether the first node stands somewhere in the second.
    pub(crate) fn is_within(&self, id: NodeId, outer: NodeId) -> bool {
        id > outer && id < self.after(outer)
    }

    /// All elements of a name, which is in lower case, in the order of the page.
    pub(crate) fn elements(&self, name: &str) -> impl Iterator<Item = NodeId> {
        let name = self.names.iter().find(|known| *known.name == *name);
        name.into_iter().flat_map(|name| &name.elements).copied()
    }

    /// The nodes before this one, the nearest first.
    pub(crate) fn before(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (0..id.0).rev().map(NodeId)
    }

    /// This node and all that follow it.
    pub(crate) fn from(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0..number(self.nodes.len())).map(NodeId)
    }

    /// What a reader sees of a node: all text in it on one line, without scripts and styles. Blocks are separated by
    /// a space.
    pub(crate) fn text_of(&self, id: NodeId) -> String {
        self.text_between(id, self.after(id))
    }

    /// What a reader sees from the first node up to the second, which is not part of it; as [`text_of`](Self::text_of).
    pub(crate) fn text_between(&self, first: NodeId, end: NodeId) -> String {
        let mut out = String::new();
        let mut add = |text: &mut String| {
            for word in text.split_whitespace() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(word);
            }
            text.clear();
        };
        // Words that markup divides (`<b>M</b>ore`) are one word, so text is only split where white space or the
        // border of a block is.
        let mut pending = String::new();
        let mut blocks: Vec<NodeId> = Vec::new();
        let mut at = first;
        while at < end {
            while blocks.pop_if(|block_end| *block_end <= at).is_some() {
                add(&mut pending);
            }
            match self.line(at) {
                Some(Line::Unseen) => {
                    at = self.after(at);
                    continue;
                }
                Some(Line::Ends) => {
                    add(&mut pending);
                    blocks.push(self.after(at));
                }
                Some(Line::Within) => {}
                None => pending.push_str(self.text(at).unwrap_or_default()),
            }
            at = NodeId(at.0 + 1);
        }
        add(&mut pending);
        out
    }

    /// The texts in a node as written, one after the other: what a script or a style holds.
    pub(crate) fn raw_text_of(&self, id: NodeId) -> String {
        std::iter::once(id).chain(self.descendants(id)).filter_map(|id| self.text(id)).collect()
    }
}

/// Walks from node to node.
impl Document {
    /// How many nodes stand around a node.
    pub(crate) fn depth(&self, id: NodeId) -> usize {
        self.node(id).map_or(0, |node| usize::from(node.depth))
    }

    /// The first node in an element.
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).filter(|node| node.end > id.0 + 1).map(|_| NodeId(id.0 + 1))
    }

    /// The next node with the same parent.
    pub(crate) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        let node = self.node(id)?;
        let end = self.nodes.get(node.parent as usize)?.end;
        (node.end < end).then_some(NodeId(node.end))
    }

    /// The nodes directly in an element.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(id), |id| self.next_sibling(*id))
    }
}

impl NodeId {
    /// Its place in the order of the page.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Nodes are limited to far less than 4 billion.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(document: &Document, name: &str) -> NodeId {
        let mut found = document.elements(name);
        let first = found.next().unwrap();
        assert_eq!(found.next(), None, "{name}");
        first
    }

    #[test]
    fn nodes_know_their_place() {
        let document =
            Document::parse("<title>T</title><main><p id=a>one<b>two</b></p><!-- no --><p>three</main><i>x").unwrap();
        let main = only(&document, "main");
        let names: Vec<_> = document.children(main).map(|id| document.name(id).unwrap()).collect();
        assert_eq!(names, ["p", "p"]);
        let bold = only(&document, "b");
        assert!(document.is_within(bold, main) && !document.is_within(main, bold) && !document.is_within(main, main));
        let around: Vec<_> = document.ancestors(bold).map(|id| document.name(id)).collect();
        assert_eq!(around, [Some("p"), Some("main"), Some("body"), Some("html"), None]);
        assert_eq!(document.depth(bold), around.len());
        let paragraph = document.first_child(main).unwrap();
        assert_eq!(document.attribute(paragraph, "id"), Some("a"));
        assert_eq!(document.attribute(paragraph, "class"), None);
        assert_eq!(document.next_sibling(paragraph).map(|id| document.text_of(id)).as_deref(), Some("three"));
        assert_eq!(document.name(document.after(main)), Some("i"));
        assert!(document.after(document.root()).index() == document.len());
    }

    #[test]
    fn readers_see_words_where_the_markup_puts_them() {
        for (html, expected) in [
            ("<p><b>M</b>ore  &amp;\n less</p>", "More & less"),
            ("<p>one</p><p>two</p>", "one two"),
            ("<div><p>one</p>two</div>three", "one two three"),
            ("one<br>two", "one two"),
            ("a<script>no()</script>b<style>no</style>", "ab"),
            ("<template>no</template>yes", "yes"),
            ("<table>stray<tr><td>cell</table>", "stray cell"),
            ("", ""),
        ] {
            let document = Document::parse(html).unwrap();
            assert_eq!(document.text_of(only(&document, "body")), expected, "{html}");
        }
    }

    #[test]
    fn the_words_of_a_script_are_there_as_written() {
        let document = Document::parse("<script>if (a &lt; b) { '<p>' }</script>").unwrap();
        assert_eq!(document.raw_text_of(only(&document, "script")), "if (a &lt; b) { '<p>' }");
    }

    #[test]
    fn hostile_pages_end_soon() {
        let formatting = "<b><i><u><a>".repeat(20_000);
        let attributes: String = (0..20_000).map(|at| format!(" a{at}")).collect();
        for (html, expected) in [
            ("<div>".repeat(100_000), Some("too_deep")),
            ("<p>x".repeat(200_000), Some("too_large")),
            (formatting, Some("too_deep")),
            (format!("<p{attributes}>"), Some("too_large")),
            (format!("<p title=\"{}\">", "x".repeat(1 << 20)), None),
            ("<".repeat(1 << 20), None),
            ("&".repeat(1 << 20), None),
            ("<td colspan=9e15>".repeat(1_000), None),
            ("</p>".repeat(40_000), None),
        ] {
            let start: String = html.chars().take(40).collect();
            let refused = Document::parse(&html).err().map(|reject| reject.class);
            assert_eq!(refused, expected, "{start}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_numbers_of_nodes_are_the_order_of_the_page(html in "(</?(p|b|i|a|table|td|div|template|svg)( id=x)?>|w ){0,60}") {
            let document = Document::parse(&html).unwrap();
            let mut walked = Vec::new();
            let mut open = vec![document.root()];
            while let Some(id) = open.pop() {
                walked.push(id.index());
                let children: Vec<_> = document.children(id).collect();
                proptest::prop_assert!(children.iter().all(|child| document.parent(*child) == Some(id)));
                open.extend(children.into_iter().rev());
            }
            proptest::prop_assert_eq!(walked, (0..document.len()).collect::<Vec<_>>());
        }
    }
}
