//! How deep XML may be nested, measured in one linear scan before any parser sees it. Pages of HTML are measured while
//! they are parsed.

use crate::Reject;
use crate::markup::{Token, Tokens};

/// Most open elements. Real feeds stay below 30.
const MAX_DEPTH: usize = 512;

/// Refuses XML that is nested too deep.
pub(crate) fn check_xml(xml: &str) -> Result<(), Reject> {
    let mut depth: usize = 0;
    for token in Tokens::of_xml(xml) {
        match token {
            Token::Start(tag) if !tag.is_self_closing() => depth += 1,
            Token::End(_) => depth = depth.saturating_sub(1),
            Token::Start(_) | Token::Text(_) | Token::Raw(_) | Token::CData(_) => {}
        }
        if depth > MAX_DEPTH {
            return Err(Reject::new("too_deep", format!("elements are nested more than {MAX_DEPTH} deep")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_xml_is_refused_and_wide_xml_is_not() {
        assert!(check_xml(&"<a>".repeat(600)).is_err());
        assert!(check_xml(&"<a><b/></a>".repeat(600)).is_ok());
    }
}
