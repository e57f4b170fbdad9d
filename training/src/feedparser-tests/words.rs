//! When two texts are the same: by their words, markup left out, as a browser's tokenizer finds it.

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// Whether the words read are those expected, which may be HTML or plain text.
pub(crate) fn same_text(read: &str, expected: &str) -> bool {
    let read = solid(read);
    read == solid(expected) || read == solid(&words_of(expected))
}

/// Whether a name is the one expected: `Name (mail)` there is the name here.
pub(crate) fn same_author(read: &str, expected: &str) -> bool {
    let name = expected.split_once(" (").filter(|(_, rest)| rest.contains('@')).map_or(expected, |(name, _)| name);
    read == name
}

/// Whether the enclosure in a feed is a picture.
pub(crate) fn is_picture(source: &str) -> bool {
    source.contains("type=\"image/")
}

fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[derive(Default)]
struct Words {
    text: RefCell<String>,
    /// Inside an element whose text no reader sees.
    hidden: RefCell<bool>,
}

impl TokenSink for Words {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !*self.hidden.borrow() => self.text.borrow_mut().push_str(&text),
            Token::TagToken(Tag { kind, name, .. }) if matches!(&*name, "script" | "style") => {
                *self.hidden.borrow_mut() = kind == TagKind::StartTag;
                if kind == TagKind::StartTag {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn words_of(html: &str) -> String {
    let tokenizer = Tokenizer::new(Words::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(html.into());
    let _paused_at_script = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.text.borrow().clone()
}
