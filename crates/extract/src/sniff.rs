//! Which format a document is in, from what is declared and its first bytes. Never decodes or parses the whole.

use crate::charset::decode_feed;
use crate::markup::{Token, Tokens};
use article::ContentType;

/// How much of a document is looked at, in bytes; prologues and comments before a root element are shorter.
const WINDOW: usize = 4_096;

/// The format of these bytes. A declared format stands, except where servers are known to declare carelessly: one kind
/// of JSON or XML as another, and a feed or page as plain text.
pub(crate) fn sniff(body: &[u8], declared: Option<ContentType>) -> ContentType {
    let Some(declared) = declared else { return look(body) };
    match declared {
        ContentType::Html | ContentType::Rss | ContentType::Atom | ContentType::Ninjs => {
            Some(look(body)).filter(|seen| *seen != ContentType::Wire).unwrap_or(declared)
        }
        // JSON whose kind the bytes do not tell early is what it is declared to be: nobody says this one by default.
        ContentType::JsonFeed => match look(body) {
            ContentType::Wire | ContentType::Ninjs => declared,
            seen => seen,
        },
        ContentType::Wire | ContentType::Entry | ContentType::NewsMl | ContentType::Nitf => declared,
    }
}

fn look(body: &[u8]) -> ContentType {
    let text = beginning(body);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.starts_with('{') || opens_json_array(text) {
        // Writers put `version` first, or, where they sort keys, after the items.
        let feed = [text, &end(body)].iter().any(|part| part.contains("jsonfeed.org/version"));
        return if feed { ContentType::JsonFeed } else { ContentType::Ninjs };
    }
    // Software puts warnings, or a page, around its feeds.
    let first = if text.starts_with('<') { by_root_element(text) } else { None };
    let otherwise = if opens_markup(text) { ContentType::Html } else { ContentType::Wire };
    first.or_else(|| feed_inside(text)).unwrap_or(otherwise)
}

/// The kind of feed whose root stands after something else. Roots are told from elements of pages by what they say.
fn feed_inside(text: &str) -> Option<ContentType> {
    Tokens::of_xml(text).find_map(|token| {
        let Token::Start(tag) = token else { return None };
        let says = |name: &str| tag.attributes.contains(name);
        let local = tag.name.rsplit(':').next().unwrap_or(tag.name);
        match local.to_ascii_lowercase().as_str() {
            "rss" => Some(ContentType::Rss),
            "rdf" if says("purl.org/rss") || says("netscape.com/rdf") => Some(ContentType::Rss),
            "feed" if says("w3.org/2005/Atom") || says("purl.org/atom") => Some(ContentType::Atom),
            _ => None,
        }
    })
}

/// Whether a text begins as markup does: a `<` before anything else than a name, `!`, `?` or `/` is a sign like any other.
fn opens_markup(text: &str) -> bool {
    let inner = text.strip_prefix('<').map(|inner| inner.trim_start_matches(['/', '\0']));
    inner.is_some_and(|inner| {
        inner.is_empty() || inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'))
    })
}

/// Whether a text is none but bytes of something else: it is full of control characters of many kinds. A page may be
/// padded with one or two of them.
pub(crate) fn is_noise(text: &str) -> bool {
    /// So many characters are looked at.
    const MOST: usize = 1 << 14;
    /// A page has no more kinds of them.
    const FEWEST_KINDS: u32 = 5;
    let (mut all, mut noise, mut kinds) = (0, 0, 0_u64);
    for c in text.chars().take(MOST) {
        all += 1;
        if (c.is_control() && !c.is_whitespace()) || c == '\u{fffd}' {
            noise += 1;
            kinds |= 1 << (u32::from(c) % u64::BITS);
        }
    }
    kinds.count_ones() >= FEWEST_KINDS && noise * 50 > all
}

/// Whether a text that begins with a bracket is JSON and not a note in brackets.
fn opens_json_array(text: &str) -> bool {
    text.strip_prefix('[').is_some_and(|inner| inner.trim_start().starts_with(['[', '{', '"', ']']))
}

/// The first bytes as text.
fn beginning(body: &[u8]) -> String {
    decode_feed(body.get(..WINDOW).unwrap_or(body), None)
}

/// The last bytes as text.
fn end(body: &[u8]) -> String {
    let window = body.get(body.len().saturating_sub(WINDOW)..).unwrap_or(body);
    String::from_utf8_lossy(window).into_owned()
}

