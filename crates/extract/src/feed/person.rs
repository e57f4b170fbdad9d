//! Names of authors, out of the ways feeds write them.

use crate::xml::element::Element;
use crate::xml::namespace::Namespace;
use article::collapse_white_space;

/// The name in an author element, of Atom or RSS; where it has none, the mail address.
pub(super) fn author(element: &Element<'_>) -> Option<String> {
    let stated = ["name", "email"].iter().find_map(|part| element.text_of(Namespace::Feed, part));
    let stated = stated.or_else(|| element.some_text())?;
    name_of(&stated)
}

/// Authors each once; an address says nothing beside a name.
pub(super) fn settle_authors(authors: Vec<String>) -> Vec<String> {
    let named = authors.iter().any(|author| !is_address(author));
    let mut settled: Vec<String> = Vec::new();
    for author in authors {
        let says_nothing = named && is_address(&author);
        if says_nothing || settled.contains(&author) {
            continue;
        }
        settled.push(author);
    }
    settled
}

/// The name in `mail@example.org (A. Name)`, `A. Name (mail@example.org)`, `A. Name <mail@example.org>`; an address
/// alone is the name.
pub(super) fn name_of(text: &str) -> Option<String> {
    let text = collapse_white_space(text);
    let text = text.strip_prefix("mailto:").unwrap_or(&text);
    let split = split_off(text, '(', ')').or_else(|| split_off(text, '<', '>'));
    let name = match split {
        Some((outside, inside)) if is_address(outside) || outside.is_empty() => {
            if inside.is_empty() {
                outside
            } else {
                inside
            }
        }
        Some((outside, inside)) if is_address(inside) => outside,
        Some(_) | None => text,
    };
    let name = name.trim().trim_matches('"').trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether it is a mail address and no name.
pub(super) fn is_address(text: &str) -> bool {
    text.contains('@') && !text.contains(' ')
}

/// The text before a bracket at the end, and the text in it.
fn split_off(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let (outside, inside) = text.strip_suffix(close)?.split_once(open)?;
    Some((outside.trim(), inside.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_beside_the_address() {
        for (text, expected) in [
            ("desk@post.example (Mara Lind)", "Mara Lind"),
            ("Mara Lind (desk@post.example)", "Mara Lind"),
            ("Mara Lind <desk@post.example>", "Mara Lind"),
            ("(Mara Lind)", "Mara Lind"),
            ("Mara Lind (Port Anselm)", "Mara Lind (Port Anselm)"),
            ("desk@post.example", "desk@post.example"),
            ("desk@post.example ()", "desk@post.example"),
            (" Mara\n Lind ", "Mara Lind"),
        ] {
            assert_eq!(name_of(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(name_of(" "), None);
    }
}
