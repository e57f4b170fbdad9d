//! A page cut into tags, texts and comments, as the HTML standard says, in one pass over its bytes.
//!
//! In: a page as text. Out: its tokens, one after the other, to a sink that says how what follows a tag is to be read. The
//! whole page is there, so a text is one token however long, and is copied only where it is not meant as written. What
//! the standard calls an error is read as a browser reads it and not reported.

mod doctype;
mod names;
mod raw_text;
mod references;
mod tag;

use crate::Reject;
use doctype::doctype;
use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult};
use names::Names;
use raw_text::end_of_raw_text;
use references::{Within, decoded};
use std::ops::Range;

/// How what comes next is to be read.
#[derive(Clone, Copy)]
enum Reading {
    Markup,
    /// Up to the end tag of the element that was opened last.
    Raw(RawKind),
    /// To the end of the page.
    Plain,
}

/// Cuts a page into tokens.
pub(super) struct Tokenizer<'p, S> {
    page: &'p str,
    /// The same, for tokens to share.
    shared: StrTendril,
    sink: &'p S,
    /// How many bytes have been read.
    at: usize,
    reading: Reading,
    names: Names<'p>,
    /// The name of the last start tag.
    opened: LocalName,
}

impl<'p, S: TokenSink> Tokenizer<'p, S> {
    pub(super) fn new(page: &'p str, sink: &'p S) -> Self {
        let page = page.strip_prefix('\u{feff}').unwrap_or(page);
        Self {
            page,
            shared: StrTendril::from_slice(page),
            sink,
            at: 0,
            reading: Reading::Markup,
            names: Names::default(),
            opened: LocalName::default(),
        }
    }

    /// Reads on to the end of a token; false once the page has been read. Refused when a tag has too many attributes.
    pub(super) fn step(&mut self) -> Result<bool, Reject> {
        if self.at >= self.page.len() {
            self.emit(Token::EOFToken);
            return Ok(false);
        }
        match self.reading {
            Reading::Markup => self.markup()?,
            Reading::Raw(kind) => self.raw_text(kind)?,
            Reading::Plain => self.text(self.at..self.page.len(), Within::RawText),
        }
        Ok(true)
    }

