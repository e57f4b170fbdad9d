//! The declaration of the document type, which decides how some old pages are read.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Doctype;

/// The declaration whose text after `<!doctype` this begins with, and the bytes of it.
pub(super) fn doctype(text: &str) -> (Doctype, usize) {
    let mut doctype = Doctype::default();
    let rest = trimmed(text);
    let end = rest.find(|c: char| is_space(c) || c == '>').unwrap_or(rest.len());
    let (name, rest) = rest.split_at_checked(end).unwrap_or_default();
    let read = if name.is_empty() { Err(rest) } else { identifiers(&mut doctype, rest) };
    doctype.name = Some(name).filter(|name| !name.is_empty()).map(|name| name.to_ascii_lowercase().into());
    doctype.force_quirks = read.is_err();
    let (Ok(rest) | Err(rest)) = read;
    (doctype, text.len() - rest.len() + rest.find('>').map_or(rest.len(), |at| at + 1))
}

/// Reads what stands after the name; gives what is left of it. An error is a declaration that is none.
fn identifiers<'t>(doctype: &mut Doctype, text: &'t str) -> Result<&'t str, &'t str> {
    const LENGTH: usize = 6;
    let text = trimmed(text);
    let (keyword, rest) = text.split_at_checked(LENGTH).unwrap_or((text, ""));
    let is_public = keyword.eq_ignore_ascii_case("public");
    if text.starts_with('>') {
        return Ok(text);
    }
    if !is_public && !keyword.eq_ignore_ascii_case("system") {
        return Err(text);
    }
    let mut rest = trimmed(rest);
    if is_public {
        rest = trimmed(identifier(&mut doctype.public_id, rest)?);
        if rest.starts_with('>') {
            return Ok(rest);
        }
    }
    let rest = trimmed(identifier(&mut doctype.system_id, rest)?);
    if rest.is_empty() { Err(rest) } else { Ok(rest) }
}

/// Reads an identifier in quotes; gives what stands after it. An error is one that is not there or does not end.
fn identifier<'t>(id: &mut Option<StrTendril>, text: &'t str) -> Result<&'t str, &'t str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or(text)?;
    let text = text.strip_prefix(quote).unwrap_or_default();
    let end = text.find([quote, '>']).unwrap_or(text.len());
    let (value, after) = text.split_at_checked(end).unwrap_or_default();
    *id = Some(StrTendril::from_slice(value));
    after.strip_prefix(quote).ok_or(after)
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}
