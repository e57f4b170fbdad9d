//! Entities that a document declares itself: short plain texts are put in their places, everything else is left alone.
//! A reference is never expanded twice, and all of them together add at most a fixed length, so no document grows.

use crate::character_reference::decode;
use std::borrow::Cow;
use std::collections::HashSet;

/// Most entities of a document, most bytes of one, and most bytes that all expansions add.
const MAX_ENTITIES: usize = 64;
const LONGEST_VALUE: usize = 200;
const MAX_ADDED: usize = 1 << 20;

/// The document with its own entities in place.
pub(crate) fn with_own_entities(xml: &str) -> Cow<'_, str> {
    let entities = declared(xml);
    if entities.is_empty() {
        return Cow::Borrowed(xml);
    }
    let mut out = String::with_capacity(xml.len());
    let mut added = 0;
    let mut pieces = xml.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let known = piece.split_once(';').and_then(|(name, rest)| {
            let (_, value) = entities.iter().find(|(known, _)| *known == name)?;
            Some((value, rest))
        });
        match known.filter(|(value, _)| added + value.len() <= MAX_ADDED) {
            Some((value, rest)) => {
                added += value.len();
                out.push_str(value);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    Cow::Owned(out)
}

/// The first reference that [`with_own_entities`] left in the document to an entity that it declares: one that points
/// elsewhere, holds other entities or markup, or would make the document grow. Its name, and where it stands in bytes.
pub(crate) fn left_alone(xml: &str) -> Option<(&str, usize)> {
    let (subset, after) = internal_subset(xml)?;
    let names: HashSet<&str> =
        subset.split("<!ENTITY").skip(1).filter_map(|one| one.split_whitespace().next()).collect();
    let mut at = xml.len() - after.len();
    let mut pieces = after.split('&');
    at += pieces.next()?.len();
    pieces.find_map(|piece| {
        let reference = at;
        at += 1 + piece.len();
        let (name, _) = piece.split_once(';')?;
        names.contains(name).then_some((name, reference))
    })
}

/// What a document declares itself, and what follows that.
fn internal_subset(xml: &str) -> Option<(&str, &str)> {
    let (_, after) = xml.split_once("<!DOCTYPE")?;
    let (_, subset) = after.split_once('[').filter(|(before, _)| !before.contains('>'))?;
    subset.split_once("]>")
}

/// Names and values of the entities that are plain text.
fn declared(xml: &str) -> Vec<(&str, String)> {
    let mut entities = Vec::new();
    let Some((subset, _)) = internal_subset(xml) else { return entities };
    for declaration in subset.split("<!ENTITY").skip(1).take(MAX_ENTITIES) {
        let declaration = declaration.trim_start();
        let name_end = declaration.find(|c: char| c.is_ascii_whitespace()).unwrap_or(declaration.len());
        let Some((name, value)) = declaration.split_at_checked(name_end) else { continue };
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some(value) = value.split(quote).nth(1).filter(|value| value.len() <= LONGEST_VALUE) else { continue };
        // A character may be given by its number; a value that refers to other entities is not expanded.
        let value = decode(value);
        let plain = !value.contains(['<', '&', '%']);
        if plain
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        {
            entities.push((name, value.into_owned()));
        }
    }
    entities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_entities_are_put_in_their_places() {
        let xml = "<!DOCTYPE rss [\n<!ENTITY site \"The Post\"><!ENTITY dash '&#8211;'>]><rss>&site; &dash; &amp; &none;</rss>";
        assert!(with_own_entities(xml).ends_with("<rss>The Post – &amp; &none;</rss>"));
    }

    #[test]
    fn entities_of_entities_and_markup_are_not_expanded() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c '<item>'>]><x>&b;&c;</x>";
        assert!(with_own_entities(bomb).ends_with("<x>&b;&c;</x>"));
        assert_eq!(left_alone(bomb).map(|(name, _)| name), Some("b"));
        let outside = "<!DOCTYPE x [<!ENTITY own 'ha'><!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&own; &amp; &e;</x>";
        assert_eq!(left_alone(&with_own_entities(outside)).map(|(name, _)| name), Some("e"));
        assert_eq!(left_alone("<!DOCTYPE nitf SYSTEM 'nitf.dtd'><x>&e;</x>"), None);
        let long = format!("<!DOCTYPE x [<!ENTITY a \"{}\">]><x>{}</x>", "h".repeat(200), "&a;".repeat(100_000));
        assert!(with_own_entities(&long).len() <= long.len() + MAX_ADDED);
    }
}
