//! What is looked for, as expressions of FTS5.

use crate::search::{Term, Words};

/// The terms that must occur as an FTS5 expression; `None`: only exclusions.
pub(super) fn wanted(words: &Words) -> Option<String> {
    let all = |terms: &Vec<Term>| terms.iter().map(expression).collect::<Vec<_>>().join(" ");
    let any: Vec<String> = words.alternatives.iter().map(all).collect();
    (!any.is_empty()).then(|| any.join(" OR "))
}

/// The excluded terms as an FTS5 expression.
pub(super) fn unwanted(words: &Words) -> Option<String> {
    let any: Vec<String> = words.excluded.iter().map(expression).collect();
    (!any.is_empty()).then(|| any.join(" OR "))
}

/// A term as a string of FTS5, in which nothing is syntax.
fn expression(term: &Term) -> String {
    let words: Vec<&str> = term.words.iter().map(|word| &*word.folded).collect();
    format!("\"{}\"{}", words.join(" ").replace('"', ""), if term.open { " *" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::{unwanted as unwanted_of, wanted as wanted_of, *};

    #[test]
    fn typed_text_becomes_an_expression_without_syntax() {
        for (text, wanted, unwanted) in [
            ("polio vaccine", Some(r#""polio" "vaccine""#), None),
            (r#""prime minister" -sharif"#, Some(r#""prime minister""#), Some(r#""sharif""#)),
            ("flood or quake OR", Some(r#""flood" OR "quake""#), None),
            ("or or", None, None),
            ("-a", None, Some(r#""a""#)),
            (r#"NEAR(a b) AND body:x* ^"#, Some(r#""near a" "b" "and" "body x""#), None),
            (r#"say "unclosed phrase"#, Some(r#""say" "unclosed phrase""#), None),
            (r#"a"b"c"#, Some(r#""a" "b" "c""#), None),
            ("!!! --- ''", None, None),
            ("港 港口 Ärzte/Pfleger", Some(r#""港" * "港口" "arzte pfleger""#), None),
            ("a\0b", Some(r#""a" "b""#), None),
        ] {
            let words = Words::parse(text);
            assert_eq!(wanted_of(&words).as_deref(), wanted, "{text}");
            assert_eq!(unwanted_of(&words).as_deref(), unwanted, "{text}");
        }
    }
}
