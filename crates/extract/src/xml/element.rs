//! One element with what stands in it, and its content as text.

use crate::character_reference::decode;
use crate::markup::Tag;
use crate::xml::namespace::Namespace;
use article::collapse_white_space;

/// An element.
pub(crate) struct Element<'a> {
    /// The vocabulary it belongs to.
    pub(crate) namespace: Namespace,
    /// Its name without prefix, as written.
    pub(crate) name: &'a str,
    tag: Tag<'a>,
    nodes: Vec<Node<'a>>,
}

/// A piece of an element's content.
pub(crate) enum Node<'a> {
    Element(Element<'a>),
    /// Text, character references not decoded.
    Text(&'a str),
    /// Text as it stands.
    CData(&'a str),
}

/// Elements of HTML that have no content, so that a missing `/` opens nothing.
pub(crate) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "meta", "param", "track", "wbr"];

impl<'a> Element<'a> {
    pub(crate) fn new(namespace: Namespace, name: &'a str, tag: Tag<'a>) -> Self {
        Self { namespace, name, tag, nodes: Vec::new() }
    }

    pub(crate) fn push(&mut self, node: Node<'a>) {
        self.nodes.push(node);
    }

    /// Whether it is this element of this vocabulary.
    pub(crate) fn is(&self, namespace: Namespace, name: &str) -> bool {
        self.namespace == namespace && self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute; `None` when it is missing or empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.tag.attribute(name).filter(|value| !value.is_empty())
    }

    /// The language it is marked with; empty: marked as unknown.
    pub(crate) fn language(&self) -> Option<String> {
        self.tag.attribute("xml:lang")
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) | Node::CData(_) => None,
        })
    }

    /// The elements of this name in it, whatever their vocabulary: NITF and HTML often come without a namespace.
    pub(crate) fn named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element<'a>> {
        self.elements().filter(move |element| element.name.eq_ignore_ascii_case(name))
    }

    /// The first element in it, or in those in it, at the end of this path, whatever their vocabulary.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Element<'a>> {
        let (first, rest) = path.split_first()?;
        let mut found = self.elements().filter(|element| element.name.eq_ignore_ascii_case(first));
        if rest.is_empty() { found.next() } else { found.find_map(|element| element.at(rest)) }
    }

    /// The first element of this name in it.
    pub(crate) fn child(&self, namespace: Namespace, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.is(namespace, name))
    }

    /// Its text, without that of the elements in it, trimmed.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(&decode(text)),
                Node::CData(text) => out.push_str(text),
                Node::Element(_) => {}
            }
        }
        out.trim().to_owned()
    }

    /// Its text; `None` when it is empty.
    pub(crate) fn some_text(&self) -> Option<String> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    /// Its text with that of the elements in it, but those of these names, on one line; `None` when it is empty.
    pub(crate) fn line_without(&self, names: &[&str]) -> Option<String> {
        let mut out = String::new();
        self.write_text(names, &mut out);
        Some(collapse_white_space(&out)).filter(|line| !line.is_empty())
    }

    /// Its text with that of the elements in it, on one line; `None` when it is empty.
    pub(crate) fn line(&self) -> Option<String> {
        self.line_without(&[])
    }

    /// Elements are nested at most as deep as the reader lets them be.
    fn write_text(&self, without: &[&str], out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(&decode(text)),
                Node::CData(text) => out.push_str(text),
                Node::Element(element) if without.iter().any(|name| element.name.eq_ignore_ascii_case(name)) => {
                    out.push(' ');
                }
                Node::Element(element) => {
                    element.write_text(without, out);
                    // `NEW<br/>YORK`
                    if element.nodes.is_empty() {
                        out.push(' ');
                    }
                }
            }
        }
    }

    /// The text of the first element of this name in it.
    pub(crate) fn text_of(&self, namespace: Namespace, name: &str) -> Option<String> {
        self.child(namespace, name).and_then(Element::some_text)
    }

    /// Whether elements stand in it.
    pub(crate) fn has_elements(&self) -> bool {
        self.elements().next().is_some()
    }

    /// What stands in it, written again as HTML: without prefixes and CDATA sections.
    pub(crate) fn markup(&self) -> String {
        let mut out = String::new();
        self.write_markup(&mut out);
        out
    }

    /// Elements are nested at most as deep as the reader lets them be.
    fn write_markup(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::CData(text) => escape(text, out),
                Node::Element(element) => {
                    let attributes = element.tag.attributes.trim_end_matches('/');
                    out.push('<');
                    out.push_str(element.name);
                    out.push_str(attributes);
                    out.push('>');
                    element.write_markup(out);
                    if !VOID.iter().any(|void| element.name.eq_ignore_ascii_case(void)) {
                        out.push_str("</");
                        out.push_str(element.name);
                        out.push('>');
                    }
                }
            }
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            other => out.push(other),
        }
    }
}
