//! The elements of an XML document, however badly it is written: tags that do not match, undeclared prefixes, unknown
//! entities, text before and after. What cannot be told is where a document ends that was cut off; that is an error.
//!
//! In: the text, and which elements of its vocabulary are containers. Out: each child of a container as a tree, in
//! order. Time is linear, and no more than one child is held at a time.

use super::element::{Element, Node, VOID};
use super::namespace::{Namespace, of_name, of_prefix};
use crate::markup::{Tag, Token, Tokens};

/// Most open elements. Real feeds stay below 30.
const MAX_DEPTH: usize = 512;

/// Most namespace declarations in force; more are not looked at.
const MAX_DECLARATIONS: usize = 100;

/// Most elements and pieces of text in one child of a container; a long article has some thousand.
const MAX_NODES: usize = 200_000;

/// How far from the beginning a root may stand after other elements, in bytes.
const WINDOW: usize = 4_096;

/// Why a document cannot be read.
pub(crate) enum Unreadable {
    /// It has no root of the vocabulary; its first element, if it has any.
    OtherRoot(Option<String>),
    /// It breaks off before the end of its root.
    Cut(String),
    /// Elements are nested more than so many deep, so many bytes from the beginning.
    TooDeep(usize, usize),
    /// A child of a container has more than so many elements and texts.
    TooManyPieces(usize),
}

/// The elements that decide how documents of a vocabulary are read. Names without prefix, in any letter case.
pub(crate) struct Vocabulary {
    /// Where elements belong that have neither a prefix nor a declaration.
    pub(crate) namespace: Namespace,
    /// Elements whose children are handed on one by one. Each may be the root.
    pub(crate) containers: &'static [&'static str],
    /// A container after whose end nothing is missing, though the document may lack its last line.
    pub(crate) whole: &'static str,
    /// A root whose prefix stands for another vocabulary.
    pub(crate) frame: &'static str,
    /// What the containers list. One that begins ends whatever was left open before it.
    pub(crate) entries: &'static [&'static str],
    /// Entries that may be a document by themselves.
    pub(crate) alone: &'static [&'static str],
    /// An element that has no content, closed or not, where it has this attribute.
    pub(crate) empty_with: (&'static str, &'static str),
}

impl Vocabulary {
    fn is_container(&self, name: &str) -> bool {
        self.containers.iter().any(|container| name.eq_ignore_ascii_case(container))
    }

    /// Whether it is an entry.
    pub(crate) fn is_entry(&self, element: &Element<'_>) -> bool {
        self.entries.iter().any(|entry| element.is(self.namespace, entry))
    }

    fn is_empty(&self, element: &Element<'_>) -> bool {
        let (name, attribute) = self.empty_with;
        element.is(self.namespace, name) && element.attribute(attribute).is_some()
    }
}

