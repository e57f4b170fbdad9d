//! Runs the parser over a page, piece by piece, and stops it as soon as the page is beyond what may be read.
//!
//! The parser walks its stack of open elements for some tags, repeats formatting elements that were never closed, and
//! compares each attribute of a tag with all before it. All three grow with the product of two things a page controls,
//! so depth, nodes and attributes are looked at after every piece.

use super::bounds::{too_deep, too_large};
use super::tree_builder::{Growing, Grown, Handle};
use crate::Reject;
use crate::markup::{attribute_count, name_length};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::TreeBuilder;
use std::cell::Cell;

/// Bytes given to the parser between two looks at the limits.
const PIECE: usize = 4 << 10;

/// Most attributes of one tag. The time for a tag grows with the square of it.
const MAX_ATTRIBUTES: usize = 10_000;

/// The tree of a page, complete.
pub(super) fn grow(html: &str) -> Result<Grown, Reject> {
    let tree = TreeBuilder::new(Growing::new(Grown::with_capacity(html.len())), Default::default());
    let tokenizer = Tokenizer::new(Counted { tree, tokens: Cell::new(0) }, Default::default());
    let queue = BufferQueue::default();
    let mut limits = Limits { tokens: 0, piece_with_last_token: html, check_at: 4 * PIECE };
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = split_near(rest, PIECE);
        queue.push_back(StrTendril::from_slice(piece));
        // Scripts are not run; the parser only tells where they end.
        // A page that declares its encoding has been decoded already.
        while let TokenizerResult::Script(_) | TokenizerResult::EncodingIndicator(_) = tokenizer.feed(&queue) {}
        limits.check(&tokenizer.sink, rest, after)?;
        rest = after;
    }
    tokenizer.end();
    Ok(tokenizer.sink.tree.sink.finish())
}

/// Splits a text at the last character boundary that is not beyond `length` bytes.
fn split_near(text: &str, length: usize) -> (&str, &str) {
    (0..4).find_map(|back| text.split_at_checked(length - back)).unwrap_or((text, ""))
}

/// What is known between two pieces.
struct Limits<'a> {
    tokens: u64,
    /// The page from the last piece on in which a token ended.
    piece_with_last_token: &'a str,
    /// How many bytes without a token make the next look at attributes due.
    check_at: usize,
}

impl<'a> Limits<'a> {
    fn check(&mut self, parser: &Counted, piece: &'a str, after: &str) -> Result<(), Reject> {
        let (large, deep) = parser.tree.sink.look(|grown| (grown.is_too_large(), grown.is_too_deep()));
        if deep {
            return Err(too_deep());
        }
        if large {
            return Err(too_large());
        }
        if parser.tokens.get() > self.tokens {
            *self = Self { tokens: parser.tokens.get(), piece_with_last_token: piece, check_at: 4 * PIECE };
        } else if self.piece_with_last_token.len() - after.len() > self.check_at {
            // A long comment, a long value, or a tag of very many attributes, which began somewhere in that piece.
            self.check_at *= 2;
            let text = self.piece_with_last_token;
            let starts =
                text.match_indices('<').map_while(|(at, _)| (at <= PIECE).then(|| text.get(at + 1..)).flatten());
            // Whatever begins within a name has the same attributes after it.
            let mut after_name = text.len();
            for tag in starts.filter(|tag| !tag.starts_with('<')) {
                if tag.len() > after_name {
                    continue;
                }
                after_name =
                    tag.len() - name_length(tag.strip_prefix('/').unwrap_or(tag)) - usize::from(tag.starts_with('/'));
                if attribute_count(tag, MAX_ATTRIBUTES) >= MAX_ATTRIBUTES {
                    return Err(Reject::new("too_large", format!("a tag has more than {MAX_ATTRIBUTES} attributes")));
                }
            }
        }
        Ok(())
    }
}

/// The builder of the tree, with a count of what came to it.
struct Counted {
    tree: TreeBuilder<Handle, Growing>,
    tokens: Cell<u64>,
}

impl TokenSink for Counted {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        self.tree.process_token(token, line)
    }

    fn end(&self) {
        self.tree.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.tree.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
