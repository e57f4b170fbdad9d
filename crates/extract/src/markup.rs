//! A linear reader of tags for HTML and XML: enough to find elements, attributes and text, far from a parser.
//!
//! It follows the tokenizer of the HTML standard in where tags, attributes and comments end, so that what it counts is
//! what a parser would see. It never allocates for text, never looks back, and touches each byte a bounded number of
//! times.

use crate::character_reference::decode;

/// A piece of markup.
pub(crate) enum Token<'a> {
    /// Running text, character references not decoded.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// The content of an element that holds no markup, such as `script`, following its start tag.
    Raw(&'a str),
    /// A CDATA section: text without character references.
    CData(&'a str),
    /// An end tag by its name.
    End(&'a str),
}

/// A start tag.
#[derive(Clone, Copy)]
pub(crate) struct Tag<'a> {
    /// As written.
    pub(crate) name: &'a str,
    /// Everything between name and `>`.
    pub(crate) attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Whether it is of this element.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether it ends with `/>`.
    pub(crate) fn is_self_closing(&self) -> bool {
        self.attributes.ends_with('/')
    }

    /// The value of an attribute, decoded and trimmed; empty when it has none.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = self.each_attribute().find(|(attribute, _)| attribute.eq_ignore_ascii_case(name))?;
        Some(decode(value.unwrap_or_default()).trim().to_owned())
    }

    /// Names and values of its attributes, as written.
    pub(crate) fn each_attribute(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let (name, value, after) = next_attribute(rest)?;
            rest = after;
            Some((name, value))
        })
    }
}

/// Elements whose content is text up to their end tag. Frames are not among them: in feeds they are often closed as in
/// XML, and all that follows would be lost.
const RAW_TEXT: &[&str] = &["script", "style", "textarea", "title", "xmp", "plaintext"];

/// The pieces of a document in order.
pub(crate) struct Tokens<'a> {
    rest: &'a str,
    /// The raw-text element that was just opened.
    raw: Option<&'a str>,
    /// In XML no element is raw text and CDATA sections exist everywhere.
    xml: bool,
}

impl<'a> Tokens<'a> {
    /// Reads HTML.
    pub(crate) fn of(text: &'a str) -> Self {
        Self { rest: text, raw: None, xml: false }
    }

    /// Reads XML.
    pub(crate) fn of_xml(text: &'a str) -> Self {
        Self { rest: text, raw: None, xml: true }
    }

    /// Bytes that are not read yet.
    pub(crate) fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Takes `length` bytes and drops the `skip` bytes after them.
    fn take(&mut self, length: usize, skip: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest.split_at_checked(skip).map_or("", |(_, rest)| rest);
        taken
    }

    /// The piece up to `end`, which is dropped; everything when `end` never comes.
    fn take_until(&mut self, end: &str) -> &'a str {
        match self.rest.find(end) {
            Some(at) => self.take(at, end.len()),
            None => self.take(self.rest.len(), 0),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take() {
            let length = end_of_raw_text(self.rest, name);
            return Some(Token::Raw(self.take(length, 0)));
        }
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(tag) = self.rest.strip_prefix('<') else {
                let length = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Token::Text(self.take(length, 0)));
            };
            if let Some(inner) = tag.strip_prefix("!--") {
                self.rest = inner;
                if let Some(after) = inner.strip_prefix('>').or_else(|| inner.strip_prefix("->")) {
                    self.rest = after;
                } else {
                    self.take_comment();
                }
            } else if let Some(inner) = tag.strip_prefix("![CDATA[").filter(|_| self.xml) {
                self.rest = inner;
                return Some(Token::CData(self.take_until("]]>")));
            } else if tag.starts_with(['!', '?']) {
                self.take_until(">");
            } else if let Some(inner) = tag.strip_prefix('/') {
                if inner.starts_with(|c: char| c.is_ascii_alphabetic() || (self.xml && c == '_')) {
                    self.rest = inner;
                    let name = self.take(name_length(inner), 0);
                    let length = length_of_attributes(self.rest)?;
                    self.take(length, 1);
                    return Some(Token::End(name));
                }
                self.take_until(">");
            } else if tag.starts_with(|c: char| c.is_ascii_alphabetic() || (self.xml && c == '_')) {
                self.rest = tag;
                let name = self.take(name_length(tag), 0);
                // A tag that never ends is dropped, as a browser does.
                let length = length_of_attributes(self.rest)?;
                let attributes = self.take(length, 1);
                let tag = Tag { name, attributes };
                if !self.xml {
                    self.raw = RAW_TEXT.iter().any(|raw| tag.is(raw)).then_some(name);
                }
                return Some(Token::Start(tag));
            } else {
                // A lone `<` is text.
                let length = tag.find('<').map_or(self.rest.len(), |at| at + 1);
                return Some(Token::Text(self.take(length, 0)));
            }
        }
    }
}

