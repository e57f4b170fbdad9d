//! Entities that a document declares itself: short plain texts are put in their places, everything else is left alone.
//! A reference is never expanded twice, and all of them together add at most a fixed length, so no document grows.
//!
//! Only what XML calls a declaration and a reference is one: what stands in comments, CDATA sections and instructions is
//! neither.

use crate::character_reference::{decode, is_known};
use std::borrow::Cow;
use std::collections::HashMap;

/// Most entities of a document, most bytes of one, and most bytes that all expansions add.
const MAX_ENTITIES: usize = 64;
const LONGEST_VALUE: usize = 200;
const MAX_ADDED: usize = 1 << 20;

/// What every document has, whatever it declares.
const PREDEFINED: &[&str] = &["amp", "lt", "gt", "quot", "apos"];

/// What of a document is no text, by how it begins and ends.
const NO_TEXT: &[(&str, &str)] = &[("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

/// The document with its own entities in place.
pub(crate) fn with_own_entities(xml: &str) -> Cow<'_, str> {
    let Some(own) = declared(xml).filter(|own| own.entities.values().any(Option::is_some)) else {
        return Cow::Borrowed(xml);
    };
    let mut out = String::with_capacity(xml.len());
    let mut added = 0;
    let mut written = 0;
    for (name, at) in references(xml, own.end) {
        let value = own.entities.get(name).and_then(Option::as_deref);
        let Some(value) = value.filter(|value| added + value.len() <= MAX_ADDED) else { continue };
        added += value.len();
        out.push_str(xml.get(written..at).unwrap_or_default());
        out.push_str(value);
        written = at + name.len() + 2;
    }
    out.push_str(xml.get(written..).unwrap_or_default());
    Cow::Owned(out)
}

/// The first reference that [`with_own_entities`] left in the document to an entity that it declares: one that points
/// elsewhere, holds other entities or markup, or would make the document grow. Its name, and where it stands in bytes.
pub(crate) fn left_alone(xml: &str) -> Option<(&str, usize)> {
    let own = declared(xml)?;
    references(xml, own.end).find(|(name, _)| own.entities.contains_key(name))
}

/// The first reference to an entity that neither the document declares nor HTML knows. Its name, and where it stands.
pub(crate) fn undeclared(xml: &str) -> Option<(&str, usize)> {
    let own = declared(xml);
    let from = own.as_ref().map_or(0, |own| own.end);
    let is_declared = |name: &str| own.as_ref().is_some_and(|own| own.entities.contains_key(name));
    references(xml, from).find(|(name, _)| !is_declared(name) && !is_known(name))
}

/// The references to entities from a place on: their names, and where they stand in bytes.
fn references(xml: &str, from: usize) -> impl Iterator<Item = (&str, usize)> {
    let mut at = from;
    std::iter::from_fn(move || {
        loop {
            let rest = xml.get(at..)?;
            at += rest.find(['&', '<'])?;
            let rest = xml.get(at..)?;
            if let Some(reference) = rest.strip_prefix('&') {
                let length = reference.find(|c| !is_of_name(c)).unwrap_or(reference.len());
                let start = at;
                at += 1 + length;
                let name = reference.get(..length).filter(|name| name.starts_with(begins_name));
                if let Some(name) = name
                    && reference.get(length..).is_some_and(|after| after.starts_with(';'))
                {
                    return Some((name, start));
                }
            } else {
                at += length_of_no_text(rest).unwrap_or(1);
            }
        }
    })
}

/// How long the comment, the CDATA section or the instruction is that a text begins with; all of it, where it has no end.
fn length_of_no_text(text: &str) -> Option<usize> {
    let (begin, end) = NO_TEXT.iter().find(|(begin, _)| text.starts_with(begin))?;
    let length = text.get(begin.len()..)?.find(end).map(|at| begin.len() + at + end.len());
    Some(length.unwrap_or(text.len()))
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | ':')
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '\u{b7}')
}

/// What a document declares itself.
struct Declared<'a> {
    /// Entities by name; no value: they are no plain text.
    entities: HashMap<&'a str, Option<String>>,
    /// Where the document goes on, in bytes.
    end: usize,
}