/// What the reader of a document is told.
pub(crate) trait Visit<'a> {
    /// A container opens.
    fn container(&mut self, element: &Element<'a>);
    /// A child of a container is complete.
    fn child(&mut self, element: Element<'a>);
}

/// Reads a document.
pub(crate) fn read<'a>(
    xml: &'a str,
    vocabulary: &'static Vocabulary,
    visit: &mut impl Visit<'a>,
) -> Result<(), Unreadable> {
    let mut events = Events::of(vocabulary);
    let mut tokens = Tokens::of_xml(xml);
    loop {
        let at = xml.len() - tokens.remaining();
        let Some(token) = tokens.next() else { return events.end(xml) };
        match token {
            Token::Start(tag) => events.open(tag, at, visit)?,
            Token::End(name) => events.close(name, visit),
            Token::Text(text) => events.put(Node::Text(text))?,
            Token::CData(text) => events.put(Node::CData(text))?,
            Token::Raw(_) => {}
        }
        if events.ended {
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

struct Events<'a> {
    vocabulary: &'static Vocabulary,
    open: Vec<Open<'a>>,
    /// Prefix and vocabulary, the innermost last.
    declarations: Vec<(&'a str, Namespace)>,
    root: Option<&'a str>,
    /// Pieces of the child that is open.
    nodes: usize,
    /// The first element, where it is no root.
    other: Option<&'a str>,
    /// The root element was closed.
    ended: bool,
    /// The container after which nothing is missing was closed.
    is_whole: bool,
}

impl<'a> Events<'a> {
    fn of(vocabulary: &'static Vocabulary) -> Self {
        Self {
            vocabulary,
            open: Vec::new(),
            declarations: Vec::new(),
            root: None,
            nodes: 0,
            other: None,
            ended: false,
            is_whole: false,
        }
    }

    /// A start tag, `at` bytes from the beginning.
    fn open(&mut self, tag: Tag<'a>, at: usize, visit: &mut impl Visit<'a>) -> Result<(), Unreadable> {
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
        let own = self.vocabulary.namespace;
        if is_root && !name.eq_ignore_ascii_case(self.vocabulary.frame) {
            // Whatever its prefix is declared as, the root is of the vocabulary.
            self.declarations.push((prefix, own));
        }
        let namespace = if is_root { own } else { self.namespace_of(prefix) };
        let element = Element::new(namespace, name, tag);
        if self.vocabulary.is_entry(&element) {
            // An entry that begins ends whatever was left open before it.
            let containers = self.open.iter().take_while(|open| open.element.is_none()).count();
            if containers < self.open.len() {
                self.close_to(containers, visit);
            }
        }
        let in_container = self.open.last().is_none_or(|open| open.element.is_none());
        let is_container = in_container && namespace == own && self.vocabulary.is_container(name);
        if is_container {
            visit.container(&element);
        }
        self.nodes = if in_container { 0 } else { self.nodes + 1 };
        if self.nodes > MAX_NODES {
            return Err(Unreadable::TooManyPieces(MAX_NODES));
        }
        let void = !in_container && VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
        if tag.is_self_closing() || void || self.vocabulary.is_empty(&element) {
            self.declarations.truncate(around);
            self.ended = self.open.is_empty();
            if !is_container {
                self.hand_on(element, visit);
            }
            return Ok(());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(Unreadable::TooDeep(MAX_DEPTH, at));
        }
        let element = (!is_container).then_some(element);
        self.open.push(Open { name: tag.name, hash: hash_of_local(tag.name), element, declarations: around });
        Ok(())
    }

    /// A document begins with its root; where software has put warnings or a page around a feed, it comes soon.
    fn may_be_root(&self, name: &str, at: usize) -> bool {
        let may_be_alone = self.vocabulary.alone.iter().any(|entry| name.eq_ignore_ascii_case(entry));
        let alone = self.other.is_none() && may_be_alone;
        alone || (self.vocabulary.is_container(name) && (self.other.is_none() || at < WINDOW))
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
            let own = self.vocabulary.namespace;
            let namespace = match of_name(name) {
                // No namespace at all is the vocabulary's.
                Namespace::Other if prefix.is_empty() && name.trim().is_empty() => own,
                // On the root, so is a default that nobody knows.
                Namespace::Other if prefix.is_empty() && self.open.is_empty() => own,
                Namespace::Other => of_prefix(prefix),
                known => known,
            };
            self.declarations.push((prefix, namespace));
        }
    }

    fn namespace_of(&self, prefix: &str) -> Namespace {
        let declared = self.declarations.iter().rev().find(|(known, _)| *known == prefix);
        match declared {
            Some((_, namespace)) => *namespace,
            None if prefix.is_empty() => self.vocabulary.namespace,
            None => of_prefix(prefix),
        }
    }

    fn put(&mut self, node: Node<'a>) -> Result<(), Unreadable> {
        let Some(element) = self.open.last_mut().and_then(|open| open.element.as_mut()) else { return Ok(()) };
        element.push(node);
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(Unreadable::TooManyPieces(MAX_NODES)) } else { Ok(()) }
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
                None => self.is_whole |= name.to_ascii_lowercase().ends_with(self.vocabulary.whole),
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
    fn end(self, xml: &str) -> Result<(), Unreadable> {
        let Some(root) = self.root else {
            return Err(Unreadable::OtherRoot(self.other.map(str::to_owned)));
        };
        let lacks_last_line = self.is_whole && self.open.iter().all(|open| open.element.is_none());
        let lacks_last_bracket = xml.trim_end().strip_suffix(root).is_some_and(|before| before.ends_with("</"));
        let whole = lacks_last_line || lacks_last_bracket;
        if whole { Ok(()) } else { Err(Unreadable::Cut(root.to_owned())) }
    }
}

/// FNV-1a of a name without prefix and letter case.
fn hash_of_local(name: &str) -> u64 {
    let local = name.rsplit(':').next().unwrap_or(name);
    local.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}