impl Tokens<'_> {
    fn take_comment(&mut self) {
        let mut from = 0;
        while let Some(at) = self.rest.get(from..).and_then(|rest| rest.find("--")) {
            let after = self.rest.get(from + at + 2..).unwrap_or_default();
            if let Some(rest) = after.strip_prefix('>').or_else(|| after.strip_prefix("!>")) {
                self.rest = rest;
                return;
            }
            from += at + 1;
        }
        self.rest = "";
    }
}

/// Bytes of the name that a tag begins with.
fn name_length(text: &str) -> usize {
    text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(text.len())
}

/// Bytes up to the `>` that ends a tag; `None` when there is none.
fn length_of_attributes(text: &str) -> Option<usize> {
    let mut rest = text;
    while let Some((_, _, after)) = next_attribute(rest) {
        rest = after;
    }
    let rest = skip_space_and_slashes(rest);
    rest.starts_with('>').then(|| text.len() - rest.len())
}

/// Name, value and the rest after the next attribute of a tag; `None` at the end of the tag or of the text.
fn next_attribute(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let text = skip_space_and_slashes(text);
    let first = text.chars().next().filter(|c| *c != '>')?;
    let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
    // The first character belongs to the name even when it is `=`.
    let (_, tail) = text.split_at_checked(first.len_utf8())?;
    let name_end = tail.find(ends_name).map_or(text.len(), |at| first.len_utf8() + at);
    let (name, after) = text.split_at_checked(name_end)?;
    let Some(value) = after.trim_start_matches(|c: char| c.is_ascii_whitespace()).strip_prefix('=') else {
        return Some((name, None, after));
    };
    let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return Some((name, Some(value), after));
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
    let (value, after) = value.split_at_checked(end)?;
    Some((name, Some(value), after))
}

fn skip_space_and_slashes(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/')
}

/// Bytes up to the end tag of a raw-text element.
fn end_of_raw_text(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("</")) {
        let start = from + at;
        let after = text.get(start + 2..).unwrap_or_default();
        if let Some((candidate, follows)) = after.split_at_checked(name.len())
            && candidate.eq_ignore_ascii_case(name)
            && follows.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
        {
            return start;
        }
        from = start + 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str) -> String {
        Tokens::of(text)
            .map(|token| match token {
                Token::Text(text) => format!("T({text})"),
                Token::Start(tag) => format!("S({}|{})", tag.name, tag.attributes.trim()),
                Token::Raw(text) => format!("R({text})"),
                Token::CData(text) => format!("C({text})"),
                Token::End(name) => format!("E({name})"),
            })
            .collect()
    }

    #[test]
    fn tags_text_and_comments_are_told_apart() {
        for (text, expected) in [
            ("a<b>c</b>", "T(a)S(b|)T(c)E(b)"),
            ("<a href='x>y' b>z", "S(a|href='x>y' b)T(z)"),
            ("<a =\"><b>", "S(a|=\")S(b|)"),
            ("1 < 2 <i>", "T(1 )T(< 2 )S(i|)"),
            ("<!-- <b> --><!--><i>", "S(i|)"),
            ("<script>if (a < b) '<p>'</scripty></SCRIPT >x", "S(script|)R(if (a < b) '<p>'</scripty>)E(SCRIPT)T(x)"),
            ("<br/><p", "S(br|/)"),
            ("<!DOCTYPE html><?php ?>x", "T(x)"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_are_decoded() {
        let Some(Token::Start(tag)) = Tokens::of("<a CLASS=x href = \"?a=1&amp;b=2\" id='y'>").next() else { panic!() };
        assert_eq!(tag.attribute("href").as_deref(), Some("?a=1&b=2"));
        assert_eq!(tag.attribute("class").as_deref(), Some("x"));
        assert_eq!(tag.attribute("none"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[<>/!?a-c=\"' \\-\\[\\]é]{0,200}") {
            prop_assert!(Tokens::of(&text).count() + Tokens::of_xml(&text).count() <= 4 * text.len() + 4);
        }
    }
}
