//! The tree of a page while the parser builds it. The parser moves and repeats elements, so nodes are linked both ways;
//! once it is done, `Document` lays them out in the order of the page.
//!
//! Comments and doctypes leave no node with content, and what stands in a `template` is no part of the page.

use super::bounds::{MAX_DEPTH, MAX_NODES};
use foldhash::HashMap;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// The document itself, parent of everything.
pub(super) const ROOT: u32 = 0;

/// Most nodes that may be moved from one parent to another. Real pages move a few dozen.
const MAX_MOVES: usize = 10 * MAX_NODES;

/// What a node is.
pub(super) enum Content {
    /// An element with its attributes, as a range of `Grown::attributes`.
    Element(LocalName, Range<u32>),
    /// A piece of `Grown::text`.
    Text(Range<u32>),
    /// The document, a comment or the like.
    Other,
}

/// A node and its links.
pub(super) struct Linked {
    pub(super) content: Content,
    pub(super) parent: u32,
    pub(super) first: u32,
    last: u32,
    previous: u32,
    pub(super) next: u32,
    /// At least as deep as the parser's stack of open elements was when the node was put in.
    depth: usize,
}

/// An attribute: the number of its name, and its value as a range of `Grown::text`.
pub(super) type AttributeText = (u32, Range<u32>);

/// What has been built so far.
pub(super) struct Grown {
    pub(super) nodes: Vec<Linked>,
    pub(super) attributes: Vec<AttributeText>,
    /// The names of attributes by their numbers.
    pub(super) attribute_names: Vec<LocalName>,
    numbers: HashMap<LocalName, u32>,
    /// All texts and attribute values one after the other.
    pub(super) text: String,
    deepest: usize,
    moves: usize,
}

impl Grown {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let mut grown = Self {
            nodes: Vec::with_capacity(bytes / 32),
            attributes: Vec::with_capacity(bytes / 64),
            attribute_names: Vec::new(),
            numbers: HashMap::default(),
            text: String::with_capacity(bytes),
            deepest: 0,
            moves: 0,
        };
        grown.add(Content::Other);
        grown
    }

    /// Whether the page is larger than may be built.
    pub(super) fn is_too_large(&self) -> bool {
        self.nodes.len() > MAX_NODES || self.moves > MAX_MOVES
    }

    /// Whether elements are nested deeper than may be.
    pub(super) fn is_too_deep(&self) -> bool {
        self.deepest > MAX_DEPTH
    }

    fn add(&mut self, content: Content) -> u32 {
        let id = offset(self.nodes.len());
        self.nodes.push(Linked {
            content,
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            depth: 0,
        });
        id
    }

    fn add_attributes(&mut self, attributes: Vec<Attribute>) -> Range<u32> {
        let start = offset(self.attributes.len());
        for attribute in attributes {
            let value = self.add_text(&attribute.value);
            let name = self.number_of(attribute.name.local);
            self.attributes.push((name, value));
        }
        start..offset(self.attributes.len())
    }

    fn number_of(&mut self, name: LocalName) -> u32 {
        let names = &mut self.attribute_names;
        *self.numbers.entry(name).or_insert_with_key(|name| {
            names.push(name.clone());
            offset(names.len() - 1)
        })
    }

    fn add_text(&mut self, text: &str) -> Range<u32> {
        let start = offset(self.text.len());
        self.text.push_str(text);
        start..offset(self.text.len())
    }

    fn node(&self, id: u32) -> Option<&Linked> {
        self.nodes.get(id as usize)
    }

    fn change(&mut self, id: u32, change: impl FnOnce(&mut Linked)) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            change(node);
        }
    }

    /// Puts a node between two neighbours, either of which may be missing.
    fn link(&mut self, id: u32, parent: u32, previous: u32, next: u32) {
        let depth = self.node(parent).map_or(0, |parent| parent.depth) + 1;
        self.deepest = self.deepest.max(depth);
        self.change(id, |node| {
            node.parent = parent;
            node.previous = previous;
            node.next = next;
            node.depth = depth;
        });
        self.join(parent, previous, id);
        self.join(parent, id, next);
    }

    /// Makes two children of a parent neighbours.
    fn join(&mut self, parent: u32, previous: u32, next: u32) {
        match previous {
            NONE => self.change(parent, |node| node.first = next),
            previous => self.change(previous, |node| node.next = next),
        }
        match next {
            NONE => self.change(parent, |node| node.last = previous),
            next => self.change(next, |node| node.previous = previous),
        }
    }

    fn unlink(&mut self, id: u32) {
        let Some(&Linked { parent, previous, next, .. }) = self.node(id) else { return };
        if parent == NONE {
            return;
        }
        self.join(parent, previous, next);
        self.change(id, |node| {
            node.parent = NONE;
            node.previous = NONE;
            node.next = NONE;
        });
    }

    /// Puts a node or text behind `previous`, before `next`.
    fn put(&mut self, parent: u32, previous: u32, next: u32, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(child) => self.link(child.id, parent, previous, next),
            NodeOrText::AppendText(text) => {
                let end = offset(self.text.len());
                // Text that goes on where the text was last written becomes one node; elsewhere a second node stands
                // beside the first, since joining them could mean copying a long text over and over.
                if let Some(Linked { content: Content::Text(range), .. }) = self.nodes.get_mut(previous as usize)
                    && range.end == end
                {
                    self.text.push_str(&text);
                    range.end = offset(self.text.len());
                    return;
                }
                let range = self.add_text(&text);
                let id = self.add(Content::Text(range));
                self.link(id, parent, previous, next);
            }
        }
    }
}

