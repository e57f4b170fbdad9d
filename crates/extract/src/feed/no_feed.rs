//! What came instead of a feed, and how it is called where the document is refused.

use crate::Reject;
use crate::xml::events::Unreadable;

/// What came instead of a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFeed {
    /// No bytes but white space.
    #[error("an empty document")]
    Nothing,
    /// A page.
    #[error("an HTML page")]
    Html,
    /// XML of another kind.
    #[error("an XML document of `<{0}>`")]
    Xml(String),
    /// A document whose end is missing. It would end in the middle of an entry, which then passed for the whole.
    #[error("a feed that breaks off before its `</{0}>`")]
    Cut(String),
    /// JSON that is cut, broken or of another kind.
    #[error("JSON that is not a whole JSON Feed ({0})")]
    Json(String),
    /// Elements in elements in elements.
    #[error("a feed whose elements are nested more than {0} deep")]
    TooDeep(usize),
    /// An entry of more elements than any text has.
    #[error("a feed with an entry of more than {0} elements")]
    TooManyPieces(usize),
    /// More entries than any feed has.
    #[error("a feed of more than {0} entries")]
    TooManyEntries(usize),
    /// More values than any JSON Feed has.
    #[error("a JSON Feed of more than {0} values")]
    TooManyValues(usize),
    /// No markup at all.
    #[error("text that begins with `{0}`")]
    Text(String),
}

impl NoFeed {
    /// Names a document in which no root was found by how it begins, where it begins with no markup.
    pub(super) fn of_text(self, text: &str) -> Self {
        let no_root =
            matches!(self, Self::Text(_)) || (matches!(self, Self::Xml(_) | Self::Html) && !text.starts_with('<'));
        if no_root { Self::Text(text.chars().take(40).collect()) } else { self }
    }

    /// An XML or HTML document by its first element.
    fn of_other_root(name: &str) -> Self {
        let page = ["html", "head", "body"].iter().any(|element| name.eq_ignore_ascii_case(element));
        if page { Self::Html } else { Self::Xml(name.chars().take(40).collect()) }
    }
}

impl From<NoFeed> for Reject {
    fn from(no_feed: NoFeed) -> Self {
        let message = format!("the feed cannot be read: it is {no_feed}; send it again when it is whole");
        match no_feed {
            NoFeed::TooDeep(_) => Reject::new("too_deep", message),
            NoFeed::Nothing
            | NoFeed::Html
            | NoFeed::Xml(_)
            | NoFeed::Cut(_)
            | NoFeed::Json(_)
            | NoFeed::TooManyPieces(_)
            | NoFeed::TooManyEntries(_)
            | NoFeed::TooManyValues(_)
            | NoFeed::Text(_) => Reject::new("broken_feed", message),
        }
    }
}

impl From<Unreadable> for NoFeed {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::OtherRoot(None) => Self::Text(String::new()),
            Unreadable::OtherRoot(Some(root)) => Self::of_other_root(&root),
            Unreadable::Cut(root) => Self::Cut(root),
            Unreadable::TooDeep(most, _) => Self::TooDeep(most),
            Unreadable::TooManyPieces(most) => Self::TooManyPieces(most),
        }
    }
}
