//! The elements of a feed document, however badly it is written: tags that do not match, undeclared prefixes, unknown
//! entities, text before and after. What cannot be told is where a document ends that was cut off; that is an error.
//!
//! In: the text. Out: each child of the feed's containers (root and channel) as a tree, in order. Time is linear, and
//! no more than one child is held at a time.

use super::NoFeed;
use super::element::{Element, Node, VOID};
use super::space::{Space, of_name, of_prefix};
use crate::markup::{Tag, Token, Tokens};

/// Most open elements. Real feeds stay below 30.
const MAX_DEPTH: usize = 512;

/// Most namespace declarations in force; more are not looked at.
const MAX_DECLARATIONS: usize = 100;

/// Most elements and pieces of text in one entry; a long article has some thousand.
const MAX_NODES: usize = 200_000;

/// How far from the beginning a root may stand after other elements, in bytes.
const WINDOW: usize = 4_096;

/// Whether an element of this name holds the feed's facts and entries.
fn is_container(name: &str) -> bool {
    ["rss", "rdf", "feed", "channel"].iter().any(|container| name.eq_ignore_ascii_case(container))
}

/// Whether an element of this name may be the outermost.
fn is_root(name: &str) -> bool {
    is_container(name) || name.eq_ignore_ascii_case("entry")
}

/// What the reader of a document is told.
pub(super) trait Visit<'a> {
    /// A container opens.
    fn container(&mut self, element: &Element<'a>);
    /// A child of a container is complete.
    fn child(&mut self, element: Element<'a>);
}

/// Reads a document.
pub(super) fn read<'a>(xml: &'a str, visit: &mut impl Visit<'a>) -> Result<(), NoFeed> {
    let mut outline = Outline::default();
    let mut tokens = Tokens::of_xml(xml);
    loop {
        let at = xml.len() - tokens.remaining();
        let Some(token) = tokens.next() else { return outline.end(xml) };
        match token {
            Token::Start(tag) => outline.open(tag, at, visit)?,
            Token::End(name) => outline.close(name, visit),
            Token::Text(text) => outline.put(Node::Text(text)),
            Token::CData(text) => outline.put(Node::CData(text)),
            Token::Raw(_) => {}
        }
        if outline.ended {
            return Ok(());
        }
    }
}

struct Open<'a> {
    /// The name as written.
    name: &'a str,
    /// Of its local part, so that end tags of nothing are passed over soon.
    hash: u64,
    /// `None`: a container, whose children are handed on one by one.
    element: Option<Element<'a>>,
    /// How many namespace declarations were in force around it.
    declarations: usize,
}

#[derive(Default)]
struct Outline<'a> {
    open: Vec<Open<'a>>,
    /// Prefix and vocabulary, the innermost last.
    declarations: Vec<(&'a str, Space)>,
    root: Option<&'a str>,
    /// Pieces of the child that is open.
    nodes: usize,
    /// The first element, where it is none a feed has.
    other: Option<&'a str>,
    /// The root element was closed.
    ended: bool,
    /// A channel was closed.
    channel_ended: bool,
}

impl<'a> Outline<'a> {
    /// A start tag, `at` bytes from the beginning.
    fn open(&mut self, tag: Tag<'a>, at: usize, visit: &mut impl Visit<'a>) -> Result<(), NoFeed> {
        let around = self.declarations.len();
        let (prefix, name) = tag.name.split_once(':').unwrap_or(("", tag.name));
        let is_root = self.root.is_none();
        if is_root {
            if !self.may_be_root(name, at) {
                self.other = self.other.or(Some(tag.name));
                return Ok(());
            }
            self.root = Some(tag.name);
        }
        self.declare(tag);
        if is_root && !name.eq_ignore_ascii_case("rdf") {
            // Whatever it is called, the vocabulary of the root is that of feeds.
            self.declarations.push((prefix, Space::Feed));
        }
        let space = if is_root { Space::Feed } else { self.space_of(prefix) };
        let element = Element::new(space, name, tag);
        if is_entry(&element) {
            // An entry that begins ends whatever was left open before it.
            let containers = self.open.iter().take_while(|open| open.element.is_none()).count();
            if containers < self.open.len() {
                self.close_to(containers, visit);
            }
        }
        let in_container = self.open.last().is_none_or(|open| open.element.is_none());
        let is_container = in_container && space == Space::Feed && is_container(name);
        if is_container {
            visit.container(&element);
        }
        self.nodes = if in_container { 0 } else { self.nodes + 1 };
        if self.nodes > MAX_NODES {
            return Err(NoFeed::TooManyPieces(MAX_NODES));
        }
        let void = !in_container && VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
        if tag.is_self_closing() || void || is_empty_link(&element) {
            self.declarations.truncate(around);
            self.ended = self.open.is_empty();
            if !is_container {
                self.hand_on(element, visit);
            }
            return Ok(());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(NoFeed::TooDeep(MAX_DEPTH));
        }
        let element = (!is_container).then_some(element);
        self.open.push(Open { name: tag.name, hash: hash_of_local(tag.name), element, declarations: around });
        Ok(())
    }