/// Documents are limited to far less than 4 GiB before they are parsed.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

/// A node as the parser holds it.
#[derive(Clone)]
pub(super) struct Handle {
    id: u32,
    name: QualName,
}

/// What the parser writes to.
pub(super) struct Growing {
    grown: RefCell<Grown>,
    document: Handle,
}

impl Growing {
    pub(super) fn new(grown: Grown) -> Self {
        Self { grown: RefCell::new(grown), document: Handle { id: ROOT, name: no_name() } }
    }

    /// Reads something of what has been built so far.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Grown) -> T) -> T {
        look(&self.grown.borrow())
    }
}

fn no_name() -> QualName {
    QualName::new(None, ns!(), local_name!(""))
}

impl TreeSink for Growing {
    type Handle = Handle;
    type Output = Grown;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Grown {
        self.grown.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Handle {
        let mut grown = self.grown.borrow_mut();
        let attributes = grown.add_attributes(attributes);
        let id = grown.add(Content::Element(name.local.clone(), attributes));
        Handle { id, name }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Handle { id: self.grown.borrow_mut().add(Content::Other), name: no_name() }
    }

    fn create_pi(&self, _target: StrTendril, text: StrTendril) -> Handle {
        self.create_comment(text)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut grown = self.grown.borrow_mut();
        let last = grown.node(parent.id).map_or(NONE, |parent| parent.last);
        grown.put(parent.id, last, NONE, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let mut grown = self.grown.borrow_mut();
        if let NodeOrText::AppendNode(child) = &child {
            grown.unlink(child.id);
        }
        let Some(&Linked { parent, previous, .. }) = grown.node(sibling.id) else { return };
        grown.put(parent, previous, sibling.id, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.look(|grown| grown.node(element.id).is_some_and(|node| node.parent != NONE));
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public_id: StrTendril, _system_id: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // The content of a template hangs on a node of its own outside the page, at the template's depth.
        let mut grown = self.grown.borrow_mut();
        let depth = grown.node(target.id).map_or(0, |template| template.depth);
        let id = grown.add(Content::Other);
        grown.change(id, |node| node.depth = depth);
        Handle { id, name: no_name() }
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut grown = self.grown.borrow_mut();
        let Some(Linked { content: Content::Element(_, range), .. }) = grown.node(target.id) else { return };
        let (start, end) = (range.start as usize, range.end as usize);
        let mut all: Vec<AttributeText> = grown.attributes.get(start..end).unwrap_or_default().to_vec();
        let known = all.len();
        for attribute in attributes {
            let name = grown.number_of(attribute.name.local);
            if !all.iter().any(|(known, _)| *known == name) {
                let value = grown.add_text(&attribute.value);
                all.push((name, value));
            }
        }
        if all.len() == known {
            return;
        }
        grown.moves += all.len();
        let start = offset(grown.attributes.len());
        grown.attributes.extend(all);
        let range = start..offset(grown.attributes.len());
        grown.change(target.id, |node| {
            if let Content::Element(_, attributes) = &mut node.content {
                *attributes = range;
            }
        });
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.grown.borrow_mut().unlink(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut grown = self.grown.borrow_mut();
        while let Some(child) = grown.node(node.id).map(|node| node.first).filter(|child| *child != NONE) {
            grown.unlink(child);
            let last = grown.node(new_parent.id).map_or(NONE, |parent| parent.last);
            grown.link(child, new_parent.id, last, NONE);
            grown.moves += 1;
        }
    }
}
