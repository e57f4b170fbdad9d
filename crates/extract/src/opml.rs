//! OPML: the lists of feeds that readers of feeds hand to each other.
//!
//! In: the bytes of one document, of whatever version. Out: its feeds in the order of the document, each with the folders
//! it stands in, or [`NoOpml`]: what came instead. A document without feeds, an empty one too, is a list of none.

use crate::charset::decode_feed;
use crate::xml::element::Element;
use crate::xml::entities::{left_alone, with_own_entities};
use crate::xml::events::{Unreadable, Visit, Vocabulary, read};
use crate::xml::namespace::Namespace;
use article::collapse_white_space;

/// Lists of outlines. What is no outline, such as the head, is handed on and passed over.
static OUTLINES: Vocabulary = Vocabulary {
    namespace: Namespace::Opml,
    containers: &["opml", "body"],
    whole: "body",
    frame: "",
    entries: &[],
    alone: &[],
    empty_with: ("", ""),
};

/// Most feeds of a list, and most folders that a feed is said to stand in.
const MAX_FEEDS: usize = 100_000;
const MAX_FOLDERS: usize = 20;

/// Longest address and longest name, in bytes and signs.
const LONGEST_ADDRESS: usize = 8_192;
const LONGEST_NAME: usize = 200;

/// A feed as a list states it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpmlFeed {
    /// `xmlUrl` as it stands there: nobody has looked whether it is an address. Empty: the outline has none, and nothing
    /// stands in it.
    pub address: String,
    /// `title`, else `text`, on one line.
    pub title: Option<String>,
    /// The outlines it stands in, the outermost first.
    pub folders: Vec<String>,
}

/// What came instead of a list. Places are counted in bytes from the beginning of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoOpml {
    /// Something else.
    #[error("is no OPML but {0}; give a file that begins with <opml>, as readers of feeds export it")]
    Other(String),
    /// A document whose end is missing.
    #[error("breaks off at byte {0}, before its </opml>; export it again")]
    Cut(usize),
    /// An entity that stands for more than a short text, or for something elsewhere. None is looked up.
    #[error("has an entity `&{0};` at byte {1} that points outside or holds more than a short text; write it out")]
    Entity(String, usize),
    /// Outlines in outlines in outlines.
    #[error("has outlines that are nested more than {0} deep at byte {1}; take it apart")]
    TooDeep(usize, usize),
    /// More than anybody reads.
    #[error("has more than {0} outlines, or as many within one; take it apart")]
    TooMany(usize),
}

/// Reads a list of feeds.
pub fn read_opml(bytes: &[u8]) -> Result<Vec<OpmlFeed>, NoOpml> {
    let text = decode_feed(bytes, None);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let xml = with_own_entities(text);
    if let Some((name, at)) = left_alone(&xml) {
        return Err(NoOpml::Entity(name.chars().take(40).collect(), at));
    }
    let mut list = List::default();
    match read(&xml, &OUTLINES, &mut list) {
        Ok(()) if list.feeds.len() > MAX_FEEDS => Err(NoOpml::TooMany(MAX_FEEDS)),
        Ok(()) => Ok(list.feeds),
        Err(Unreadable::OtherRoot(None)) => Err(NoOpml::Other("text".to_owned())),
        Err(Unreadable::OtherRoot(Some(root))) => {
            Err(NoOpml::Other(format!("a document of <{}>", root.chars().take(40).collect::<String>())))
        }
        Err(Unreadable::Cut(_)) => Err(NoOpml::Cut(xml.len())),
        Err(Unreadable::TooDeep(most, at)) => Err(NoOpml::TooDeep(most, at)),
        Err(Unreadable::TooManyPieces(most)) => Err(NoOpml::TooMany(most)),
    }
}

#[derive(Default)]
struct List {
    feeds: Vec<OpmlFeed>,
}

impl<'a> Visit<'a> for List {
    fn container(&mut self, _element: &Element<'a>) {}

    fn child(&mut self, element: Element<'a>) {
        self.outline(&element, &mut Vec::new());
    }
}

impl List {
    /// Outlines are nested at most as deep as the reader lets them be.
    fn outline(&mut self, element: &Element<'_>, folders: &mut Vec<String>) {
        if !element.name.eq_ignore_ascii_case("outline") || self.feeds.len() > MAX_FEEDS {
            return;
        }
        let title = ["title", "text"].iter().find_map(|name| name_of(element, name));
        let address = element.attribute("xmlUrl").filter(|address| address.len() <= LONGEST_ADDRESS);
        let is_folder = element.has_elements();
        if address.is_some() || !is_folder {
            let (address, title) = (address.unwrap_or_default(), title.clone());
            self.feeds.push(OpmlFeed { address, title, folders: folders.clone() });
        }
        let is_named = title.is_some() && folders.len() < MAX_FOLDERS;
        folders.extend(title.filter(|_| is_named));
        element.elements().for_each(|inner| self.outline(inner, folders));
        if is_named {
            folders.pop();
        }
    }
}

/// What an outline is called, on one line.
fn name_of(element: &Element<'_>, attribute: &str) -> Option<String> {
    let name = collapse_white_space(&element.attribute(attribute)?);
    Some(name.chars().take(LONGEST_NAME).collect()).filter(|name: &String| !name.is_empty())
}
