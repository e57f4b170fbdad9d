//! Tags with their attributes.

use super::Tokenizer;
use super::references::Within;
use crate::Reject;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, TokenSink};
use html5ever::{Attribute, LocalName, QualName, ns};
use std::ops::Range;

/// Most attributes of one tag. Each is compared with all before it.
const MAX_ATTRIBUTES: usize = 10_000;

impl<S: TokenSink> Tokenizer<'_, S> {
    /// Reads the tag that begins here. `None`: the page ends in it, and it is not there.
    pub(super) fn read_tag(&mut self, kind: TagKind) -> Result<Option<Tag>, Reject> {
        self.at += if kind == TagKind::StartTag { 1 } else { 2 };
        let name = self.take_until(ends_tag_name);
        let name = self.name(name);
        let mut tag = Tag { kind, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false };
        let mut count = 0;
        loop {
            match self.byte() {
                None => return Ok(None),
                Some(b'>') => break,
                Some(b'/') => {
                    self.at += 1;
                    tag.self_closing = self.byte() == Some(b'>');
                }
                Some(byte) if is_space(byte) => self.at += 1,
                Some(_) => {
                    count += 1;
                    if count > MAX_ATTRIBUTES {
                        let message = format!("a tag has more than {MAX_ATTRIBUTES} attributes");
                        return Err(Reject::new("too_large", message));
                    }
                    let Some((name, value)) = self.read_attribute() else { return Ok(None) };
                    // Those of an end tag say nothing.
                    if kind == TagKind::StartTag {
                        self.add_attribute(&mut tag, name, value);
                    }
                }
            }
        }
        self.at += 1;
        Ok(Some(tag))
    }

    /// Reads the name and the value of the attribute that begins here. `None`: the page ends in it.
    fn read_attribute(&mut self) -> Option<(Range<usize>, Range<usize>)> {
        let start = self.at;
        // What a name begins with belongs to it, even an equals sign.
        self.at += 1;
        let name = start..self.take_until(ends_attribute_name).end;
        self.take_until(|byte| !is_space(byte));
        if self.byte()? != b'=' {
            return Some((name, 0..0));
        }
        self.at += 1;
        self.take_until(|byte| !is_space(byte));
        let quote = self.byte()?;
        if !matches!(quote, b'"' | b'\'') {
            return Some((name, self.take_until(|byte| is_space(byte) || byte == b'>')));
        }
        self.at += 1;
        let value = self.take_until(|byte| byte == quote);
        self.byte()?;
        self.at += 1;
        Some((name, value))
    }

    /// Adds an attribute to a tag that has none of its name.
    fn add_attribute(&mut self, tag: &mut Tag, name: Range<usize>, value: Range<usize>) {
        let name = self.name(name);
        if tag.attrs.iter().any(|known| known.name.local == name) {
            tag.had_duplicate_attributes = true;
            return;
        }
        let value = if value.is_empty() { StrTendril::new() } else { self.decoded(value, Within::Value) };
        tag.attrs.push(Attribute { name: QualName::new(None, ns!(), name), value });
    }

    fn name(&mut self, range: Range<usize>) -> LocalName {
        self.names.of(self.page.get(range).unwrap_or_default())
    }

    fn byte(&self) -> Option<u8> {
        self.page.as_bytes().get(self.at).copied()
    }

    /// Goes on to the next byte of this kind; gives what is before it.
    fn take_until(&mut self, is_end: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = self.page.as_bytes().get(start..).unwrap_or_default();
        self.at += rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len());
        start..self.at
    }
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

fn ends_tag_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

fn ends_attribute_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>' | b'=')
}