/// The format a root element names; `None` for an element of a page.
fn by_root_element(text: &str) -> Option<ContentType> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let name: String = after.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
        rest = match name.as_str() {
            comment if comment.starts_with("!--") => after.split_once("-->").map_or("", |(_, rest)| rest),
            // What follows may be longer than is looked at.
            doctype if doctype.eq_ignore_ascii_case("!doctype") => {
                let root = after.split_whitespace().nth(1).unwrap_or_default();
                if let Some(known) = ContentType::of_root(root.trim_end_matches(['>', '['])) {
                    return Some(known);
                }
                after.split_once('>').map_or("", |(_, rest)| rest)
            }
            prologue if prologue.starts_with(['?', '!']) => after.split_once('>').map_or("", |(_, rest)| rest),
            element => {
                let local = element.rsplit(':').next().unwrap_or(element);
                // A piece of NewsML-G2 is no page.
                let is_newsml = after.split('>').next().is_some_and(|tag| tag.contains("iptc.org/std/nar/"));
                return ContentType::of_root(local).or_else(|| is_newsml.then_some(ContentType::NewsMl));
            }
        };
    }
    None
}

/// Whether the bytes are a picture, an archive or a document of another kind.
pub(crate) fn has_binary_signature(body: &[u8]) -> bool {
    const SIGNATURES: &[&[u8]] =
        &[b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x7fELF"];
    SIGNATURES.iter().any(|signature| body.starts_with(signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_format() {
        for (body, expected) in [
            ("<!DOCTYPE html><html>", ContentType::Html),
            ("  <div>a piece of a page", ContentType::Html),
            ("<?xml version='1.0'?><!-- a <feed> --><rss version='2.0'>", ContentType::Rss),
            ("<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'>", ContentType::Rss),
            ("\u{feff}<feed xmlns='http://www.w3.org/2005/Atom'>", ContentType::Atom),
            ("<br/><b>Warning</b>: x <?xml version='1.0'?><rss version='2.0'>", ContentType::Rss),
            ("Warning: x in y\n<feed xmlns='http://www.w3.org/2005/Atom'>", ContentType::Atom),
            ("<html><!-- <rdf:RDF xmlns='http://purl.org/rss/1.0/'> --><feed>", ContentType::Html),
            ("<\0r\0s\0s\0>\0", ContentType::Rss),
            ("<newsItem guid='x'>", ContentType::NewsMl),
            ("<g2:newsMessage xmlns:g2='http://iptc.org/std/nar/2006-10-01/'>", ContentType::NewsMl),
            ("<catalog xmlns='http://iptc.org/std/nar/2006-10-01/'>", ContentType::NewsMl),
            ("<nitf>", ContentType::Nitf),
            ("<?xml version='1.0'?><!DOCTYPE nitf [<!ENTITY wire 'Coast'>", ContentType::Nitf),
            ("<!DOCTYPE html><rss version='2.0'>", ContentType::Rss),
            ("\u{1}ecp0007 4 s 850", ContentType::Wire),
            ("\u{16}\u{16}\u{1}w2870\u{1f}asian", ContentType::Wire),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"}", ContentType::JsonFeed),
            ("{\"uri\": \"x\"}", ContentType::Ninjs),
            (" date 2024-10-24 A headline", ContentType::Wire),
            ("[Note to editors: corrects the spelling]", ContentType::Wire),
            ("[[[[", ContentType::Ninjs),
        ] {
            assert_eq!(look(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn a_declared_type_stands_but_for_careless_servers() {
        assert_eq!(sniff(b"<p>markup in a wire story</p>", Some(ContentType::Wire)), ContentType::Wire);
        assert_eq!(sniff(b"<rss version='2.0'>", Some(ContentType::Html)), ContentType::Rss);
        assert_eq!(sniff(b"no markup at all", Some(ContentType::Html)), ContentType::Html);
        assert_eq!(
            sniff(b"{\"version\": \"https://jsonfeed.org/version/1\"}", Some(ContentType::Ninjs)),
            ContentType::JsonFeed
        );
        assert_eq!(sniff(b"{\"items\": [", Some(ContentType::JsonFeed)), ContentType::JsonFeed);
        assert_eq!(sniff(b"<rss version='2.0'>", Some(ContentType::JsonFeed)), ContentType::Rss);
    }

    #[test]
    fn a_json_feed_may_say_what_it_is_after_its_items() {
        let items = "{\"content_text\": \"words\"},".repeat(1_000);
        let feed = format!("{{\"items\": [{items}{{}}], \"version\": \"https://jsonfeed.org/version/1.1\"}}");
        assert_eq!(sniff(feed.as_bytes(), None), ContentType::JsonFeed);
    }
}