/// What stands in the declaration of the document's type; `None` where it has none, or one without declarations.
fn declared(xml: &str) -> Option<Declared<'_>> {
    let mut at = start_of_doctype(xml)?;
    // Its name, and what it points to.
    let mut quote = None;
    at += xml.get(at..)?.find(|c: char| match quote {
        Some(open) => {
            quote = quote.filter(|_| c != open);
            false
        }
        None if matches!(c, '"' | '\'') => {
            quote = Some(c);
            false
        }
        None => matches!(c, '[' | '>'),
    })?;
    xml.get(at..)?.strip_prefix('[')?;
    at += 1;
    let mut entities = HashMap::new();
    let mut plain = 0;
    loop {
        let rest = xml.get(at..)?;
        at += rest.find(['<', ']'])?;
        let rest = xml.get(at..)?;
        if let Some(after) = rest.strip_prefix(']') {
            let after = after.trim_start();
            let end = after.strip_prefix('>').map_or(xml.len() - after.len(), |after| xml.len() - after.len());
            return Some(Declared { entities, end });
        }
        if let Some(length) = length_of_no_text(rest) {
            at += length;
            continue;
        }
        let length = length_of_declaration(rest)?;
        if let Some((name, value)) = rest.get(..length).and_then(entity_of)
            && !PREDEFINED.contains(&name)
        {
            let value = value.filter(|_| plain < MAX_ENTITIES);
            plain += usize::from(value.is_some());
            // The first declaration is the one that counts.
            entities.entry(name).or_insert(value);
        }
        at += length;
    }
}

/// Where the text behind `<!DOCTYPE` begins; it stands before the first element.
fn start_of_doctype(xml: &str) -> Option<usize> {
    const DOCTYPE: &str = "<!DOCTYPE";
    let mut at = 0;
    loop {
        let rest = xml.get(at..)?;
        at += rest.find('<')?;
        let rest = xml.get(at..)?;
        if rest.starts_with(DOCTYPE) {
            return Some(at + DOCTYPE.len());
        }
        at += match length_of_no_text(rest) {
            Some(length) => length,
            None if rest.get(1..)?.starts_with(begins_name) => return None,
            None => 1,
        };
    }
}

/// How long a declaration is: up to the `>` that stands in no quotes.
fn length_of_declaration(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return Some(at + 1),
            (None, _) => {}
        }
    }
    None
}

/// Name and value of an entity by its declaration; no value: it is no short plain text of its own. `None`: it declares none.
fn entity_of(declaration: &str) -> Option<(&str, Option<String>)> {
    let declaration = declaration.strip_prefix("<!ENTITY")?.trim_start();
    let length = declaration.find(|c| !is_of_name(c)).unwrap_or(declaration.len());
    // `% name`, which is for declarations alone, begins with no name.
    let (name, value) = declaration.split_at_checked(length).filter(|(name, _)| name.starts_with(begins_name))?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = quote.and_then(|quote| value.split(quote).nth(1)).filter(|value| value.len() <= LONGEST_VALUE);
    // A character may be given by its number; a value that refers to other entities is not expanded.
    let value = value.map(decode).filter(|value| !value.contains(['<', '&', '%']));
    Some((name, value.map(Cow::into_owned)))
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

    #[test]
    fn a_declaration_is_one_only_where_xml_has_it() {
        for text in [
            "<x><![CDATA[<!DOCTYPE foo [<!ENTITY e SYSTEM 'file:///x'>]> &e;]]></x>",
            "<!-- <!DOCTYPE x [<!ENTITY e 'no'>]> --><x><!-- &e; --></x>",
            "<!DOCTYPE x [<!-- <!ENTITY e 'no'> --> <!ENTITY % e 'no'>]><x>&amp;</x>",
            "<!DOCTYPE x [<!ENTITY amp 'no'><!ENTITY lt 'no'>]><x>&amp;&lt;</x>",
            "<!DOCTYPE x [<!ENTITY e 'no'>]><x><![CDATA[&e;]]><!-- &e; --><?p &e;?></x>",
            "<!DOCTYPE x [<!ENTITY e 'no'>",
            "<!DOCTYPE x [<!ENTITY e 'no",
        ] {
            assert_eq!(with_own_entities(text), text);
            assert_eq!((left_alone(text), undeclared(text)), (None, None), "{text}");
        }
        for blank in ["", " ", "\n\t"] {
            let subset = "<!ELEMENT x (y>'[')><!ENTITY gt2 ']>'> <!ENTITY e 'ha'><!ENTITY e 'second'>";
            let text = format!("<?xml version='1.0'?><!DOCTYPE x PUBLIC '[' \"x.dtd\" [{subset}{blank}]{blank}><x>");
            let own = with_own_entities(&format!("{text}&e;&gt2;</x>")).into_owned();
            assert_eq!(own.split_once("<x>").map(|(_, text)| text.to_owned()), Some("ha]></x>".to_owned()), "{text}");
            let outside = format!("<!DOCTYPE x [<!ENTITY co SYSTEM 'file:///x'>{blank}]{blank}><x>&co;</x>");
            assert_eq!(left_alone(&outside).map(|(name, _)| name), Some("co"));
        }
        assert_eq!(undeclared("<x>&nbsp;&#8211;AT&T &co; &none;</x>").map(|(name, _)| name), Some("co"));
    }
}