    /// A document begins with its root; where software has put warnings or a page around a feed, it comes soon.
    fn may_be_root(&self, name: &str, at: usize) -> bool {
        is_root(name) && (self.other.is_none() || (at < WINDOW && !name.eq_ignore_ascii_case("entry")))
    }

    /// Notes the namespaces that a tag declares.
    fn declare(&mut self, tag: Tag<'a>) {
        for (name, value) in tag.each_attribute() {
            let prefix = match name.split_once(':') {
                Some((xmlns, prefix)) if xmlns.eq_ignore_ascii_case("xmlns") => prefix,
                None if name.eq_ignore_ascii_case("xmlns") => "",
                Some(_) | None => continue,
            };
            if self.declarations.len() >= MAX_DECLARATIONS {
                return;
            }
            let name = value.unwrap_or_default();
            let space = match of_name(name) {
                // No namespace at all is that of RSS.
                Space::Other if prefix.is_empty() && name.trim().is_empty() => Space::Feed,
                // On the root, a default that nobody knows is still the feed's.
                Space::Other if prefix.is_empty() && self.open.is_empty() => Space::Feed,
                Space::Other => of_prefix(prefix),
                known => known,
            };
            self.declarations.push((prefix, space));
        }
    }

    fn space_of(&self, prefix: &str) -> Space {
        let declared = self.declarations.iter().rev().find(|(known, _)| *known == prefix);
        match declared {
            Some((_, space)) => *space,
            None if prefix.is_empty() => Space::Feed,
            None => of_prefix(prefix),
        }
    }

    fn put(&mut self, node: Node<'a>) {
        self.nodes += 1;
        if let Some(element) = self.open.last_mut().and_then(|open| open.element.as_mut()) {
            element.push(node);
        }
    }

    /// Closes the innermost element of this name and everything in it; an end tag of nothing is nothing.
    fn close(&mut self, name: &str, visit: &mut impl Visit<'a>) {
        let hash = hash_of_local(name);
        let exact = self.open.iter().rposition(|open| open.hash == hash && open.name == name);
        // Prefixes and letter case are often wrong in one of the two tags.
        let at = exact.or_else(|| self.open.iter().rposition(|open| open.hash == hash));
        if let Some(at) = at {
            self.close_to(at, visit);
        }
    }

    fn close_to(&mut self, at: usize, visit: &mut impl Visit<'a>) {
        while self.open.len() > at {
            let Some(Open { name, hash: _, element, declarations }) = self.open.pop() else { return };
            self.declarations.truncate(declarations);
            match element {
                Some(element) => self.hand_on(element, visit),
                None => self.channel_ended |= name.to_ascii_lowercase().ends_with("channel"),
            }
        }
        self.ended = self.open.is_empty();
    }

    fn hand_on(&mut self, element: Element<'a>, visit: &mut impl Visit<'a>) {
        match self.open.last_mut() {
            Some(Open { element: Some(parent), .. }) => parent.push(Node::Element(element)),
            Some(Open { element: None, .. }) | None => visit.child(element),
        }
    }

    /// The text is over and the root is not closed.
    fn end(self, xml: &str) -> Result<(), NoFeed> {
        let Some(root) = self.root else {
            return Err(self.other.map_or(NoFeed::Text(String::new()), NoFeed::of_other_root));
        };
        // A channel that is complete has all its entries, though the document may lack its last line.
        let lacks_last_line = self.channel_ended && self.open.iter().all(|open| open.element.is_none());
        let lacks_last_bracket = xml.trim_end().strip_suffix(root).is_some_and(|before| before.ends_with("</"));
        let whole = lacks_last_line || lacks_last_bracket;
        if whole { Ok(()) } else { Err(NoFeed::Cut(root.to_owned())) }
    }
}

/// FNV-1a of a name without prefix and letter case.
fn hash_of_local(name: &str) -> u64 {
    let local = name.rsplit(':').next().unwrap_or(name);
    local.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Whether it is an entry.
pub(super) fn is_entry(element: &Element<'_>) -> bool {
    element.is(Space::Feed, "item") || element.is(Space::Feed, "entry")
}

/// A link that carries its address as an attribute has no content, closed or not.
fn is_empty_link(element: &Element<'_>) -> bool {
    element.is(Space::Feed, "link") && element.attribute("href").is_some()
}
