//! XML of newsrooms: NewsML-G2 and NITF. Unlike feeds it is written by software that can be told of its mistakes, so that a
//! document whose text would be guessed at is refused: one in another character set than it says, one that was cut, one
//! with entities that are not its own.
//!
//! In: the bytes of a record. Out: its entries as trees, one after the other, or why it cannot be read, and in which line.

use crate::Reject;
use crate::charset::decode_xml_strictly;
use crate::format::Input;
use crate::item::AGAIN;
use crate::xml::entities::{left_alone, undeclared, with_own_entities};
use crate::xml::events::{Unreadable, Visit, Vocabulary, read};
use article::ContentType;

/// The text of a document, its own entities in their places.
pub(crate) fn text_of(input: &Input<'_>) -> Result<String, Reject> {
    let text = decode_xml_strictly(&input.raw.body, input.raw.content_type.as_deref())?;
    let text = with_own_entities(&text).into_owned();
    let unusable = "is no plain text of its own: it points elsewhere, holds markup or other entities, or is too long";
    let unknown = "is declared nowhere in the document";
    let left = left_alone(&text).map(|found| (found, unusable));
    match left.or_else(|| undeclared(&text).map(|found| (found, unknown))) {
        None => Ok(text),
        Some(((name, at), what)) => {
            let name: String = name.chars().take(40).collect();
            let line = line_at(&text, at);
            Err(Reject::new("broken_xml", format!("the entity `{name}` in line {line} {what}{AGAIN}")))
        }
    }
}

/// Reads the entries of a document.
pub(crate) fn read_entries<'a>(
    xml: &'a str,
    vocabulary: &'static Vocabulary,
    visit: &mut impl Visit<'a>,
) -> Result<(), Reject> {
    read(xml, vocabulary, visit).map_err(|unreadable| reject(unreadable, xml))
}

fn reject(unreadable: Unreadable, xml: &str) -> Reject {
    let broken = |what: String| Reject::new("broken_xml", what + AGAIN);
    match unreadable {
        Unreadable::OtherRoot(None) => broken("the document has no element".to_owned()),
        Unreadable::OtherRoot(Some(root)) => {
            let root: String = root.chars().take(40).collect();
            match other_format(&root) {
                Some(help) => broken(format!("the document is of `<{root}>`, which is {help}")),
                None => broken(format!("the document is of `<{root}>`, which is neither NewsML-G2 nor NITF")),
            }
        }
        Unreadable::Cut(root) => {
            let line = line_at(xml, xml.len());
            broken(format!("the document breaks off in line {line}, before its `</{root}>`"))
        }
        Unreadable::TooDeep(most, at) => {
            let line = line_at(xml, at);
            Reject::new("too_deep", format!("the elements in line {line} are nested more than {most} deep"))
        }
        Unreadable::TooManyPieces(most) => {
            Reject::new("too_large", format!("an item has more than {most} elements and pieces of text"))
        }
    }
}

/// What a document is that was taken for another format, and how to have it read as that.
fn other_format(root: &str) -> Option<String> {
    let format = ContentType::of_root(root.rsplit(':').next().unwrap_or(root))?;
    let (option, means) = format.option()?;
    let kind = format.as_str();
    Some(format!("{option} ({means}): read it with `--format {option}`, or state its type as `{kind}`"))
}

fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