    fn markup(&mut self) -> Result<(), Reject> {
        match self.rest().as_bytes() {
            [b'<', first, ..] if first.is_ascii_alphabetic() => self.tag(TagKind::StartTag)?,
            [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => self.tag(TagKind::EndTag)?,
            [b'<', b'/', b'>', ..] => self.at += 3,
            [b'<', b'/', _, ..] => self.comment_up_to(2, ">"),
            [b'<', b'!', ..] => self.declaration(),
            [b'<', b'?', ..] => self.comment_up_to(1, ">"),
            _ => {
                let rest = self.rest();
                let mut tags = rest.match_indices('<').map(|(at, _)| at);
                let length = tags.find(|at| opens(rest.as_bytes().get(at + 1..).unwrap_or_default()));
                self.text(self.at..self.at + length.unwrap_or(rest.len()), Within::Text);
            }
        }
        Ok(())
    }

    /// A tag; one that the page ends in is dropped.
    fn tag(&mut self, kind: TagKind) -> Result<(), Reject> {
        let Some(tag) = self.read_tag(kind)? else { return Ok(()) };
        if kind == TagKind::StartTag {
            self.opened = tag.name.clone();
        }
        self.reading = Reading::Markup;
        self.emit(Token::TagToken(tag));
        Ok(())
    }

    /// What begins with `<!`.
    fn declaration(&mut self) {
        let rest = self.rest_after(2);
        if let Some(comment) = rest.strip_prefix("--") {
            let length = 4 + length_of_comment(comment);
            self.comment(length);
        } else if rest.get(..7).is_some_and(|name| name.eq_ignore_ascii_case("doctype")) {
            let (doctype, length) = doctype(self.rest_after(9));
            self.at += 9 + length;
            self.emit(Token::DoctypeToken(doctype));
        } else if rest.starts_with("[CDATA[") && self.sink.adjusted_current_node_present_but_not_in_html_namespace() {
            let start = self.at + 9;
            let length = self.rest_after(9).find("]]>");
            let end = length.map_or(self.page.len(), |length| start + length);
            self.text(start..end, Within::CData);
            self.at = end + length.map_or(0, |_| 3);
        } else {
            self.comment_up_to(2, ">");
        }
    }

    /// A comment that begins after so many bytes and ends with this.
    fn comment_up_to(&mut self, start: usize, end: &str) {
        let rest = self.rest_after(start);
        self.comment(start + rest.find(end).map_or(rest.len(), |at| at + end.len()));
    }

    /// A comment of so many bytes; what it says is of no use.
    fn comment(&mut self, length: usize) {
        self.at += length;
        self.emit(Token::CommentToken(StrTendril::new()));
    }

    /// The text of a script or the like, and the tag that ends it.
    fn raw_text(&mut self, kind: RawKind) -> Result<(), Reject> {
        let length = end_of_raw_text(self.rest(), &self.opened, kind);
        let within = if kind == RawKind::Rcdata { Within::Title } else { Within::RawText };
        self.text(self.at..self.at + length, within);
        if self.at < self.page.len() { self.tag(TagKind::EndTag) } else { Ok(()) }
    }

    /// Emits a piece of the page as text and goes on after it.
    fn text(&mut self, range: Range<usize>, within: Within) {
        self.at = range.end;
        if range.is_empty() {
            return;
        }
        let piece = self.page.get(range.clone()).unwrap_or_default();
        if !matches!(within, Within::Text | Within::CData) || !piece.contains('\0') {
            let text = self.decoded(range, within);
            self.emit(Token::CharacterTokens(text));
            return;
        }
        // What becomes of these depends on the element they stand in.
        let mut start = range.start;
        for (at, part) in piece.split('\0').enumerate() {
            if at > 0 {
                self.emit(Token::NullCharacterToken);
            }
            let text = self.decoded(start..start + part.len(), within);
            self.emit(Token::CharacterTokens(text));
            start += part.len() + 1;
        }
    }

    /// A piece of the page as it is meant.
    fn decoded(&self, range: Range<usize>, within: Within) -> StrTendril {
        let piece = self.page.get(range.clone()).unwrap_or_default();
        match decoded(piece, within) {
            Some(text) => StrTendril::from(text),
            // A page is far shorter than 4 GiB.
            None => self.shared.try_subtendril(range.start as u32, piece.len() as u32).unwrap_or_default(),
        }
    }

    fn emit(&mut self, token: Token) {
        // Scripts are not run, and the page has been decoded already.
        match self.sink.process_token(token, 1) {
            TokenSinkResult::RawData(kind) => self.reading = Reading::Raw(kind),
            TokenSinkResult::Plaintext => self.reading = Reading::Plain,
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {}
        }
    }

    fn rest(&self) -> &'p str {
        self.rest_after(0)
    }

    fn rest_after(&self, length: usize) -> &'p str {
        self.page.get(self.at + length..).unwrap_or_default()
    }
}

/// Whether a `<` before this is more than a sign in a text.
fn opens(after: &[u8]) -> bool {
    match after {
        [b'/'] | [] => false,
        [first, ..] => first.is_ascii_alphabetic() || matches!(first, b'/' | b'!' | b'?'),
    }
}

/// Bytes of a comment after its `<!--`.
fn length_of_comment(text: &str) -> usize {
    let ends = |at: &usize| {
        let before = text.get(..*at).unwrap_or_default();
        matches!(before, "" | "-") || before.ends_with("--") || before.ends_with("--!")
    };
    text.match_indices('>').map(|(at, _)| at).find(ends).map_or(text.len(), |at| at + 1)
}
