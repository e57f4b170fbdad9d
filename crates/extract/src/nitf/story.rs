//! The story of a document in NITF, whether it is a record of its own or a text in another.

pub(crate) use super::body::text_of;

use crate::markup::{Token, Tokens};
use crate::notes::Notes;
use crate::xml::element::Element;
use crate::xml::events::{Visit, Vocabulary, read};
use crate::xml::namespace::Namespace;

pub(super) static NITF: Vocabulary = Vocabulary {
    namespace: Namespace::Nitf,
    containers: &[],
    whole: "nitf",
    frame: "",
    entries: &["nitf"],
    alone: &["nitf"],
    empty_with: ("", ""),
};

/// Whether a text begins as a document does.
pub(crate) fn is_nitf(text: &str) -> bool {
    let first = Tokens::of_xml(text).find_map(|token| match token {
        Token::Start(tag) => Some(tag.name),
        Token::Text(_) | Token::Raw(_) | Token::CData(_) | Token::End(_) => None,
    });
    first.is_some_and(|name| name.rsplit(':').next().unwrap_or(name).eq_ignore_ascii_case("nitf"))
}

/// The story of a document that is a text in another; `None` where it has none.
pub(crate) fn story_of(xml: &str) -> Option<String> {
    let mut story = Inner(None);
    // What breaks off was still read as far as it goes, and what cannot be read has no story.
    let _unreadable = read(xml, &NITF, &mut story);
    story.0.filter(|text| !text.is_empty())
}

struct Inner(Option<String>);

impl<'a> Visit<'a> for Inner {
    fn container(&mut self, _: &Element<'a>) {}

    fn child(&mut self, nitf: Element<'a>) {
        self.0 = Some(text_of(&nitf, &Notes::off()));
    }
}
